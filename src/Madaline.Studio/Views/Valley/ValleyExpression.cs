using System.Globalization;

namespace Madaline.Studio.Views.Valley;

/// <summary>A function of v1 and v2 that a person has written: arithmetic, and nothing else.</summary>
/// <remarks>
/// Numbers, v1, v2, + − * / ^, brackets, and sin, cos, exp, log, sqrt, abs, tanh. It is read into a tree and never into
/// code.
/// </remarks>
internal sealed class ValleyExpression
{
    private const int MaxLength = 200, MaxDepth = 40;

    private static readonly Dictionary<string, Func<Dual, Dual>> Functions = new()
    {
        ["sin"] = a => a.Through(Math.Sin(a.Value), Math.Cos(a.Value)),
        ["cos"] = a => a.Through(Math.Cos(a.Value), -Math.Sin(a.Value)),
        ["exp"] = a => a.Through(Math.Exp(a.Value), Math.Exp(a.Value)),
        ["log"] = a => a.Through(Math.Log(a.Value), 1 / a.Value),
        ["sqrt"] = a => a.Through(Math.Sqrt(a.Value), 0.5 / Math.Sqrt(a.Value)),
        ["abs"] = a => a.Through(Math.Abs(a.Value), Math.Sign(a.Value)),
        ["tanh"] = a => a.Through(Math.Tanh(a.Value), 1 - (Math.Tanh(a.Value) * Math.Tanh(a.Value))),
    };

    private readonly string _text;
    private int _at, _depth;

    private ValleyExpression(string text) => _text = text;

    /// <summary>Reads a function.</summary>
    /// <param name="text">What was written.</param>
    /// <returns>Its value with both slopes at any place.</returns>
    /// <exception cref="ViewException">It is no such function; the message says where.</exception>
    public static Func<Dual, Dual, Dual> Read(string text)
    {
        if (text.Length > MaxLength)
            throw new ViewException($"The function has {text.Length} characters; expected at most {MaxLength}.");
        var reader = new ValleyExpression(text.Replace("²", "^2").Replace("³", "^3").Replace('−', '-').Replace('·', '*')
            .Replace("v₁", "v1").Replace("v₂", "v2"));
        var function = reader.Sum();
        reader.SkipBlanks();
        return reader._at == reader._text.Length ? function : throw reader.Wrong("+ − * / ^ or the end");
    }

    private Func<Dual, Dual, Dual> Sum()
    {
        var left = Product();
        while (true)
        {
            if (Take('+'))
                left = Both(left, Product(), (a, b) => a + b);
            else if (Take('-'))
                left = Both(left, Product(), (a, b) => a - b);
            else
                return left;
        }
    }

    private Func<Dual, Dual, Dual> Product()
    {
        var left = Sign();
        while (true)
        {
            if (Take('*'))
                left = Both(left, Sign(), (a, b) => a * b);
            else if (Take('/'))
                left = Both(left, Sign(), (a, b) => a / b);
            else
                return left;
        }
    }

    private Func<Dual, Dual, Dual> Sign()
    {
        if (++_depth > MaxDepth)
            throw new ViewException($"The function is nested more than {MaxDepth} deep. Write it flatter.");
        Func<Dual, Dual, Dual> result;
        if (Take('-'))
        {
            var inner = Sign();
            result = (x, y) => -inner(x, y);
        }
        else
        {
            result = Atom();
            if (Take('^'))
                result = Both(result, Sign(), (a, b) => a.Power(b));
        }

        _depth--;
        return result;
    }

    private Func<Dual, Dual, Dual> Atom()
    {
        if (Take('('))
        {
            var inner = Sum();
            return Take(')') ? inner : throw Wrong("a closing bracket");
        }

        if (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            return Number();
        int start = _at;
        while (_at < _text.Length && char.IsAsciiLetterOrDigit(_text[_at]))
            _at++;
        string name = _text[start.._at];
        if (name is "v1" or "x")
            return (x, _) => x;
        if (name is "v2" or "y")
            return (_, y) => y;
        if (!Functions.TryGetValue(name, out var function))
        {
            _at = start;
            throw Wrong($"a number, v1, v2, a bracket, or one of {string.Join(", ", Functions.Keys)}");
        }

        if (!Take('('))
            throw Wrong($"a bracket behind {name}");
        var argument = Sum();
        return Take(')') ? (x, y) => function(argument(x, y)) : throw Wrong("a closing bracket");
    }

    private Func<Dual, Dual, Dual> Number()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            _at++;
        if (!double.TryParse(
            _text[start.._at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
            throw Wrong("a number such as 0.5");
        return (_, _) => Dual.Of(value);
    }

    private static Func<Dual, Dual, Dual> Both(
        Func<Dual, Dual, Dual> left, Func<Dual, Dual, Dual> right, Func<Dual, Dual, Dual> join) =>
        (x, y) => join(left(x, y), right(x, y));

    private bool Take(char sign)
    {
        SkipBlanks();
        if (_at == _text.Length || _text[_at] != sign)
            return false;
        _at++;
        SkipBlanks();
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
    }

    private ViewException Wrong(string expected) => new($"At place {_at + 1} of “{_text}” stands "
        + $"{(_at < _text.Length ? $"“{_text[_at]}”" : "nothing")}; expected {expected}.");
}
