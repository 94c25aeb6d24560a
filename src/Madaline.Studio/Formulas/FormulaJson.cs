using System.Text.Json;

namespace Madaline.Studio.Formulas;

/// <summary>Formulas and lists in frames.</summary>
internal static class FormulaJson
{
    /// <summary>Writes a formula as a property.</summary>
    public static void WriteFormula(this Utf8JsonWriter json, string name, Formula formula)
    {
        json.WritePropertyName(name);
        formula.Write(json);
    }

    /// <summary>Writes a number as a formula of its digits.</summary>
    public static void WriteFormula(this Utf8JsonWriter json, string name, double value) =>
        json.WriteFormula(name, Formula.Number(value));

    /// <summary>Writes integers as a property.</summary>
    public static void WriteIntegers(this Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    /// <summary>Writes the parts of a long formula as a property.</summary>
    public static void WriteFormulas(this Utf8JsonWriter json, string name, IEnumerable<Formula> parts)
    {
        json.WriteStartArray(name);
        foreach (Formula part in parts)
            part.Write(json);
        json.WriteEndArray();
    }
}
