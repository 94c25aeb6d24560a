using System.Globalization;

namespace Madaline.Tests.Expressions;

/// <summary>What a recorded value is: a number of a dtype, or a mask.</summary>
internal enum Kind
{
    Float32,
    Float64,
    Int64,
    Int32,
    UInt8,
    Mask,
}

/// <summary>How a recorded value comes about.</summary>
internal enum Code
{
    Input,
    Argument,
    Literal,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Abs,
    Sqrt,
    Floor,
    Ceiling,
    Round,
    Min,
    Max,
    FusedMultiplyAdd,
    Modulo,
    FloorDivide,
    Pow,
    PowerOfTwo,
    Mantissa,
    Exponent,
    Less,
    LessOrEqual,
    Equal,
    And,
    Or,
    Not,
    Select,
}

/// <summary>One step of a recorded expression.</summary>
/// <param name="Id">Its place in the recording.</param>
/// <param name="Code">How it comes about.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Number">A literal's value; which input or argument.</param>
/// <param name="Operands">The steps it is made of.</param>
internal sealed record Step(int Id, Code Code, Kind Kind, double Number, params Step[] Operands)
{
    public bool IsZero => Code == Code.Literal && Number == 0;
}

/// <summary>The steps of one expression, in the order in which a <see cref="TextLane"/> took them.</summary>
/// <remarks>Equal steps are recorded once. No floating arithmetic is simplified: every rounding stays.</remarks>
internal sealed class Recording(Kind numbers)
{
    [ThreadStatic]
    private static Recording? _current;

    private readonly Dictionary<string, Step> _seen = [];
    private readonly List<Step> _steps = [];

    public static Recording Current => _current ?? throw new InvalidOperationException("nothing is being recorded");

    /// <summary>What a lane's numbers are.</summary>
    public Kind Numbers { get; } = numbers;

    public int Inputs { get; private init; }

    public int Arguments { get; private set; }

    public Step[] Outputs { get; private set; } = [];

    /// <summary>The steps that the outputs need, in order.</summary>
    public IEnumerable<Step> Needed()
    {
        var needed = new HashSet<Step>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Step>(Outputs);
        while (open.TryPop(out Step? step))
        {
            if (needed.Add(step))
                Array.ForEach(step.Operands, open.Push);
        }

        return _steps.Where(needed.Contains);
    }

    public static Recording Of(IExpression expression, Kind numbers)
    {
        var recording = new Recording(numbers) { Inputs = expression.Inputs };
        Recording? outer = _current;
        _current = recording;
        try
        {
            var x = new TextLane[expression.Inputs];
            for (int i = 0; i < x.Length; i++)
                x[i] = new(recording.Add(Code.Input, numbers, i));
            var y = new TextLane[expression.Outputs];
            expression.Apply<TextLane>(x, y);
            recording.Outputs = [.. y.Select(lane => lane.Step)];
            return recording;
        }
        finally
        {
            _current = outer;
        }
    }

    /// <summary>Each number that an expression was made with is an argument, numbered as they enter.</summary>
    public Step Argument() => Add(Code.Argument, Numbers, Arguments++);

    public Step Add(Code code, Kind kind, double number, params Step[] operands)
    {
        string bits = BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture);
        string key = $"{code} {kind} {bits} {string.Join(' ', operands.Select(step => step.Id))}";
        if (_seen.TryGetValue(key, out Step? seen))
            return seen;
        var step = new Step(_steps.Count, code, kind, number, operands);
        _steps.Add(step);
        return _seen[key] = step;
    }
}
