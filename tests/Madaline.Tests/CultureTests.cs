using System.Globalization;
using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Tests.Training;
using Madaline.Training;

namespace Madaline.Tests;

/// <summary>Texts are the same in every culture, also where an application has one of its own.</summary>
public sealed class CultureTests
{
    private static readonly CultureInfo Strange = Make();

    /// <summary>What writes numbers: one of every family of errors, and what is printed.</summary>
    public static TheoryData<string> Names => [.. Texts.Keys];

    private static Dictionary<string, Func<string>> Texts { get; } = new()
    {
        ["tensor"] = () => Tensor.From([-0.5f, 1e10f, float.NaN, float.PositiveInfinity]).ToString(),
        ["shape"] = () => Error<TensorException>(() => Tensor.Zeros([3, 4]).Reshape(-2, 6)),
        ["index"] = () => Error<Exception>(() => _ = Tensor.Zeros([3])[-7].ToString()),
        ["learning rate"] = () => Error<Exception>(() => _ = new Sgd([Tensor.Zeros([2]).WithGrad()], -0.5)),
        ["momentum"] = () => Error<Exception>(() => _ = new Sgd([Tensor.Zeros([2]).WithGrad()], 0.5, -1.5)),
        ["dropout"] = () => Error<Exception>(() => _ = new Dropout(-0.25)),
        ["norm"] = () => Error<Exception>(() => GradientClipping.ByNorm([Tensor.Zeros([2]).WithGrad()], -0.5)),
        ["recipe"] = () => Error<DataFormatException>(() => RecipeFile.Parse(
            System.Text.Encoding.UTF8.GetBytes(RecipeFile.Format(Toy.Plain with { Patience = -3 })), "r")),
        ["argument"] = () => Error<TensorException>(() => Toy.Experiment(Toy.Plain with
        {
            Layers = [Toy.Linear(8), new Spec("dropout").With("p", -1.5), Toy.Last],
        }, Toy.Clouds(12))),
        ["divergence"] = () => Error<TrainingException>(() => Toy.Experiment(Toy.Plain with
        {
            Optimizer = Toy.Rate("sgd", 1e30),
        }, Toy.Clouds(30)).Train()),
        ["target"] = () => Error<TensorException>(() => Toy.Experiment(Toy.Plain,
            new TensorDataset(Tensor.Zeros([2, 3]), Tensor.From([0L, -5L])))),
        ["written recipe"] = () => RecipeFile.Format(Toy.Stateful),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Texts_are_the_same_in_every_culture(string name)
    {
        string expected = In(CultureInfo.InvariantCulture, Texts[name]);
        Assert.Equal(expected, In(Strange, Texts[name]));
        Assert.DoesNotContain('\u2212', expected);
    }

    [Fact]
    public void The_culture_of_these_tests_writes_numbers_in_another_way() =>
        Assert.Equal("\u22121,5 endless", In(Strange, () => string.Concat((-1.5).ToString(CultureInfo.CurrentCulture), " ",
            double.PositiveInfinity.ToString(CultureInfo.CurrentCulture))));

    private static string Error<T>(Action action) where T : Exception => Assert.ThrowsAny<T>(action).Message;

    private static string In(CultureInfo culture, Func<string> text)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return text();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>As of Sweden and Germany; the globalization that tests run with knows no country.</summary>
    private static CultureInfo Make()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.PositiveInfinitySymbol = "endless";
        culture.NumberFormat.NegativeInfinitySymbol = "\u2212endless";
        culture.NumberFormat.NaNSymbol = "none";
        return culture;
    }
}
