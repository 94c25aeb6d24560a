using System.Runtime.CompilerServices;
using System.Text.Json;
using Madaline.Data;

namespace Madaline.Studio.Views.Wheat;

/// <summary>A table: its rows, five folds scored honestly and with leaks, and what one wrong number does.</summary>
internal sealed class WheatView() : View("wheat", framesPerSecond: 10)
{
    private const int MaxNamed = 5;
    private const double FarDeviations = 3, LargestCell = 1e6;

    private readonly ConditionalWeakTable<Live.Session, FoldLab> _labs = [];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var lab = _labs.GetValue(moment.Session, _ => new FoldLab(
            moment.Stage.Experiment.Model.Recipe, WheatTable.Of(moment.Stage.Data)));
        var right = lab.Table;
        int sample = arguments.Integer("sample", right.Count), cell = arguments.Integer("cell", right.Columns);
        var slip = !arguments.Has("slip") ? null : new Slip(arguments.Integer("row", right.Count, sample),
            arguments.Integer("column", right.Columns, cell),
            arguments.Number("slip", -LargestCell, LargestCell, 0));
        var table = slip is null ? right : right.With(slip);
        json.WriteString("table", right.Samples.Name);
        json.WriteNumber("rows", table.Count);
        json.WriteNumber("all", table.AllRows);
        json.WriteNumber("shown", table.Columns);
        json.WriteNumber("width", table.Width);
        json.WriteString("plot", arguments.Text("plot") == "axes" ? "axes" : "scatter");
        json.WriteNumber("x", arguments.Integer("x", table.Columns));
        json.WriteNumber("y", arguments.Integer("y", table.Columns, 1));
        json.WriteNumber("sample", sample);
        json.WriteNumber("cell", cell);
        var scale = new MinMaxScaler().Fit(table.Samples.Inputs);
        WriteColumns(json, table, scale);
        WriteClasses(json, table);
        WriteFar(json, table, sample);
        WriteSuggestions(json, right, sample, cell);
        numbers.Add(Drawn(table, scale.Apply(table.Samples.Inputs).To(DType.Float32).ToArray<float>()));
        numbers.Add([.. table.Classes.Select(c => (float)c)]);
        WriteFolds(json, lab, arguments, slip, numbers);
        WriteSlip(json, arguments, right, slip, moment.Stage.Experiment.Model.Recipe, numbers);
        if (arguments.Integer("table", 2) == 1)
            numbers.Add(Drawn(table, Array.ConvertAll(table.Values, value => (float)value)));
    }

    private static void WriteColumns(Utf8JsonWriter json, WheatTable table, Scaler scale)
    {
        double[] low = scale.StateDict()["minimum"].ToArray<double>();
        double[] high = scale.StateDict()["maximum"].ToArray<double>();
        json.WriteStartArray("columns");
        for (int c = 0; c < table.Columns; c++)
        {
            json.WriteStartObject();
            json.WriteString("name", table.Names[c]);
            json.WriteString("low", WheatText.Written(low[c]));
            json.WriteString("high", WheatText.Written(high[c]));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteClasses(Utf8JsonWriter json, WheatTable table)
    {
        json.WriteStartArray("classes");
        for (int c = 0; c < table.Samples.ClassNames.Count; c++)
        {
            json.WriteStartObject();
            json.WriteString("name", table.Samples.ClassNames[c]);
            json.WriteNumber("count", table.Classes.Count(one => one == c));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The numbers of a sample with their distances, and the samples that are farthest away.</summary>
    private static void WriteFar(Utf8JsonWriter json, WheatTable table, int sample)
    {
        double[] distance = new ZScoreScaler().Fit(table.Samples.Inputs)
            .Apply(table.Samples.Inputs.To(DType.Float64)).ToArray<double>();
        json.WriteString("place", table.Place(sample));
        json.WriteNumber("class", table.Classes[sample]);
        json.WriteStartArray("cells");
        for (int c = 0; c < table.Columns; c++)
        {
            double z = distance[(sample * table.Width) + c];
            json.WriteStartObject();
            json.WriteString("value", WheatText.Written(table.At(sample, c)));
            json.WriteString("distance", WheatText.Distance(z));
            json.WriteBoolean("isFar", Math.Abs(z) >= FarDeviations);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        int[] far = [.. Enumerable.Range(0, distance.Length).Where(i => i % table.Width < table.Columns
            && Math.Abs(distance[i]) >= FarDeviations).OrderByDescending(i => Math.Abs(distance[i]))];
        json.WriteNumber("farCount", far.Length);
        json.WriteStartArray("far");
        foreach (int i in far.Take(MaxNamed))
        {
            var (row, column) = (i / table.Width, i % table.Width);
            json.WriteStartObject();
            json.WriteNumber("row", row);
            json.WriteNumber("column", column);
            json.WriteString("text", $"{table.Place(row)}: {table.Names[column]} "
                + $"{WheatText.Written(table.At(row, column))} is {WheatText.Distance(Math.Abs(distance[i]))} standard "
                + $"deviations {(distance[i] > 0 ? "above" : "below")} the mean");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Slips that happen: the one in the course's text, and a decimal point that has moved.</summary>
    private static void WriteSuggestions(Utf8JsonWriter json, WheatTable table, int sample, int cell)
    {
        const double Right = 1.018, Wrong = 21.018, Near = 1e-5;
        int asymmetry = Enumerable.Range(0, table.Columns).FirstOrDefault(
            c => table.Names[c].Contains("asymmetry", StringComparison.OrdinalIgnoreCase), -1);
        int row = asymmetry < 0 ? -1 : Enumerable.Range(0, table.Count).FirstOrDefault(
            i => Math.Abs(table.At(i, asymmetry) - Right) < Near, -1);
        json.WriteStartArray("suggestions");
        if (row >= 0)
            Suggest("Manitoba's slip", row, asymmetry, Wrong);
        Suggest("decimal point moved", sample, cell, 10 * table.At(sample, cell));
        json.WriteEndArray();
        json.WriteNumber("cellValue", double.Round(table.At(sample, cell), 6));

        void Suggest(string name, int r, int c, double value)
        {
            json.WriteStartObject();
            json.WriteString("text", $"{name}: {table.Names[c]} of sample {r}, {WheatText.Written(value)} in place of "
                + WheatText.Written(table.At(r, c)));
            json.WriteNumber("row", r);
            json.WriteNumber("column", c);
            json.WriteNumber("value", double.Round(value, 6));
            json.WriteEndObject();
        }
    }

    private static void WriteFolds(Utf8JsonWriter json, FoldLab lab, ViewArguments arguments, Slip? slip,
        List<IReadOnlyList<float>> numbers)
    {
        int epochs = Math.Max(1, arguments.Integer("epochs", lab.MostEpochs + 1, lab.UsualEpochs));
        bool scaled = arguments.Integer("scaled", 2) == 1, kept = arguments.Integer("kept", 2) == 1;
        bool best = arguments.Integer("best", 2) == 1;
        List<FoldJob> jobs = [new(FoldSetting.Honest, epochs)];
        if (scaled)
            jobs.Add(new(FoldSetting.ScaledBefore, epochs));
        if (kept)
            jobs.Add(new(FoldSetting.KeptNetwork, epochs));
        if (slip is not null)
            jobs.Add(new(FoldSetting.Honest, epochs, slip));
        json.WriteNumber("folds", lab.Splits.Length);
        json.WriteNumber("fold", arguments.Integer("fold", lab.Splits.Length + 1));
        json.WriteNumber("epochs", epochs);
        json.WriteNumber("allEpochs", lab.MostEpochs);
        json.WriteBoolean("scaled", scaled);
        json.WriteBoolean("kept", kept);
        json.WriteBoolean("best", best);
        if (lab.Splits.Length > 0)
        {
            var scores = new FoldScores(lab, lab.Want([.. jobs]), best);
            scores.Write(json);
            arguments.WantsMore = !scores.IsDone;
        }

        float[] tested = new float[lab.Table.Count];
        for (int fold = 0; fold < lab.Splits.Length; fold++)
        {
            foreach (int row in lab.Splits[fold].Test)
                tested[row] = fold + 1;
        }

        numbers.Add(tested);
    }

    private static void WriteSlip(Utf8JsonWriter json, ViewArguments arguments, WheatTable right, Slip? slip,
        Recipes.Recipe recipe, List<IReadOnlyList<float>> numbers)
    {
        string own = recipe.Transforms.Any(transform => transform.Type == "z-score") ? "z-score" : "min-max";
        string scaler = arguments.Text("scaler") is "min-max" or "z-score" ? arguments.Text("scaler") : own;
        json.WriteString("scaler", scaler);
        json.WriteString("ownScaler", own);
        if (slip is not null)
            new SlipEffect(right, slip, scaler == "min-max").Write(json, numbers);
    }

    /// <summary>The columns that are drawn, of all.</summary>
    private static float[] Drawn(WheatTable table, float[] all) => table.Width == table.Columns ? all
        : [.. all.Where((_, i) => i % table.Width < table.Columns)];
}
