using Madaline.Tensors;

namespace Madaline.Autograd;

/// <summary>
/// Which traced tensor lies where: views share memory, so that a tensor is known by its memory, its layout, and the
/// version of the memory.
/// </summary>
/// <param name="copy">Copies the elements of a constant.</param>
internal sealed class TracedValues(Func<Tensor, Tensor> copy)
{
    private readonly Dictionary<Storage, Memory> _memories = [];
    private readonly HashSet<string> _names = [];

    private sealed class Memory
    {
        public int Version { get; set; }

        public List<Place> Places { get; } = [];
    }

    private readonly record struct Place(Shape Shape, int[] Strides, int Offset, TracedTensor Value)
    {
        public bool IsOf(Tensor x) =>
            Offset == x.Offset && Shape.Equals(x.Shape) && Strides.AsSpan().SequenceEqual(x.Strides);
    }

    public TracedTensor Declare(Tensor x, string name, TracedKind kind) => Put(x, name, kind, x);

    public TracedTensor Compute(Tensor y, string name) => Put(y, name, TracedKind.Computed, null);

    /// <summary>A tensor from elsewhere: one that is learned, or one with the elements that it has now.</summary>
    public TracedTensor Constant(Tensor x)
    {
        if (x is { IsLeaf: true, RequiresGrad: true })
            return Put(x, $"parameter_{_names.Count}", TracedKind.Parameter, x);
        using var pause = Tracing.Pause();
        return Put(x, $"constant_{_names.Count}", TracedKind.Constant, copy(x));
    }

    /// <summary>The traced tensor of a tensor, if its elements are those that were traced.</summary>
    public TracedTensor? Known(Tensor x)
    {
        if (Current(x.Storage) is not { } memory)
            return null;
        int at = memory.Places.FindIndex(place => place.IsOf(x));
        return at < 0 ? null : memory.Places[at].Value;
    }

    /// <summary>The traced tensor that covers all the memory below a view, if there is one.</summary>
    public TracedTensor? WholeBelow(Tensor x) => Current(x.Storage)?.Places is { } places
        ? places.Where(place => IsWhole(place, x.Storage)).Select(place => place.Value).FirstOrDefault()
        : null;

    /// <summary>The same, or the tensor itself where none covers all.</summary>
    public TracedTensor Whole(Tensor y, TracedTensor otherwise)
    {
        Place own = new(y.Shape, y.Strides, y.Offset, otherwise);
        return IsWhole(own, y.Storage) ? otherwise : WholeBelow(y) ?? otherwise;
    }

    /// <summary>An operation will write this memory and tell of it: what is known of it holds until then.</summary>
    public void Announce(Storage storage)
    {
        if (_memories.TryGetValue(storage, out var memory) && memory.Version == storage.Version - 1)
            memory.Version = storage.Version;
    }

    /// <summary>A tensor was written: all views of its memory are others now.</summary>
    public TracedTensor Overwrite(Tensor y, string name)
    {
        if (_memories.TryGetValue(y.Storage, out var memory))
            memory.Places.Clear();
        return Compute(y, name);
    }

    /// <summary>What covers the memory of a view that was written.</summary>
    public TracedTensor OverwriteWhole(TracedTensor before, Tensor y, string name)
    {
        TracedTensor all = new(Unique(name), TracedKind.Computed, before.Shape, before.DType, null);
        _memories[y.Storage].Places.Insert(0, new(all.Shape, all.Shape.Strides, 0, all));
        return all;
    }

    private static bool IsWhole(Place place, Storage storage) =>
        place.Offset == 0 && place.Shape.Elements == storage.Length && place.Shape.IsRowMajor(place.Strides);

    private Memory? Current(Storage storage) =>
        _memories.TryGetValue(storage, out var memory) && memory.Version == storage.Version ? memory : null;

    private TracedTensor Put(Tensor x, string name, TracedKind kind, Tensor? value)
    {
        var traced = new TracedTensor(Unique(name), kind, x.Shape, x.DType, value);
        if (!_memories.TryGetValue(x.Storage, out var memory))
            _memories[x.Storage] = memory = new();
        if (memory.Version != x.Storage.Version)
            memory.Places.Clear();
        memory.Version = x.Storage.Version;
        memory.Places.RemoveAll(place => place.IsOf(x));
        memory.Places.Add(new(x.Shape, x.Strides, x.Offset, traced));
        return traced;
    }

    private string Unique(string name)
    {
        while (!_names.Add(name))
            name += "_";
        return name;
    }
}
