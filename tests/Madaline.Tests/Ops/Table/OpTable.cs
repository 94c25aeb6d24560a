namespace Madaline.Tests.Ops;

/// <summary>Every op of the library, one row or more each.</summary>
internal static class OpTable
{
    public static IReadOnlyList<OpRow> Rows { get; } =
    [
        .. UnaryRows.All, .. BinaryRows.All, .. ChoiceRows.All, .. ReductionRows.All, .. ViewRows.All, .. JoinRows.All,
        .. IndexingRows.All, .. ProductRows.All, .. CreationRows.All, .. ConvolutionRows.All, .. PoolingRows.All,
        .. NormRows.All, .. ResamplingRows.All,
    ];

    private static readonly Dictionary<string, OpRow> ByName = Rows.ToDictionary(row => row.Name);

    public static OpRow Row(string name) => ByName[name];

    public static TheoryData<string> Names(Func<OpRow, bool> which) => [.. Rows.Where(which).Select(row => row.Name)];
}
