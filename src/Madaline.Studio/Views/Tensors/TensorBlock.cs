using System.Globalization;

namespace Madaline.Studio.Views.Tensors;

/// <summary>An operation that a chain may hold: data with small integers, never code.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Hint">What its integers are; empty for none.</param>
/// <param name="Usual">The integers where none are given.</param>
/// <param name="Run">Has the engine do it.</param>
/// <param name="Code">How it is written, behind a tensor's name.</param>
internal sealed record TensorBlock(
    string Name, string Hint, int[] Usual, Func<Tensor, int[], Tensor> Run, Func<string, string> Code)
{
    /// <summary>The second tensor that it reads, if it does: r, c or m.</summary>
    public string? Partner { get; init; }

    /// <summary>Whether it takes as many integers as <see cref="Usual"/> has, and no others.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The second tensors.</summary>
    public static IReadOnlyDictionary<string, Tensor> Partners { get; } = new Dictionary<string, Tensor>
    {
        ["r"] = Tensor.From([10f, 20f, 30f]),
        ["c"] = Tensor.From([[100f], [200f]]),
        ["m"] = Tensor.From([[1f, 2f], [0f, 1f]]),
    };

    /// <summary>All blocks.</summary>
    public static IReadOnlyList<TensorBlock> All { get; } =
    [
        new("reshape", "sizes, one may be −1", [3, -1], (x, n) => x.Reshape(n), n => $".Reshape({n})"),
        new("flatten", "", [], (x, _) => x.Flatten(), _ => ".Flatten()") { IsFixed = true },
        new("transpose", "two dimensions", [0, 1], (x, n) => x.Transpose(n[0], n[1]), n => $".Transpose({n})")
        {
            IsFixed = true,
        },
        new("permute", "all dimensions in a new order", [1, 0], (x, n) => x.Permute(n), n => $".Permute({n})"),
        new("slice", "dimension, start, end, step", [1, 0, 3, 2], (x, n) => x.Slice(n[0], n[1], n[2], n[3]),
            n => $".Slice({n})") { IsFixed = true },
        new("select", "dimension, index", [0, 1], (x, n) => x.Select(n[0], n[1]), n => $".Select({n})")
        {
            IsFixed = true,
        },
        new("unsqueeze", "dimension", [0], (x, n) => x.Unsqueeze(n[0]), n => $".Unsqueeze({n})") { IsFixed = true },
        new("squeeze", "", [], (x, _) => x.Squeeze(), _ => ".Squeeze()") { IsFixed = true },
        new("expand", "sizes, −1 keeps one", [2, 2, 3], (x, n) => x.Expand(n), n => $".Expand({n})"),
        new("flip", "dimensions", [1], (x, n) => x.Flip(n), n => $".Flip({n})"),
        new("contiguous", "", [], (x, _) => x.Contiguous(), _ => ".Contiguous()") { IsFixed = true },
        new("clone", "", [], (x, _) => x.Clone(), _ => ".Clone()") { IsFixed = true },
        new("add-row", "", [], (x, _) => x + Partners["r"].To(x.DType), _ => " + r") { IsFixed = true, Partner = "r" },
        new("add-column", "", [], (x, _) => x + Partners["c"].To(x.DType), _ => " + c")
        {
            IsFixed = true,
            Partner = "c",
        },
        new("subtract", "a number", [3], (x, n) => x - (double)n[0], n => $" - {n}") { IsFixed = true },
        new("matmul", "", [], (x, _) => x.MatMul(Partners["m"].To(x.DType)), _ => ".MatMul(m)")
        {
            IsFixed = true,
            Partner = "m",
        },
        new("relu", "", [], (x, _) => x.Relu(), _ => ".Relu()") { IsFixed = true },
        new("sigmoid", "", [], (x, _) => x.Sigmoid(), _ => ".Sigmoid()") { IsFixed = true },
        new("square", "", [], (x, _) => x.Square(), _ => ".Square()") { IsFixed = true },
        new("sum", "dimensions, none for all", [], (x, n) => x.Sum(n), n => n == "" ? ".Sum()" : $".Sum([{n}])"),
        new("mean", "dimensions, none for all", [], (x, n) => x.Mean(n), n => n == "" ? ".Mean()" : $".Mean([{n}])"),
    ];

    /// <summary>Tensors that a chain begins with, by name.</summary>
    public static IReadOnlyDictionary<string, Tensor> Starts { get; } = new Dictionary<string, Tensor>
    {
        ["2x2"] = Tensor.From([[1f, 2f], [3f, 4f]]),
        ["2x3"] = Tensor.From([[1f, 2f, 3f], [4f, 5f, 6f]]),
        ["2x3x4"] = Tensor.Arange(24).To(DType.Float32).Reshape(2, 3, 4).Clone(),
        ["3"] = Tensor.From([1f, 2f, 3f]),
    };

    /// <summary>Its integers: those given where they are as many as it takes, else the usual ones.</summary>
    /// <param name="texts">What the page sends.</param>
    public int[] Integers(ReadOnlySpan<string> texts)
    {
        const int Most = 4, Limit = 24;
        var integers = new List<int>();
        foreach (string text in texts)
        {
            if (integers.Count < Most
                && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value))
            {
                integers.Add(Math.Clamp(value, -Limit, Limit));
            }
        }

        return IsFixed && integers.Count != Usual.Length ? Usual : [.. integers];
    }
}
