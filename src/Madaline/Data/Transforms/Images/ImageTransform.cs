using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Madaline.Data;

/// <summary>
/// A change made to batches of images: one pass over the batch's memory, no tensor operation a sample.
/// </summary>
/// <remarks>
/// Shape: [n, channels, height, width] → the same, unless said otherwise. DType: UInt8, Float32 or Float64, kept.
/// Batches lie in the processor's memory. What a random transform does to a sample depends on the stream it is given
/// and the sample's place in the batch only.
/// </remarks>
public abstract class ImageTransform : Transform
{
    private readonly bool _draws;

    private protected ImageTransform(string op, bool draws = false) => (Op, _draws) = (op, draws);

    /// <inheritdoc/>
    public override Transform? InEvaluation => _draws ? null : this;

    /// <summary>The name in errors and recipes.</summary>
    internal string Op { get; }

    internal override bool MakesItsOwn => true;

    /// <inheritdoc/>
    /// <exception cref="TensorException">Not images in the processor's memory, or of a size that does not
    /// suit.</exception>
    public sealed override Tensor Apply(Tensor inputs, Rng? rng = null)
    {
        ImageSize from = RequireImages(Op, inputs), to = After(from);
        ulong key = _draws ? (rng ?? Rng.Default).NextUInt64() : 0;
        Tensor x = inputs.Contiguous();
        Tensor y = Tensor.Empty(
            Shape.Of(Op, [x.Shape[0], to.Channels, to.Height, to.Width]), x.DType, Device.Cpu, Op);
        switch (x.DType)
        {
            case DType.UInt8: Run<byte>(x, y, from, to, key); break;
            case DType.Float32: Run<float>(x, y, from, to, key); break;
            default: Run<double>(x, y, from, to, key); break;
        }

        return y;
    }

    /// <inheritdoc/>
    public sealed override Shape OutputShape(Shape inputShape)
    {
        if (inputShape.Rank != 3)
        {
            throw new TensorException(Op, $"needs images. A sample is {inputShape}; expected [channels, height, "
                + "width]. Reshape the samples, or leave the transform out.");
        }

        return After(new ImageSize(inputShape[0], inputShape[1], inputShape[2])).ToShape();
    }

    /// <summary>The elements of a contiguous tensor on the processor; the caller keeps it alive.</summary>
    internal static Span<T> Elements<T>(Tensor x) where T : unmanaged =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref CpuDevice.Start(x)), x.Elements);

    /// <summary>The size of a sample of images, or what is wrong with them.</summary>
    internal static ImageSize RequireImages(string op, Tensor x)
    {
        if (x.Rank != 4 || x.DType is not (DType.UInt8 or DType.Float32 or DType.Float64))
        {
            throw new TensorException(op, $"needs images. inputs is {x.DType} {x.Shape}; expected UInt8, Float32 or "
                + "Float64 [n, channels, height, width]. Reshape them, or leave the transform out.");
        }

        if (x.Device is not CpuDevice)
        {
            throw new TensorException(op, $"works only in the processor's memory. inputs is on {x.Device.Name}; "
                + "expected cpu. Transform batches before they move to a device: the loader does.");
        }

        x.RequireAlive(op);
        return new ImageSize(x.Shape[1], x.Shape[2], x.Shape[3]);
    }

    /// <summary>A probability, or an error.</summary>
    private protected static double RequireChance(string op, double p) => p is >= 0 and <= 1
        ? p
        : throw new ArgumentOutOfRangeException(nameof(p), $"{op}: no probability. p is {p}; expected 0 to 1.");

    /// <summary>Refuses an argument out of its range, NaN included.</summary>
    private protected static void RequireRange(string op, string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture,
                $"{op}: {name} is out of range. It is {value}; expected {least} to {most}."));
        }
    }

    /// <summary>The size of a sample afterwards, or why it cannot be.</summary>
    private protected virtual ImageSize After(ImageSize size) => size;

    /// <summary>Fills y, every element of it.</summary>
    private protected abstract void Run<T>(ImageWork<T> work) where T : unmanaged, INumber<T>;

    private void Run<T>(Tensor x, Tensor y, ImageSize from, ImageSize to, ulong key) where T : unmanaged, INumber<T>
    {
        Run(new ImageWork<T>(Elements<T>(x), Elements<T>(y), x.Shape[0], from, to, key));
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }
}
