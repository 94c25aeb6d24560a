using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>Matrix products: register tiles over operands that are packed only where that pays.</summary>
// Zeroing 32 KB of stack would cost more than a small product.
[SkipLocalsInit]
internal static unsafe class CpuMatMul
{
    private const int StackBytes = 32768;

    // Tests and benchmarks force a way, which is taken where it can run.
    public static void Run(Tensor a, Tensor b, Tensor? bias, bool relu, Tensor y, ProductAlgorithm? forced = null)
    {
        if (y.Elements == 0)
            return;
        if (y.DType == DType.Float32 && Vector512.IsHardwareAccelerated)
            RunBatches<float, F32x8, F32x16>(a, b, bias, relu, y, forced);
        else if (y.DType == DType.Float32)
            RunBatches<float, F32x8, F32x8>(a, b, bias, relu, y, forced);
        else if (Vector512.IsHardwareAccelerated)
            RunBatches<double, F64x4, F64x8>(a, b, bias, relu, y, forced);
        else
            RunBatches<double, F64x4, F64x4>(a, b, bias, relu, y, forced);
    }

    private static void RunBatches<TElement, TLane, TWide>(
        Tensor a, Tensor b, Tensor? bias, bool relu, Tensor y, ProductAlgorithm? forced)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        fixed (byte* pa = &CpuDevice.Start(a), pb = &CpuDevice.Start(b), py = &CpuDevice.Start(y),
            pBias = &CpuDevice.Start(bias ?? y))
        {
            // The last two dimensions are the matrix, the one before, if any, the batch.
            int row = y.Rank - 2, column = y.Rank - 1, batches = row == 0 ? 1 : y.Shape.AsSpan()[0];
            for (int batch = 0; batch < batches; batch++)
            {
                var product = new Product<TElement, TLane, TWide>
                {
                    M = y.Shape.AsSpan()[row],
                    N = y.Shape.AsSpan()[column],
                    K = a.Shape.AsSpan()[column],
                    A = (TElement*)pa + ((long)batch * a.Strides[0]),
                    ARow = a.Strides[row],
                    AColumn = a.Strides[column],
                    B = (TElement*)pb + ((long)batch * b.Strides[0]),
                    BRow = b.Strides[row],
                    BColumn = b.Strides[column],
                    Y = (TElement*)py + ((long)batch * y.Strides[0]),
                    YRow = y.Strides[row],
                    YColumn = y.Strides[column],
                    Bias = bias is null ? null : (TElement*)pBias,
                    BiasColumn = bias is null ? 0 : bias.Strides[0],
                    Relu = relu,
                };
                var chosen = forced is { } way && ProductChoice.CanRun(way, product) ? way : ProductChoice.Of(product);
                RunOne(chosen, product);
            }
        }
    }

    private static void RunOne<TElement, TLane, TWide>(
        ProductAlgorithm algorithm, in Product<TElement, TLane, TWide> product)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        switch (algorithm)
        {
            case ProductAlgorithm.OuterProduct:
                OuterProduct<TElement, TLane>.Run(product);
                break;
            case ProductAlgorithm.Tiny:
                RunTiny(product);
                break;
            case ProductAlgorithm.OneRow:
                new OneRow<TElement, TLane, TWide>(product).Run();
                break;
            case ProductAlgorithm.FewRows:
                new FewRows<TElement, TLane, TWide>(product).Run();
                break;
            case ProductAlgorithm.FewColumns:
                new FewRows<TElement, TLane, TWide>(product.Transposed()).Run();
                break;
            case ProductAlgorithm.Tiles:
                RunTiles(product);
                break;
        }
    }

    private static void RunTiles<TElement, TLane, TWide>(in Product<TElement, TLane, TWide> product)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        var plan = new ProductPlan<TElement, TLane, TWide>(product);
        if (plan.ScratchBytes <= StackBytes)
        {
            byte* stack = stackalloc byte[StackBytes + CacheLine.Bytes];
            plan.Run(CacheLine.From(stack));
            return;
        }

        // Counted in elements: a very wide panel has more bytes than an Int32 holds.
        int elements = Sizes.Of("matmul", plan.ScratchBytes / sizeof(TElement), "The packed panels");
        using var scratch = Tensor.Empty([elements], DTypes.Of<TElement>(), Device.Cpu, "matmul");
        fixed (byte* p = &CpuDevice.Start(scratch))
            plan.Run(p);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunTiny<TElement, TLane, TWide>(in Product<TElement, TLane, TWide> p)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        nint aColumn = p.AColumn, bRow = p.BRow;
        for (nint i = 0; i < p.M; i++)
        {
            for (nint j = 0; j < p.N; j++)
            {
                TElement* a = p.A + (i * p.ARow), b = p.B + (j * p.BColumn);
                TElement sum = TElement.Zero;
                for (int k = p.K; k > 0; k--, a += aColumn, b += bRow)
                    sum = TElement.FusedMultiplyAdd(*a, *b, sum);
                if (p.Bias != null)
                    sum += p.Bias[j * p.BiasColumn];
                p.Y[(i * p.YRow) + (j * p.YColumn)] = p.Relu ? TElement.Max(sum, TElement.Zero) : sum;
            }
        }
    }
}
