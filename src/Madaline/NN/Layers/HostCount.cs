using Madaline.Tensors;

namespace Madaline.NN;

/// <summary>
/// A count that a tensor holds, known to the host as well: nothing is read unless it was written elsewhere meanwhile.
/// </summary>
/// <param name="tensor">Int64 [], 0 at first.</param>
internal sealed class HostCount(Tensor tensor)
{
    private Storage _storage = tensor.Storage;
    private int _version = tensor.Storage.Version;
    private long _value;

    /// <summary>Adds 1 to the tensor, and tells what it holds then.</summary>
    public long CountOne()
    {
        if (!IsKnown())
            _value = tensor.Item<long>();
        tensor.AddInPlace(1);
        (_storage, _version) = (tensor.Storage, tensor.Storage.Version);
        return ++_value;
    }

    /// <summary>A move to another device is one change that leaves the number as it was.</summary>
    private bool IsKnown() => ReferenceEquals(tensor.Storage, _storage)
        ? tensor.Storage.Version == _version
        : tensor.Storage.Version == _version + 1;
}
