using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Reductions;

/// <summary>Rows of scores whose largest lies at their class.</summary>
internal static unsafe class CpuCorrect
{
    public static bool TryCount(in CountCorrectOperands o)
    {
        int width = o.Scores.Shape[1];
        long correct = 0;
        fixed (float* scores = o.Scores.Pin<float>())
        fixed (long* classes = o.Classes.Pin<long>(), count = o.Count.Pin<long>())
        {
            for (int i = 0; i < o.Classes.Elements; i++)
                correct += Largest(scores + ((nint)i * width), width) == classes[i] ? 1 : 0;
            *count = correct;
        }

        return true;
    }

    private static int Largest(float* row, int width)
    {
        int best = 0;
        for (int j = 1; j < width; j++)
        {
            if (row[j] > row[best] || (float.IsNaN(row[best]) && !float.IsNaN(row[j])))
                best = j;
        }

        return best;
    }
}
