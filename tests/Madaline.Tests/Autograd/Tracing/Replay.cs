using Madaline.NN;
using Madaline.Tests.Ops;

namespace Madaline.Tests.Autograd.Tracing;

/// <summary>Computes a trace again from its records alone.</summary>
internal static class Replay
{
    /// <summary>
    /// Operations whose records say more than the row of their name in the op table: another call, or attributes.
    /// </summary>
    private static readonly Dictionary<string, Func<Tensor[], Attributes, Tensor>> Calls = new()
    {
        ["clamp"] = (x, a) => x[0].Clamp(Given(a, "min"), Given(a, "max")),
        ["add"] = (x, a) => Both(x, a, (l, r) => l + r, (l, r) => l + r, (l, r) => l + r),
        ["sub"] = (x, a) => Both(x, a, (l, r) => l - r, (l, r) => l - r, (l, r) => l - r),
        ["mul"] = (x, a) => Both(x, a, (l, r) => l * r, (l, r) => l * r, (l, r) => l * r),
        ["div"] = (x, a) => Both(x, a, (l, r) => l / r, (l, r) => l / r, (l, r) => l / r),
        ["pow"] = (x, a) => Both(x, a, (l, r) => l.Pow(r), (l, r) => l.Pow(r), Tensor.Pow),
        ["remainder"] = (x, a) => Both(x, a, (l, r) => l.Remainder(r), (l, r) => l.Remainder(r)),
        ["fmod"] = (x, a) => Both(x, a, (l, r) => l.FMod(r), (l, r) => l.FMod(r)),
        ["floor_divide"] = (x, a) => Both(x, a, (l, r) => l.FloorDivide(r), (l, r) => l.FloorDivide(r)),
        ["maximum"] = (x, a) => Both(x, a, (l, r) => l.Maximum(r), (l, r) => l.Maximum(r)),
        ["minimum"] = (x, a) => Both(x, a, (l, r) => l.Minimum(r), (l, r) => l.Minimum(r)),
        ["where"] = (x, _) => Tensor.Where(x[0], x[1], x[2]),
        ["to"] = (x, a) => x[0].To(a["dtype"].DType),
        ["view"] = (x, _) => x[0],
        ["reshape"] = (x, a) => x[0].Reshape(Ints(a, "shape")),
        ["permute"] = (x, a) => x[0].Permute(Ints(a, "dims")),
        ["expand"] = (x, a) => x[0].Expand(Ints(a, "size")),
        ["squeeze"] = (x, a) => Without(x[0], Ints(a, "dim")),
        ["unsqueeze"] = (x, a) => x[0].Unsqueeze(Int(a, "dim")),
        ["slice"] = (x, a) => x[0].Slice(Int(a, "dim"), Int(a, "start"), Int(a, "end"), Int(a, "step")),
        ["flip"] = (x, a) => x[0].Flip(Ints(a, "dims")),
        ["pad"] = (x, a) => x[0].Pad(Ints(a, "pad"), Given(a, "value")),
        ["concat"] = (x, a) => Tensor.Concat(x, Int(a, "dim")),
        ["as_strided"] = (x, a) => x[0].Alias(new(Ints(a, "size"), Ints(a, "stride"), Int(a, "storage_offset"))).Clone(),
        ["as_strided_scatter"] = Scattered,
        ["unfold"] = (x, a) => x[0].Unfold(Size(a, "kernel_size"), Size(a, "dilation"), Size(a, "padding"), Size(a, "stride")),
        ["fold"] = (x, a) => x[0].Fold(
            Size(a, "output_size"), Size(a, "kernel_size"), Size(a, "dilation"), Size(a, "padding"), Size(a, "stride")),
        ["upsample"] = (x, a) => x[0].Upsample(Size(a, "size")),
        ["sum"] = (x, a) => x[0].Sum(Ints(a, "dim"), a["keepdim"].Bool),
        ["prod"] = (x, a) => x[0].Prod(Ints(a, "dim"), a["keepdim"].Bool),
        ["amax"] = (x, a) => x[0].AMax(Ints(a, "dim"), a["keepdim"].Bool),
        ["amin"] = (x, a) => x[0].AMin(Ints(a, "dim"), a["keepdim"].Bool),
        ["any"] = (x, a) => x[0].Any(Ints(a, "dim"), a["keepdim"].Bool),
        ["all"] = (x, a) => x[0].All(Ints(a, "dim"), a["keepdim"].Bool),
        ["var"] = (x, a) => x[0].Var(Ints(a, "dim"), a["correction"].Number, a["keepdim"].Bool),
        ["std"] = (x, a) => x[0].Std(Ints(a, "dim"), a["correction"].Number, a["keepdim"].Bool),
        ["norm"] = (x, a) => x[0].Norm(a["p"].Number, Ints(a, "dim"), a["keepdim"].Bool),
        ["argmax"] = (x, a) => x[0].ArgMax(Int(a, "dim"), a["keepdim"].Bool),
        ["argmin"] = (x, a) => x[0].ArgMin(Int(a, "dim"), a["keepdim"].Bool),
        ["cumsum"] = (x, a) => x[0].CumSum(Int(a, "dim")),
        ["softmax"] = (x, a) => x[0].Softmax(Int(a, "dim")),
        ["log_softmax"] = (x, a) => x[0].LogSoftmax(Int(a, "dim")),
        ["cross_entropy"] = (x, a) =>
            x[0].CrossEntropy(x[1], new(a["ignore_index"].Integer, a["reduction"].Text == "mean")),
        ["linear"] = (x, a) => Rectified(x[0].Linear(x[1], x[2]), a),
        ["conv2d"] = (x, a) => Rectified(
            x[0].Conv2d(x[1], x[2], Size(a, "stride"), Padded(a), Size(a, "dilation"), Int(a, "groups")), a),
        ["conv_transpose2d"] = (x, a) => x[0].ConvTranspose2d(x[1], x[2], Size(a, "stride"), Size(a, "padding"),
            Size(a, "output_padding"), Int(a, "groups"), Size(a, "dilation")),
        ["gather"] = (x, a) => x[0].Gather(Int(a, "dim"), x[1]),
        ["scatter_add"] = (x, a) => x[0].ScatterAdd(Int(a, "dim"), x[1], x[2]),
        ["index_select"] = (x, a) => x[0].IndexSelect(Int(a, "dim"), x[1]),
        ["flat_nonzero"] = (x, _) => x[0].Reshape(-1).NonZero().Reshape(-1),
        ["batch_norm"] = (x, a) => Rectified(Plus(x[0].BatchNorm(x[1], x[2], x[3], x[4], a["training"].Bool, 0, a["eps"].Number), x), a),
        ["group_norm"] = (x, a) => x[0].GroupNorm(Int(a, "num_groups"), x[1], x[2], a["eps"].Number),
        ["instance_norm"] = (x, a) => x[0].InstanceNorm(x[1], x[2], x[3], x[4], a["use_input_stats"].Bool, 0, a["eps"].Number),
        ["layer_norm"] = (x, a) => x[0].LayerNorm(Ints(a, "normalized_shape"), x[1], x[2], a["eps"].Number),
        ["full"] = (_, a) => Tensor.Full(Ints(a, "size"), Given(a, "fill_value")!.Value, a["dtype"].DType),
        ["arange"] = (_, a) => Tensor.Arange(Given(a, "start")!.Value, Given(a, "end")!.Value, Given(a, "step"), a["dtype"].DType),
        ["linspace"] = (_, a) => Tensor.Linspace(a["start"].Number, a["end"].Number, Int(a, "steps"), a["dtype"].DType),
        ["fill"] = (x, a) => Tensor.Full(x[0].Shape, Given(a, "value")!.Value, x[0].DType),
        ["copy"] = (x, _) => x[1].To(x[0].DType).Expand(x[0].Shape.AsSpan()).Clone(),
        ["index_put"] = Written,
        ["max_pool1d"] = (x, a) => x[0].MaxPool1d(One(a, "kernel_size"), One(a, "stride"), One(a, "padding"), One(a, "dilation"), a["ceil_mode"].Bool),
        ["min_pool1d"] = (x, a) => x[0].MinPool1d(One(a, "kernel_size"), One(a, "stride"), One(a, "padding"), One(a, "dilation"), a["ceil_mode"].Bool),
        ["median_pool1d"] = (x, a) => x[0].MedianPool1d(One(a, "kernel_size"), One(a, "stride"), One(a, "padding"), One(a, "dilation"), a["ceil_mode"].Bool),
        ["avg_pool1d"] = (x, a) => x[0].AvgPool1d(One(a, "kernel_size"), One(a, "stride"), One(a, "padding"), a["ceil_mode"].Bool, a["count_include_pad"].Bool),
        ["max_pool2d"] = (x, a) => x[0].MaxPool2d(Size(a, "kernel_size"), Size(a, "stride"), Size(a, "padding"), Size(a, "dilation"), a["ceil_mode"].Bool),
        ["min_pool2d"] = (x, a) => x[0].MinPool2d(Size(a, "kernel_size"), Size(a, "stride"), Size(a, "padding"), Size(a, "dilation"), a["ceil_mode"].Bool),
        ["median_pool2d"] = (x, a) => x[0].MedianPool2d(Size(a, "kernel_size"), Size(a, "stride"), Size(a, "padding"), Size(a, "dilation"), a["ceil_mode"].Bool),
        ["avg_pool2d"] = (x, a) => x[0].AvgPool2d(Size(a, "kernel_size"), Size(a, "stride"), Size(a, "padding"), a["ceil_mode"].Bool, a["count_include_pad"].Bool,
            a.ContainsKey("divisor_override") ? Int(a, "divisor_override") : null),
        ["adaptive_avg_pool1d"] = (x, a) => x[0].AdaptiveAvgPool1d(One(a, "output_size")),
        ["adaptive_max_pool1d"] = (x, a) => x[0].AdaptiveMaxPool1d(One(a, "output_size")),
        ["adaptive_avg_pool2d"] = (x, a) => x[0].AdaptiveAvgPool2d(Size(a, "output_size")),
        ["adaptive_max_pool2d"] = (x, a) => x[0].AdaptiveMaxPool2d(Size(a, "output_size")),
    };

