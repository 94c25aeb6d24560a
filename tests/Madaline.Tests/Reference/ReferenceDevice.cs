using System.Runtime.InteropServices;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Tensors;

namespace Madaline.Tests.Reference;

/// <summary>
/// The second device: naive scalar loops in double precision over memory that the host reaches by copies alone.
/// </summary>
internal sealed partial class ReferenceDevice() : Device("reference")
{
    public static ReferenceDevice Instance { get; } = new();

    internal override Storage Allocate(DType dtype, int length) => new ReferenceStorage(this, dtype, length);

    private protected override void UploadCore(ReadOnlySpan<byte> source, Tensor target)
    {
        var storage = Memory(target);
        for (int i = 0; i < target.Elements; i++)
        {
            int at = target.Offset + i;
            switch (target.DType)
            {
                case DType.Float32: storage.Set(at, (double)MemoryMarshal.Cast<byte, float>(source)[i]); break;
                case DType.Float64: storage.Set(at, MemoryMarshal.Cast<byte, double>(source)[i]); break;
                case DType.Int64: storage.Set(at, MemoryMarshal.Cast<byte, long>(source)[i]); break;
                case DType.Int32: storage.Set(at, (long)MemoryMarshal.Cast<byte, int>(source)[i]); break;
                default: storage.Set(at, (long)source[i]); break;
            }
        }
    }

    private protected override void DownloadCore(Tensor source, Span<byte> target)
    {
        Assert.True(source.IsContiguous, "only contiguous tensors are downloaded");
        var storage = Memory(source);
        for (int i = 0; i < source.Elements; i++)
        {
            int at = source.Offset + i;
            switch (source.DType)
            {
                case DType.Float32: MemoryMarshal.Cast<byte, float>(target)[i] = (float)storage.Number(at); break;
                case DType.Float64: MemoryMarshal.Cast<byte, double>(target)[i] = storage.Number(at); break;
                case DType.Int64: MemoryMarshal.Cast<byte, long>(target)[i] = storage.Integer(at); break;
                case DType.Int32: MemoryMarshal.Cast<byte, int>(target)[i] = (int)storage.Integer(at); break;
                default: target[i] = (byte)storage.Integer(at); break;
            }
        }
    }

    private protected override void FillCore(Tensor y, Scalar value)
    {
        foreach (int at in Walk.Places(y))
        {
            if (y.DType.IsFloating())
                Memory(y).Set(at, value.Double);
            else
                Memory(y).Set(at, y.DType == DType.Bool ? (value.Double != 0 ? 1L : 0) : value.Long);
        }
    }

    private protected override void CopyCore(Tensor x, Tensor y)
    {
        int[] from = Walk.Places(x), to = Walk.Places(y);
        for (int i = 0; i < from.Length; i++)
            CopyElement(x, from[i], y, to[i]);
    }

    private protected override void RandomCore(
        Distribution distribution, ulong key, ulong block, double a, double b, Tensor y)
    {
        int perBlock = RandomBlock.PerBlock(distribution, y.DType);
        var values = new double[4];
        for (int i = 0; i < y.Elements; i++)
        {
            unsafe
            {
                fixed (double* p = values)
                    RandomBlock.Values(distribution, key, block + (ulong)(i / perBlock), a, b, y.DType, p);
            }

            StoreConverted(y, y.Offset + i, values[i % perBlock]);
        }
    }

    private protected override void UpdateAllCore<TRule>(in TRule rule, ReadOnlySpan<UpdateOperands> parameters)
    {
        foreach (UpdateOperands o in parameters)
            Step(rule, o.Parameter, o.Gradient, [o.State0!, o.State1!, o.State2!]);
    }

    private static void Step<TRule>(TRule rule, Tensor parameter, Tensor gradient, Tensor[] states)
        where TRule : struct, IUpdateRule
    {
        int[] at = Walk.Places(parameter), from = Walk.Places(gradient);
        for (int i = 0; i < at.Length; i++)
        {
            ReferenceLane x = Lane(parameter, at[i]);
            var s = new ReferenceLane[3];
            for (int k = 0; k < TRule.States; k++)
                s[k] = Lane(states[k], Walk.Places(states[k])[i]);
            rule.Apply(ref x, Lane(gradient, from[i]), ref s[0], ref s[1], ref s[2]);
            Memory(parameter).Set(at[i], x.Value);
            for (int k = 0; k < TRule.States; k++)
                Memory(states[k]).Set(Walk.Places(states[k])[i], s[k].Value);
        }
    }

    private static ReferenceStorage Memory(Tensor x) => (ReferenceStorage)x.Storage;

    private static ReferenceLane Lane(Tensor x, int at) => new(Memory(x).Number(at));

    private static void CopyElement(Tensor x, int from, Tensor y, int to)
    {
        if (x.DType.IsFloating())
            StoreConverted(y, to, Memory(x).Number(from));
        else if (y.DType.IsFloating())
            Memory(y).Set(to, (double)Memory(x).Integer(from));
        else
            Memory(y).Set(to, y.DType == DType.Bool ? Math.Sign(Math.Abs((decimal)Memory(x).Integer(from)))
            : Memory(x).Integer(from));
    }

    private static long Clipped(double value, long least, long most) =>
        double.IsNaN(value) ? 0 : value <= least ? least : value >= most ? most : (long)value;

    private static void StoreConverted(Tensor y, int at, double value)
    {
        switch (y.DType)
        {
            case DType.Float32 or DType.Float64: Memory(y).Set(at, value); break;
            case DType.Int64: Memory(y).Set(at, Clipped(value, long.MinValue, long.MaxValue)); break;
            case DType.Int32: Memory(y).Set(at, Clipped(value, int.MinValue, int.MaxValue)); break;
            case DType.UInt8: Memory(y).Set(at, Clipped(value, byte.MinValue, byte.MaxValue)); break;
            default: Memory(y).Set(at, value != 0 ? 1L : 0); break;
        }
    }
}
