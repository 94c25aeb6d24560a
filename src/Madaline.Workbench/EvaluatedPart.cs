namespace Madaline.Workbench;

/// <summary>Which samples of its own set a trained network is evaluated on.</summary>
public enum EvaluatedPart
{
    /// <summary>The set's test part, also where the run held out training samples instead.</summary>
    Test,

    /// <summary>The training samples that the run held out.</summary>
    Holdout,

    /// <summary>Those that it was trained on: the difference to the others tells overfitting.</summary>
    Train,
}
