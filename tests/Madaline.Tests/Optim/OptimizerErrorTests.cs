using Madaline.Optim;

namespace Madaline.Tests.Optim;

public sealed class OptimizerErrorTests
{
    private static Tensor[] Weights => [Tensor.Ones([2, 3]).WithGrad()];

    public static TheoryData<string, string> BadNumbers => new()
    {
        { "lr", "sgd: lr is out of range. lr is -0.5; expected a finite number of at least 0. Use 1e-3 to start with." },
        { "momentum", "sgd: momentum is out of range. momentum is NaN;" },
        { "dampening", "sgd: dampening is out of range. dampening is -1;" },
        { "weight_decay", "sgd: weight_decay is out of range. weight_decay is Infinity;" },
        { "nesterov", "sgd: nesterov needs momentum and no dampening. momentum is 0," },
        { "beta1", "adam: beta1 is out of range. beta1 is 1; expected at least 0 and below 1. Use 0.9." },
        { "beta2", "adamw: beta2 is out of range. beta2 is -0.1;" },
        { "eps", "adam: eps is out of range. eps is -1;" },
        { "alpha", "rmsprop: alpha is out of range. alpha is 1.5; expected 0 to 1." },
        { "lr_decay", "adagrad: lr_decay is out of range." },
        { "group", "parameter_group: lr is out of range." },
        { "group-momentum", "adagrad: it has no momentum." },
        { "set", "adam: beta1 is out of range. beta1 is 1.5;" },
    };

    [Theory]
    [MemberData(nameof(BadNumbers))]
    public void A_bad_number_is_refused_with_its_value_its_range_and_a_remedy(string name, string message)
    {
        Action make = name switch
        {
            "lr" => () => _ = new Sgd(Weights, -0.5),
            "momentum" => () => _ = new Sgd(Weights, momentum: double.NaN),
            "dampening" => () => _ = new Sgd(Weights, dampening: -1),
            "weight_decay" => () => _ = new Sgd(Weights, weightDecay: double.PositiveInfinity),
            "nesterov" => () => _ = new Sgd(Weights, nesterov: true),
            "beta1" => () => _ = new Adam(Weights, beta1: 1),
            "beta2" => () => _ = new AdamW(Weights, beta2: -0.1),
            "eps" => () => _ = new Adam(Weights, eps: -1),
            "alpha" => () => _ = new RmsProp(Weights, alpha: 1.5),
            "lr_decay" => () => _ = new Adagrad(Weights, lrDecay: -1),
            "group" => () => _ = new ParameterGroup(Weights, learningRate: -1),
            "group-momentum" => () => _ = new Adagrad([new ParameterGroup(Weights, momentum: 0.5)]),
            _ => () => new Adam(Weights).Groups[0].Momentum = 1.5,
        };
        Assert.StartsWith(message, Assert.Throws<TensorException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_cannot_be_optimized_are_refused()
    {
        Tensor x = Weights[0];
        Refused("there is nothing to optimize", () => new Sgd((Tensor[])[]));
        Refused("a parameter is listed twice. Parameter 1 is [2, 3]", () => new Sgd([x, x]));
        Refused("a parameter is listed twice", () => new Adam([new ParameterGroup([x]), new ParameterGroup([x])]));
        Refused("asks for no gradient", () => new Sgd([Tensor.Ones([2])]));
        Refused("only leaves can be optimized", () => new Sgd([x * 2]));
        Refused("is a strided view", () => new Sgd([Tensor.Ones([2, 3]).T.Detach().WithGrad()]));
        Refused("is a strided view", () => new Sgd([Tensor.Ones([1, 3]).Expand(4, 3).Detach().WithGrad()]));
        var group = new ParameterGroup([x]);
        _ = new Sgd([group]);
        Refused("belongs to one optimizer", () => new Adam([group]));
    }

    [Fact]
    public void A_gradient_that_was_disposed_changes_nothing()
    {
        Tensor good = Tensor.Ones([2]).WithGrad(), bad = Tensor.Ones([2]).WithGrad();
        (good.Grad, bad.Grad) = (Tensor.Ones([2]), Tensor.Ones([2]));
        bad.Grad!.Dispose();
        var optimizer = new Sgd([good, bad]);
        Refused("sgd: the tensor was disposed. Its shape was [2].", () => { optimizer.Step(); return optimizer; });
        Assert.Equal([1f, 1], good.ToArray<float>());
        Assert.Equal(0, optimizer.StepCount);
    }

    [Fact]
    public void Schedules_refuse_numbers_that_make_no_sense()
    {
        var sgd = new Sgd(Weights, 0.1);
        Refused("step_size is 0; expected at least 1", () => new StepSchedule(sgd, 0));
        Refused("gamma is -1", () => new ExponentialSchedule(sgd, -1));
        Refused("milestone is 0", () => new MultiStepSchedule(sgd, [0]));
        Refused("steps is 0", () => new CosineSchedule(sgd, 0));
        Refused("start_factor is 0; expected a finite number above 0", () => new WarmupSchedule(sgd, 5, 0));
        Refused("decay is -0.01", () => new DecaySchedule(sgd, -0.01));
        Refused("rise_share is 2", () => new OneCycleSchedule(sgd, 1, 10, riseShare: 2));
        Refused("max_momentum is 1", () => new OneCycleSchedule(sgd, 1, 10, maxMomentum: 1));
        Refused("there is no momentum to cycle", () => new OneCycleSchedule(new Adagrad(Weights), 1, 10));
        Refused("the counts do not match", () => new SequentialSchedule([new DecaySchedule(sgd, 0)], [3]));
        Refused("nothing to join", () => new SequentialSchedule([], []));
        Refused("do not belong together", () => new SequentialSchedule([new DecaySchedule(sgd, 0), new DecaySchedule(new Sgd(Weights), 0)], [3]));
    }

    [Fact]
    public void A_cycle_holds_its_last_rate_for_one_step_and_then_is_over()
    {
        var schedule = new OneCycleSchedule(new Sgd(Weights, momentum: 0.9), 1, 4, annealing: Annealing.Linear);
        for (int step = 0; step < 3; step++)
            schedule.Step();
        double last = schedule.LearningRate;
        schedule.Step();
        Assert.Equal(last, schedule.LearningRate);
        Refused("the cycle is over. This is step 5; expected at most 4", () => { schedule.Step(); return schedule; });
        Assert.Equal(4, schedule.StepCount);
    }

    private static void Refused(string part, Func<object> action) =>
        Assert.Contains(part, Assert.Throws<TensorException>(action).Message, StringComparison.Ordinal);
}
