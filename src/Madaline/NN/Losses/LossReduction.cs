namespace Madaline.NN;

/// <summary>How the losses of samples become one number.</summary>
public enum LossReduction
{
    /// <summary>Their mean (for class weights: the weighted mean).</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Not at all: one loss for each.</summary>
    None,

    /// <summary>Their sum, divided by the size of the first dimension: for <see cref="KlDivLoss"/> only.</summary>
    BatchMean,
}
