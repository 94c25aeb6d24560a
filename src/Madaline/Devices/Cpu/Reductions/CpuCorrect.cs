namespace Madaline.Devices.Cpu.Reductions;

/// <summary>Rows of scores whose largest lies at their class.</summary>
internal static unsafe class CpuCorrect
{
    public static void Count(Tensor scores, Tensor classes, Tensor count)
    {
        int width = scores.Shape[1];
        long correct = 0;
        fixed (byte* x = &CpuDevice.Start(scores), c = &CpuDevice.Start(classes), y = &CpuDevice.Start(count))
        {
            for (int i = 0; i < classes.Elements; i++)
                correct += Largest((float*)x + ((nint)i * width), width) == ((long*)c)[i] ? 1 : 0;
            *(long*)y = correct;
        }
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