    /// <summary>Names of operations that draw at random: what they made cannot be made again from a record.</summary>
    public static bool IsRandom(Trace trace) =>
        trace.Operations.Any(o => o.Name is "uniform" or "normal" or "randint" or "bernoulli" or "randperm");

    /// <summary>The outputs of a trace for inputs, computed from its records.</summary>
    public static Tensor[] Run(Trace trace, params Tensor[] inputs)
    {
        using var scope = new NoGrad();
        var known = new Dictionary<TracedTensor, Tensor>();
        foreach (var (i, input) in trace.Inputs.Index())
            known[input] = inputs[i];
        foreach (Operation operation in trace.Operations)
        {
            Tensor[] x = [.. operation.Inputs.Select(input => input is null ? null! : Value(input))];
            Tensor[] made = operation.Name == "sort" ? Sorted(x[0], operation.Attributes) : [Call(operation, x)];
            foreach (var (i, y) in made.Index())
                known[operation.Outputs[i]] = y;
        }

        return [.. trace.Outputs.Select(Value)];

        Tensor Value(TracedTensor x) => known.TryGetValue(x, out var value) ? value : x.Value!;
    }

    private static Tensor Call(Operation operation, Tensor[] x)
    {
        Tensor y = CallOf(operation)(x, operation.Attributes);
        TracedTensor expected = operation.Outputs[0];
        Assert.True(y.Shape.Equals(expected.Shape) && y.DType == expected.DType,
            $"{operation}: {y.DType} {y.Shape}, expected {expected}");
        return y;
    }

