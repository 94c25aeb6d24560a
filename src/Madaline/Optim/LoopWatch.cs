using Madaline.Autograd;

namespace Madaline.Optim;

/// <summary>
/// Notices a training loop that forgets <c>ZeroGrad</c> or <c>Step</c>, or steps with parameters of another network.
/// </summary>
internal struct LoopWatch
{
    // A loop that forgets does so every time; one that gathers gradients over several batches on purpose does not.
    private const int Enough = 10;

    // One of several optimizers may have nothing to do in a step or two: that of an expert who was not asked.
    private const int EnoughWithout = 3;

    private const int Seldom = 64;

    private int _additions, _growing, _unused, _without;
    private long _steps, _passes;
    private bool _hadGradients;
    private NumberCheck? _check;

    /// <summary>When the optimizer is made: only what runs backward from now on counts.</summary>
    public void Begin() => _passes = Tape.Passes;

    /// <summary>At a step: gradients that grow from one step to the next were not forgotten between them.</summary>
    /// <param name="optimizer">Which has just stepped.</param>
    /// <param name="parameter">The first of its parameters.</param>
    /// <param name="updated">How many of them had a gradient.</param>
    public void Step(Optimizer optimizer, Tensor parameter, int updated)
    {
        int additions = parameter.GradientAdditions;
        _growing = additions > _additions ? _growing + 1 : 0;
        _additions = additions;
        if (_growing == Enough)
        {
            Hints.Give(HintKind.GradientsNotZeroed, "the gradients of every batch so far are added up in each step: "
                + $"ZeroGrad was not called between the last {Enough} steps. Call optimizer.ZeroGrad() before "
                + "Backward().");
        }

        if (updated == 0)
            StepWithout(optimizer);
        else
            _hadGradients = true;
        long step = optimizer.StepCount;
        if (step is 1 or 8 or 32 || step % Seldom == 0)
            LookAtNumbers(optimizer, step);
    }

    /// <summary>When gradients are forgotten: those that no step used were computed for nothing.</summary>
    public void ZeroGrad(long steps, Tensor parameter)
    {
        _unused = steps == _steps && parameter.Gradient is not null ? _unused + 1 : 0;
        _steps = steps;
        if (_unused == 2 * Enough)
        {
            Hints.Give(HintKind.NoStep, $"gradients were computed and forgotten {2 * Enough} times without a step: "
                + "the weights do not change. Call optimizer.Step() after Backward().");
        }
    }

    /// <summary>A backward pass before each step, and not one gradient has ever arrived here.</summary>
    private void StepWithout(Optimizer optimizer)
    {
        long passes = Tape.Passes;
        if (_hadGradients || passes == _passes)
            return;
        _passes = passes;
        if (++_without == EnoughWithout)
        {
            Hints.Give(HintKind.OtherParameters, $"Backward() ran before each of {EnoughWithout} steps, and none of "
                + $"the optimizer's {optimizer.Entries.Length} parameters has ever got a gradient: nothing is trained. "
                + "They are those of another network than the loss comes from, or Detach() stands between. Make the "
                + "optimizer with the Parameters() of the network that is called.");
        }
    }

    /// <summary>A trainer looks itself, and raises an error.</summary>
    private void LookAtNumbers(Optimizer optimizer, long step)
    {
        if (!optimizer.IsGuarded && Hints.IsDue(HintKind.NotFinite))
            (_check ??= new NumberCheck()).Look(optimizer, step);
    }
}
