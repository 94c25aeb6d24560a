namespace Madaline.Data;

/// <summary>Mean 0 and deviation 1 for every channel of images: <c>y = (x − mean) / deviation</c>.</summary>
/// <remarks>
/// Shape: [n, channels, …] → the same. DType: floating, kept. Over all images and places; deviation over the count, not
/// one less. A constant channel becomes 0. State: <c>mean</c>, <c>deviation</c>, each [channels].
/// </remarks>
public sealed class ChannelScaler : Scaler
{
    /// <summary>Images looked at together: what the order of the sums depends on.</summary>
    internal const int ImagesAtOnce = 256;

    /// <inheritdoc/>
    public override string Kind => "channel-norm";

    private protected override (string First, string Second) Names => ("mean", "deviation");

    /// <summary>Learns from parts of <see cref="ImagesAtOnce"/> images, so that a large set needs no copy.</summary>
    internal void Fit(IEnumerable<Tensor> parts)
    {
        var statistics = new ChannelStatistics(Kind);
        foreach (Tensor part in parts)
        {
            RequireInputs(part);
            statistics.Add(part.Detach());
        }

        SetState((statistics.Mean, statistics.Deviation));
    }

    private protected override (double[] First, double[] Second) Learn(Tensor x)
    {
        var statistics = new ChannelStatistics(Kind);
        for (int start = 0; start < x.Shape[0]; start += ImagesAtOnce)
            statistics.Add(x.Narrow(0, start, Math.Min(ImagesAtOnce, x.Shape[0] - start)));
        return (statistics.Mean, statistics.Deviation);
    }

    private protected override (double Offset, double Width) ScaleOf(double first, double second) => (first, second);

    private protected override Tensor Along(Tensor row, Tensor x)
    {
        var sizes = new int[x.Rank - 1];
        Array.Fill(sizes, 1);
        sizes[0] = row.Elements;
        return row.Reshape(sizes);
    }

    private protected override void RequireInputs(Tensor x)
    {
        if (x.Rank < 3 || !x.DType.IsFloating())
        {
            throw new TensorException(Kind, $"needs images. x is {x.DType} {x.Shape}; expected Float32 or Float64 "
                + "[n, channels, …]. Use ToFloat first (to-float in recipes); for tables ZScoreScaler (z-score).");
        }
    }
}
