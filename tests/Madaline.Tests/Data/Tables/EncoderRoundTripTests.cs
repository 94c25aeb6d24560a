using System.Globalization;
using System.Text;
using CsCheck;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;
using Spec = Madaline.Recipes.Spec;

namespace Madaline.Tests.Data.Tables;

/// <summary>One encoding: what a row becomes in training, it becomes ever after, however it comes.</summary>
public sealed class EncoderRoundTripTests
{
    private static readonly Gen<string> Number = Gen.OneOf(Gen.Int[-50, 50].Select(i => $"{i}"),
        Gen.Double[-1e6, 1e6].Select(d => d.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Long[1_000_000_000, 1_000_000_009].Select(l => $"{l}"));

    private static readonly Gen<string> Word = Among("red", "dark, red", "a\"b", "größe", "x=1", "two\nlines", "(other)",
        "0", "7", "x y");

    private static readonly Gen<string> Date = Gen.Int[0, 40_000].Select(day =>
        new DateTime(1950, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static readonly Gen<string> DateTimes = Gen.Int[0, 1_000_000_000].Select(second =>
        new DateTime(2000, 1, 1).AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));

    private static readonly Gen<string> Missing = Among("", "NA", "null", "?");

    private static readonly Gen<string[]> Row = Gen.Select(Cell(Number), Cell(Word), Cell(Date), Cell(DateTimes),
        Among("yes", "no"), (a, b, c, d, k) => (string[])[a, b, c, d, k]);

    private static readonly Gen<TableOptions> Options = Gen.Select(Gen.Int[0, 3], Gen.Bool, (rare, pools) => new TableOptions
    {
        OneHot = true,
        Missing = MissingCells.Fill,
        RareBelow = rare,
        Unknown = pools ? UnknownValues.Bucket : UnknownValues.Refuse,
    });

    [Fact]
    public void A_row_becomes_the_same_in_training_and_in_prediction() => Gen.Select(Row.Array[2, 30], Options).Sample(
        (rows, options) =>
        {
            if (TryFit(rows, options) is not { } data)
                return;
            var again = TableEncoder.FromJson(data.Encoder.ToJson());
            Assert.Equal(data.Encoder.ToJson(), again.ToJson());
            double[][] expected = [.. Values(data.Inputs).Chunk(data.Width)];
            // As a table without classes in another order of columns, by name, and as text.
            string swapped = Text([.. rows.Select(row => (string[])[row[3], row[1], row[0], row[2]])], "d,b,a,c");
            double[][] predicted = [.. again.EncodeRows(Table.Parse(swapped)).Select(row => Values(row.Values))];
            Assert.Equal(expected.Length, predicted.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.Equal(expected[i], predicted[i]);
                var named = new Dictionary<string, object?>
                {
                    ["a"] = rows[i][0],
                    ["b"] = rows[i][1],
                    ["c"] = rows[i][2],
                    ["d"] = rows[i][3],
                };
                Assert.Equal(expected[i], Values(again.EncodeRow(named)));
                Assert.Equal(expected[i], Values(Assert.Single(again.EncodeRows(
                    Table.Parse(Text([rows[i]], "a,b,c,d,class")))).Values));
            }
        }, iter: 300, threads: 1);

    [Fact]
    public void Rows_left_out_or_refused_are_those_that_miss_cells() => Gen.Select(Row.Array[2, 30], Options).Sample(
        (rows, options) =>
        {
            var dropping = options with { Missing = MissingCells.Drop };
            if (TryFit(rows, dropping) is not { } data)
                return;
            bool[] isWhole = [.. rows.Select(row => !row.Where((_, i) => data.Encoder.Columns[i].IsFeature)
                .Any(cell => cell is "" or "NA" or "null" or "?"))];
            Assert.Equal(isWhole.Count(whole => whole), data.Count);
            var told = new List<DataFormatException>();
            int answered = data.Encoder.EncodeRows(Table.Parse(Text(rows, "a,b,c,d,class")), told.Add).Count();
            Assert.Equal((data.Count, rows.Length), (answered, answered + told.Count));
        }, iter: 200, threads: 1);

    [Fact]
    public void A_difference_of_one_in_a_billion_survives_to_the_network()
    {
        foreach (var (low, high) in ((string, string)[])[("1000000000", "1000000001"), ("123456789.01", "123456789.02"),
            ("2024-01-01T12:00:00", "2024-01-01T12:00:01")])
        {
            string text = "t,other,class\n" + string.Concat(Enumerable.Range(0, 40).Select(i =>
                $"{(i % 2 == 0 ? low : high)},{i % 5},{i % 2}\n"));
            var table = Table.Parse(text);
            var data = TableEncoder.Fit(table).Encode(table);
            foreach (string scaler in (string[])["z-score", "min-max"])
            {
                var pipeline = InputPipeline.Fit([new Spec(scaler)], data.Inputs, 2);
                Tensor scaled = pipeline.Transform.Apply(data.Inputs);
                Assert.Equal(DType.Float32, scaled.DType);
                int column = data.FeatureNames.ToList().FindIndex(name => name is "t" or "t days");
                float[] values = [.. scaled.ToArray<float>().Chunk(data.Width).Select(row => row[column])];
                Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(values[i % 2], values[i]));
                Assert.InRange(values[1] - values[0], 0.9, 2.1);
            }
        }
    }

    /// <summary>A model that was saved before columns had kinds of their own.</summary>
    [Fact]
    public void An_encoder_of_version_1_reads_as_it_did()
    {
        const string old = """
            {"version":1,"dtype":"Float32","decimal":".","columns":[{"name":"n","kind":"number","aliases":["m"]},
            {"name":"c","kind":"one-hot","values":["none","red"]},{"name":"id","kind":"excluded"},
            {"name":"k","kind":"target","integer":true,"values":["1","2"]}]}
            """;
        var encoder = TableEncoder.FromJson(old);
        Assert.Equal(["n", "c=none", "c=red"], encoder.FeatureNames);
        Assert.Equal(["1", "2"], encoder.ClassNames);
        // Words that count as missing today are the values they were.
        Assert.Equal([5, 1, 0], encoder.EncodeRow("5,none").ToArray<float>());
        Assert.Equal([5, 0, 1], Assert.Single(encoder.EncodeRows(Table.Parse("c,M\nred,5\n"))).Values.ToArray<float>());
        Assert.Throws<DataFormatException>(() => encoder.EncodeRow(",red"));
        Assert.Equal([1], encoder.Encode(Table.Parse("n,c,k\n1,red,2.0\n")).Labels);
    }

    [Fact]
    public void Damaged_encoders_throw_only_the_documented_error()
    {
        var table = Table.Parse("a,b,c,k\n1,u,2024-01-05,x\n,v,,y\n3,,2024-02-01,x\n3,w,2024-02-01,y\n");
        byte[] seed = Encoding.UTF8.GetBytes(TableEncoder.Fit(table, new TableOptions
        {
            OneHot = true,
            Missing = MissingCells.Fill,
            RareBelow = 1,
            Unknown = UnknownValues.Bucket,
        }).ToJson());
        var (read, refused) = Fuzzing.Fuzz.Run([seed], 3000, input =>
        {
            var encoder = TableEncoder.FromJson(Encoding.UTF8.GetString(input));
            try
            {
                encoder.Encode(table);
            }
            catch (DataFormatException)
            {
                // A name that no column has.
            }

            return 100_000;
        }, (file, result) => (100 * file) + (1 << 20) + result);
        Assert.True(read > 100 && refused > 500, $"{read} read, {refused} refused: the mutations are one-sided");
    }

    private static Gen<string> Among(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Cell(Gen<string> there) => Gen.Frequency((9, there), (1, Missing));

    private static double[] Values(Tensor x) => x.To(DType.Float64).ToArray<double>();

    /// <summary>The table as numbers, or null where chance made one that cannot be used.</summary>
    private static TableData? TryFit(string[][] rows, TableOptions options)
    {
        var table = Table.Parse(Text(rows, "a,b,c,d,class"), format: new CsvFormat { HasHeader = true });
        try
        {
            return TableEncoder.Fit(table, options).Encode(table);
        }
        catch (DataFormatException e) when (e.Message.Contains("no row is left", StringComparison.Ordinal)
            || e.Message.Contains("no values", StringComparison.Ordinal)
            || e.Message.Contains("rare values only", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static string Text(string[][] rows, string header) => header + "\n" + string.Concat(rows.Select(row =>
        string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"")}\"")) + "\n"));
}
