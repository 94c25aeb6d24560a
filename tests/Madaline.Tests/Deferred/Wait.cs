using System.Diagnostics;
using System.Reflection;
using Madaline.Ops;

namespace Madaline.Tests.Deferred;

/// <summary>One time that the host waited for a device.</summary>
internal sealed class Wait
{
    /// <summary>Whose methods read, for others.</summary>
    private static readonly Type[] Readers = [typeof(Tensor), typeof(TensorPrinter), typeof(ElementText)];

    private readonly Lazy<(string Operation, string Caller)> _cause;

    /// <summary>A wait at this place of the program, which is looked up when somebody asks.</summary>
    /// <param name="pending">How many operations run before the host goes on.</param>
    public Wait(int pending)
    {
        Pending = pending;
        var trace = new StackTrace(1, fNeedFileInfo: false);
        _cause = new(() => CauseOf(trace));
    }

    /// <summary>What read: a tensor's method such as <c>Item</c>, or the device's own.</summary>
    public string Operation => _cause.Value.Operation;

    /// <summary>Who asked for that, as <c>Type.Method</c>; where the JIT inlined it, its caller.</summary>
    public string Caller => _cause.Value.Caller;

    /// <summary>How many operations ran before the host went on.</summary>
    public int Pending { get; }

    public override string ToString() => $"{Operation} in {Caller} ({Pending} operations pending)";

    private static (string Operation, string Caller) CauseOf(StackTrace trace)
    {
        string operation = "";
        foreach (StackFrame frame in trace.GetFrames())
        {
            if (frame.GetMethod() is not { } method || Outermost(method) is not { } type)
                continue;
            if (!Readers.Contains(type) && !typeof(Device).IsAssignableFrom(type))
                return (operation, $"{type.Name}.{Plain(method.Name)}");
            operation = Plain(method.Name);
        }

        return (operation, "?");
    }

    private static Type? Outermost(MethodBase method)
    {
        Type? type = method.DeclaringType;
        while (type?.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    /// <summary>A lambda's or local function's name is that of the method around it.</summary>
    private static string Plain(string name) => name.StartsWith('<') ? name[1..name.IndexOf('>')] : name;
}
