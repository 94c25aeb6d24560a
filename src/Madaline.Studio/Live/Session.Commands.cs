using System.Diagnostics;

namespace Madaline.Studio.Live;

/// <summary>What is asked of a session.</summary>
public sealed partial class Session
{
    /// <summary>Below one in a thousand seconds a step is as good as none.</summary>
    private const double MinStepsPerSecond = 0.05, MaxStepsPerSecond = 1e6;

    private void Apply(SessionCommand command)
    {
        switch (command.Action)
        {
            case SessionAction.Play:
                RequireSteps();
                (_isPlaying, _stopAt) = (true, null);
                LeavePast();
                break;
            case SessionAction.Pause:
                _isPlaying = false;
                break;
            case SessionAction.Step:
                GoOn(_live.Step + Count(command.Value));
                break;
            case SessionAction.Epoch:
                GoOn(((_live.Step / StepsPerEpoch) + 1) * StepsPerEpoch);
                break;
            case SessionAction.GoTo:
                Travel(command.Value);
                break;
            case SessionAction.Reach:
                Reach(command.Value);
                break;
            case SessionAction.Now:
                LeavePast();
                break;
            case SessionAction.Speed:
                _stepsPerSecond = command.Value == 0 ? 0 : Between("speed", command.Value, MinStepsPerSecond,
                    MaxStepsPerSecond, "steps a second, or 0 for no limit");
                _nextStepAt = 0;
                break;
            case SessionAction.Rate:
                SetRate(command.Value);
                break;
            case SessionAction.Restart:
                RequireOwnLoop();
                LeavePast();
                (_restarts, _isPlaying, _stopAt) = (true, false, null);
                break;
            case SessionAction.Build:
                TakeUp();
                break;
            default:
                throw new UnreachableException($"{command.Action} is no action");
        }

        _version++;
    }

    private int StepsPerEpoch => _live.Experiment.StepsPerEpoch;

    private void GoOn(long until)
    {
        RequireSteps();
        LeavePast();
        (_isPlaying, _stopAt) = (true, until);
    }

    private void Travel(double value)
    {
        if (_time is null)
            throw new SessionCommandException("there are no earlier steps: nothing was trained here yet. Press play.");
        long step = (long)Between("goto", value, 0, _live.Step, "steps that were done");
        if (step == _live.Step)
        {
            LeavePast();
            return;
        }

        if (_traveller is { } traveller)
            traveller.GoTo(step);
        else
            _traveller = new TimeTraveller(this, StageOf(_recipe), _time, step);
    }

    /// <summary>Makes a training of a recipe, whatever recipe there is by then.</summary>
    private Func<Stage> StageOf(Recipes.Recipe recipe) =>
        () => new Stage(new Recipes.Experiment(recipe, _data.Train, _device), _data);

    private void Reach(double value)
    {
        double step = Between("step", value, 0, (double)_recipe.Epochs * StepsPerEpoch, "steps of this training");
        if (step > _live.Step)
        {
            _stepsPerSecond = 0;
            GoOn((long)step);
        }
        else if (step < _live.Step)
        {
            Travel(step);
        }
    }

    private void LeavePast()
    {
        _traveller?.Dispose();
        _traveller = null;
    }

    private void SetRate(double rate)
    {
        if (_recipe.Schedule is not null)
            throw new SessionCommandException("the recipe's schedule sets the learning rate; it is not set by hand.");
        _rate = Between("rate", rate, 1e-9, 1e6, "a learning rate");
    }

    private void RequireSteps()
    {
        if (_phase == SessionPhase.Ended)
            throw new SessionCommandException($"the training is over ({_end}). Train anew to go on.");
    }

    private void RequireOwnLoop()
    {
        if (_isAttached)
            throw new SessionCommandException("this training belongs to the command that began it; it cannot begin "
                + "anew here. Stop the command and start it again.");
    }

    private static int Count(double value) => (int)Between("step", value == 0 ? 1 : value, 1, 1e9, "steps");

    private static double Between(string what, double value, double min, double max, string unit) =>
        value >= min && value <= max ? value : throw new SessionCommandException(
            $"{what} is {value}; expected {min} to {max} {unit}.");
}
