using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>
/// The first recorded call of a module, in which a module that it calls and does not hold is noticed.
/// </summary>
internal readonly ref struct FirstCall
{
    [ThreadStatic]
    private static Module? _caller;

    private readonly Module? _outer;
    private readonly bool _isUnderWay;

    private FirstCall(Module module) => (_outer, _caller, _isUnderWay) = (_caller, module, true);

    /// <summary>Whether a call that begins now is a recorded one and the first.</summary>
    public static bool IsDue(Module module) => !module.WasTrained && GradMode.IsRecording;

    /// <summary>Begins a call, if it is due.</summary>
    public static FirstCall Of(Module module)
    {
        if (!IsDue(module))
            return default;
        module.WasTrained = true;
        if (_caller is { } caller && !module.IsHeld)
            Look(module, caller);
        return new FirstCall(module);
    }

    public void Dispose()
    {
        if (_isUnderWay)
            _caller = _outer;
    }

    private static void Look(Module module, Module caller)
    {
        int count = module.Parameters().Count(parameter => parameter.RequiresGrad);
        if (count == 0)
            return;
        Hints.Give(HintKind.ModuleNotRegistered, $"{caller.Kind} calls a {module.Kind} that it does not hold: "
            + $"{count} parameters that Parameters() does not list are neither trained nor saved. Make {caller.Kind} "
            + "partial, so that its fields are registered, use RegisterModule in its constructor, or keep modules in "
            + "a ModuleList.");
    }
}
