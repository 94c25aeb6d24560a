using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Madaline.Tests.Expressions;

/// <summary>C text compiled by the system's gcc and loaded.</summary>
internal sealed class CompiledC
{
    private readonly nint _library;

    private CompiledC(nint library) => _library = library;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Function(nint[] x, nint[] y, nint c, nint n);

    /// <summary>False where there is no gcc.</summary>
    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && Run("gcc", "--version", out _);

    public static CompiledC Of(string text)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("madaline-c");
        try
        {
            string source = Path.Combine(folder.FullName, "expressions.c");
            string built = Path.Combine(folder.FullName, "expressions.so");
            File.WriteAllText(source, text);
            string fused = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "-mfma" : "";
            string arguments = $"-O2 -ffp-contract=off {fused} -fwrapv -shared -fPIC -o {built} {source} -lm";
            Assert.True(Run("gcc", arguments, out string errors), errors);
            return new(NativeLibrary.Load(built));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs a function over arrays of n elements each.</summary>
    public void Call(string name, Array[] x, Array[] y, Array c, int n)
    {
        var function = Marshal.GetDelegateForFunctionPointer<Function>(NativeLibrary.GetExport(_library, name));
        GCHandle[] pins = [.. x.Concat(y).Append(c).Select(array => GCHandle.Alloc(array, GCHandleType.Pinned))];
        nint[] addresses = [.. pins.Select(pin => pin.AddrOfPinnedObject())];
        function(addresses[..x.Length], addresses[x.Length..^1], addresses[^1], n);
        Array.ForEach(pins, pin => pin.Free());
    }

    private static bool Run(string program, string arguments, out string errors)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            errors = process.StandardError.ReadToEnd();
            output.Wait();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            errors = missing.Message;
            return false;
        }
    }
}
