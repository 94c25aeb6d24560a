using Madaline.Tests.Ops;

namespace Madaline.Tests.Bits;

/// <summary>Operands of a row that are large enough for several threads.</summary>
internal static class LargeShapes
{
    public static Shape[] Of(OpRow row)
    {
        if (row.LargeShapes is { } large)
            return large;
        if (row.Name == "eye")
            return [[20_011]];
        bool joins = row.Name.StartsWith("concat", StringComparison.Ordinal) && row.Shapes[0][0].Rank == 2;
        if (joins || ReferenceEquals(row.Shapes, OpShapes.Matrices))
            return [.. row.Shapes[0].Select<Shape, Shape>(_ => [367, 307])];
        Shape[] first = row.Shapes[0];
        return (first.Length, first[0].Rank) switch
        {
            (1, 1) => [[100_003]],
            (1, _) => [[37, 51, 67]],
            (2, 1) => row.Name == "mul/outer" ? [[401], [307]] : [[100_003], [100_003]],
            (2, _) => row.Name switch
            {
                "linear/no bias" => [[130, 1100], [70, 1100]],
                _ when row.Name.StartsWith("scatter", StringComparison.Ordinal) => [[367, 307], [367, 307]],
                _ => [[130, 1100], [1100, 70]],
            },
            _ => row.Name == "linear" ? [[130, 1100], [70, 1100], [70]] : [[100_003], [100_003], [100_003]],
        };
    }
}
