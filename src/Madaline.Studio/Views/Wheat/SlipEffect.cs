using System.Text.Json;
using Madaline.Data;
using Madaline.Studio.Formulas;
using F = Madaline.Studio.Formulas.Formula;

namespace Madaline.Studio.Views.Wheat;

/// <summary>What one wrong number does to the scale of its column.</summary>
/// <param name="right">The table as it was.</param>
/// <param name="slip">The wrong number.</param>
/// <param name="isMinMax">From 0 to 1 by minimum and maximum, rather than by mean and deviation.</param>
internal sealed class SlipEffect(WheatTable right, Slip slip, bool isMinMax)
{
    private readonly Scale _before = new(right, slip.Column, isMinMax);
    private readonly Scale _after = new(right.With(slip), slip.Column, isMinMax);

    /// <summary>Writes it, and adds the column as it is scaled before and after.</summary>
    public void Write(Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        int other = Other();
        json.WriteStartObject("slip");
        json.WriteNumber("row", slip.Row);
        json.WriteNumber("column", slip.Column);
        json.WriteNumber("value", slip.Value);
        json.WriteString("place", right.Place(slip.Row));
        json.WriteString("name", right.Names[slip.Column]);
        json.WriteString("was", WheatText.Written(right.At(slip.Row, slip.Column)));
        json.WriteString("is", WheatText.Written(slip.Value));
        WriteRows(json);
        json.WriteNumber("other", other);
        json.WriteFormula("otherBefore", _before.Formula(other));
        json.WriteFormula("otherAfter", _after.Formula(other));
        var (low, high) = _before.SpreadWithout(slip.Row);
        var (lowAfter, highAfter) = _after.SpreadWithout(slip.Row);
        json.WriteString("says", $"With the slip all other samples lie between {Text(lowAfter)} and "
            + $"{Text(highAfter)} once they are scaled: {WheatText.Percent((highAfter - lowAfter) / (high - low))} of "
            + "the width that they had.");
        json.WriteEndObject();
        numbers.Add(_before.Scaled);
        numbers.Add(_after.Scaled);
    }

    private void WriteRows(Utf8JsonWriter json)
    {
        json.WriteStartArray("rows");
        Row("mean", column => column.Mean);
        Row("standard deviation", column => column.Deviation);
        Row("minimum", column => column.Minimum);
        Row("maximum", column => column.Maximum);
        Row("least of the others, scaled", column => column.SpreadWithout(slip.Row).Low);
        Row("greatest of the others, scaled", column => column.SpreadWithout(slip.Row).High);
        Row("this one, scaled", column => column.Scaled[slip.Row]);
        json.WriteEndArray();

        void Row(string name, Func<Scale, double> value)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("before", Text(value(_before)));
            json.WriteString("after", Text(value(_after)));
            json.WriteEndObject();
        }
    }

    /// <summary>A sample to show the formula of: the chosen one is the slip itself, so the next.</summary>
    private int Other() => (slip.Row + 1) % right.Count;

    private static string Text(double value) => FormulaNumber.Of(value).ToString();

    /// <summary>A column with its scale, as the engine's scalers find it.</summary>
    private sealed class Scale
    {
        private readonly double[] _raw;
        private readonly bool _isMinMax;

        public Scale(WheatTable table, int column, bool isMinMax)
        {
            Tensor values = table.Column(column);
            var (minMax, zScore) = (new MinMaxScaler().Fit(values), new ZScoreScaler().Fit(values));
            (Minimum, Maximum) = (Of(minMax, "minimum"), Of(minMax, "maximum"));
            (Mean, Deviation) = (Of(zScore, "mean"), Of(zScore, "deviation"));
            _raw = values.ToArray<double>();
            _isMinMax = isMinMax;
            Scaled = (isMinMax ? minMax : zScore).Apply(values).To(DType.Float32).ToArray<float>();
        }

        public double Minimum { get; }

        public double Maximum { get; }

        public double Mean { get; }

        public double Deviation { get; }

        public float[] Scaled { get; }

        public (double Low, double High) SpreadWithout(int row)
        {
            var others = Scaled.Where((_, i) => i != row);
            return (others.Min(), others.Max());
        }

        /// <summary>How a sample is scaled, with its numbers.</summary>
        public F Formula(int row)
        {
            var (offset, width) = _isMinMax ? (Minimum, F.Row(F.Number(Maximum),
                F.Sign("−"), F.Factor(Minimum))) : (Mean,
                F.Number(Deviation));
            return F.Row(
                F.Fraction(F.Row(F.Number(_raw[row]),
                    F.Sign("−"), F.Factor(offset)), width),
                F.Sign("="), F.Number(Scaled[row]));
        }

        private static double Of(Scaler scaler, string name) => scaler.StateDict()[name].ToArray<double>()[0];
    }
}
