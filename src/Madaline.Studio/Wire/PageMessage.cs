using System.Text.Json;
using System.Text.Json.Serialization;

namespace Madaline.Studio.Wire;

/// <summary>What a page says.</summary>
internal sealed record PageMessage
{
    /// <summary><c>hello</c>, <c>subscribe</c>, <c>unsubscribe</c>, <c>ack</c> or <c>do</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>With hello: the token.</summary>
    public string? Token { get; init; }

    /// <summary>Which subscription.</summary>
    public int Id { get; init; }

    /// <summary>With subscribe: the view's name.</summary>
    public string? View { get; init; }

    /// <summary>With subscribe: what of the view is asked for.</summary>
    public JsonElement Args { get; init; }

    /// <summary>With do: <c>play</c>, <c>pause</c>, <c>step</c> …</summary>
    public string? Action { get; init; }

    /// <summary>With do: the number that goes with it.</summary>
    public double? Value { get; init; }

    /// <summary>With do: the text that goes with it, such as layers.</summary>
    public string? Text { get; init; }
}

/// <summary>Reads and writes messages without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageMessage))]
internal sealed partial class PageMessages : JsonSerializerContext;
