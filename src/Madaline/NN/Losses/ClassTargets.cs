using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Madaline.NN;

/// <summary>Class indices that were looked at: all in range, those to ignore replaced by 0 and marked.</summary>
/// <param name="Indices">Int64, the target's shape.</param>
/// <param name="Ignored">Bool, true where the target is the index to ignore; null when nowhere.</param>
/// <param name="Count">How many are not ignored.</param>
internal readonly record struct ClassTargets(Tensor Indices, Tensor? Ignored, int Count)
{
    /// <summary>So many indices are looked at on the stack.</summary>
    private const int StackCount = 256;

    /// <summary>Reads class indices, or explains what is wrong with them.</summary>
    [SkipLocalsInit]
    public static ClassTargets Read(string loss, Tensor target, int classes, long? ignoreIndex = null)
    {
        if (target.DType.IsFloating() || target.DType == DType.Bool)
        {
            throw new TensorException(loss, $"class indices are whole numbers. target is {target.DType} "
                + $"{target.Shape}; expected Int64. "
                + "Use To(DType.Int64).");
        }

        Tensor indices = target.To(DType.Int64).Contiguous();
        int count = indices.Elements;
        Span<long> values = count <= StackCount ? stackalloc long[StackCount] : new long[count];
        values = values[..count];
        indices.RequireAlive(loss);
        indices.Device.Download(indices, MemoryMarshal.AsBytes(values));
        int ignored = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == ignoreIndex)
                ignored++;
            else if ((ulong)values[i] >= (ulong)classes)
                throw OutOfRange(loss, i, values[i], classes);
        }

        if (ignored == 0)
            return new ClassTargets(indices, null, values.Length);
        Tensor mask = indices.EqualTo((Scalar)ignoreIndex!.Value);
        return new ClassTargets(indices.MaskedFill(mask, 0L), mask, values.Length - ignored);
    }

    private static TensorException OutOfRange(string loss, int place, long value, int classes)
    {
        string remedy = value == classes
            ? "Classes count from 0: subtract 1 from the targets, or give the last layer one output more."
            : "Give the last layer as many outputs as there are classes, or check the targets.";
        return new TensorException(loss, $"a class index is out of range. Target {place} is {value}; expected 0 to "
            + $"{classes - 1}, "
            + $"for the output has {classes} class{(classes == 1 ? "" : "es")}. {remedy}");
    }
}
