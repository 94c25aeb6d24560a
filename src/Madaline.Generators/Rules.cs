using Microsoft.CodeAnalysis;

namespace Madaline.Generators;

/// <summary>What the analyzers warn of.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor Unregistered = Rule("MAD001",
        "A module holds modules that nothing registers",
        "Nothing registers {1} of '{0}', so optimizers and state dicts do not find it. {2}");

    public static readonly DiagnosticDescriptor Collection = Rule("MAD002", "A collection of modules is not registered",
        "The modules in '{0}' are not registered, so optimizers and state dicts do not find them. Hold them in a "
        + "Sequential, a ModuleList or a ModuleDict, or call RegisterModule for each.");

    public static readonly DiagnosticDescriptor CreatedInForward = Rule("MAD003", "A module is created in Forward",
        "This {0} is new at every call: nothing it learns is kept. Hold it in a field, or use the tensor's own method "
        + "where it learns nothing, such as x.Relu().");

    public static readonly DiagnosticDescriptor Sizes = Rule("MAD004", "The sizes of two layers do not fit",
        "{0} takes {1} {2}, but {3} before it gives {4}.");

    public static readonly DiagnosticDescriptor Replaced = Rule("MAD005", "A registered member is replaced later",
        "'{0}' is replaced after the constructor, but the module goes on learning and saving the first one. Set it in "
        + "the constructor, or mark it [NotRegistered].");

    public static readonly DiagnosticDescriptor Called = Rule("MAD006", "Forward is called from outside",
        "Forward is what a module overrides, and nobody calls. Write {0}.Call({1}): it runs Forward, and errors name "
        + "the layer.");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Madaline.Modules", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
