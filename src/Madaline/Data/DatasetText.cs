namespace Madaline.Data;

/// <summary>Data sets as text, in a line.</summary>
internal static class DatasetText
{
    private const int NamesShown = 10;

    /// <summary>The text of a set.</summary>
    /// <param name="data">The set.</param>
    /// <param name="dtype">The dtype of its inputs, where it is known.</param>
    public static string Of(Dataset data, DType? dtype)
    {
        string name = data is TensorDataset { Name.Length: > 0 } named ? $" {named.Name}" : "";
        return $"{data.GetType().Name}{name}: {data.Count:N0} samples, inputs {(dtype is null ? "" : $"{dtype} ")}"
            + $"{data.InputShape}, {Targets(data)}";
    }

    private static string Targets(Dataset data)
    {
        var names = data.ClassNames;
        if (names.Count > 0)
        {
            return $"{names.Count} class{(names.Count == 1 ? "" : "es")} ({string.Join(", ", names.Take(NamesShown))}"
                + $"{(names.Count > NamesShown ? ", …" : "")})";
        }

        Tensor targets = data.Targets;
        string target = data is TensorDataset { TargetName.Length: > 0 } named ? $" {named.TargetName}" : "";
        return targets.Rank == 0 ? $"targets {targets.DType}" : $"targets{target} {targets.DType} {targets.Shape[1..]}";
    }
}
