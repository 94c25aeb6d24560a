using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>The stages of a normalisation: look at the pieces of a part, conclude, write its planes.</summary>
internal interface INormStages
{
    void Prepare(int part);

    void Look(int part, int piece);

    void Conclude(int part);

    /// <summary>Writes a channel of a sample.</summary>
    void Write(int part, int sample, int channel);
}

/// <summary>
/// Spreads the stages over the threads: a part that lies in one place as a whole, so that writing finds it in
/// the cache; where parts are spread over the samples, or are few, stage by stage in the order of memory. The
/// numbers are the same either way.
/// </summary>
internal static class NormSchedule
{
    public static void Run<TStages>(NormLayout layout, int pieces, TStages stages) where TStages : struct, INormStages
    {
        var team = Device.Cpu.Team;
        int grain = WorthThreads.Grain(layout.Count, 2);
        bool many = layout.Parts >= 2 * Device.Cpu.Threads || Device.Cpu.Threads == 1;
        if (layout.Parts <= grain || (many && !layout.SpansSamples))
        {
            team.For(layout.Parts, grain, new WholeParts<TStages>(layout, pieces, stages));
            return;
        }

        int share = Math.Max(1, WorthThreads.Elements / 2 * pieces / layout.Count);
        for (int part = 0; part < layout.Parts; part++)
            stages.Prepare(part);
        team.For(layout.Parts * pieces, share, new Looks<TStages>(layout, pieces, stages));
        for (int part = 0; part < layout.Parts; part++)
            stages.Conclude(part);
        Write(layout, stages);
    }

    /// <summary>The last stage of all parts, in the order of memory.</summary>
    public static void Write<TStages>(NormLayout layout, TStages stages) where TStages : struct, INormStages
    {
        int planes = layout.Samples * layout.Channels, grain = WorthThreads.Grain(layout.Inner, 2);
        Device.Cpu.Team.For(planes, grain, new Writes<TStages>(layout, stages));
    }

    private readonly struct WholeParts<TStages>(NormLayout layout, int pieces, TStages stages) : IRangeBody
        where TStages : struct, INormStages
    {
        public void Run(int start, int end)
        {
            for (int part = start; part < end; part++)
            {
                stages.Prepare(part);
                for (int piece = 0; piece < pieces; piece++)
                    stages.Look(part, piece);
                stages.Conclude(part);
                int planes = layout.SpansSamples ? layout.Samples : layout.Together;
                for (int k = 0; k < planes; k++)
                {
                    int sample = layout.SpansSamples ? k : part / layout.Groups;
                    int channel = layout.SpansSamples ? part : (part % layout.Groups * layout.Together) + k;
                    stages.Write(part, sample, channel);
                }
            }
        }
    }

    private readonly struct Looks<TStages>(NormLayout layout, int pieces, TStages stages) : IRangeBody
        where TStages : struct, INormStages
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                bool spread = layout.SpansSamples;
                stages.Look(spread ? i % layout.Parts : i / pieces, spread ? i / layout.Parts : i % pieces);
            }
        }
    }

    private readonly struct Writes<TStages>(NormLayout layout, TStages stages) : IRangeBody
        where TStages : struct, INormStages
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int sample = i / layout.Channels, channel = i % layout.Channels;
                stages.Write(layout.SpansSamples ? channel : i / layout.Together, sample, channel);
            }
        }
    }
}
