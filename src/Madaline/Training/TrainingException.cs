namespace Madaline.Training;

/// <summary>Training cannot go on: the loss is NaN or infinite.</summary>
public sealed class TrainingException(string problem) : InvalidOperationException($"training: {problem}");
