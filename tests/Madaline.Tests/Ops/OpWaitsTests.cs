using Madaline.Tests.Deferred;

namespace Madaline.Tests.Ops;

/// <summary>Which ops, forward and backward, make the host wait for the device.</summary>
public sealed class OpWaitsTests
{
    /// <summary>
    /// Ops whose result has as many elements as a mask has true ones: the host must know how many, and waits once.
    /// </summary>
    private static readonly string[] SizedByElements =
        ["nonzero", "index_select/masked select", "index_select/mask"];

    public static TheoryData<string> All => OpTable.Names(_ => true);

    [Theory]
    [MemberData(nameof(All))]
    public void No_op_waits_but_for_the_size_of_its_result(string op)
    {
        OpRow row = OpTable.Row(op);
        Wait[] most = [];
        foreach (Shape[] shapes in row.Shapes)
        {
            Wait[] waits = Run(row, shapes);
            most = waits.Length > most.Length ? waits : most;
        }

        int allowed = SizedByElements.Contains(op) ? 1 : 0;
        Assert.True(most.Length == allowed, $"{op} waits {most.Length} times; expected {allowed}:\n"
            + string.Join('\n', most.Select(wait => wait.ToString())));
    }

    [Fact]
    public void Ops_that_are_named_are_in_the_table() =>
        Assert.All(SizedByElements, op => Assert.Contains(OpTable.Rows, row => row.Name == op));

    private static Wait[] Run(OpRow row, Shape[] shapes)
    {
        var device = new DeferredDevice();
        Tensor[] operands = Operands.Make(row, shapes, DType.Float32, device, _ => OperandLayout.Plain);
        foreach (Tensor operand in operands)
            operand.RequiresGrad = row.HasGradient;
        Tensor y = row.Run(operands);
        if (row.HasGradient)
            y.Backward(Operands.Gradient(y));
        return [.. device.Waits];
    }
}
