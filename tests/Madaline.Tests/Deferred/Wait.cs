using System.Diagnostics;
using System.Reflection;

namespace Madaline.Tests.Deferred;

/// <summary>One time that the host waited for a device.</summary>
/// <param name="Operation">What read: a tensor's method such as <c>Item</c>, or the device's own.</param>
/// <param name="Caller">Who asked for that, as <c>Type.Method</c>; where the JIT inlined it, its caller.</param>
/// <param name="Pending">How many operations ran before the host went on.</param>
internal sealed record Wait(string Operation, string Caller, int Pending)
{
    /// <summary>Whose methods read, for others.</summary>
    private static readonly Type[] Readers = [typeof(Tensor), typeof(TensorPrinter), typeof(ElementText)];

    /// <summary>A wait at this place of the program.</summary>
    public static Wait Here(int pending)
    {
        string operation = "";
        foreach (StackFrame frame in new StackTrace(1, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is not { } method || Outermost(method) is not { } type || type == typeof(Wait))
                continue;
            if (!Readers.Contains(type) && !typeof(Device).IsAssignableFrom(type))
                return new Wait(operation, $"{type.Name}.{Plain(method.Name)}", pending);
            operation = Plain(method.Name);
        }

        return new Wait(operation, "?", pending);
    }

    public override string ToString() => $"{Operation} in {Caller} ({Pending} operations pending)";

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
