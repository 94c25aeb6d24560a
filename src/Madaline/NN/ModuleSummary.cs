using System.Globalization;
using System.Text;

namespace Madaline.NN;

/// <summary>A layer in a summary.</summary>
/// <param name="Name">Its dotted name; empty for the network itself.</param>
/// <param name="Kind">Its kind, such as <c>Linear</c>.</param>
/// <param name="OutputShape">The shape of its last output, or null when it was not called.</param>
/// <param name="Parameters">How many numbers it learns itself.</param>
public readonly record struct SummaryRow(string Name, string Kind, Shape? OutputShape, long Parameters)
{
    /// <summary>The shapes of the outputs after the first, of a module that gives several.</summary>
    public IReadOnlyList<Shape> FurtherOutputs { get; init; } = [];

    /// <summary>All output shapes in words.</summary>
    internal string Outputs => OutputShape is null ? "not called"
        : string.Join(", ", FurtherOutputs.Prepend(OutputShape));
}

/// <summary>A table of the layers of a network; <see cref="ToString"/> prints it.</summary>
/// <param name="InputShapes">The inputs' shapes, batch included.</param>
/// <param name="OutputShapes">The outputs' shapes.</param>
/// <param name="Rows">The layers in order.</param>
/// <param name="ParameterCount">How many numbers are learned, shared ones once.</param>
public sealed record ModuleSummary(
    IReadOnlyList<Shape> InputShapes, IReadOnlyList<Shape> OutputShapes, IReadOnlyList<SummaryRow> Rows,
    long ParameterCount)
{
    /// <summary>The shape of the first input.</summary>
    public Shape InputShape => InputShapes[0];

    /// <summary>The shape of the first output.</summary>
    public Shape OutputShape => OutputShapes[0];

    /// <summary>The table as text.</summary>
    public override string ToString()
    {
        List<string[]> lines =
            [["layer", "kind", "output", "parameters"], ["input", "", string.Join(", ", InputShapes), ""]];
        foreach (var row in Rows)
            lines.Add([row.Name, row.Kind, row.Outputs, Number(row.Parameters)]);
        lines.Add(["total", "", "", Number(ParameterCount)]);
        var text = new StringBuilder();
        foreach (var cells in lines)
        {
            for (int column = 0; column < 4; column++)
            {
                int width = lines.Max(line => line[column].Length);
                text.Append(column == 3 ? cells[column].PadLeft(width) : cells[column].PadRight(width + 2));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
