namespace Madaline.Autograd;

/// <summary>A scope with modes and nothing beside.</summary>
internal sealed class ModeScope(FlowModes modes) : FlowScope(modes);
