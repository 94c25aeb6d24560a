using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Madaline.Workloads.Comparison;

/// <summary>Where, when and with what a comparison ran.</summary>
/// <param name="Cpu">The processor's model.</param>
/// <param name="Cores">Processors that the process may use.</param>
/// <param name="VectorBits">Width of the widest vector registers that the runtime uses.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Commit">Madaline's commit.</param>
/// <param name="Date">The day, in UTC.</param>
internal sealed record Machine(string Cpu, int Cores, int VectorBits, string Runtime, string Commit, string Date)
{
    public static Machine OfThisProcess(string commit) => new(
        CpuModel(), Environment.ProcessorCount, Bits(), RuntimeInformation.FrameworkDescription, commit,
        $"{DateTime.UtcNow:yyyy-MM-dd}");

    public static Machine Parse(JsonElement line) => new(
        line.GetProperty("cpu").GetString()!, line.GetProperty("cores").GetInt32(),
        line.GetProperty("vector_bits").GetInt32(), line.GetProperty("runtime").GetString()!,
        line.GetProperty("commit").GetString()!, line.GetProperty("date").GetString()!);

    /// <summary>The name of the comparison's files: <c>2026-11-23-amd-epyc-512</c>, with the registers' bits.</summary>
    public string FileName()
    {
        string letters = new([.. Cpu.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]);
        return $"{Date}-{string.Join('-', letters.Split(' ', StringSplitOptions.RemoveEmptyEntries))}-{VectorBits}";
    }

    public string ToJson() => JsonLine.Of(json =>
    {
        json.WriteString("cpu", Cpu);
        json.WriteNumber("cores", Cores);
        json.WriteNumber("vector_bits", VectorBits);
        json.WriteString("runtime", Runtime);
        json.WriteString("commit", Commit);
        json.WriteString("date", Date);
    });

    private static int Bits() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>From Linux's list of processors, where there is one.</summary>
    private static string CpuModel()
    {
        const string List = "/proc/cpuinfo";
        string? line = File.Exists(List)
            ? File.ReadLines(List).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null ? $"{RuntimeInformation.ProcessArchitecture}" : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
