using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Madaline.Studio.Formulas;

/// <summary>A formula as a tree of MathML elements; the page makes the elements and computes nothing.</summary>
internal abstract record Formula
{
    private Formula()
    {
    }

    /// <summary>A name, such as δ.</summary>
    public static Formula Name(string text) => new Leaf("mi", text);

    /// <summary>A sign, such as ⊙.</summary>
    public static Formula Sign(string text) => new Leaf("mo", text);

    /// <summary>A word or two.</summary>
    public static Formula Text(string text) => new Leaf("mtext", text);

    /// <summary>A number, to four digits.</summary>
    public static Formula Number(double value)
    {
        var number = FormulaNumber.Of(value);
        Formula mantissa = new Leaf("mn", number.Mantissa);
        return number.Exponent is not { } power ? mantissa : Row(mantissa, Sign("×"), new Node("msup",
            [new Leaf("mn", "10"), new Leaf("mn", power.ToString(CultureInfo.InvariantCulture).Replace('-', '−'))]));
    }

    /// <summary>A number as a factor: in brackets where it is negative.</summary>
    public static Formula Factor(double value) =>
        value < 0 || FormulaNumber.Of(value).Exponent is not null ? Brackets(Number(value)) : Number(value);

    /// <summary>An index, such as a neuron's.</summary>
    public static Formula Integer(int value) => new Leaf("mn", value.ToString(CultureInfo.InvariantCulture));

    /// <summary>One after the other.</summary>
    public static Formula Row(params IReadOnlyList<Formula> parts) => new Node("mrow", parts);

    /// <summary>
    /// With a sign between it and what stands before it: an empty row there makes it one of two operands.
    /// </summary>
    public static Formula Behind(string sign, params IReadOnlyList<Formula> parts) =>
        new Node("mrow", [Row(), Sign(sign), .. parts]);

    /// <summary>In brackets.</summary>
    public static Formula Brackets(Formula inner) => Row(Sign("("), inner, Sign(")"));

    /// <summary>A letter with a layer above and neurons below, either of which may be missing.</summary>
    public static Formula Of(string letter, Formula? below = null, Formula? above = null) => (below, above) switch
    {
        (null, null) => Name(letter),
        (null, { } up) => new Node("msup", [Name(letter), up]),
        ({ } down, null) => new Node("msub", [Name(letter), down]),
        ({ } down, { } up) => new Node("msubsup", [Name(letter), down, up]),
    };

    /// <summary>With something raised behind it, such as the T of a transpose.</summary>
    public Formula Raised(string above) => new Node("msup", [this, new Leaf("mi", above)]);

    /// <summary>∂C/∂x.</summary>
    public static Formula Slope(Formula by) => Fraction(Row(Sign("∂"), Name("C")), Row(Sign("∂"), by));

    /// <summary>One over the other.</summary>
    public static Formula Fraction(Formula above, Formula below) => new Node("mfrac", [above, below]);

    /// <summary>A sum over an index.</summary>
    public static Formula Sum(string index) => new Node("munder", [Sign("∑"), Name(index)]);

    /// <summary>Writes it as nested arrays: the element's name, then its children.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>As one line of text, for readers without MathML and for tests.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Append(text);
        return text.ToString();
    }

    private protected abstract void Append(StringBuilder text);

    private sealed record Leaf(string Element, string Content) : Formula
    {
        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            json.WriteStringValue(Element);
            json.WriteStringValue(Content);
            json.WriteEndArray();
        }

        private protected override void Append(StringBuilder text) => text.Append(
            Element == "mo" && Content.Length == 1 && "=+−·×⊙≈".Contains(Content[0]) ? $" {Content} " : Content);
    }

    private sealed record Node(string Element, IReadOnlyList<Formula> Parts) : Formula
    {
        private static readonly Dictionary<string, string> Between = new()
        {
            ["mrow"] = "",
            ["msup"] = "^",
            ["msub"] = "_",
            ["msubsup"] = "_",
            ["mfrac"] = "/",
            ["munder"] = "_",
        };

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            json.WriteStringValue(Element);
            foreach (Formula part in Parts)
                part.Write(json);
            json.WriteEndArray();
        }

        private protected override void Append(StringBuilder text)
        {
            for (int i = 0; i < Parts.Count; i++)
            {
                if (i > 0)
                    text.Append(i == 2 && Element == "msubsup" ? "^" : Between[Element]);
                Parts[i].Append(text);
            }
        }
    }
}
