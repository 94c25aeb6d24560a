namespace Madaline.Optim;

/// <summary>Parameters that share a learning rate, a momentum and a weight decay.</summary>
/// <remarks>
/// What is left out is taken from the optimizer that the group is given to. A group belongs to one optimizer.
/// </remarks>
public sealed class ParameterGroup
{
    private readonly Tensor[] _parameters;
    private readonly bool _ownMomentum;
    private double? _learningRate, _momentum, _weightDecay;
    private string? _owner;
    private bool _momentumIsShare;

    /// <summary>A group of parameters.</summary>
    /// <param name="parameters">Leaves that require gradients, contiguous, each in one group only.</param>
    /// <param name="learningRate">At least 0; the optimizer's when omitted.</param>
    /// <param name="weightDecay">At least 0; the optimizer's when omitted.</param>
    /// <param name="momentum">The momentum, or beta1 of the Adam family; the optimizer's when omitted.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public ParameterGroup(
        IEnumerable<Tensor> parameters, double? learningRate =
            null, double? weightDecay = null, double? momentum = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters];
        _ownMomentum = momentum is not null;
        if (learningRate is { } rate)
            LearningRate = rate;
        if (weightDecay is { } decay)
            WeightDecay = decay;
        if (momentum is { } share)
            Momentum = share;
    }

    /// <summary>The parameters, in the order given.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>How far a step goes; schedules set it.</summary>
    /// <exception cref="TensorException">Set to a negative number, NaN or an infinity.</exception>
    public double LearningRate
    {
        get => _learningRate ?? 0;
        set => _learningRate = Hyperparameter.AtLeastZero(Op, "lr", value, "Use 1e-3 to start with.");
    }

    /// <summary>
    /// How much of the last step goes into the next: the momentum of SGD and RMSprop, beta1 of the Adam family.
    /// </summary>
    /// <exception cref="TensorException">Set to a negative number, NaN or an infinity, or as beta1 to 1 or
    /// more.</exception>
    public double Momentum
    {
        get => _momentum ?? 0;
        set => _momentum = _momentumIsShare
            ? Hyperparameter.BelowOne(Op, "beta1", value, "Use 0.9.")
            : Hyperparameter.AtLeastZero(Op, "momentum", value, "Use 0.9, or 0 for none.");
    }

    /// <summary>How strongly weights are pulled toward zero.</summary>
    /// <exception cref="TensorException">Set to a negative number, NaN or an infinity.</exception>
    public double WeightDecay
    {
        get => _weightDecay ?? 0;
        set => _weightDecay = Hyperparameter.AtLeastZero(Op, "weight_decay", value, "Use 1e-4, or 0 for none.");
    }

    /// <summary>
    /// The learning rate that schedules start from: the one at hand when the first schedule was made, else null.
    /// </summary>
    public double? InitialLearningRate { get; internal set; }

    private string Op => _owner ?? "parameter_group";

    /// <summary>Gives the group to an optimizer, whose numbers fill the gaps.</summary>
    internal void Join(string owner, OptimizerDefaults defaults)
    {
        if (_owner is not null)
        {
            throw new TensorException(owner,
                $"a parameter group belongs to one optimizer. The group of {_parameters.Length} parameters already "
                + $"belongs to an optimizer of kind {_owner}; expected a new group. "
                + "Make another ParameterGroup of the same parameters.");
        }

        if (_ownMomentum && defaults.Momentum is null)
            throw new TensorException(owner,
                $"it has no momentum. The group's momentum is {_momentum}; expected none. "
                    + "Leave momentum out of the group.");
        (_owner, _momentumIsShare) = (owner, defaults.MomentumIsShare);
        LearningRate = _learningRate ?? defaults.LearningRate;
        WeightDecay = _weightDecay ?? defaults.WeightDecay;
        Momentum = _momentum ?? defaults.Momentum ?? 0;
    }

    /// <summary>Its rate, and how many parameters it has.</summary>
    public override string ToString() => $"ParameterGroup: rate {LearningRate:G5}, {Parameters.Count} parameters";
}

/// <summary>What an optimizer gives to groups that leave a number out; no momentum where it has none.</summary>
internal readonly record struct OptimizerDefaults(
    double LearningRate, double WeightDecay, double? Momentum = null, bool MomentumIsShare = false);