    /// <summary>How an operation is called: as said above, else as its row of the op table says.</summary>
    private static Func<Tensor[], Attributes, Tensor> CallOf(Operation operation)
    {
        if (Calls.TryGetValue(operation.Name, out var call))
            return call;
        OpRow? row = OpTable.Rows.FirstOrDefault(row => row.Name == operation.Name);
        Assert.True(row is not null, $"{operation} has no row of its name, and no call here");
        Assert.True(row.Replay is not null || operation.Attributes.Count == 0,
            $"{operation} has attributes: its row needs a {nameof(OpRow.Replay)}");
        return row.Replay ?? ((x, _) => row.Run(x));
    }

    private static Scalar? Given(Attributes attributes, string name) => !attributes.TryGetValue(name, out var value) ? null
        : value.Kind switch
        {
            AttributeKind.Bool => value.Bool,
            AttributeKind.Integer => value.Integer,
            _ => value.Number,
        };

    private static Tensor Both(
        Tensor[] x, Attributes attributes, Func<Tensor, Tensor, Tensor> tensors, Func<Tensor, Scalar, Tensor> right,
        Func<Scalar, Tensor, Tensor>? left = null) =>
        Given(attributes, "right") is { } r ? right(x[0], r)
        : Given(attributes, "left") is { } l ? left!(l, x[0])
        : tensors(x[0], x[1]);

    private static Tensor Rectified(Tensor y, Attributes attributes) =>
        attributes.TryGetValue("relu", out var relu) && relu.Bool ? y.Relu() : y;

    private static Tensor Plus(Tensor y, Tensor[] x) => x.Length > 5 ? y + x[5] : y;

    private static Padding Padded(Attributes a) => Ints(a, "padding") is [int top, int left, int bottom, int right]
        && (top != bottom || left != right) ? Padding.Same : (Ints(a, "padding")[0], Ints(a, "padding")[1]);

    private static Tensor Scattered(Tensor[] x, Attributes a)
    {
        Tensor y = x[0].Clone();
        y.Alias(new(Ints(a, "size"), Ints(a, "stride"), Int(a, "storage_offset"))).CopyFrom(x[1]);
        return y;
    }

    private static Tensor Written(Tensor[] x, Attributes a)
    {
        Tensor y = x[0].Clone();
        TensorIndex[] indices = [.. Enumerable.Repeat<TensorIndex>(.., y.Rank)];
        foreach (var (i, dimension) in Ints(a, "dims").Index())
            indices[dimension] = x[1 + i];
        y[indices] = x[^1];
        return y;
    }

    private static Tensor[] Sorted(Tensor x, Attributes a)
    {
        var (values, indices) = x.Sort(Int(a, "dim"), a["descending"].Bool);
        return [values, indices];
    }

    private static Tensor Without(Tensor x, int[] dimensions)
    {
        foreach (int dimension in dimensions.OrderDescending())
            x = x.Squeeze(dimension);
        return x;
    }

    private static int Int(Attributes a, string name) => (int)a[name].Integer;

    private static int[] Ints(Attributes a, string name) => Array.ConvertAll(a[name].Integers.ToArray(), i => (int)i);

    private static int One(Attributes a, string name) => Ints(a, name)[0];

    private static Size2 Size(Attributes a, string name) => (Ints(a, name)[0], Ints(a, name)[1]);
}
