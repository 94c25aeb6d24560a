using Madaline.Data;
using Madaline.Devices.Cpu.Runtime;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Memory stays flat without a single <c>using</c> or Dispose.</summary>
public sealed class TrainingMemoryTests
{
    /// <summary>
    /// 16 MiB of garbage between two collections: by itself .NET takes as much as the processor's last cache, 100 MB
    /// and more on some, which is in the peak.
    /// </summary>
    private static readonly Dictionary<string, string> FixedBudget = new() { ["DOTNET_GCgen0size"] = "0x1000000" };

    [Fact]
    public void A_hundred_thousand_steps_hold_a_flat_resident_size() => OwnProcess.Run(() =>
    {
        var samples = Toy.Clouds(1000);
        var network = new Sequential(new Linear(4, 16), new Relu(), new Dropout(0.1), new Linear(16, 3));
        var loader = new DataLoader(samples, new LoaderOptions { BatchSize = 10, Shuffle = true });
        var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam(network.Parameters()));
        trainer.Fit(loader, new TrainerOptions { Epochs = 100 });
        var before = MemoryUse.Measure();
        long peak = 0;
        for (int epochs = 200; epochs <= 1100; epochs += 100)
        {
            trainer.Fit(loader, new TrainerOptions { Epochs = epochs });
            peak = Math.Max(peak, Environment.WorkingSet);
        }

        // Garbage between two collections is in the peak; what stays is in the second measurement.
        Assert.InRange(peak - before.Resident, long.MinValue, 48 << 20);
        var after = MemoryUse.Measure();
        Assert.InRange(after.Resident - before.Resident, long.MinValue, 16 << 20);
        Assert.InRange(after.Heap - before.Heap, long.MinValue, 1 << 20);
        Assert.InRange(after.Lent - before.Lent, long.MinValue, 1 << 20);
    }, FixedBudget);

    [Fact]
    public void Large_tensors_come_back_to_the_pool() => OwnProcess.Run(() =>
    {
        var network = new Sequential(new Linear(784, 512), new Relu(), new Linear(512, 10));
        var loss = new CrossEntropyLoss();
        var optimizer = new Adam(network.Parameters());
        Tensor x = Tensor.Randn([128, 784], rng: new Rng(1)), y = Tensor.Arange(128) % 10;
        long before = MemoryUse.SettledLentBytes(), peak = 0;
        for (int step = 0; step < 500; step++)
        {
            optimizer.ZeroGrad();
            loss.Call(network.Call(x), y).Backward();
            optimizer.Step();
            peak = Math.Max(peak, BufferPool.LentBytes - before);
        }

        // Gradients and Adam's two moments are 5 MB; what a step makes is 1 MB.
        Assert.InRange(peak, 4 << 20, 64 << 20);
    });
}
