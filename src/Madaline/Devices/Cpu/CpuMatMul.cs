using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>Matrix products: a register tile of 6 rows by two lanes, B packed in panels, A read in place.</summary>
/// <remarks>
/// Order of every sum: k is cut into chunks of <see cref="KChunk"/>; in a chunk one fused multiply-add after the other
/// in
/// ascending k, starting from zero; chunks are added in ascending order; the bias comes last. Nothing else decides it.
/// </remarks>
// Zeroing 32 KB of stack would cost more than a small product.
[SkipLocalsInit]
internal static unsafe class CpuMatMul
{
    public const int KChunk = 512;

    /// <summary>Multiply-adds below which a product stays on the caller's thread.</summary>
    private const long ParallelWork = 1 << 18;

    private const int StackBytes = 32768;

    public static void Run(Tensor a, Tensor b, Tensor? bias, Tensor y)
    {
        if (y.Elements == 0)
            return;
        if (y.DType == DType.Float32)
            RunBatches<float, F32x8>(a, b, bias, y);
        else
            RunBatches<double, F64x4>(a, b, bias, y);
    }

    private static void RunBatches<TElement, TLane>(Tensor a, Tensor b, Tensor? bias, Tensor y)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        fixed (byte* pa = &CpuDevice.Start(a), pb = &CpuDevice.Start(b), py = &CpuDevice.Start(y),
            pBias = &CpuDevice.Start(bias ?? y))
        {
            // The last two dimensions are the matrix, the one before, if any, the batch.
            int row = y.Rank - 2, column = y.Rank - 1, batches = row == 0 ? 1 : y.Shape.AsSpan()[0];
            for (int batch = 0; batch < batches; batch++)
            {
                var product = new Product<TElement, TLane>
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
                    BiasStep = bias is null ? 0 : bias.Strides[0],
                };
                RunOne(ref product);
            }
        }
    }

    private static void RunOne<TElement, TLane>(ref Product<TElement, TLane> product)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int panels = (product.N + (2 * TLane.Width) - 1) / (2 * TLane.Width);
        long packed = (long)panels * 2 * TLane.Width * Math.Min(Math.Max(product.K, 1), KChunk);
        long bytes = packed * sizeof(TElement);
        if (bytes <= StackBytes)
        {
            byte* stack = stackalloc byte[StackBytes + 64];
            product.Packed = (TElement*)(((nint)stack + 63) & ~63);
            RunChunks(ref product, panels);
            return;
        }

        using var scratch = Tensor.Empty([(int)packed], DTypes.Of<TElement>(), Device.Cpu);
        fixed (byte* p = &CpuDevice.Start(scratch))
        {
            product.Packed = (TElement*)p;
            RunChunks(ref product, panels);
        }
    }

    private static void RunChunks<TElement, TLane>(ref Product<TElement, TLane> product, int panels)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        int tiles = (product.M + Product<TElement, TLane>.TileRows - 1) / Product<TElement, TLane>.TileRows;
        product.Panels = panels;
        product.RowBlocks = (tiles + Product<TElement, TLane>.BlockTiles - 1) / Product<TElement, TLane>.BlockTiles;
        bool alone = (long)product.M * product.N * Math.Max(product.K, 1) < ParallelWork;
        product.K0 = 0;
        do
        {
            product.KCount = Math.Min(KChunk, product.K - product.K0);
            var pack = new PackBody<TElement, TLane>(product);
            var multiply = new MultiplyBody<TElement, TLane>(product);
            if (alone)
            {
                pack.Run(0, panels);
                multiply.Run(0, product.RowBlocks * panels);
            }
            else
            {
                Device.Cpu.Team.For(panels, 8, pack);
                Device.Cpu.Team.For(product.RowBlocks * panels, Math.Max(1, product.RowBlocks * panels / 64), multiply);
            }

            product.K0 += KChunk;
        }
        while (product.K0 < product.K);
    }

    private readonly struct PackBody<TElement, TLane>(Product<TElement, TLane> product) : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        private readonly Product<TElement, TLane> _product = product;

        public void Run(int start, int end)
        {
            for (int panel = start; panel < end; panel++)
                _product.PackPanel(panel);
        }
    }

    private readonly struct MultiplyBody<TElement, TLane>(Product<TElement, TLane> product) : IRangeBody
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        private readonly Product<TElement, TLane> _product = product;

        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                _product.MultiplyBlock(i / _product.Panels, i % _product.Panels);
        }
    }
}
