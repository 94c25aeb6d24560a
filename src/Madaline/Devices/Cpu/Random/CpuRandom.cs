using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Random;

/// <summary>Fills contiguous tensors with random numbers; each element's words depend on its index only.</summary>
internal static unsafe class CpuRandom
{
    public static void Fill(Distribution distribution, ulong key, ulong block, double a, double b, Tensor y)
    {
        int perBlock = RandomBlock.PerBlock(distribution, y.DType), blocks = (y.Elements + perBlock - 1) / perBlock;
        fixed (byte* p = y.Pin<byte>())
        {
            var body = new Body(distribution, key, block, a, b, p, y.DType, y.Elements, perBlock);
            Device.Cpu.Team.For(blocks, WorthThreads.Grain(1, 8), body);
        }
    }

    private readonly struct Body(
        Distribution distribution, ulong key, ulong first, double a, double b, byte* y, DType dtype, int count,
        int perBlock) : IRangeBody
    {
        public void Run(int start, int end)
        {
            double* values = stackalloc double[4];
            for (int i = start; i < end; i++)
            {
                RandomBlock.Values(distribution, key, first + (ulong)i, a, b, dtype, values);
                int at = i * perBlock;
                for (int j = 0; j < perBlock && at + j < count; j++)
                    Store(at + j, values[j]);
            }
        }

        private void Store(int i, double value)
        {
            switch (dtype)
            {
                case DType.Float32: ((float*)y)[i] = (float)value; break;
                case DType.Float64: ((double*)y)[i] = value; break;
                case DType.Int64: ((long*)y)[i] = (long)value; break;
                case DType.Int32: ((int*)y)[i] = (int)value; break;
                default: y[i] = (byte)value; break;
            }
        }
    }
}
