using Madaline.Recipes;
using Madaline.Tests.Training;
using Madaline.Training;

namespace Madaline.Tests.Recipes;

public sealed class MetricsLogTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_are_added_and_those_of_epochs_that_are_run_again_replaced()
    {
        var run = new RunFolder(_folder);
        Log(run, 1, 5);
        Assert.Equal([1, 2, 3, 4, 5], run.ReadMetrics().Select(epoch => epoch.Epoch));
        Log(run, 4, 7);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], run.ReadMetrics().Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void A_last_line_that_a_kill_cut_off_is_left_out()
    {
        var run = new RunFolder(_folder);
        Log(run, 1, 3);
        byte[] whole = File.ReadAllBytes(run.MetricsPath);
        int last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (int end = last + 1; end < whole.Length - 1; end++)
        {
            File.WriteAllBytes(run.MetricsPath, whole[..end]);
            Assert.Equal([1, 2], run.ReadMetrics().Select(epoch => epoch.Epoch));
        }

        Log(run, 3, 4);
        Assert.Equal([1, 2, 3, 4], run.ReadMetrics().Select(epoch => epoch.Epoch));
    }

    [Theory]
    [InlineData("no metrics at all\n")]
    [InlineData("{\"epoch\":1}\n{}\n")]
    public void A_damaged_file_does_not_keep_a_training_from_going_on(string text)
    {
        var run = new RunFolder(_folder);
        File.WriteAllText(run.MetricsPath, text);
        Log(run, 2, 3);
        Assert.Equal([2, 3], run.ReadMetrics().Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void A_file_that_cannot_be_written_and_a_folder_that_vanishes_stop_nothing()
    {
        var run = new RunFolder(Path.Combine(_folder, "run"));
        Directory.CreateDirectory(run.MetricsPath);
        var log = new MetricsLog(run, 0);
        Assert.True(log.OnEpoch(Epoch(1)));
        Directory.Delete(run.Path, recursive: true);
        Assert.True(log.OnEpoch(Epoch(2)));
        Assert.Equal([1, 2], run.ReadMetrics().Select(epoch => epoch.Epoch));
        Directory.Delete(run.Path, recursive: true);
        Assert.True(log.OnEpoch(Epoch(3)));
        Assert.Equal([3], run.ReadMetrics().Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void What_an_epoch_costs_does_not_grow_with_the_epochs_before_it()
    {
        var run = new RunFolder(_folder);
        var log = new MetricsLog(run);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 1; epoch <= 20_000; epoch++)
            log.OnEpoch(Epoch(epoch));
        long early = GC.GetAllocatedBytesForCurrentThread() - before;
        for (int epoch = 20_001; epoch <= 80_000; epoch++)
            log.OnEpoch(Epoch(epoch));
        long late = GC.GetAllocatedBytesForCurrentThread() - before - early;
        // Buffers double, so that the bytes of some epochs are more than those of others.
        Assert.InRange(late, 0, 3 * (3 * early) + (64 << 20));
        run.WriteMetrics(Enumerable.Range(1, 80_000).Select(Epoch));
        Assert.Equal(80_000, run.ReadMetrics().Count);
    }

    [Fact]
    public void An_accuracy_that_does_not_exist_is_null()
    {
        var run = new RunFolder(_folder);
        EpochResult epoch = new(1, 0.5, double.NaN, 0.1, 1, 2.5, null);
        run.WriteMetrics([epoch]);
        Assert.Contains("\"accuracy\":null", File.ReadAllText(run.MetricsPath));
        Assert.Equal(epoch, Assert.Single(run.ReadMetrics()));
    }

    private static void Log(RunFolder run, int first, int last)
    {
        var log = new MetricsLog(run, 0);
        for (int epoch = first; epoch <= last; epoch++)
            Assert.True(log.OnEpoch(Epoch(epoch)));
    }

    private static EpochResult Epoch(int epoch) => new(epoch, 0.5 / epoch, 0.75, 0.1, 1, null, null);
}
