using Madaline.NN;
using Madaline.Tests.Bits;
using Madaline.Tests.Ops;

namespace Madaline.Tests.Autograd.Tracing;

/// <summary>Every op of the table is an operation of a trace, and the trace alone gives its bits again.</summary>
public sealed class TraceTableTests
{
    /// <summary>Ops that a trace shows as those they are made of.</summary>
    private static readonly Dictionary<string, string> Composed = new()
    {
        ["create"] = "full",
        ["conv1d"] = "conv2d",
        ["mean"] = "sum",
        ["eye"] = "eq",
        ["nonzero"] = "flat_nonzero",
        ["max"] = "argmax",
        ["min"] = "argmin",
        ["logsumexp"] = "amax",
        ["pow/half"] = "sqrt",
        ["pad/reflect"] = "index_select",
        ["pad/reflect and cut"] = "index_select",
        ["pad/replicate"] = "index_select",
        ["upsample/size"] = "index_select",
        ["upsample/scale"] = "index_select",
        ["upsample/bilinear"] = "index_select",
        ["upsample/bilinear size"] = "index_select",
        ["upsample/corners"] = "index_select",
        ["adaptive_avg_pool2d/one"] = "sum",
        ["adaptive_avg_pool1d/global"] = "sum",
        ["adaptive_avg_pool2d/global"] = "sum",
        ["index/write number"] = "copy",
        ["index/write range"] = "copy",
        ["index/write list"] = "index_put",
        ["index/write mask"] = "index_put",
    };

    public static TheoryData<string> All => OpTable.Names(_ => true);

    [Theory]
    [MemberData(nameof(All))]
    public void An_op_leaves_an_operation_with_its_name(string op)
    {
        OpRow row = OpTable.Row(op);
        string name = Composed.GetValueOrDefault(op) ?? Composed.GetValueOrDefault(op.Split('/')[0]) ?? op.Split('/')[0];
        foreach (bool records in (bool[])[true, false])
        {
            Operation[] operations = [.. row.Shapes.SelectMany(
                shapes => Traced(row, shapes, DType.Float32, records).Trace.Operations)];
            Assert.Contains(operations, o => o.Name == name);
            Assert.All(operations, o => Assert.NotEmpty(o.Outputs));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_trace_alone_gives_the_bits_of_the_op(string op)
    {
        OpRow row = OpTable.Row(op);
        DType[] dtypes = row.Integers ? [DType.Float32, DType.Float64, DType.Int64] : [DType.Float32, DType.Float64];
        foreach (DType dtype in dtypes)
        {
            foreach (Shape[] shapes in row.Shapes)
            {
                var (trace, operands, y) = Traced(row, shapes, dtype, records: false);
                if (Replay.IsRandom(trace))
                    return;
                Tensor again = Assert.Single(Replay.Run(trace, operands));
                Assert.Equal(BitSum.Of([y]), BitSum.Of([again]));
            }
        }
    }

    private static (Trace Trace, Tensor[] Operands, Tensor Y) Traced(
        OpRow row, Shape[] shapes, DType dtype, bool records)
    {
        Tensor[] operands = Operands.Make(row, shapes, dtype, Device.Cpu, _ => OperandLayout.Plain);
        Tensor[] fresh = Operands.Make(row, shapes, dtype, Device.Cpu, _ => OperandLayout.Plain);
        foreach (Tensor operand in operands)
            operand.RequiresGrad = records && row.HasGradient;
        Tensor? y = null;
        var trace = Trace.Of(x => [y = row.Run(x)], operands);
        return (trace, fresh, y!);
    }
}
