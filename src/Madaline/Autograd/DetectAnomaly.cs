using Madaline.Autograd;

namespace Madaline;

/// <summary>
/// A scope that looks for NaN after every recorded operation, forward and backward, and names the one that made it.
/// </summary>
/// <remarks>
/// Slow: for finding an error, not for training. The error is a <see cref="TensorException"/>. It holds for the flow of
/// control that opened it, as <see cref="NoGrad"/> does.
/// </remarks>
public sealed class DetectAnomaly : IDisposable
{
    private readonly Watch _scope = new();

    /// <summary>Opens the scope.</summary>
    public DetectAnomaly()
    {
    }

    /// <summary>Closes the scope, for all that is inside it.</summary>
    /// <exception cref="TensorException">
    /// It is closed on a flow of control that never was inside; it is closed nevertheless.
    /// </exception>
    public void Dispose()
    {
        if (!_scope.Close())
            throw NoGrad.LeftElsewhere("detect_anomaly", nameof(DetectAnomaly));
    }

    private sealed class Watch : FlowScope
    {
        public Watch() : base(FlowModes.WatchesForNaN) => GradMode.Watch();

        protected override void OnClosed() => GradMode.Unwatch();
    }
}
