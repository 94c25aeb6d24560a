namespace Madaline.NN;

/// <summary>A body with a way around it: <c>y = relu(body(x) + skip(x))</c>.</summary>
/// <remarks>
/// Shape: […] → the body's output, which the skip's must equal. Parameter names are <c>body.…</c> and <c>skip.…</c>.
/// Gradient: flows through both ways, which is what lets deep networks learn. Source: He et al. 2015, arXiv:1512.03385.
/// </remarks>
public sealed class Residual : Module
{
    private readonly bool _isShared;

    /// <summary>A body with a way around it.</summary>
    /// <param name="body">What is learned on top of the input.</param>
    /// <param name="skip">The way around, such as a 1×1 convolution when sizes change; the input itself when
    /// omitted.</param>
    /// <param name="activate">Whether the sum goes through a rectifier.</param>
    public Residual(Module body, Module? skip = null, bool activate = true)
    {
        Body = RegisterModule("body", body);
        Skip = skip is null ? null : RegisterModule("skip", skip);
        Activate = activate;

        // A layer on both ways would be called in another order if its output waited for the skip.
        _isShared = skip is not null && skip.NamedModules().Select(m => m.Module)
            .Intersect(body.NamedModules().Select(m => m.Module)).Any();
    }

    /// <summary>What is learned on top of the input.</summary>
    public Module Body { get; }

    /// <summary>The way around, or null for the input itself.</summary>
    public Module? Skip { get; }

    /// <summary>Whether the sum goes through a rectifier.</summary>
    public bool Activate { get; }

    internal override bool KeepsNothing => Body.KeepsNothing && Skip is null or { KeepsNothing: true };

    internal override bool IsListed => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var skipAdd = new SkipAdd(x, Skip);
        Tensor body = Body.CallInto(x, Activate && !_isShared ? [skipAdd] : default, out int taken);
        Tensor skip = skipAdd.Call();
        if (taken > 0)
        {
            ReleaseSkip(x, skip, body);
            return body;
        }

        RequireEqual(x, body, skip);
        Tensor sum = body + skip;
        ReleaseAfter(x, body, Body, sum);
        if (!ReferenceEquals(skip, body))
            ReleaseSkip(x, skip, sum);
        return Activate ? Transient.After(sum, sum.Relu()) : sum;
    }

    private void ReleaseSkip(Tensor x, Tensor skip, Tensor sum)
    {
        if (Skip is not null)
            ReleaseAfter(x, skip, Skip, sum);
    }

    /// <summary>An output that a module of ours made, and did not just pass on, serves only the sum.</summary>
    private static void ReleaseAfter(Tensor x, Tensor made, Module by, Tensor sum)
    {
        if (by.KeepsNothing && !ReferenceEquals(made, x))
            Transient.ReleaseAfter(made, sum);
    }

    private static void RequireEqual(Tensor x, Tensor body, Tensor skip)
    {
        if (!body.Shape.Equals(skip.Shape))
        {
            throw new TensorException("residual", $"body and skip differ in shape. body gives {body.Shape} for "
                + $"{x.Shape}, skip {skip.Shape}; expected the same. Give a skip that changes the shape as the body "
                + "does, such as a 1×1 convolution with its channels and stride.");
        }
    }
}
