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
        new Training("wheat-fcn-10-b1", [7, 10, 3], [7], Training.Sgd, batch: 1, samples: 2000),
        new Training("mnist-fcn-15-b64", [784, 15, 10], [784], Training.Adam, batch: 64, samples: 60000),
        new Training("mnist-fcn-128-b64", [784, 128, 10], [784], Training.Adam, batch: 64, samples: 60000),
        new Training("mnist-fcn-512-b128", [784, 512, 10], [784], Training.Adam, batch: 128, samples: 60000),
        new Training("cifar10-fcn-512-b64", [3072, 512, 10], [3, 32, 32], Training.Adam, batch: 64, samples: 10000),
    ];

    public string Name { get; } = name;

    /// <summary>What one run does besides taking time: the figure printed beside the seconds, as its name and amount a second.</summary>
    public abstract (string Figure, double Amount) Work { get; }

    /// <summary>How many runs make one timing.</summary>
    public virtual int Runs => 1;

    /// <summary>Makes the data and the network, and gives the run that is timed.</summary>
    public abstract Action Prepare();
}
