using System.Runtime.CompilerServices;

namespace Madaline.Autograd;

/// <summary>Where a gradient goes: to the op that made an input, or to the input itself when it is a leaf.</summary>
internal readonly record struct Edge(Node? Node, Tensor? Leaf)
{
    public static Edge To(Tensor x) => x.GradFn is { } node ? new(node, null) : new(null, x.RequiresGrad ? x : null);

    public bool IsNeeded => Node is not null || Leaf is not null;
}

/// <summary>A tensor that backward will need, and a check that it was not changed in place meanwhile.</summary>
internal readonly struct SavedTensor(Tensor tensor)
{
    private readonly int _version = tensor.Storage.Version;

    /// <summary>False for the default: nothing was saved, or it was dropped.</summary>
    public bool IsSet => tensor is not null;

    /// <summary>Whether it still holds what forward saw.</summary>
    public bool IsIntact => !tensor.Storage.IsReleased && tensor.Storage.Version == _version;

    /// <summary>The tensor, provided that it still holds what forward saw.</summary>
    public Tensor Get(string op)
    {
        if (tensor.Storage.Version != _version)
        {
            throw new TensorException(op, "a tensor that backward needs was modified in place. "
                + $"It has shape {tensor.Shape} and version "
                + $"{tensor.Storage.Version}; expected version {_version}. "
                + "Change it after Backward, or use the form that makes a new tensor.");
        }

        return Unread(op);
    }

    /// <summary>The tensor where backward needs its shape and no element: it may have been changed.</summary>
    public Tensor Unread(string op)
    {
        tensor.RequireAlive(op);
        return tensor;
    }
}

/// <summary>
/// One recorded operation: what it saved, and how the gradient of its output becomes those of its inputs.
/// </summary>
internal abstract class Node
{
    // Up to three lie in the node itself: an array would be one object more for every operation.
    private readonly FewEdges _few;
    private readonly Edge[]? _many;
    private readonly int _count;

    protected Node(Tensor x)
    {
        _few[0] = Edge.To(x);
        _count = 1;
    }

    protected Node(Tensor x, Tensor y) : this(x, y, null)
    {
    }

    protected Node(Tensor x, Tensor y, Tensor? z)
    {
        _few[0] = Edge.To(x);
        _few[1] = Edge.To(y);
        _count = 2;
        if (z is not null)
            _few[_count++] = Edge.To(z);
    }

    protected Node(ReadOnlySpan<Tensor> inputs)
    {
        _count = inputs.Length;
        _many = new Edge[_count];
        for (int i = 0; i < inputs.Length; i++)
            _many[i] = Edge.To(inputs[i]);
    }

    [InlineArray(3)]
    private struct FewEdges
    {
        private Edge _first;
    }

    /// <summary>The forward operation's name, for errors.</summary>
    public abstract string Name { get; }

    /// <summary>Whether ReLU was the last thing that it did, by itself or in the same pass.</summary>
    public virtual bool IsRectified => false;

    public ReadOnlySpan<Edge> Edges => _many is null ? ((ReadOnlySpan<Edge>)_few)[.._count] : _many;

    /// <summary>The gradient gathered so far, and how many consumers have yet to add theirs.</summary>
    public Tensor? Gradient { get; set; }

    public int Pending { get; set; }

    /// <summary>The pass that is under way here; 0 for none.</summary>
    public long Pass { get; set; }

    /// <summary>During a pass: the node reached after this one, and the one that waited before it was ready.</summary>
    public Node? NextReached { get; set; }

    public Node? NextReady { get; set; }

    public bool IsReleased { get; private set; }

    /// <summary>An output that only the tape refers to: its memory goes back as soon as this node is done.</summary>
    public Tensor? TransientOutput { get; set; }

    /// <summary>The output whose gradient the user asked to keep.</summary>
    public Tensor? RetainedOutput { get; set; }

    /// <summary>Whether the gradient of an input is needed.</summary>
    protected bool Needs(int input) => Edges[input].IsNeeded;

    /// <summary>
    /// Computes the inputs' gradients from the output's and gives each to <see cref="Give"/>. <paramref name="dy"/>
    /// stays the caller's.
    /// </summary>
    public abstract void Backward(Tensor dy);

    /// <summary>Drops what was saved.</summary>
    protected abstract void DropSaved();

    /// <summary>Forgets a pass, finished or broken off.</summary>
    public void Forget()
    {
        (Gradient, Pending, Pass) = (null, 0, 0);
        (NextReached, NextReady) = (null, null);
    }

    public void Release()
    {
        IsReleased = true;
        DropSaved();
        TransientOutput?.Release();
        TransientOutput = null;
    }

    /// <summary>
    /// Memory for the gradient of an input of that shape: what its last one had, where that is forgotten.
    /// </summary>
    protected Tensor NewGradient(int index, Shape shape, Tensor dy) =>
        Edges[index].Leaf is { } leaf ? leaf.NewGradient() : Tensor.Empty(shape, dy.DType, dy.Device, Name);

    /// <summary>Hands a gradient over to an input; it belongs to the receiver from now on.</summary>
    protected void Give(int input, Tensor gradient)
    {
        if (GradMode.DetectsAnomalies)
            Anomaly.CheckBackward(Name, gradient);
        var (node, leaf) = Edges[input];
        if (node is not null)
            node.Gradient = GradientSum.Add(node.Gradient, gradient);
        else if (leaf is not null)
            leaf.AccumulateGrad(gradient);
        else
            gradient.Release();
    }
}

/// <summary>Adding up gradients that arrive one after the other.</summary>
internal static class GradientSum
{
    public static Tensor Add(Tensor? sum, Tensor gradient)
    {
        if (sum is null)
            return gradient;
        if (sum.IsContiguous && sum.Storage.Handles == 1)
        {
            sum.Device.Accumulate(sum, gradient, sum);
            gradient.Release();
            return sum;
        }

        var result = Tensor.Empty(sum.Shape, sum.DType, sum.Device, "backward");
        sum.Device.Accumulate(sum, gradient, result);
        sum.Release();
        gradient.Release();
        return result;
    }
}
