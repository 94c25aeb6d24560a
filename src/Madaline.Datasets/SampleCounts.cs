namespace Madaline.Datasets;

/// <summary>How many samples the parts of a set have.</summary>
/// <param name="Train">Samples of the training part.</param>
/// <param name="Test">Samples of the test part.</param>
public readonly record struct SampleCounts(int Train, int Test);
