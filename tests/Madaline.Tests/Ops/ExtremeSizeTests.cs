namespace Madaline.Tests.Ops;

/// <summary>Sizes at the ends of their range give the right answer or a refusal that names the operation.</summary>
public sealed class ExtremeSizeTests
{
    private static readonly Dictionary<string, ExtremeRow> Rows = new[]
    {
        CreationExtremes.All, ViewExtremes.All, WindowExtremes.All, ElementExtremes.All, ExpandedExtremes.All,
    }.SelectMany(rows => rows).ToDictionary(row => row.Name);

    public static TheoryData<string> Refused => Names(row => row.RefusedBy is not null);

    public static TheoryData<string> Right => Names(row => row.RefusedBy is null);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_no_tensor_can_have_is_refused_by_the_name_of_the_operation(string name)
    {
        ExtremeRow row = Rows[name];
        var error = Assert.Throws<TensorException>(row.Run);
        Assert.Equal(row.RefusedBy, error.Op);
        Assert.StartsWith($"{row.RefusedBy}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(row.Says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Right))]
    public void What_a_tensor_can_have_is_right(string name)
    {
        ExtremeRow row = Rows[name];
        Tensor y = row.Run();
        Assert.Equal(row.Shape, y.Shape.ToArray());
        Assert.Equal(row.Sum, y.Sum().Item<double>(), 1e-6);
    }

    [Fact]
    public void A_view_of_many_elements_is_cut_without_memory()
    {
        Tensor[] parts = ExtremeRow.SeenBytes(int.MaxValue).Split(1 << 30);
        Assert.Equal([1 << 30, (1 << 30) - 1], parts.Select(part => part.Elements));
    }

    private static TheoryData<string> Names(Func<ExtremeRow, bool> which) =>
        [.. Rows.Values.Where(which).Select(row => row.Name)];
}
