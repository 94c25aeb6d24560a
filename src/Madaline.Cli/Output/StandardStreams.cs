using System.Text;

namespace Madaline.Cli.Output;

/// <summary>stdout and stderr that never throw: a full disk or a closed pipe must not end a training.</summary>
/// <remarks>
/// What stderr refuses is lost, since it is progress and notes. What stdout refuses is lost as well, but then
/// <see cref="Failure"/> says why, and the command ends with exit code 1.
/// </remarks>
internal sealed class StandardStreams
{
    private readonly GuardedWriter _out, _errors;

    private StandardStreams()
    {
        _out = new GuardedWriter(() => IsOurs(1) ? Console.Out : throw new IOException("it is closed"));
        _errors = new GuardedWriter(() => IsOurs(2) ? Console.Error : throw new IOException("it is closed"));
    }

    /// <summary>Why something written to stdout is lost; null when all of it was written.</summary>
    public Exception? Failure => _out.Failure;

    /// <summary>Puts itself between the program and its streams.</summary>
    public static StandardStreams Guard()
    {
        var streams = new StandardStreams();
        Console.SetOut(streams._out);
        Console.SetError(streams._errors);
        return streams;
    }

    /// <summary>
    /// Whether a descriptor is what the program was started with. Where it was closed, the runtime has opened something
    /// of its own under that number, which text must not be written to: such a file is closed when a program is
    /// started, and what the program was started with is not.
    /// </summary>
    private static bool IsOurs(int descriptor)
    {
        const int CloseOnExec = 0x80000;
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fdinfo"))
            return true;
        string path = $"/proc/self/fdinfo/{descriptor}";
        if (!File.Exists(path))
            return false;
        string? flags = File.ReadLines(path)
            .FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return flags is null || (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExec) == 0;
    }

    /// <summary>Hands on to a writer until that fails, and drops everything after.</summary>
    private sealed class GuardedWriter : TextWriter
    {
        private readonly TextWriter _inner = Null;

        public GuardedWriter(Func<TextWriter> open)
        {
            try
            {
                _inner = open();
            }
            catch (Exception e) when (IsRefusal(e))
            {
                Failure = e;
            }
        }

        public Exception? Failure { get; private set; }

        public override Encoding Encoding => _inner.Encoding;

        public override void Write(char value) => Try(value, static (writer, one) => writer.Write(one));

        public override void Write(char[] buffer, int index, int count) =>
            Try((buffer, index, count), static (writer, x) => writer.Write(x.buffer, x.index, x.count));

        public override void Write(string? value) => Try(value, static (writer, text) => writer.Write(text));

        public override void WriteLine() => Try(0, static (writer, _) => writer.WriteLine());

        public override void WriteLine(string? value) => Try(value, static (writer, text) => writer.WriteLine(text));

        public override void Flush() => Try(0, static (writer, _) => writer.Flush());

        private void Try<T>(T value, Action<TextWriter, T> write)
        {
            if (Failure is not null)
                return;
            try
            {
                write(_inner, value);
            }
            catch (Exception e) when (IsRefusal(e))
            {
                Failure = e;
            }
        }

        private static bool IsRefusal(Exception e) =>
            e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException;
    }
}
