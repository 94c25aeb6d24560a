using Madaline.Optim;
using Madaline.Tests.Goldens;

namespace Madaline.Tests.Optim;

/// <summary>Our optimizers and schedules by PyTorch's names and arguments.</summary>
internal static class OptimizerCases
{
    public static Optimizer Make(string name, ParameterGroup[] groups, GoldenArguments a) => name switch
    {
        "SGD" => new Sgd(groups, a.Double("lr", 1e-3), a.Double("momentum", 0), a.Double("dampening", 0),
            a.Double("weight_decay", 0), a.Flag("nesterov"), a.Flag("maximize")),
        "Adam" => new Adam(groups, a.Double("lr", 1e-3), Beta(a, 0, 0.9), Beta(a, 1, 0.999),
            a.Double("eps", 1e-8), a.Double("weight_decay", 0), a.Flag("amsgrad")),
        "AdamW" => new AdamW(groups, a.Double("lr", 1e-3), Beta(a, 0, 0.9), Beta(a, 1, 0.999),
            a.Double("eps", 1e-8), a.Double("weight_decay", 1e-2), a.Flag("amsgrad")),
        "RMSprop" => new RmsProp(groups, a.Double("lr", 1e-2), a.Double("alpha", 0.99), a.Double("eps", 1e-8),
            a.Double("weight_decay", 0), a.Double("momentum", 0), a.Flag("centered")),
        "Adagrad" => new Adagrad(groups, a.Double("lr", 1e-2), a.Double("lr_decay", 0), a.Double("weight_decay", 0),
            a.Double("initial_accumulator_value", 0), a.Double("eps", 1e-10)),
        _ => throw new NotSupportedException(name),
    };

    /// <summary>With our own defaults and no groups, as a user would make it.</summary>
    public static Optimizer MakeDefault(string name, Tensor[] parameters) => name switch
    {
        "SGD" => new Sgd(parameters),
        "Adam" => new Adam(parameters),
        "AdamW" => new AdamW(parameters),
        "RMSprop" => new RmsProp(parameters),
        _ => new Adagrad(parameters),
    };

    public static Schedule MakeSchedule(string name, Optimizer optimizer, GoldenArguments a) => name switch
    {
        "StepLR" => new StepSchedule(optimizer, a.Int("step_size"), a.Double("gamma")),
        "MultiStepLR" => new MultiStepSchedule(optimizer, a.Ints("milestones"), a.Double("gamma")),
        "ExponentialLR" => new ExponentialSchedule(optimizer, a.Double("gamma")),
        "CosineAnnealingLR" => new CosineSchedule(optimizer, a.Int("T_max"), a.Double("eta_min")),
        "LinearLR" => new WarmupSchedule(optimizer, a.Int("total_iters"), a.Double("start_factor"), a.Double("end_factor")),
        "ConstantLR" => new ConstantSchedule(optimizer, a.Int("total_iters"), a.Double("factor")),
        "InverseDecay" => new DecaySchedule(optimizer, a.Double("decay")),
        "SequentialLR" => new SequentialSchedule(
            [new WarmupSchedule(optimizer, a.Int("total_iters"), a.Double("start_factor")), new CosineSchedule(optimizer, a.Int("T_max"))],
            [a.Int("total_iters")]),
        "OneCycleLR" => new OneCycleSchedule(optimizer, a.Double("max_lr"), a.Int("total_steps"), a.Double("pct_start", 0.3),
            a.Has("anneal_strategy") ? Annealing.Linear : Annealing.Cosine, !a.Has("cycle_momentum"), a.Double("base_momentum", 0.85),
            a.Double("max_momentum", 0.95), a.Double("div_factor", 25), a.Double("final_div_factor", 1e4), a.Flag("three_phase")),
        _ => throw new NotSupportedException(name),
    };

    private static double Beta(GoldenArguments a, int index, double otherwise) =>
        a.Has("betas") ? a.Doubles("betas")[index] : otherwise;
}
