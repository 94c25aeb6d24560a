using Madaline.Optim;

namespace Madaline.Tests.Optim;

public sealed class OptimizerStateTests
{
    [Theory]
    [MemberData(nameof(OptimizerTests.Kinds), MemberType = typeof(OptimizerTests))]
    public void A_state_saved_midway_goes_on_to_the_same_bits(string kind)
    {
        var (parameters, optimizer, schedule) = Start(kind);
        Train(parameters, optimizer, schedule, 0, 7);
        var state = optimizer.SaveState();
        var place = schedule.SaveState();
        Tensor[] saved = [.. parameters.Select(x => x.Detach().Clone())];
        Train(parameters, optimizer, schedule, 7, 20);

        var (others, other, otherSchedule) = Start(kind);
        using (new NoGrad())
        {
            for (int i = 0; i < others.Length; i++)
                others[i].CopyFrom(saved[i]);
        }

        other.LoadState(state);
        otherSchedule.LoadState(place);
        Assert.Equal(7, other.StepCount);
        Train(others, other, otherSchedule, 7, 20);
        for (int i = 0; i < others.Length; i++)
            Assert.Equal(parameters[i].ToArray<float>(), others[i].ToArray<float>());
        Assert.Equal(optimizer.SaveState().Numbers, other.SaveState().Numbers);
    }

    [Fact]
    public void A_saved_state_does_not_change_when_training_goes_on()
    {
        var (parameters, optimizer, schedule) = Start("adam");
        Train(parameters, optimizer, schedule, 0, 2);
        var state = optimizer.SaveState();
        float[] before = state.Tensors["0.exp_avg"].ToArray<float>();
        Train(parameters, optimizer, schedule, 2, 4);
        Assert.Equal(before, state.Tensors["0.exp_avg"].ToArray<float>());
    }

    [Fact]
    public void State_tensors_have_the_names_of_PyTorch_in_fixed_order()
    {
        var (parameters, optimizer, schedule) = Start("adam-amsgrad");
        Assert.Empty(optimizer.StateTensors());
        Train(parameters, optimizer, schedule, 0, 2);
        Assert.Equal(
            ["0.exp_avg", "0.exp_avg_sq", "0.max_exp_avg_sq", "1.exp_avg", "1.exp_avg_sq", "1.max_exp_avg_sq"],
            optimizer.StateTensors().Select(x => x.Name));
        Assert.Equal((2, 1), (optimizer.SaveState().Numbers["0.step"], optimizer.SaveState().Numbers["1.step"]));
    }

    [Fact]
    public void A_state_of_something_else_is_refused_and_changes_nothing()
    {
        var (parameters, optimizer, schedule) = Start("adam");
        Train(parameters, optimizer, schedule, 0, 3);
        var state = optimizer.SaveState();
        Refused("no valid kind.sgd", () => Start("sgd").Optimizer.LoadState(state));
        Refused("a setting differs. setting.beta2 is 0.999 in the state; expected 0.9", () => new Adam(parameters, beta2: 0.9).LoadState(state));
        Refused("no valid 2.step", () => new Adam([.. parameters, Tensor.Ones([1]).WithGrad()]).LoadState(state));
        Refused("other groups or parameters", () => new Adam([parameters[0]]).LoadState(state));
        Refused("0.exp_avg is Float32 [17]; expected Float32 [5]", () => new Adam([parameters[1], parameters[0]]).LoadState(state));
        var cut = new OptimizerState(state.Tensors.Where(x => x.Key != "0.exp_avg").ToDictionary(), state.Numbers);
        var extra = new OptimizerState(new Dictionary<string, Tensor>(state.Tensors) { ["9.exp_avg"] = Tensor.Ones([1]) }, state.Numbers);
        var fresh = Start("adam").Optimizer;
        Refused("state tensors are missing or unknown. It holds 3, of which 3 are known; expected 4", () => fresh.LoadState(cut));
        Refused("It holds 5, of which 4 are known; expected 4", () => fresh.LoadState(extra));
        Assert.Empty(fresh.StateTensors());
        Assert.Equal(0.05, fresh.LearningRate);
    }

    [Fact]
    public void A_schedule_refuses_a_state_that_is_not_its_own()
    {
        var schedule = Start("adam").Schedule;
        Refused("no valid step", () => schedule.LoadState(new Dictionary<string, double>()));
        Refused("step is 1.5; expected an integer", () => schedule.LoadState(new Dictionary<string, double> { ["step"] = 1.5 }));
        Refused("no valid group.0.initial_lr", () => schedule.LoadState(new Dictionary<string, double> { ["step"] = 1 }));
        Assert.Equal(0, schedule.StepCount);
    }

    private static void Refused(string part, Action action) =>
        Assert.Contains(part, Assert.Throws<TensorException>(action).Message, StringComparison.Ordinal);

    private static (Tensor[] Parameters, Optimizer Optimizer, Schedule Schedule) Start(string kind)
    {
        var rng = new Rng(5);
        Tensor[] parameters = [Tensor.Randn([17], rng: rng).WithGrad(), Tensor.Randn([5], rng: rng).WithGrad()];
        var optimizer = OptimizerTests.Make(kind, parameters);
        optimizer.LearningRate = 0.05;
        Schedule schedule = kind is "sgd" or "adamw" or "rmsprop-momentum"
            ? new OneCycleSchedule(optimizer, 0.1, 20)
            : new SequentialSchedule([new WarmupSchedule(optimizer, 3, 1), new CosineSchedule(optimizer, 30)], [3]);
        return (parameters, optimizer, schedule);
    }

    /// <summary>
    /// Steps with gradients that depend on the step alone; the second parameter has none in the first.
    /// </summary>
    private static void Train(Tensor[] parameters, Optimizer optimizer, Schedule schedule, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            var rng = new Rng((ulong)step);
            foreach (var parameter in parameters)
                parameter.Grad = Tensor.Randn(parameter.Shape, rng: rng);
            if (step == 0)
                parameters[1].Grad = null;
            optimizer.Step();
            schedule.Step();
        }
    }
}
