using Madaline.Studio.Views.Adaline;
using Madaline.Studio.Views.Batch;
using Madaline.Studio.Views.Builder;
using Madaline.Studio.Views.Compare;
using Madaline.Studio.Views.Confusion;
using Madaline.Studio.Views.Digit;
using Madaline.Studio.Views.Flow;
using Madaline.Studio.Views.Gallery;
using Madaline.Studio.Views.Kernel;
using Madaline.Studio.Views.Landscape;
using Madaline.Studio.Views.Maps;
using Madaline.Studio.Views.Matrices;
using Madaline.Studio.Views.Microscope;
using Madaline.Studio.Views.Perceptron;
using Madaline.Studio.Views.Pooling;
using Madaline.Studio.Views.Run;
using Madaline.Studio.Views.Sigmoid;
using Madaline.Studio.Views.Status;
using Madaline.Studio.Views.Tensors;
using Madaline.Studio.Views.Valley;
using Madaline.Studio.Views.Wheat;

namespace Madaline.Studio.Views;

/// <summary>All views, one entry each.</summary>
internal static class ViewCatalog
{
    /// <summary>The views.</summary>
    public static IReadOnlyList<View> All { get; } =
    [
        new StatusView(), new PerceptronView(), new AdalineView(), new SigmoidView(), new ValleyView(), new RunView(),
        new MatricesView(), new MicroscopeView(), new FlowView(), new TensorsView(),
        new BatchView(), new LandscapeView(), new KernelView(), new PoolingView(),
        new GalleryView(), new DigitView(), new ConfusionView(), new MapsView(),
        new BuilderView(),
        new WheatView(), new CompareView(),
    ];

    /// <summary>The view of a name; null where there is none.</summary>
    public static View? Find(string? name) => All.FirstOrDefault(view => view.Name == name);
}
