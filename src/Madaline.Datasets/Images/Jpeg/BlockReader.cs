namespace Madaline.Datasets.Images.Jpeg;

/// <summary>Reads the coefficients of one block after another, as a scan gives them.</summary>
/// <remarks>Each method answers false where the bits are no code. Source: ITU-T T.81, annexes F and G.</remarks>
internal sealed class BlockReader(JpegScan scan)
{
    private readonly int _first = scan.First, _last = scan.Last, _low = scan.Low;

    // Blocks that follow and have nothing more in this pass.
    private int _empty;

    /// <summary>Forgets what reaches from block to block.</summary>
    public void Restart()
    {
        _empty = 0;
        foreach (var component in scan.Components) component.LastMean = 0;
    }

    /// <summary>
    /// All coefficients of a block that holds zeros; <paramref name="isFlat"/> if only the mean is not.
    /// </summary>
    public static bool ReadAll(ref BitReader bits, JpegComponent component, Span<short> block, out bool isFlat)
    {
        isFlat = true;
        if (!Mean(ref bits, component, out int mean)) return false;
        block[0] = (short)mean;
        var code = component.WaveCode!;
        for (int k = 1; k < 64; k++)
        {
            int symbol = bits.Symbol(code);
            if (symbol < 0) return false;
            int size = symbol & 15, run = symbol >> 4;
            k += run;
            if (size == 0)
            {
                if (run == 15) continue;
                return true;
            }

            if (k > 63) return false;
            block[JpegTables.ZigZag[k]] = (short)bits.Signed(size);
            isFlat = false;
        }

        return true;
    }

    /// <summary>What a pass of a progressive file says of a block.</summary>
    public bool Read(ref BitReader bits, JpegComponent component, Span<short> block)
    {
        bool isFirstPass = scan.High == 0;
        if (_first > 0) return isFirstPass ? Waves(ref bits, component, block) : FinerWaves(ref bits, component, block);
        if (!isFirstPass)
        {
            if (bits.Bit()) block[0] |= (short)(1 << _low);
            return true;
        }

        if (!Mean(ref bits, component, out int mean)) return false;
        block[0] = (short)(mean << _low);
        return true;
    }

    private static bool Mean(ref BitReader bits, JpegComponent component, out int mean)
    {
        int size = bits.Symbol(component.MeanCode!);
        mean = size < 0 ? 0 : component.LastMean + bits.Signed(size);
        component.LastMean = mean;
        return size >= 0;
    }

    private bool Waves(ref BitReader bits, JpegComponent component, Span<short> block)
    {
        if (_empty > 0)
        {
            _empty--;
            return true;
        }

        for (int k = _first; k <= _last; k++)
        {
            int symbol = bits.Symbol(component.WaveCode!);
            if (symbol < 0) return false;
            int size = symbol & 15, run = symbol >> 4;
            if (size == 0 && run < 15)
            {
                _empty = (1 << run) + bits.Bits(run) - 1;
                return true;
            }

            k += run;
            if (size == 0) continue;
            if (k > 63) return false;
            block[JpegTables.ZigZag[k]] = (short)(bits.Signed(size) << _low);
        }

        return true;
    }

    private bool FinerWaves(ref BitReader bits, JpegComponent component, Span<short> block)
    {
        int k = _first;
        while (_empty == 0 && k <= _last)
        {
            int symbol = bits.Symbol(component.WaveCode!);
            if (symbol < 0) return false;
            int size = symbol & 15, run = symbol >> 4, value = 0;
            if (size > 1) return false;
            if (size == 1)
            {
                value = bits.Bit() ? 1 << _low : -(1 << _low);
            }
            else if (run < 15)
            {
                _empty = (1 << run) + bits.Bits(run);
                break;
            }

            k = Refine(ref bits, block, k, run);
            if (value != 0 && k <= _last) block[JpegTables.ZigZag[k]] = (short)value;
            k++;
        }

        if (_empty == 0) return true;
        Refine(ref bits, block, k, int.MaxValue);
        _empty--;
        return true;
    }

    /// <summary>Reads a bit for each coefficient that is known, up to the zero behind a number of zeros.</summary>
    private int Refine(ref BitReader bits, Span<short> block, int k, int zeros)
    {
        int bit = 1 << _low;
        for (; k <= _last; k++)
        {
            ref short value = ref block[JpegTables.ZigZag[k]];
            if (value == 0)
            {
                if (zeros-- == 0) return k;
            }
            else if (bits.Bit() && (value & bit) == 0)
            {
                value += (short)(value > 0 ? bit : -bit);
            }
        }

        return k;
    }
}
