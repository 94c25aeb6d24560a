using System.Collections.Immutable;
using Madaline.Generators.Members;
using Microsoft.CodeAnalysis.Operations;

namespace Madaline.Generators.Sizes;

/// <summary>What the library's layers take and give, as far as constants in their constructors say.</summary>
internal static class Layers
{
    private static readonly Dictionary<string, (WidthKind Kind, string? Takes, string Gives)> Sized = new()
    {
        ["Linear"] = (WidthKind.Features, "inputs", "outputs"),
        ["LayerNorm"] = (WidthKind.Features, "features", "features"),
        ["Embedding"] = (WidthKind.Features, null, "size"),
        ["Conv1d"] = (WidthKind.Channels, "inChannels", "outChannels"),
        ["Conv2d"] = (WidthKind.Channels, "inChannels", "outChannels"),
        ["ConvTranspose2d"] = (WidthKind.Channels, "inChannels", "outChannels"),
        ["Block"] = (WidthKind.Channels, "inChannels", "outChannels"),
        ["BatchNorm2d"] = (WidthKind.Channels, "features", "features"),
        ["InstanceNorm1d"] = (WidthKind.Channels, "features", "features"),
        ["InstanceNorm2d"] = (WidthKind.Channels, "features", "features"),
        ["GroupNorm"] = (WidthKind.Channels, "channels", "channels"),
    };

    private static readonly HashSet<string> Elementwise =
    [
        "Identity", "Relu", "LeakyRelu", "Elu", "Gelu", "Silu", "Sigmoid", "Tanh", "Softplus", "Softmax", "LogSoftmax",
        "Dropout", "Dropout1d", "Dropout2d", "Contiguous",
    ];

    private static readonly HashSet<string> KeepsChannels =
    [
        "MaxPool1d", "MaxPool2d", "MinPool1d", "MinPool2d", "AvgPool1d", "AvgPool2d", "MedianPool1d", "MedianPool2d",
        "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "Upsample",
        "ReflectionPad1d", "ReflectionPad2d", "ReplicationPad1d", "ReplicationPad2d",
    ];

    private static readonly HashSet<string> GlobalPools =
        ["GlobalAvgPool1d", "GlobalAvgPool2d", "GlobalMaxPool1d", "GlobalMaxPool2d"];

    /// <summary>The size after a layer, and a report when it cannot take the size before.</summary>
    public static Width Apply(IObjectCreationOperation layer, Width before, Action<Misfit> report) =>
        Known.LayerName(layer.Type) switch
        {
            null => Width.Unknown,
            "Sequential" => Chain.Of(layer).Aggregate(before, (width, next) => ApplyAny(next, width, report)),
            "Residual" => layer.Arguments.IsEmpty ? Width.Unknown
                : ApplyAny(Chain.Creation(layer.Arguments[0].Value), before, report),
            "BatchNorm1d" when before.Kind is WidthKind.Channels or WidthKind.Features =>
                Pass(layer, before, (before.Kind, "features", "features"), report),
            string name when Sized.TryGetValue(name, out var sizes) => Pass(layer, before, sizes, report),
            string name => After(name, before, Flattens(layer.Arguments)),
        };

    /// <summary>The size after a method of a tensor that works as a layer does.</summary>
    public static Width AfterMethod(IInvocationOperation call, Width before) =>
        After(call.TargetMethod.Name, before, Flattens(call.Arguments));

    private static Width ApplyAny(IObjectCreationOperation? layer, Width before, Action<Misfit> report) =>
        layer is null ? Width.Unknown : Apply(layer, before, report);

    private static Width Pass(
        IObjectCreationOperation layer, Width before, (WidthKind Kind, string? Takes, string Gives) sizes,
        Action<Misfit> report)
    {
        if (sizes.Takes is { } takes && Constant(layer.Arguments, takes) is { } wanted
            && before.Refuses(sizes.Kind, wanted))
            report(new Misfit(layer, before, sizes.Kind, wanted));
        return Constant(layer.Arguments, sizes.Gives) is { } given
            ? new Width(sizes.Kind, given, layer.Type!.Name) : Width.Unknown;
    }

    private static bool Flattens(ImmutableArray<IArgumentOperation> arguments) =>
        Constant(arguments, "startDimension") == 1 && Constant(arguments, "endDimension") == -1;

    private static int? Constant(ImmutableArray<IArgumentOperation> arguments, string parameter) =>
        arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value.ConstantValue is
        { HasValue: true, Value: int value } ? value : null;

    private static Width After(string name, Width before, bool flattens) =>
        Elementwise.Contains(name) ? before
        : KeepsChannels.Contains(name) ? before.OfChannels()
        : GlobalPools.Contains(name) ? before.Pooled()
        : name == "Flatten" && flattens ? before.Flattened()
        : Width.Unknown;
}
