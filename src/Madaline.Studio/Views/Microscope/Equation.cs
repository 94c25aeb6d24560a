using System.Text.Json;
using Madaline.Studio.Formulas;

namespace Madaline.Studio.Views.Microscope;

/// <summary>One equation: in symbols, with its numbers, and what came out.</summary>
/// <param name="Label">Such as <c>1</c> of the four, or a word.</param>
/// <param name="Phase">When it is computed: <c>forward</c>, <c>backward</c> or <c>update</c>.</param>
/// <param name="Says">What it says in plain words.</param>
/// <param name="Symbols">In symbols.</param>
/// <param name="Numbers">With numbers; a line may end between two of them.</param>
/// <param name="Result">What comes out, by hand.</param>
internal sealed record Equation(
    string Label, string Phase, string Says, Formula Symbols, IReadOnlyList<Formula> Numbers, double Result)
{
    /// <summary>What automatic differentiation or the network itself has for it.</summary>
    public required double Engine { get; init; }

    /// <summary>What a finite difference of the cost gives; null where none was taken.</summary>
    public double? Difference { get; init; }

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("label", Label);
        json.WriteString("phase", Phase);
        json.WriteString("says", Says);
        json.WriteFormula("symbols", Symbols);
        json.WriteFormulas("numbers", Numbers);
        json.WriteString("text", ToString());
        json.WriteFormula("result", Result);
        // What a guess is held against.
        if (double.IsFinite(Result))
            json.WriteNumber("value", Result);
        json.WriteFormula("engine", Engine);
        json.WriteFormula("gap", Math.Abs(Result - Engine));
        if (Difference is { } difference)
            json.WriteFormula("difference", difference);
        json.WriteEndObject();
    }

    /// <summary>As one line of text.</summary>
    public override string ToString() => $"{Symbols} = {string.Concat(Numbers)} = {FormulaNumber.Of(Result)}";
}
