using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Madaline.Generators.Sizes;

/// <summary>A layer that cannot take what comes before it.</summary>
/// <param name="Layer">Where the layer is created.</param>
/// <param name="Before">The size that comes.</param>
/// <param name="Kind">Which size does not fit.</param>
/// <param name="Wanted">The size that would fit.</param>
internal readonly record struct Misfit(IObjectCreationOperation Layer, Width Before, WidthKind Kind, int Wanted)
{
    /// <summary>The warning, at the creation of the layer or at its call.</summary>
    public Diagnostic At(SyntaxNode place)
    {
        string given = Before.Kind == WidthKind.MultipleOf
            ? $"a multiple of {Before.Value}" : Before.Value.ToString(CultureInfo.InvariantCulture);
        return Diagnostic.Create(Rules.Sizes, place.GetLocation(),
            Layer.Type!.Name, Wanted, Kind == WidthKind.Channels ? "channels" : "features", Before.Layer, given);
    }
}
