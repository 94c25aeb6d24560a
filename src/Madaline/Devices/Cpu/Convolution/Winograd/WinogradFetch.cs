using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>
/// Cache lines that are asked for while products are made, which need little memory: what the next block reads, and
/// where this one writes.
/// </summary>
internal unsafe struct WinogradFetch
{
    private const int Line = CacheLine.Bytes, MaxSources = 2048, MaxTargets = 256;

    /// <summary>Bytes of scratch memory.</summary>
    public const int Size = (MaxSources + MaxTargets) * 8;

    private readonly nint* _sources, _targets;
    private nint* _source, _sourceEnd, _target, _targetEnd;
    private int _sourceShare, _targetShare;
    private nint _shift, _step;

    public WinogradFetch(byte* scratch)
    {
        _sources = (nint*)scratch;
        _targets = _sources + MaxSources;
    }

    /// <summary>Lists what a block reads, without what the block before has read already.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void ListSources(float* images, in WinogradShape shape, in WinogradView view, in WinogradView before)
    {
        int found = 0;
        nint plane = (nint)shape.Source.Height * shape.Source.Width, bytes = shape.Source.Width * sizeof(float);
        nint seen = before.LineCount == 0 ? -1 : before.Lines[before.LineCount - 1].Source;
        for (int channel = 0; channel < shape.Inputs; channel++, images += plane)
        {
            nint last = 0;
            for (int i = 0; i < view.LineCount; i++)
            {
                if (view.Lines[i].Source <= seen)
                    continue;
                nint start = (nint)(images + view.Lines[i].Source), end = start + bytes;
                for (nint at = Math.Max(start & -Line, last + Line); at < end && found < MaxSources; at += Line)
                    _sources[found++] = last = at;
            }
        }

        _source = _sources;
        _sourceEnd = _sources + found;
    }

    /// <summary>Lists where a block writes its first eight channels.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void ListTargets(in WinogradOutput output, in WinogradView view, int outputs)
    {
        int found = 0, width = output.Pools ? output.PoolColumns : output.Width;
        int height = output.Pools ? output.PoolRows : output.Height, rows = output.Pools ? 1 : 2;
        nint plane = (nint)width * height;
        for (int channel = 0; channel < Math.Min(WinogradKernels.Rows, outputs); channel++)
        {
            nint last = 0;
            for (int i = 0; i < view.SegmentCount; i++)
            {
                ref readonly WinogradSegment segment = ref view.Segments[i];
                int some = Math.Min(segment.Count * rows, width - (segment.First * rows));
                int end = Math.Min(height, (segment.Row + 1) * rows);
                float* y = output.Y + ((((nint)segment.Image * outputs) + channel) * plane) + (segment.First * rows);
                for (int row = segment.Row * rows; row < end; row++)
                {
                    nint start = (nint)(y + (row * width));
                    nint stop = start + (some * sizeof(float));
                    for (nint at = Math.Max(start & -Line, last + Line); at < stop && found < MaxTargets; at += Line)
                        _targets[found++] = last = at;
                }
            }
        }

        _targetEnd = _targets + found;
        _step = plane * WinogradKernels.Rows * sizeof(float);
        _targetShare = (found + WinogradBlock.Places - 1) / WinogradBlock.Places;
        _shift = -_step;
    }

    /// <summary>Begins another eight output channels, given how many eights are left with it.</summary>
    public void Begin(int eights)
    {
        int products = eights * WinogradBlock.Places;
        _sourceShare = ((int)(_sourceEnd - _source) + products - 1) / products;
        _target = _targets;
        _shift += _step;
    }

    /// <summary>Asks for the share of one product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask()
    {
        if (!Sse.IsSupported)
            return;
        nint* at = _source, end = (nint*)Math.Min((nint)_sourceEnd, (nint)(_source + _sourceShare));
        for (; at < end; at++)
            Sse.Prefetch1((void*)*at);
        _source = at;
        end = (nint*)Math.Min((nint)_targetEnd, (nint)(_target + _targetShare));
        nint shift = _shift;
        for (at = _target; at < end; at++)
            Sse.Prefetch1((void*)(*at + shift));
        _target = at;
    }
}
