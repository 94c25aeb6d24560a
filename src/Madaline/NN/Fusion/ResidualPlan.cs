namespace Madaline.NN;

/// <summary>
/// The body of a residual, divided before a batch norm that it ends in: the norm adds the output of the skip, and
/// rectifies, in its own pass.
/// </summary>
internal sealed class ResidualPlan
{
    private readonly LayerGroup[] _beforeNorm = [];
    private readonly PlacedLayer _place;
    private readonly RunningNorm? _norm;
    private readonly PlannedSequentials _inner;

    public ResidualPlan(Module body, Module? skip)
    {
        List<Module> containers = [];
        List<PlacedLayer> flat = PlacedLayer.Flatten([body], [], containers);
        Module[] ofBody = [.. body.NamedModules().Select(m => m.Module)];
        Module[] ofSkip = skip is null ? [] : [.. skip.NamedModules().Select(m => m.Module)];
        _inner = new PlannedSequentials([.. ofBody, .. ofSkip]);

        // A layer on both ways would be called in another order if its output waited for the skip.
        if (flat.Count == 0 || !Fusion.IsBatchNorm(flat[^1].Layer) || ofBody.Intersect(ofSkip).Any())
            return;
        _place = flat[^1];
        _norm = (RunningNorm)_place.Layer;
        _beforeNorm = Fusion.Group([.. flat[..^1]]);
    }

    /// <summary>Whether the body ends in a norm that may be called apart from the rest.</summary>
    public bool EndsInNorm => _norm is not null;

    /// <summary>Whether the sequentials inside still have the layers that were planned.</summary>
    public bool Holds => _inner.AreUnchanged;

    /// <summary>Whether the norm of an input may add the output of a skip in the same pass.</summary>
    public static bool CanAdd(Tensor x, Tensor skip) =>
        x.Rank > 2 && x.Elements > x.Shape[0] * x.Shape[1] && skip.Shape.Equals(x.Shape) && skip.DType == x.DType
        && ReferenceEquals(skip.Device, x.Device);

    /// <summary>The body up to the norm, which refuses here what does not fit it: before the skip runs.</summary>
    /// <param name="x">The input.</param>
    /// <param name="isOurs">Whether only the caller holds the output.</param>
    public Tensor BeforeNorm(Tensor x, out bool isOurs)
    {
        Tensor y = Fusion.Run(_beforeNorm, x, out isOurs);
        try
        {
            _norm!.RequireInput(y);
        }
        catch (TensorException error)
        {
            throw _place.InPath(error);
        }

        return y;
    }

    /// <summary>The norm of <paramref name="x"/>; with something to add, the rectified sum of both.</summary>
    public Tensor Norm(Tensor x, bool isOurs, Tensor? added)
    {
        Tensor y;
        try
        {
            y = _norm!.OverBatch(x, relu: added is not null, added);
        }
        catch (TensorException error)
        {
            throw _place.InPath(error);
        }

        if (isOurs)
            Transient.ReleaseAfter(x, y);
        return y;
    }
}
