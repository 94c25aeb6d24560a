namespace Madaline.Datasets.Images.Jpeg;

/// <summary>One colour of a JPEG: where its samples lie and how they are coded.</summary>
/// <param name="id">What scans call it.</param>
/// <param name="across">Sampling factor: blocks of a unit from left to right.</param>
/// <param name="down">Sampling factor: blocks of a unit from top to bottom.</param>
/// <param name="table">Number of its quantization table.</param>
internal sealed class JpegComponent(int id, int across, int down, int table)
{
    public int Id => id;

    public int Across => across;

    public int Down => down;

    public int QuantizationTable => table;

    /// <summary>Samples in a row that belong to the picture.</summary>
    public int Width { get; private set; }

    /// <summary>Rows of samples that belong to the picture.</summary>
    public int Height { get; private set; }

    public int BlockColumns => (Width + 7) / 8;

    public int BlockRows => (Height + 7) / 8;

    /// <summary>Samples from row to row.</summary>
    public int Stride => 8 * BlockColumns;

    /// <summary>What coefficients were divided by, row by row; null before the first scan.</summary>
    public ushort[]? Factors { get; set; }

    /// <summary>Whether a scan gave the means of its blocks, and did not end before the last.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Samples by whole blocks.</summary>
    public byte[] Samples { get; private set; } = [];

    /// <summary>Of a progressive file, the coefficients collected so far: 64 a block.</summary>
    public short[] Coefficients { get; private set; } = [];

    /// <summary>The mean of the block before, of which the next is the difference.</summary>
    public int LastMean { get; set; }

    public HuffmanTable? MeanCode { get; set; }

    public HuffmanTable? WaveCode { get; set; }

    /// <summary>Bytes that <see cref="Allocate"/> takes.</summary>
    public long Bytes(bool isProgressive) => (long)Stride * BlockRows * 8 * (isProgressive ? 3 : 1);

    /// <summary>Finds its size in a picture from the pixels and the blocks of a unit.</summary>
    public void Place(int width, int height, int mostAcross, int mostDown)
    {
        Width = (int)(((long)width * across + mostAcross - 1) / mostAcross);
        Height = (int)(((long)height * down + mostDown - 1) / mostDown);
    }

    public void Allocate(bool isProgressive)
    {
        Samples = new byte[Stride * BlockRows * 8];
        if (isProgressive) Coefficients = new short[Samples.Length];
    }

    /// <summary>Makes the samples of collected coefficients.</summary>
    public void Transform()
    {
        for (int block = 0; Factors is { } factors && block < BlockColumns * BlockRows; block++)
        {
            var (row, column) = Math.DivRem(block, BlockColumns);
            InverseCosine.Run(Coefficients.AsSpan(block * 64, 64), factors,
                Samples.AsSpan(row * 8 * Stride + column * 8), Stride);
        }
    }
}
