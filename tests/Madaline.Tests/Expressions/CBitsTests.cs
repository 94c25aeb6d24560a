using Madaline.Numerics;

namespace Madaline.Tests.Expressions;

/// <summary>
/// The printed C of every expression gives the processor's bits: nothing that it does is beside the expression.
/// </summary>
public sealed class CBitsTests
{
    private static readonly Lazy<CompiledC> Compiled = new(() => CompiledC.Of(CPrelude.Text
        + string.Concat(RecordingTests.All.Select(each => "\n" + CText.Of(each.Expression, each.Kind)))));

    public static TheoryData<string> Functions =>
        [.. RecordingTests.All.Select(each => CText.FunctionName(each.Expression, each.Kind))];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Printed_c_gives_the_bits_of_the_processor(string function)
    {
        Assert.SkipUnless(CompiledC.IsAvailable, "no gcc here: the printed C is not compiled");
        var (expression, kind) = RecordingTests.Named(function);
        bool divides = kind > Kind.Float64
            && Recording.Of(expression, kind).Needed().Any(step => step.Code is Code.Modulo or Code.FloorDivide);
        Array[] inputs = Samples.Of(kind, expression.Inputs, divides);
        Tensor[] x = [.. inputs.Select(Wrapped)];
        Tensor[] y = [.. Enumerable.Range(0, expression.Outputs).Select(_ =>
            Tensor.Zeros([Samples.Count], expression.GivesMask ? DType.Bool : x[0].DType))];
        expression.Run(Device.Cpu, x, y);

        Array[] found = [.. y.Select(result => New(result.DType))];
        Compiled.Value.Call(function, inputs, found, Arguments(expression, kind), Samples.Count);
        for (int i = 0; i < y.Length; i++)
            AssertSame(inputs, y[i], found[i]);
    }

    [Fact]
    public void A_changed_rounding_is_found()
    {
        Assert.SkipUnless(CompiledC.IsAvailable, "no gcc here: the printed C is not compiled");
        CompiledC changed = CompiledC.Of("""
            void f(float **x, float **y, float *c, long n)
            {
                for (long i = 0; i < n; i++)
                    y[0][i] = x[0][i] * 1.0000001f;
            }

            """);
        float[] x = [1, 2, 3], y = new float[3];
        changed.Call("f", [x], [y], Array.Empty<float>(), 3);
        Assert.Throws<Xunit.Sdk.FailException>(() => AssertSame([x], Tensor.From(x), y));
    }

    private static Array Arguments(IExpression expression, Kind kind)
    {
        Constant[] constants = ArgumentLane.Of(expression);
        return kind switch
        {
            Kind.Float32 => Array.ConvertAll(constants, constant => constant.Single),
            Kind.Float64 => Array.ConvertAll(constants, constant => constant.Double),
            Kind.Int64 => Array.ConvertAll(constants, constant => constant.Long),
            Kind.Int32 => Array.ConvertAll(constants, constant => (int)constant.Long),
            _ => Array.ConvertAll(constants, constant => (byte)constant.Long),
        };
    }

    private static Tensor Wrapped(Array values) => values switch
    {
        float[] x => Tensor.From(x),
        double[] x => Tensor.From(x),
        long[] x => Tensor.From(x),
        int[] x => Tensor.From(x),
        byte[] x => Tensor.From(x),
        _ => throw new NotSupportedException(),
    };

    private static Array New(DType dtype) => dtype switch
    {
        DType.Float32 => new float[Samples.Count],
        DType.Float64 => new double[Samples.Count],
        DType.Int64 => new long[Samples.Count],
        DType.Int32 => new int[Samples.Count],
        _ => new byte[Samples.Count],
    };

    private static void AssertSame(Array[] inputs, Tensor expected, Array found)
    {
        switch (found)
        {
            case float[] y:
                Check(inputs, expected.ToArray<float>(), y, BitConverter.SingleToInt32Bits, float.IsNaN);
                break;
            case double[] y:
                Check(inputs, expected.ToArray<double>(), y, BitConverter.DoubleToInt64Bits, double.IsNaN);
                break;
            case long[] y:
                Check(inputs, expected.ToArray<long>(), y, value => value, _ => false);
                break;
            case int[] y:
                Check(inputs, expected.ToArray<int>(), y, value => value, _ => false);
                break;
            default:
                Check(inputs, Bytes(expected), (byte[])found, value => value, _ => false);
                break;
        }
    }

    private static byte[] Bytes(Tensor x) => x.DType == DType.Bool
        ? Array.ConvertAll(x.ToArray<bool>(), value => value ? (byte)1 : (byte)0)
        : x.ToArray<byte>();

    private static void Check<T, TBits>(
        Array[] inputs, T[] expected, T[] found, Func<T, TBits> bits, Predicate<T> isNaN)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (Equals(bits(expected[i]), bits(found[i])) || (isNaN(expected[i]) && isNaN(found[i])))
                continue;
            string of = string.Join(", ", inputs.Select(x => x.GetValue(i)));
            Assert.Fail($"of {of} the processor makes {expected[i]}, C {found[i]}");
        }
    }
}
