using System.Text;
using Madaline.Ops;

namespace Madaline.NN;

/// <summary>A module as text: <c>Linear(784, 10)</c>, and what a module holds in lines below it, by name.</summary>
internal static class ModuleText
{
    /// <summary>The text of a module and all below it.</summary>
    public static string Of(Module module)
    {
        var text = new StringBuilder();
        Write(text, module, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, Module module, string indent)
    {
        string arguments = module.Arguments;
        text.Append(module.Kind).Append('(');
        if (module.Below.Count == 0)
        {
            text.Append(arguments).Append(')');
            return;
        }

        if (arguments.Length > 0)
            text.Append('\n').Append(indent).Append("  ").Append(arguments);
        foreach (var (name, below) in module.Below)
        {
            text.Append('\n').Append(indent).Append("  (").Append(name).Append("): ");
            Write(text, below, indent + "  ");
        }

        text.Append('\n').Append(indent).Append(')');
    }
}

/// <summary>
/// The arguments a layer was made with, as a program would write them; those left at their defaults are not.
/// </summary>
internal readonly struct ArgumentText
{
    private readonly string _text;

    private ArgumentText(string text) => _text = text;

    /// <summary>Those that have no default.</summary>
    public static ArgumentText Of(params ReadOnlySpan<object> values)
    {
        var texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = Text(values[i]);
        return new(string.Join(", ", texts));
    }

    /// <summary>Those of a pooling layer.</summary>
    public static ArgumentText OfPool(PoolSizes sizes) => Of(sizes.Kernel).With("stride", sizes.Stride, sizes.Kernel)
        .With("padding", sizes.Padding, 0).With("dilation", sizes.Dilation, 1).With("ceilMode", sizes.CeilMode, false);

    /// <summary>One that has a default, by name.</summary>
    public ArgumentText With<T>(string name, T value, T usual) =>
        EqualityComparer<T>.Default.Equals(value, usual) ? this
            : new(_text.Length == 0 ? $"{name}: {Text(value)}" : $"{_text}, {name}: {Text(value)}");

    /// <summary>As text.</summary>
    public static implicit operator string(ArgumentText arguments) => arguments._text;

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        _ => $"{value}",
    };
}
