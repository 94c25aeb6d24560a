using Madaline.Data;

namespace Madaline.Workbench;

/// <summary>A data set divided into what is trained on and what is evaluated on.</summary>
/// <param name="Train">The training part.</param>
/// <param name="Test">The test part.</param>
/// <param name="Notes">What the user should know about it.</param>
public sealed record PreparedData(TensorDataset Train, TensorDataset Test, IReadOnlyList<Note> Notes);
