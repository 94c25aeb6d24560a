using Madaline.Tests.Deferred;

namespace Madaline.Tests.Ops;

/// <summary>Which ops, forward and backward, make the host wait for the device.</summary>
public sealed class OpWaitsTests
{
    /// <summary>
    /// How often an op waits today, where it does, for the shapes that make it wait most. How many elements of a mask
    /// are true has no other way; whether positions of a list are inside (read twice a list) has one, by fault.
    /// </summary>
    private static readonly Dictionary<string, int> Allowed = new()
    {
        ["nonzero"] = 1,
        ["index_select/masked select"] = 1,
        ["index_select/one list"] = 2,
        ["index_select/list last"] = 2,
        ["index_select/two lists"] = 4,
        ["index_select/lists apart"] = 4,
        ["index_select/mask"] = 7,
        ["index/write list"] = 2,
        ["index/write mask"] = 7,
    };

    public static TheoryData<string> All => OpTable.Names(_ => true);

    [Theory]
    [MemberData(nameof(All))]
    public void An_op_waits_as_often_as_the_table_says(string op)
    {
        OpRow row = OpTable.Row(op);
        Wait[] most = [];
        foreach (Shape[] shapes in row.Shapes)
        {
            Wait[] waits = Run(row, shapes);
            most = waits.Length > most.Length ? waits : most;
        }

        int allowed = Allowed.GetValueOrDefault(op);
        Assert.True(most.Length == allowed, $"{op} waits {most.Length} times; the table says {allowed}:\n"
            + string.Join('\n', most.Select(wait => wait.ToString())));
    }

    [Fact]
    public void The_table_names_no_op_that_is_not_there() =>
        Assert.All(Allowed.Keys, op => Assert.Contains(OpTable.Rows, row => row.Name == op));

    private static Wait[] Run(OpRow row, Shape[] shapes)
    {
        var device = new DeferredDevice();
        Tensor[] operands = Operands.Make(row, shapes, DType.Float32, device, _ => Layout.Plain);
        foreach (Tensor operand in operands)
            operand.RequiresGrad = row.HasGradient;
        Tensor y = row.Run(operands);
        if (row.HasGradient)
            y.Backward(Operands.Gradient(y));
        return [.. device.Waits];
    }
}
