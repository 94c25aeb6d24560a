using System.Globalization;
using System.Text;

namespace Madaline.Tests.Expressions;

/// <summary>A recorded expression as a C function over arrays.</summary>
/// <remarks>
/// <c>x</c> and <c>y</c> are the inputs and outputs, <c>c</c> the numbers that the expression was made with. To be
/// compiled without contraction: fused is only what says so.
/// </remarks>
internal sealed class CText
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<Step, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Recording _recording;
    private readonly string _type;

    private CText(Recording recording) => (_recording, _type) = (recording, Type(recording.Numbers));

    public static string Of(IExpression expression, Kind numbers) =>
        new CText(Recording.Of(expression, numbers)).Function(FunctionName(expression, numbers), expression.GivesMask);

    public static string FunctionName(IExpression expression, Kind numbers) => $"{expression.Name}_{Suffix(numbers)}";

    private string Function(string name, bool givesMask)
    {
        Step[] steps = [.. _recording.Needed()];
        string result = givesMask ? "uint8_t" : _type;
        _text.Append($"void {name}(const {_type} *const *x, {result} *const *y, const {_type} *c, long n)\n{{\n");
        foreach (Step argument in steps.Where(step => step.Code == Code.Argument))
            _text.Append($"    const {_type} {Named(argument, $"c{argument.Number}")} = c[{argument.Number}];\n");
        _text.Append("    for (long i = 0; i < n; i++)\n    {\n");
        foreach (Step input in steps.Where(step => step.Code == Code.Input))
            _text.Append($"        {_type} {Named(input, $"x{input.Number}")} = x[{input.Number}][i];\n");
        int next = 0;
        foreach (Step step in steps.Where(step => step.Code is not (Code.Input or Code.Argument or Code.Literal)))
        {
            string value = Value(step);
            string type = step.Kind == Kind.Mask ? "bool" : _type;
            _text.Append($"        {type} {Named(step, $"v{next++}")} = {value};\n");
        }

        for (int i = 0; i < _recording.Outputs.Length; i++)
            _text.Append($"        y[{i}][i] = {Text(_recording.Outputs[i])};\n");
        return _text.Append("    }\n}\n").ToString();
    }

    private string Named(Step step, FormattableString name) => _names[step] = FormattableString.Invariant(name);

    private string Text(Step step) => step.Code == Code.Literal ? Literal(step) : _names[step];

    private string Value(Step step)
    {
        string[] of = [.. step.Operands.Select(Text)];
        string call = Suffix(_recording.Numbers);
        return step.Code switch
        {
            Code.Add => Wrapped($"{of[0]} + {of[1]}"),
            Code.Subtract => Wrapped($"{of[0]} - {of[1]}"),
            Code.Multiply => Wrapped($"{of[0]} * {of[1]}"),
            Code.Divide => $"{of[0]} / {of[1]}",
            Code.Negate => Wrapped($"-{of[0]}"),
            Code.Less => $"{of[0]} < {of[1]}",
            Code.LessOrEqual => $"{of[0]} <= {of[1]}",
            Code.Equal => $"{of[0]} == {of[1]}",
            Code.And => $"{of[0]} && {of[1]}",
            Code.Or => $"{of[0]} || {of[1]}",
            Code.Not => $"!{of[0]}",
            Code.Select => $"{of[0]} ? {of[1]} : {of[2]}",
            _ => $"{Helper(step.Code)}_{call}({string.Join(", ", of)})",
        };
    }

    /// <summary>Bytes are added as wider numbers.</summary>
    private string Wrapped(string sum) => _recording.Numbers == Kind.UInt8 ? $"(uint8_t)({sum})" : sum;

    private static string Helper(Code code) => code switch
    {
        Code.FusedMultiplyAdd => "fused_multiply_add",
        Code.FloorDivide => "floor_divide",
        Code.PowerOfTwo => "power_of_two",
        _ => code.ToString().ToLowerInvariant(),
    };

    private string Literal(Step step)
    {
        double x = step.Number;
        switch (_recording.Numbers)
        {
            case Kind.Float32 or Kind.Float64 when !double.IsFinite(x):
                return double.IsNaN(x) ? "NAN" : x > 0 ? "INFINITY" : "-INFINITY";
            case Kind.Float32:
                return Decimal(((float)x).ToString("R", CultureInfo.InvariantCulture)) + "f";
            case Kind.Float64:
                return Decimal(x.ToString("R", CultureInfo.InvariantCulture));
            default:
                return Integer(x);
        }
    }

    private static string Decimal(string digits) =>
        digits.Contains('.', StringComparison.Ordinal) || digits.Contains('E', StringComparison.Ordinal)
            ? digits
            : digits + ".0";

    private string Integer(double x) => _recording.Numbers switch
    {
        Kind.Int64 when long.CreateSaturating(x) == long.MinValue => "INT64_MIN",
        Kind.Int32 when int.CreateSaturating(x) == int.MinValue => "INT32_MIN",
        Kind.Int64 => long.CreateSaturating(x).ToString(CultureInfo.InvariantCulture),
        Kind.Int32 => int.CreateSaturating(x).ToString(CultureInfo.InvariantCulture),
        _ => byte.CreateSaturating(x).ToString(CultureInfo.InvariantCulture),
    };

    private static string Type(Kind kind) => kind switch
    {
        Kind.Float32 => "float",
        Kind.Float64 => "double",
        Kind.Int64 => "int64_t",
        Kind.Int32 => "int32_t",
        _ => "uint8_t",
    };

    private static string Suffix(Kind kind) => kind switch
    {
        Kind.Float32 => "f32",
        Kind.Float64 => "f64",
        Kind.Int64 => "i64",
        Kind.Int32 => "i32",
        _ => "u8",
    };
}
