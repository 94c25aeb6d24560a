namespace Madaline.Studio.Views.Tensors;

/// <summary>A block with its integers.</summary>
/// <param name="Block">Which.</param>
/// <param name="Integers">Its integers.</param>
internal sealed record ChainStep(TensorBlock Block, int[] Integers)
{
    /// <summary>As code behind a tensor's name, such as <c>.Transpose(0, 1)</c>.</summary>
    public string Code => Block.Code(string.Join(", ", Integers));

    /// <summary>As in an address, such as <c>transpose,0,1</c>.</summary>
    public string Text => string.Join(',', Integers.Select(n => $"{n}").Prepend(Block.Name));
}

/// <summary>A small tensor and what was made of it, one operation after the other.</summary>
internal sealed class TensorChain
{
    /// <summary>More steps are not shown.</summary>
    public const int MostSteps = 8;

    /// <summary>Larger tensors are not drawn.</summary>
    private const int MostElements = 96, MostDimensions = 5;

    private TensorChain(string start, IReadOnlyList<ChainStep> steps, Tensor first)
    {
        (Start, Steps) = (start, steps);
        List<Tensor> values = [first];
        foreach (ChainStep step in steps)
        {
            try
            {
                Tensor next = step.Block.Run(values[^1], step.Integers);
                if (next.Elements > MostElements || next.Rank > MostDimensions)
                    throw new ViewException($"The result has the shape {next.Shape}. The engine can do that, but here "
                        + $"no more than {MostElements} elements and {MostDimensions} dimensions are drawn.");
                values.Add(next);
            }
            catch (Exception e) when (e is TensorException or ViewException or ArgumentException)
            {
                Problem = e.Message;
                break;
            }
        }

        Values = values;
    }

    /// <summary>The name of the first tensor.</summary>
    public string Start { get; }

    /// <summary>What is asked for; the last may have been refused.</summary>
    public IReadOnlyList<ChainStep> Steps { get; }

    /// <summary>The first tensor, and one for each step that was done.</summary>
    public IReadOnlyList<Tensor> Values { get; }

    /// <summary>Why a step was refused, in the engine's words; null where none was.</summary>
    public string? Problem { get; }

    /// <summary>The chain that a page asks for; what is no block is left out.</summary>
    public static TensorChain Of(ViewArguments arguments)
    {
        string start = arguments.Text("start");
        if (!TensorBlock.Starts.ContainsKey(start))
            start = "2x3";
        var steps = new List<ChainStep>();
        foreach (string text in (arguments.Has("chain") ? arguments.Text("chain") : "transpose,0,1").Split(';'))
        {
            string[] parts = text.Split(',');
            if (steps.Count < MostSteps && TensorBlock.All.FirstOrDefault(one => one.Name == parts[0]) is { } block)
                steps.Add(new(block, block.Integers(parts.AsSpan(1))));
        }

        return Of(start, steps, TensorBlock.Starts[start]);
    }

    /// <summary>Does steps from a tensor.</summary>
    public static TensorChain Of(string start, IReadOnlyList<ChainStep> steps, Tensor first) =>
        new(start, steps, first);

    /// <summary>The numbers of the elements in the memory, in the order of the elements.</summary>
    public static int[] Reads(Tensor x)
    {
        int[] reads = new int[x.Elements], strides = x.Stride();
        for (int i = 0; i < reads.Length; i++)
            reads[i] = x.StorageOffset + Position(x.Shape, i).Zip(strides, (index, stride) => index * stride).Sum();
        return reads;
    }

    /// <summary>The index in each dimension of an element.</summary>
    public static int[] Position(Shape shape, int element)
    {
        var position = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; d--)
            (element, position[d]) = (element / shape[d], element % shape[d]);
        return position;
    }

    /// <summary>The first value that has the same memory as another.</summary>
    public int MemoryOf(int value) => Values.Index().First(other => other.Item.SharesMemoryWith(Values[value])).Index;

    /// <summary>What lies in the memory of a value, as far as the chain shows it; NaN where nothing reads it.</summary>
    public float[] Cells(int value)
    {
        var cells = new float[Math.Min(MostElements, Values[value].StorageElements)];
        Array.Fill(cells, float.NaN);
        foreach (Tensor x in Values.Where(other => other.SharesMemoryWith(Values[value])))
        {
            foreach (var (cell, number) in Reads(x).Zip(x.Detach().ToArray<float>()))
            {
                if (cell < cells.Length)
                    cells[cell] = number;
            }
        }

        return cells;
    }
}
