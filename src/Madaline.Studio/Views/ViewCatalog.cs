using Madaline.Studio.Views.Microscope;
using Madaline.Studio.Views.Run;
using Madaline.Studio.Views.Status;

namespace Madaline.Studio.Views;

/// <summary>All views, one entry each.</summary>
internal static class ViewCatalog
{
    /// <summary>The views.</summary>
    public static IReadOnlyList<View> All { get; } = [new StatusView(), new RunView(), new MicroscopeView()];

    /// <summary>The view of a name; null where there is none.</summary>
    public static View? Find(string? name) => All.FirstOrDefault(view => view.Name == name);
}
