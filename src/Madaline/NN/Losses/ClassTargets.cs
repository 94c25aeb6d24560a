using Madaline.Devices;

namespace Madaline.NN;

/// <summary>
/// Class indices whose range the device looks at: nothing is read here. An index out of range is raised at once on the
/// processor, and at the next wait elsewhere.
/// </summary>
/// <param name="Indices">Int64, contiguous, the target's shape.</param>
/// <param name="IgnoreIndex">Targets of this value do not count; null where there is none.</param>
internal readonly record struct ClassTargets(Tensor Indices, long? IgnoreIndex)
{
    /// <summary>Class indices of a target, or an explanation of what is wrong with them.</summary>
    public static ClassTargets Of(string loss, Tensor target, int classes, long? ignoreIndex = null)
    {
        if (target.DType.IsFloating() || target.DType == DType.Bool)
        {
            throw new TensorException(loss, $"class indices are integers. target is {target.DType} "
                + $"{target.Shape}; expected Int64. Use To(DType.Int64).");
        }

        target.RequireAlive(loss);
        Tensor indices = target.To(DType.Int64).Contiguous();
        indices.Device.Require(new ClassRange(loss, classes, ignoreIndex), indices);
        return new ClassTargets(indices, ignoreIndex);
    }

    /// <summary>The same with 0 in place of those that do not count, and a mask that says which these are.</summary>
    public MaskedTargets Masked()
    {
        if (IgnoreIndex is not { } ignored)
            return new MaskedTargets(Indices, null);
        Tensor mask = Indices.EqualTo(ignored);
        return new MaskedTargets(Indices.MaskedFill(mask, 0L), mask);
    }
}

/// <summary>Class indices that are all in range.</summary>
/// <param name="Indices">Int64, the target's shape.</param>
/// <param name="Ignored">Bool, true where a target does not count; null where all do.</param>
internal readonly record struct MaskedTargets(Tensor Indices, Tensor? Ignored)
{
    /// <summary>How many count, where they lie.</summary>
    public Tensor CountIn(DType dtype) => Ignored is { } ignored
        ? ignored.LogicalNot().Sum().To(dtype)
        : Tensor.Full(Shape.Scalar, (double)Indices.Elements, dtype, Indices.Device);
}

/// <summary>The range of class indices: 0 to classes − 1, or the one to ignore.</summary>
internal readonly record struct ClassRange(string Op, int Classes, long? Exempt) : IRangeRule
{
    public double Min => 0;

    public double Max => Classes - 1;

    public TensorException Broken(int place, Scalar value)
    {
        string remedy = Classes == 1
            ? "For two classes give the last layer 2 outputs, or keep one and use BceWithLogitsLoss with floating "
                + "targets [n, 1]."
            : value.Long < 0 ? "Classes count from 0; what a sample without a class has is told by ignoreIndex (-100)."
            : value.Long == Classes
                ? "Classes count from 0: subtract 1 from the targets, or give the last layer one output more."
                : "Give the last layer as many outputs as there are classes, or check the targets.";
        return new TensorException(Op, $"a class index is out of range. Target {place} is {value}; expected 0 to "
            + $"{Classes - 1}, for the output has {Classes} class{(Classes == 1 ? "" : "es")}. {remedy}");
    }
}
