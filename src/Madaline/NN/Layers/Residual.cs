namespace Madaline.NN;

/// <summary>A body with a way around it: <c>y = relu(body(x) + skip(x))</c>.</summary>
/// <remarks>
/// Shape: […] → the body's output, which the skip's must equal. Parameter names are <c>body.…</c> and <c>skip.…</c>.
/// Gradient: flows through both ways, which is what lets deep networks learn. Source: He et al. 2015, arXiv:1512.03385.
/// </remarks>
public sealed class Residual : Module
{
    private ResidualPlan? _plan;

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
    }

    /// <summary>What is learned on top of the input.</summary>
    public Module Body { get; }

    /// <summary>The way around, or null for the input itself.</summary>
    public Module? Skip { get; }

    /// <summary>Whether the sum goes through a rectifier.</summary>
    public bool Activate { get; }

    /// <summary>Which parts of both ways are computed together.</summary>
    internal ResidualPlan Plan
    {
        get
        {
            if (_plan is not { Holds: true } plan)
                _plan = plan = new ResidualPlan(Body, Skip);
            return plan;
        }
    }

    internal override bool KeepsNothing => Body.KeepsNothing && Skip is null or { KeepsNothing: true };

    internal override bool IsListed => true;

    /// <inheritdoc/>
    protected internal override string Arguments => ArgumentText.Of().With("activate", Activate, true);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        ResidualPlan? plan = Activate && !Fusion.IsOff ? Plan : null;
        if (plan is not { EndsInNorm: true })
            return Join(x, Body.Call(x), CallSkip(x));

        // The skip comes after the body has drawn its random numbers.
        Tensor before = plan.BeforeNorm(x, out bool isOurs);
        Tensor skip = CallSkip(x);
        if (!ResidualPlan.CanAdd(before, skip))
            return Join(x, plan.Norm(before, isOurs, added: null), skip);
        Tensor sum = plan.Norm(before, isOurs, skip);
        ReleaseSkip(x, skip, sum);
        return sum;
    }

    private Tensor CallSkip(Tensor x) => Skip?.Call(x) ?? x;

    private Tensor Join(Tensor x, Tensor body, Tensor skip)
    {
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
