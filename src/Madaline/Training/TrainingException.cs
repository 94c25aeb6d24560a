namespace Madaline.Training;

/// <summary>Training cannot go on: the loss is no number any more.</summary>
public sealed class TrainingException(string problem) : InvalidOperationException($"training: {problem}");
