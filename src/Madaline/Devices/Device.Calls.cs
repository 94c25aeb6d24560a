using System.Runtime.CompilerServices;
using Madaline.Devices;

namespace Madaline;

/// <summary>What every entry does before and after the device's own work.</summary>
public abstract partial class Device
{
    /// <summary>Tells the gradient of an elementwise op apart from the op itself, before an observer.</summary>
    private const string Gradient = "_gradient";

    /// <summary>Begins a call: tells its name to the observer, and refuses operands whose memory went back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin<TOperands>(string name, in TOperands operands, string suffix = "")
        where TOperands : struct, IOperands
    {
        Observer?.Begin(name + suffix);
        operands.Visit(new LivenessCheck(name));
    }

    /// <summary>Refuses an epilogue that adds, where nothing is given to add.</summary>
    private static void RequireNoSum(string name, Epilogue epilogue)
    {
        if (epilogue == Epilogue.AddRelu)
            throw new ArgumentOutOfRangeException(nameof(epilogue), $"{name} adds no other tensor.");
    }

    /// <summary>Ends a call: until here its operands were held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End<TOperands>(string name, in TOperands operands, string suffix = "")
        where TOperands : struct, IOperands
    {
        operands.Visit(default(KeepAlive));
        Observer?.End(name + suffix);
    }
}
