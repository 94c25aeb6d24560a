namespace Madaline.Optim;

/// <summary>Notices a training loop that forgets <c>ZeroGrad</c> or <c>Step</c>.</summary>
internal struct LoopWatch
{
    // A loop that forgets does so every time; one that gathers gradients over several batches on purpose does not.
    private const int Enough = 10;

    private int _additions, _growing, _unused;
    private long _steps;

    /// <summary>At a step: gradients that grow from one step to the next were not forgotten between them.</summary>
    public void Step(Tensor parameter)
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
}
