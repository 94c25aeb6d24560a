using Madaline.Data;

namespace Madaline.Training;

/// <summary>All outputs and targets of an evaluated part, for metrics that are functions of them.</summary>
/// <param name="Outputs">What the network gave. Shape: [n, …].</param>
/// <param name="Targets">What it should have given. Shape: [n, …].</param>
internal sealed record KeptOutputs(Tensor Outputs, Tensor Targets)
{
    /// <summary>The values of metrics.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="evaluation">What is known of the part.</param>
    /// <param name="kept">The batches' outputs; null where no metric needs them.</param>
    /// <param name="scale">The scale that numbers were brought to.</param>
    public static MetricValues Measure(
        IReadOnlyList<Metric> metrics, Evaluation evaluation, List<KeptOutputs>? kept, TargetScale? scale)
    {
        if (metrics.Count == 0)
            return MetricValues.Empty;
        using var scope = new NoGrad();
        var all = kept is { Count: > 0 } ? Join(kept, scale) : null;
        return new MetricValues([.. metrics.Select(metric => metric.Measure(evaluation, all))]);
    }

    /// <summary>The batches as one, in the processor's memory; numbers in their own unit.</summary>
    private static KeptOutputs Join(List<KeptOutputs> kept, TargetScale? scale)
    {
        Tensor outputs = Tensor.Concat([.. kept.Select(batch => batch.Outputs)]).To(Device.Cpu);
        Tensor targets = Tensor.Concat([.. kept.Select(batch => batch.Targets)]).To(Device.Cpu);
        return scale is null ? new(outputs, targets) : new(scale.Invert(outputs), scale.Invert(targets));
    }
}
