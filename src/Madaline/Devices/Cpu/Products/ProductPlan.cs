using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Products;

/// <summary>
/// How a product is done: which way round, what is packed, how much of it at a time, and who does what.
/// </summary>
internal unsafe struct ProductPlan<TElement, TLane, TWide>
    where TElement : unmanaged
    where TLane : struct, IVectorLane<TLane, TElement>
    where TWide : struct, IProductLane<TWide, TElement>
{
    /// <summary>
    /// Packed bytes of a chunk of B below which every thread packs its own copy: sooner done than fetched from the
    /// other's cache; and where all of B is larger, so few multiply-adds that none waits long for a thread that is
    /// late.
    /// </summary>
    private const long OwnBytes = 1 << 16, MaxOwnBytes = 1 << 17, MaxOwnWork = 1 << 24;

    /// <summary>Rows for each thread that make its own packing of a larger B cheap.</summary>
    private const int OwnRows = 48;

    /// <summary>Most bytes of each packed operand.</summary>
    private const long PackedBytes = 8 << 20;

    /// <summary>
    /// Most tiles that share a panel in one piece of work, and fewest that are worth parting from others.
    /// </summary>
    private const int MaxBlockTiles = 16, MinShareTiles = 4;

    /// <summary>Share of the work that may be lost where panels do not go evenly into threads.</summary>
    private const double MaxIdleShare = 0.05;

    /// <summary>Tiles that must meet a panel before packing it pays where its rows crowd.</summary>
    private const int PackingTiles = 4;

    private readonly Product<TElement, TLane, TWide> _full;
    private readonly int _kc, _mc;

    /// <summary>Whether the caller's thread does it all.</summary>
    private readonly bool _alone;

    /// <summary>Whether each panel is packed by the thread that uses it, when it does.</summary>
    private readonly bool _packsPanels;

    private readonly long _sizeA, _sizeB;

    public ProductPlan(in Product<TElement, TLane, TWide> product)
    {
        var other = product.Transposed();
        _full = Cost(product) <= Cost(other) + (2.0 * product.M * product.N) ? product : other;
        _full.PacksB = PacksB(_full);
        _full.PacksA = PacksA(_full);
        int columns = _full.PaddedColumns, k = Math.Max(_full.K, 1);
        _mc = !_full.PacksA ? _full.M : (int)Math.Min(_full.M, PackedBytes / sizeof(TElement) / Chunk);
        // As many whole chunks as the packed operands may take.
        long chunks = PackedBytes / sizeof(TElement) / Chunk
            / Math.Max(_full.PacksB ? columns : 1, _full.PacksA ? _mc : 1);
        _kc = (int)Math.Min(k, Math.Max(chunks, 1) * Chunk);
        if (!_full.PacksA && !_full.PacksB)
            _kc = k;
        _alone = !Device.Cpu.Team.IsWorth((long)_full.M * _full.N * k, WorthThreads.MultiplyAdds);
        // With A packed, too, blocks of it that stay in the second cache are worth more.
        _packsPanels = _full.PacksB && !_full.PacksA && SharesEvenly(_full.Panels)
            && !_alone;
        _sizeB = _full.PacksB && !_packsPanels ? (long)columns * _kc : 0;
        _sizeA = _full.PacksA ? RoundUp(_mc, TileRows) * (_kc + 16L) : 0;
    }

    public readonly long ScratchBytes => (_sizeA + _sizeB) * sizeof(TElement);

    private static int Chunk => Product<TElement, TLane, TWide>.KChunk;

    private static int TileRows => Product<TElement, TLane, TWide>.TileRows;

    public readonly void Run(byte* scratch)
    {
        var product = _full;
        product.PackedB = (TElement*)scratch;
        product.PackedA = (TElement*)scratch + _sizeB;
        bool alone = _alone;
        if (!alone && PacksOwn(product))
        {
            product.Rows = product.M;
            int tiles = product.TileCount, threads = Device.Cpu.Threads;
            var body = new PackAndMultiply(product, sharesPanels: false);
            Device.Cpu.Team.Share(tiles, (tiles + threads - 1) / threads, body);
            return;
        }

        if (_packsPanels)
        {
            product.Rows = product.M;
            Device.Cpu.Team.Share(product.Panels, 1, new PackAndMultiply(product, sharesPanels: true));
            return;
        }

        product.PacksAhead = product.PacksB;
        for (product.K0 = 0; product.K0 < product.K || product.K0 == 0; product.K0 += _kc)
        {
            product.KCount = Math.Min(_kc, product.K - product.K0);
            if (product.PacksB)
                Do(product.Panels, 1, alone || _sizeB < WorthThreads.Elements / 2, new Pack(product, isA: false));

            for (product.FirstRow = 0; product.FirstRow < product.M; product.FirstRow += _mc)
            {
                product.Rows = Math.Min(_mc, product.M - product.FirstRow);
                if (product.PacksA)
                    Do(product.TileCount, 8, alone || _sizeA < WorthThreads.Elements / 2, new Pack(product, isA: true));
                Multiply(product, alone);
            }
        }
    }

    /// <summary>Whether each thread packs all of B for itself.</summary>
    private readonly bool PacksOwn(in Product<TElement, TLane, TWide> product)
    {
        if (!product.PacksB || product.PacksA)
            return false;
        long columns = (long)product.PaddedColumns * sizeof(TElement);
        return columns * product.K <= OwnBytes
            || (columns * Math.Min(product.K, Chunk) <= MaxOwnBytes && product.M >= OwnRows * Device.Cpu.Threads
                && (long)product.M * product.N * product.K <= MaxOwnWork);
    }

    /// <summary>
    /// Whether panels can be dealt out to the threads, each of which packs its own: none waits for what another packs,
    /// or fetches it from the other's cache.
    /// </summary>
    private static bool SharesEvenly(int panels)
    {
        int threads = Device.Cpu.Threads, each = (panels + threads - 1) / threads;
        return (each * threads) - panels <= panels * MaxIdleShare;
    }

    private static void Multiply(in Product<TElement, TLane, TWide> product, bool alone)
    {
        int tiles = product.TileCount, panels = product.Panels, threads = Device.Cpu.Threads, wanted = 8 * threads;
        int blocks = Math.Max((tiles + MaxBlockTiles - 1) / MaxBlockTiles,
            alone ? 1 : Math.Min(tiles, (wanted + panels - 1) / panels));
        // Rows by threads, where each has enough: what a thread writes here, such as a weight's gradient, it meets
        // again when the optimizer's step is shared the same way.
        if (!alone && tiles >= MinShareTiles * threads)
            blocks = RoundUp(blocks, threads);
        int blockTiles = (tiles + blocks - 1) / blocks;
        blocks = (tiles + blockTiles - 1) / blockTiles;
        int count = blocks * panels;
        Do(count, Math.Max(1, count / wanted), alone,
            new MultiplyBlocks(product, blockTiles));
    }

    private static void Do<TBody>(int count, int grain, bool alone, TBody body) where TBody : struct, IRangeBody
    {
        if (alone)
            body.Run(0, count);
        else
            Device.Cpu.Team.Share(count, grain, body);
    }

    /// <summary>About how many cycles the tiles and the packing take.</summary>
    private static double Cost(in Product<TElement, TLane, TWide> p)
    {
        double cycles = RoundUp(p.M, TileRows) * (double)p.PaddedColumns * p.K / (2 * TLane.Width);
        double size = p.K / (double)TLane.Width;
        if (PacksB(p))
            cycles += (p.BColumn == 1 ? 2.4 : p.BRow == 1 ? 6 : 16) * size * p.N;
        if (PacksA(p))
            cycles += 3 * size * p.M;
        else if (p.AColumn != 1)
            cycles += 4 * size * p.M * p.Panels;
        return cycles;
    }

    /// <summary>Rows of B beyond which its columns are worth packing: wide tiles read it less often.</summary>
    private static int LongPanel => Product<TElement, TLane, TWide>.IsWide ? 512 : 256;

    /// <summary>
    /// B is read in place when its rows are contiguous, few enough to stay in the cache or met by few tiles, and when
    /// they do not crowd into a few sets of it: rows 8 KB apart share sixteen sets of a second cache of 1 MB.
    /// </summary>
    private static bool PacksB(in Product<TElement, TLane, TWide> p) =>
        p.BColumn != 1 || (p.PaddedColumns != p.N) || (p.K > LongPanel && p.M > 16 * TileRows)
        || (p.M > PackingTiles * TileRows && Crowds(p));

    /// <summary>Whether a panel's rows, read in place, would throw each other out of the second cache.</summary>
    private static bool Crowds(in Product<TElement, TLane, TWide> p) =>
        Caches.Second.LinesPerSet(p.BRow * sizeof(TElement), Math.Min(p.K, Chunk)) > Caches.Second.Ways;

    /// <summary>A is packed when several panels meet it and its rows would fall into the same cache sets.</summary>
    private static bool PacksA(in Product<TElement, TLane, TWide> p) =>
        p.Panels >= 3 && p.K > 16
        && (p.AColumn != 1 || (p.ARow * sizeof(TElement) % 2048 == 0 && p.K * sizeof(TElement) >= 1024));

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;

    /// <summary>Packing panels of B, or tiles of A.</summary>
    private readonly struct Pack(Product<TElement, TLane, TWide> product, bool isA) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (isA)
                    product.PackTile(i);
                else
                    product.PackPanel(i);
            }
        }
    }

    /// <summary>Blocks of tiles against panels, panel after panel of a block.</summary>
    private readonly struct MultiplyBlocks(Product<TElement, TLane, TWide> product, int blockTiles) : IRangeBody
    {
        public void Run(int start, int end)
        {
            int panels = product.Panels, tiles = product.TileCount;
            for (int i = start; i < end; i++)
            {
                int first = i / panels * blockTiles;
                product.Multiply(first, Math.Min(first + blockTiles, tiles), i % panels);
            }
        }
    }

    /// <summary>
    /// Tiles against all panels, or panels against all tiles: each panel is packed by the thread that multiplies it,
    /// chunk by chunk.
    /// </summary>
    [SkipLocalsInit]
    private readonly struct PackAndMultiply(Product<TElement, TLane, TWide> shared, bool sharesPanels) : IRangeBody
    {
        public void Run(int start, int end)
        {
            var product = shared;
            var (firstTile, endTile) = sharesPanels ? (0, product.TileCount) : (start, end);
            var (firstPanel, endPanel) = sharesPanels ? (start, end) : (0, product.Panels);
            int columns = Math.Min(Product<TElement, TLane, TWide>.PanelColumns, product.PaddedColumns);
            int size = columns * Math.Min(product.K, Chunk) * sizeof(TElement);
            byte* scratch = stackalloc byte[size + CacheLine.Bytes];
            var packed = (TElement*)CacheLine.From(scratch);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                for (product.K0 = 0; product.K0 < product.K || product.K0 == 0; product.K0 += Chunk)
                {
                    product.KCount = Math.Min(Chunk, product.K - product.K0);
                    // Where all panels would begin, if this one lay behind those before it.
                    product.PackedB = packed - ((nint)product.FirstColumn(panel) * product.KCount);
                    product.PackPanel(panel);
                    product.Multiply(firstTile, endTile, panel);
                }
            }
        }
    }
}
