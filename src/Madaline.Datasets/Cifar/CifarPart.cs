using Madaline.Formats;

namespace Madaline.Datasets.Cifar;

/// <summary>Reads bytes of a file into a buffer; 0 at its end.</summary>
internal delegate int ReadBytes(Span<byte> buffer);

/// <summary>The images and classes of a part, gathered from its files in whatever order they come.</summary>
/// <remarks>
/// Images go straight to the array that the tensor will have: its size is that of the files where they are plain;
/// otherwise it grows as bytes arrive, and takes the published size once an eighth of it is there.
/// </remarks>
/// <param name="layout">What a record looks like.</param>
/// <param name="labelIndex">Which label byte is wanted.</param>
/// <param name="published">How many images the published part has; at most twice as many are read.</param>
internal sealed class CifarPart(CifarLayout layout, int labelIndex, int published)
{
    private const int BlockImages = 64;
    private readonly List<(int Order, int Count)> _files = [];
    private byte[] _pixels = [], _labels = [];

    /// <summary>Images so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a file of that number has been read.</summary>
    public bool Has(int order) => _files.Exists(file => file.Order == order);

    /// <summary>Makes room for plain files, whose sizes are known.</summary>
    public void Reserve(long bytes) => Grow((int)Math.Min(bytes / layout.RecordBytes, CifarLayout.MaxOf(published)));

    /// <summary>Reads a file of records to its end.</summary>
    /// <param name="order">Its place among the files.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="DataFormatException">A class that there is none of, half a record, or far too many.</exception>
    public void Add(int order, string name, ReadBytes read, CancellationToken cancellationToken)
    {
        int before = Count;
        var block = new byte[BlockImages * layout.RecordBytes];
        long offset = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int bytes = Fill(block, read), images = bytes / layout.RecordBytes;
            if (bytes % layout.RecordBytes != 0)
            {
                throw new DataFormatException(name, offset + bytes, "the file ends inside an image: "
                    + $"{offset + bytes} bytes are no integer of records of {layout.RecordBytes}. "
                    + "Fetch it again.");
            }

            Take(block.AsSpan(0, bytes), images, name, offset);
            offset += bytes;
            if (images < BlockImages) break;
        }

        if (Count == before)
            throw new DataFormatException(name, 0, "the file is empty; expected images. Fetch it again.");
        _files.Add((order, Count - before));
    }

    /// <summary>The images and classes in the order of the files.</summary>
    public (byte[] Pixels, byte[] Labels) Finish()
    {
        for (int end = _files.Count - 1; end > 0; end--)
        {
            for (int i = 0, at = 0; i < end; at += _files[i].Count, i++)
            {
                if (_files[i].Order > _files[i + 1].Order) Swap(i, at);
            }
        }

        if (Count < _labels.Length) Resize(Count);
        return (_pixels, _labels);
    }

    private static int Fill(Span<byte> block, ReadBytes read)
    {
        int filled = 0;
        while (filled < block.Length && read(block[filled..]) is > 0 and int more) filled += more;
        return filled;
    }

    private void Take(ReadOnlySpan<byte> records, int images, string name, long offset)
    {
        if (Count + images > CifarLayout.MaxOf(published))
        {
            throw new DataFormatException(name, offset, $"there are more than {CifarLayout.MaxOf(published)} images; "
                + $"expected {published}. The file is not {layout.Name}'s.");
        }

        if (Count + images > _labels.Length) Grow(Roomier(Count + images));
        for (int i = 0; i < images; i++, Count++)
        {
            var record = records.Slice(i * layout.RecordBytes, layout.RecordBytes);
            for (int k = 0; k < layout.LabelCounts.Count; k++)
            {
                if (record[k] < layout.LabelCounts[k]) continue;
                throw new DataFormatException(name, offset + (long)i * layout.RecordBytes + k, $"class {record[k]} of "
                    + $"image {offset / layout.RecordBytes + i}; expected 0 to {layout.LabelCounts[k] - 1}. "
                    + $"The file is damaged, or not {layout.Name}'s.");
            }

            _labels[Count] = record[labelIndex];
            record[layout.LabelCounts.Count..].CopyTo(_pixels.AsSpan(Count * CifarLayout.ImageBytes));
        }
    }

    private int Roomier(int images) =>
        images <= published / 8 ? 2 * images
        : images <= published ? published
        : CifarLayout.MaxOf(published);

    private void Grow(int images)
    {
        if (images > _labels.Length) Resize(images);
    }

    private void Resize(int images)
    {
        Array.Resize(ref _labels, images);
        var pixels = GC.AllocateUninitializedArray<byte>(images * CifarLayout.ImageBytes);
        _pixels.AsSpan(0, Count * CifarLayout.ImageBytes).CopyTo(pixels);
        _pixels = pixels;
    }

    /// <summary>
    /// Exchanges two neighbouring files in place: reversing each and then both keeps the order inside.
    /// </summary>
    private void Swap(int file, int at)
    {
        int first = _files[file].Count, second = _files[file + 1].Count;
        Rotate(_labels.AsSpan(at, first + second), first);
        Rotate(_pixels.AsSpan(at * CifarLayout.ImageBytes, (first + second) * CifarLayout.ImageBytes),
            first * CifarLayout.ImageBytes);
        (_files[file], _files[file + 1]) = (_files[file + 1], _files[file]);
    }

    private static void Rotate(Span<byte> bytes, int first)
    {
        bytes[..first].Reverse();
        bytes[first..].Reverse();
        bytes.Reverse();
    }
}
