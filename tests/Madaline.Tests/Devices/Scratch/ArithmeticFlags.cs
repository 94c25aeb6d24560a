using System.Runtime.InteropServices;

namespace Madaline.Tests.Devices.Scratch;

/// <summary>
/// What this thread's arithmetic has met since <see cref="Clear"/>: the processor's own sticky flags (MXCSR), read
/// through the system's floating-point environment. Linux on x64 alone.
/// </summary>
internal static unsafe partial class ArithmeticFlags
{
    /// <summary>A signalling NaN was an operand, or an operation had no answer.</summary>
    public const uint Invalid = 1;

    /// <summary>A subnormal number was an operand.</summary>
    public const uint Subnormal = 2;

    /// <summary>Where glibc's fenv_t keeps MXCSR, in its 32-bit words.</summary>
    private const int Mxcsr = 7;

    public static bool IsSupported { get; } =
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && Works();

    public static void Clear()
    {
        uint* environment = stackalloc uint[16];
        _ = GetEnvironment(environment);
        environment[Mxcsr] &= ~0x3Fu;
        _ = SetEnvironment(environment);
    }

    public static uint Read()
    {
        uint* environment = stackalloc uint[16];
        _ = GetEnvironment(environment);
        return environment[Mxcsr] & 0x3F;
    }

    /// <summary>Whether a product with a subnormal number is noticed, and one without is not.</summary>
    private static bool Works()
    {
        try
        {
            Clear();
            _ = Multiply(1.5f);
            bool silent = (Read() & (Subnormal | Invalid)) == 0;
            _ = Multiply(float.Epsilon * 1000);
            return silent && (Read() & Subnormal) != 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static float Multiply(float x) => x * 2;

    [LibraryImport("libm.so.6", EntryPoint = "fegetenv")]
    private static partial int GetEnvironment(uint* environment);

    [LibraryImport("libm.so.6", EntryPoint = "fesetenv")]
    private static partial int SetEnvironment(uint* environment);
}
