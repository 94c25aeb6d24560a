using System.Text.Json;
using Madaline.Studio.Formulas;

namespace Madaline.Studio.Views.Matrices;

/// <summary>A layer in matrices and in indices, with sizes, and one element of the product term by term.</summary>
internal static class MatrixFormulas
{
    private const int Shown = 10;

    /// <summary>aˡ = σ(Wˡ aˡ⁻¹ + bˡ), and one row of it.</summary>
    public static void WriteForward(Utf8JsonWriter json, MatrixProduct product, int row)
    {
        Formula here = Formula.Integer(product.Layer + 1), before = Formula.Integer(product.Layer);
        Formula w = Formula.Of("W", above: here), a = Formula.Of("a", above: before), b = Formula.Of("b", above: here);
        Formula sum = product.HasBias ? Formula.Row(w, a, Formula.Sign("+"), b) : Formula.Row(w, a);
        json.WriteFormula("matrix", product.ActivationAfter is null
            ? Formula.Row(Formula.Of("z", above: here), Formula.Sign("="), sum)
            : Formula.Row(Formula.Of("a", above: here), Formula.Sign("="), Formula.Name("σ"), Formula.Brackets(sum)));
        Formula j = Formula.Integer(row), k = Formula.Name("k");
        Formula index = Formula.Row(Formula.Of("z", j, here), Formula.Sign("="), Formula.Sum("k"),
            Formula.Of("w", Formula.Row(j, k), here), Formula.Of("a", k, before));
        json.WriteFormula("index", product.HasBias
            ? Formula.Row(index, Formula.Sign("+"), Formula.Of("b", j, here)) : index);
        Size result = new(product.Rows, 1);
        Formula sizes = Formula.Row(
            new Size(product.Rows, product.Columns).Formula, new Size(product.Columns, 1).Formula);
        json.WriteFormula("sizes", Formula.Row(product.HasBias
            ? Formula.Row(sizes, Formula.Sign("+"), result.Formula) : sizes, Formula.Sign("="), result.Formula));
        json.WriteFormulas("labels", [w, a, b, Formula.Of("z", above: here), Formula.Of("a", above: here)]);
        double bias = product.Bias[row];
        double total = WriteTerms(
            json, product.Columns, column => (product.Weight(row, column), product.Input[column]));
        json.WriteFormula("bias", bias);
        json.WriteFormula("result", total + bias);
        json.WriteFormula("engine", product.Z[row]);
        if (product.ActivationAfter is { } activation)
        {
            json.WriteString("activation", activation.Name);
            json.WriteFormula("after", activation.Value(total + bias));
        }
    }

    /// <summary>δˡ⁻¹ = ((Wˡ)ᵀ δˡ) ⊙ σ′(zˡ⁻¹), and one element of it.</summary>
    public static void WriteBackward(Utf8JsonWriter json, MatrixProduct product, int column)
    {
        Formula here = Formula.Integer(product.Layer + 1), before = Formula.Integer(product.Layer);
        Formula transposed = Formula.Row(Formula.Brackets(Formula.Of("W", above: here)).Raised("T"));
        Formula delta = Formula.Of("δ", above: here), z = Formula.Of("z", above: before);
        Formula slope = Formula.Row(Formula.Name("σ′"), Formula.Brackets(z)), result = Formula.Of("δ", above: before);
        json.WriteFormula("matrix", Formula.Row(result, Formula.Sign("="),
            Formula.Brackets(Formula.Row(transposed, delta)), Formula.Sign("⊙"), slope));
        Formula j = Formula.Name("j"), k = Formula.Integer(column);
        json.WriteFormula("index", Formula.Row(Formula.Of("δ", k, before), Formula.Sign("="),
            Formula.Brackets(Formula.Row(Formula.Sum("j"), Formula.Of("w", Formula.Row(j, k), here),
                Formula.Of("δ", j, here))), Formula.Sign("·"), Formula.Name("σ′"),
            Formula.Brackets(Formula.Of("z", k, before))));
        Formula size = new Size(product.Columns, 1).Formula;
        json.WriteFormula("sizes", Formula.Row(Formula.Brackets(Formula.Row(
            new Size(product.Columns, product.Rows).Formula, new Size(product.Rows, 1).Formula)), Formula.Sign("⊙"),
            size, Formula.Sign("="), size));
        json.WriteFormulas("labels", [transposed, delta, Formula.Name("σ′"), result]);
        double total = WriteTerms(json, product.Rows, row => (product.Weight(row, column), product.Delta[row]));
        double factor = product.SlopesBefore[column];
        json.WriteFormula("sum", total);
        json.WriteFormula("slope", factor);
        json.WriteFormula("result", total * factor);
        json.WriteFormula("engine", product.DeltaBefore[column]);
    }

    /// <summary>The largest products of a sum, and the others as one number.</summary>
    private static double WriteTerms(Utf8JsonWriter json, int count, Func<int, (double Left, double Right)> at)
    {
        var terms = Enumerable.Range(0, count).Select(i => (Index: i, Factors: at(i)))
            .Select(term => (term.Index, term.Factors.Left, term.Factors.Right,
                Product: term.Factors.Left * term.Factors.Right)).ToList();
        int shown = count <= Shown + 1 ? count : Shown;
        var largest = terms.OrderByDescending(term => Math.Abs(term.Product)).Take(shown).ToList();
        json.WriteNumber("terms", count);
        json.WriteStartArray("top");
        foreach (var term in largest)
        {
            json.WriteStartObject();
            json.WriteNumber("index", term.Index);
            json.WriteFormula("left", term.Left);
            json.WriteFormula("right", term.Right);
            json.WriteFormula("product", term.Product);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        double total = terms.Sum(term => term.Product);
        if (count > shown)
        {
            json.WriteNumber("more", count - shown);
            json.WriteFormula("rest", total - largest.Sum(term => term.Product));
        }

        return total;
    }

    /// <summary>The size of a matrix.</summary>
    private readonly record struct Size(int Rows, int Columns)
    {
        /// <summary>As (rows × columns).</summary>
        public Formula Formula => Formulas.Formula.Brackets(Formulas.Formula.Row(
            Formulas.Formula.Integer(Rows), Formulas.Formula.Sign("×"), Formulas.Formula.Integer(Columns)));
    }
}
