using CsCheck;
using Madaline.Tensors;
using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Tensors;

/// <summary>Chains of views against index arithmetic.</summary>
public sealed class ViewProperties
{
    private static readonly Gen<int[]> Sizes = Gen.Int[0, 5].Array[0, 4];

    private static readonly Gen<(int Kind, int A, int B, int C, int D)[]> Steps =
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[1, 4]).Array[0, 6];

    [Fact]
    public void Chains_of_views_show_what_index_arithmetic_says() =>
        Gen.Select(Sizes, Steps).Sample((sizes, steps) => Follow(sizes, steps, Device.Cpu), iter: 3000, threads: 1);

    [Fact]
    public void Chains_of_views_on_the_reference_device_too() =>
        Gen.Select(Sizes, Steps).Sample((sizes, steps) => Follow(sizes, steps, ReferenceDevice.Instance), iter: 500, threads: 1);

    [Fact]
    public void Chains_of_views_on_the_deferred_device_too() =>
        Gen.Select(Sizes, Steps).Sample(
            (sizes, steps) => Follow(sizes, steps, new DeferredDevice()), iter: 500, threads: 1);

    [Fact]
    public void Writing_through_a_chain_of_views_changes_those_elements_and_no_others() =>
        Gen.Select(Sizes, Steps).Sample(WriteThrough, iter: 2000, threads: 1);

    [Fact]
    public void Sums_over_any_dimensions_of_any_view_are_the_sums_of_its_elements() =>
        Gen.Select(Sizes, Steps, Gen.Int[0, 31]).Sample(Sums, iter: 2000, threads: 1);

    [Fact]
    public void Elementwise_results_over_any_view_are_those_of_a_copy() =>
        Gen.Select(Sizes, Steps).Sample(
            (sizes, steps) =>
            {
                var (tensor, model) = Build(sizes, steps, Device.Cpu);
                Assert.Equal(Tensor.From(model.Values).Gelu().ToArray<float>(), tensor.Gelu().ToArray<float>());
            },
            iter: 1000,
            threads: 1);

    private static void Follow(int[] sizes, (int, int, int, int, int)[] steps, Device device)
    {
        var (tensor, model) = Build(sizes, steps, device);
        Assert.Equal(model.Sizes, tensor.Shape.ToArray());
        Assert.Equal(model.Values, tensor.ToArray<float>());
        Assert.Equal(model.Values, tensor.Clone().ToArray<float>());
        Assert.Equal(model.Values, tensor.Reshape(-1).ToArray<float>());
    }

    private static void WriteThrough(int[] sizes, (int Kind, int A, int B, int C, int D)[] steps)
    {
        Tensor tensor = Tensor.From(StridedModel.Counting(sizes).Memory, sizes), view = tensor;
        StridedModel model = StridedModel.Counting(sizes);
        foreach (var step in steps)
        {
            // Copies and repeated elements are no views to write through.
            if (step.Kind is 5 or 6 or 7)
                continue;
            (view, model) = Step(view, model, step);
        }

        view.AddInPlace(1000);
        foreach (int[] position in StridedModel.Positions(model.Sizes))
            model.Memory[model.Place(position)] += 1000;
        Assert.Equal(model.Memory, tensor.ToArray<float>());
    }

    private static void Sums(int[] sizes, (int, int, int, int, int)[] steps, int mask)
    {
        var (tensor, model) = Build(sizes, steps, Device.Cpu);
        int[] dimensions = [.. Enumerable.Range(0, model.Rank).Where(d => (mask >> d & 1) != 0)];
        if (dimensions.Length == 0)
            dimensions = [.. Enumerable.Range(0, model.Rank)];
        int[] kept = [.. model.Sizes.Select((n, d) => dimensions.Contains(d) ? 1 : n)];
        StridedModel result = StridedModel.Counting(kept);
        var sums = new double[result.Elements];
        foreach (int[] position in StridedModel.Positions(model.Sizes))
            sums[result.Place([.. position.Select((p, d) => dimensions.Contains(d) ? 0 : p)])] += model.Memory[model.Place(position)];
        Tensor sum = tensor.Sum(dimensions, keepDims: true);
        Assert.Equal(kept, sum.Shape.ToArray());
        Assert.Equal(sums.Select(x => (float)x), sum.ToArray<float>());
    }

    private static (Tensor, StridedModel) Build(int[] sizes, (int Kind, int A, int B, int C, int D)[] steps, Device device)
    {
        StridedModel model = StridedModel.Counting(sizes);
        Tensor tensor = Tensor.From(model.Memory, sizes).To(device);
        foreach (var step in steps)
            (tensor, model) = Step(tensor, model, step);
        return (tensor, model);
    }

    private static (Tensor, StridedModel) Step(Tensor x, StridedModel model, (int Kind, int A, int B, int C, int D) step)
    {
        if (model.Rank == 0 || model.Rank > 5 || model.Elements > 3000)
            return model.Rank == 0 ? (x.Unsqueeze(0), model.Unsqueeze(0)) : (x, model);
        int d = step.A % model.Rank, e = step.B % model.Rank, size = model.Sizes[d];
        int start = step.B % (size + 1), end = start + (step.C % (size - start + 1));
        return step.Kind switch
        {
            0 => (x.Transpose(d, e - model.Rank), model.Swap(d, e)),
            1 => (x.Slice(d, start, end, step.D), model.Slice(d, start, end, step.D)),
            2 when size > 0 => (x.Select(d, (step.B % size) - size), model.Select(d, step.B % size)),
            3 => (x.Unsqueeze(d), model.Unsqueeze(d)),
            4 => (x.Narrow(d, start, end - start), model.Slice(d, start, end, 1)),
            5 => (x.Flip(d), model.Flip(d)),
            6 => Expanded(x, model.Expand(2, d, step.D)),
            7 => Merged(x, model, d),
            _ => (x[TensorIndex.Ellipsis, TensorIndex.Every(step.D)], model.Slice(model.Rank - 1, 0, model.Sizes[^1], step.D)),
        };
    }

    private static (Tensor, StridedModel) Expanded(Tensor x, StridedModel model) => (x.Expand(model.Sizes), model);

    private static (Tensor, StridedModel) Merged(Tensor x, StridedModel model, int d)
    {
        if (d + 1 == model.Rank)
            return (x.Reshape(model.Sizes), model.Reshape(model.Sizes));
        int[] sizes = [.. model.Sizes[..d], model.Sizes[d] * model.Sizes[d + 1], .. model.Sizes[(d + 2)..]];
        return (x.Reshape(sizes), model.Reshape(sizes));
    }
}
