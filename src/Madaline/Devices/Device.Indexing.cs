using Madaline.Devices;

namespace Madaline;

/// <summary>By positions. One out of range is a <see cref="Fault"/>: raised at once, or at the next wait.</summary>
public abstract partial class Device
{
    /// <summary>y[…, i, …] = x[…, index[…, i, …], …].</summary>
    internal void Gather(Tensor x, int axis, Tensor index, Tensor y)
    {
        var operands = new IndexOperands(x, axis, index, y);
        Begin("gather", operands);
        GatherCore(operands);
        End("gather", operands);
    }

    /// <summary>y[…, index[…, i, …], …] = or += x[…, i, …], in logical order of the index.</summary>
    internal void Scatter(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
        var operands = new IndexOperands(x, axis, index, y);
        Begin("scatter", operands);
        ScatterCore(add, operands);
        End("scatter", operands);
    }

    /// <summary>y[…, i, …] = x[…, index[i], …] for a one-dimensional index.</summary>
    internal void IndexSelect(Tensor x, int axis, Tensor index, Tensor y)
    {
        var operands = new IndexOperands(x, axis, index, y);
        Begin("index_select", operands);
        IndexSelectCore(operands);
        End("index_select", operands);
    }

    /// <summary>y[…, index[i], …] = or += x[…, i, …] for a one-dimensional index, in its order.</summary>
    internal void IndexWrite(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
        var operands = new IndexOperands(x, axis, index, y);
        Begin("index_write", operands);
        IndexWriteCore(add, operands);
        End("index_write", operands);
    }

    /// <summary>The flat positions of the true elements of a mask; the host must wait for how many there are.</summary>
    internal Tensor NonZero(Tensor mask)
    {
        Begin("non_zero", mask);
        Tensor found = NonZeroCore(mask);
        GC.KeepAlive(mask);
        Observer?.End("non_zero");
        return found;
    }

    /// <summary><see cref="Gather"/>, by the device.</summary>
    private protected abstract void GatherCore(in IndexOperands o);

    /// <summary><see cref="Scatter"/>, by the device.</summary>
    private protected abstract void ScatterCore(bool add, in IndexOperands o);

    /// <summary><see cref="IndexSelect"/>, by the device.</summary>
    private protected abstract void IndexSelectCore(in IndexOperands o);

    /// <summary><see cref="IndexWrite"/>, by the device.</summary>
    private protected abstract void IndexWriteCore(bool add, in IndexOperands o);

    /// <summary><see cref="NonZero"/>, by the device.</summary>
    private protected abstract Tensor NonZeroCore(Tensor mask);
}
