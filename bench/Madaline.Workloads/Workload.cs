using System.Runtime.Intrinsics;

namespace Madaline.Workloads;

/// <summary>Something to time, under the name that the peers use for it.</summary>
internal abstract class Workload(string name)
{
    public static IReadOnlyList<Workload> All { get; } =
    [
        new Gemm(64, 15, 784),
        new Gemm(64, 512, 784),
        new Gemm(128, 128, 128),
        new Gemm(256, 256, 256),
        new Gemm(512, 512, 512),
        new Gemm(1024, 1024, 1024),
        new Gemm(2048, 2048, 2048),
        new Training("wheat-fcn-10-b1", () => Networks.FullyConnected(7, 10, 3), Source.Wheat, Training.Sgd, 1, 2000),
        new Training("mnist-fcn-15-b64", () => Networks.FullyConnected(784, 15, 10), Source.Mnist,
            Training.Adam, 64, 60000),
        new Training("mnist-fcn-128-b64", () => Networks.FullyConnected(784, 128, 10), Source.Mnist,
            Training.Adam, 64, 60000),
        new Training("mnist-fcn-512-b128", () => Networks.FullyConnected(784, 512, 10), Source.Mnist,
            Training.Adam, 128, 60000),
        new Training("cifar10-fcn-512-b64", () => Networks.FullyConnected(3072, 512, 10), Source.Cifar10,
            Training.Adam, 64, 10000),
        new Training("cifar10-cnn-b4", Networks.Cnn, Source.Cifar10, Training.Sgd, 4, 4000),
        new Training("cifar10-cnn-b128", Networks.Cnn, Source.Cifar10, Training.Sgd, 128, 12800),
        new Training("cifar10-vgg-b128", Networks.Vgg, Source.Cifar10, Training.Adam, 128, 1280),
        new Training("cifar10-resnet20-b128", Networks.ResNet20, Source.Cifar10, Training.Sgd, 128, 1280),
        new Inference("cifar10-vgg-infer-b128", Networks.Vgg, Source.Cifar10, 128, 2560),
        new Inference("cifar10-cnn-infer-b1", Networks.Cnn, Source.Cifar10, 1, 2000),
        .. Peaks(),
    ];

    public string Name { get; } = name;

    /// <summary>Whether the peers time it too.</summary>
    public virtual bool IsShared => true;

    /// <summary>
    /// What one run does besides taking time: the figure printed beside the seconds, as its name and amount a second.
    /// </summary>
    public abstract (string Figure, double Amount) Work { get; }

    /// <summary>How many runs make one timing.</summary>
    public virtual int Runs => 1;

    /// <summary>Reads or makes the samples, makes the network, and gives the run that is timed.</summary>
    /// <param name="data">The folder of the data sets, or <see cref="Source.Random"/>.</param>
    public abstract Action Prepare(string data);

    private static IEnumerable<Workload> Peaks()
    {
        yield return new FmaPeak<Vector256<float>, Width256>(256);
        if (Vector512.IsHardwareAccelerated)
            yield return new FmaPeak<Vector512<float>, Width512>(512);
    }
}
