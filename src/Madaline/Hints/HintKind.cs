namespace Madaline;

/// <summary>What a <see cref="Hint"/> is about.</summary>
public enum HintKind
{
    /// <summary>Gradients of earlier batches are still in those of this step.</summary>
    GradientsNotZeroed,

    /// <summary>Gradients are computed and forgotten, and no step of the optimizer uses them.</summary>
    NoStep,

    /// <summary>A loss that takes logits is given probabilities, or the other way round.</summary>
    LossOfWrongScale,

    /// <summary>Scores of classes come out of ReLU, so none can be negative.</summary>
    ReluBeforeLoss,

    /// <summary>Two linear layers with nothing between them are one linear layer.</summary>
    NoActivationBetween,

    /// <summary>The weights moved far beyond their size and nothing was learned.</summary>
    LearningRateTooHigh,

    /// <summary>The weights hardly moved and nothing was learned.</summary>
    LearningRateTooLow,

    /// <summary>
    /// A module is called that its parent does not hold: no optimizer and no file knows its parameters.
    /// </summary>
    ModuleNotRegistered,

    /// <summary>Most units of a ReLU layer give 0 for every sample.</summary>
    DeadUnits,

    /// <summary>Many samples of the validation data are among those trained on.</summary>
    ValidationInTraining,

    /// <summary>All training samples are of one class.</summary>
    OneClass,

    /// <summary>A training is asked for epochs that are done already.</summary>
    NothingToTrain,

    /// <summary>A class has samples and the network never answers it.</summary>
    ClassNeverPredicted,

    /// <summary>The weights are NaN or infinite, and stay so.</summary>
    NotFinite,

    /// <summary>No parameter of an optimizer gets a gradient: they are those of another network.</summary>
    OtherParameters,
}
