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
    // Tests and benchmarks force a way, which is taken where it can run.
    public static void Run(in ProductOperands o, ProductAlgorithm? forced = null)
    {
        if (o.Y.Elements == 0)
            return;
        if (o.Y.DType == DType.Float32 && Vector512.IsHardwareAccelerated)
            RunBatches<float, F32x8, F32x16>(o, forced);
        else if (o.Y.DType == DType.Float32)
            RunBatches<float, F32x8, F32x8>(o, forced);
        else if (Vector512.IsHardwareAccelerated)
            RunBatches<double, F64x4, F64x8>(o, forced);
        else
            RunBatches<double, F64x4, F64x4>(o, forced);
    }

    private static void RunBatches<TElement, TLane, TWide>(in ProductOperands o, ProductAlgorithm? forced)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        Tensor a = o.A, b = o.B, y = o.Y;
        fixed (TElement* pa = a.Pin<TElement>(), pb = b.Pin<TElement>(), py = y.Pin<TElement>(),
            bias = o.Bias.Pin<TElement>())
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
                    A = pa + ((long)batch * a.Strides[0]),
                    ARow = a.Strides[row],
                    AColumn = a.Strides[column],
                    B = pb + ((long)batch * b.Strides[0]),
                    BRow = b.Strides[row],
                    BColumn = b.Strides[column],
                    Y = py + ((long)batch * y.Strides[0]),
                    YRow = y.Strides[row],
                    YColumn = y.Strides[column],
                    Bias = bias,
                    BiasColumn = o.Bias?.Strides[0] ?? 0,
                    Relu = o.Epilogue == Epilogue.Relu,
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
            case ProductAlgorithm.OuterProduct: OuterProduct<TElement, TLane>.Run(product); break;
            case ProductAlgorithm.Tiny: RunTiny(product); break;
            case ProductAlgorithm.OneRow: new OneRow<TElement, TLane, TWide>(product).Run(); break;
            case ProductAlgorithm.FewRows: new FewRows<TElement, TLane, TWide>(product).Run(); break;
            case ProductAlgorithm.FewColumns: new FewRows<TElement, TLane, TWide>(product.Transposed()).Run(); break;
            case ProductAlgorithm.Tiles: RunTiles(product); break;
            default: throw new ArgumentOutOfRangeException(nameof(algorithm));
        }
    }

    private static void RunTiles<TElement, TLane, TWide>(in Product<TElement, TLane, TWide> product)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
        where TWide : struct, IProductLane<TWide, TElement>
    {
        var plan = new ProductPlan<TElement, TLane, TWide>(product);
        using var scratch = new Scratch(
            "matmul", plan.ScratchBytes, stackalloc byte[Scratch.OnStack(plan.ScratchBytes)]);
        plan.Run(scratch.Start);
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
