using Madaline.Data;

namespace Madaline.Tests.Data;

public sealed class ScalerTests
{
    // Columns: 1 2 3 4 | 10 10 10 10 | −1 0 0 5.
    private static readonly float[] Rows = [1, 10, -1, 2, 10, 0, 3, 10, 0, 4, 10, 5];

    [Fact]
    public void Z_scores_have_mean_0_and_deviation_1_over_n()
    {
        var scaler = new ZScoreScaler();
        scaler.Fit(Table());
        Assert.Equal([2.5, 10, 1], scaler.StateDict()["mean"].ToArray<double>());
        Assert.Equal([Math.Sqrt(1.25), 0, Math.Sqrt(5.5)], scaler.StateDict()["deviation"].ToArray<double>());
        Tensor y = scaler.Apply(Table(DType.Float64));
        Assert.All(y.Mean(0).ToArray<double>(), mean => Assert.Equal(0, mean, 12));
        Assert.Equal([1, 0, 1], y.Square().Mean(0).ToArray<double>().Select(v => Math.Round(v, 12)));
    }

    [Fact]
    public void Min_max_goes_from_0_to_1()
    {
        Tensor y = new MinMaxScaler().Fit(Table()).Apply(Table());
        Assert.Equal(DType.Float32, y.DType);
        Assert.Equal([0f, 0, 0, 1 / 3f, 0, 1 / 6f, 2 / 3f, 0, 1 / 6f, 1, 0, 1],
            y.ToArray<float>().Select(v => v), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Theory]
    [InlineData("zscore")]
    [InlineData("minmax")]
    public void A_constant_column_becomes_0_even_where_later_values_differ(string kind)
    {
        Scaler scaler = Of(kind).Fit(Table());
        Assert.Equal(0f, scaler.Apply(Tensor.From([1f, 99f, 1f], [1, 3])).ToArray<float>()[1]);
        Tensor tenths = Tensor.Full([3, 1], 0.1, DType.Float64);
        Assert.Equal([0.0, 0, 0], Of(kind).Fit(tenths).Apply(tenths).ToArray<double>());
    }

    [Theory]
    [InlineData("zscore")]
    [InlineData("minmax")]
    public void What_was_fitted_on_a_part_does_not_know_the_rest(string kind)
    {
        Tensor all = Table();
        Scaler part = Of(kind).Fit(all.IndexSelect(0, Tensor.From([0L, 1]))), same = Of(kind).Fit(
            Tensor.From([.. Rows.AsSpan(0, 6)], [2, 3]));
        Assert.Equal(same.Apply(all).ToArray<float>(), part.Apply(all).ToArray<float>());
        Assert.NotEqual(Of(kind).Fit(all).Apply(all).ToArray<float>(), part.Apply(all).ToArray<float>());
        Assert.True(part.Apply(all).Max().Item<float>() > 1);
    }

    [Theory]
    [InlineData("zscore")]
    [InlineData("minmax")]
    public void A_saved_scaler_gives_the_same_bits(string kind)
    {
        Scaler fitted = Of(kind).Fit(Table()), loaded = Of(kind);
        Assert.False(loaded.IsFitted);
        loaded.LoadStateDict(fitted.StateDict());
        Assert.Equal(fitted.Apply(Table()).ToArray<float>(), loaded.Apply(Table()).ToArray<float>());
        Assert.Equal(fitted.StateDict().Keys, loaded.StateDict().Keys);
    }

    [Fact]
    public void Another_kinds_state_is_refused()
    {
        var error = Assert.Throws<TensorException>(
            () => new MinMaxScaler().LoadStateDict(new ZScoreScaler().Fit(Table()).StateDict()));
        Assert.Contains("minimum [d]", error.Message, StringComparison.Ordinal);
        Assert.Contains("deviation [3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_scaler_cannot_do_is_refused()
    {
        var scaler = new ZScoreScaler();
        RequireRefused(() => scaler.Apply(Table()), "not fitted");
        RequireRefused(() => scaler.StateDict(), "not fitted");
        RequireRefused(() => scaler.Fit(Tensor.Zeros([2, 2], DType.UInt8)), "ToFloat");
        RequireRefused(() => scaler.Fit(Tensor.Zeros([2, 2, 2])), "[n, d]");
        RequireRefused(() => scaler.Fit(Tensor.Zeros([0, 2])), "at least one row");
        RequireRefused(() => scaler.Fit(Tensor.From([1f, 2, 3, float.NaN], [2, 2])), "Row 1, column 1");
        scaler.Fit(Table());
        RequireRefused(() => scaler.Apply(Tensor.Zeros([1, 2])), "[n, 3]");
    }

    [Fact]
    public void A_large_offset_does_not_spoil_the_deviation()
    {
        Tensor x = Tensor.From([1e9, 1e9 + 1, 1e9 + 2], [3, 1]);
        double deviation = new ZScoreScaler().Fit(x).StateDict()["deviation"].Item<double>();
        Assert.Equal(Math.Sqrt(2 / 3.0), deviation, 12);
    }

    [Fact]
    public void A_tiny_spread_counts_as_constant_rather_than_giving_infinities()
    {
        Tensor x = Tensor.From([0f, 1e-45f], [2, 1]);
        Assert.Equal([0f, 0f], new MinMaxScaler().Fit(x).Apply(x).ToArray<float>());
    }

    private static void RequireRefused(Action action, string part) =>
        Assert.Contains(part, Assert.Throws<TensorException>(action).Message, StringComparison.Ordinal);

    private static Tensor Table(DType dtype = DType.Float32) => Tensor.From(Rows, [4, 3]).To(dtype);

    private static Scaler Of(string kind) => kind == "zscore" ? new ZScoreScaler() : new MinMaxScaler();
}
