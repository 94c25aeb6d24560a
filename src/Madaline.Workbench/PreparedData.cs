using Madaline.Data;
using Madaline.Training;

namespace Madaline.Workbench;

/// <summary>A data set divided into what is trained on and what is evaluated on.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Train">The training part.</param>
/// <param name="Test">The test part.</param>
/// <param name="ClassNames">Class names, by index.</param>
/// <param name="FeatureNames">Columns of a table, or none.</param>
/// <param name="Encoder">What made numbers of a table's rows, or none.</param>
/// <param name="Notes">What the user should know about it.</param>
public sealed record PreparedData(
    string Name, Samples Train, Samples Test, IReadOnlyList<string> ClassNames, IReadOnlyList<string> FeatureNames,
    TableEncoder? Encoder, IReadOnlyList<Note> Notes);
