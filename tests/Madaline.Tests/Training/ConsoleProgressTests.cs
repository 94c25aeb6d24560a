using System.Text.RegularExpressions;
using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Training;

namespace Madaline.Tests.Training;

public sealed partial class ConsoleProgressTests
{
    private readonly StringWriter _text = new();

    [Fact]
    public void A_file_gets_a_line_an_epoch()
    {
        Fit(new ConsoleProgress(_text) { More = epoch => $"twice {2 * epoch.Epoch}" }, validates: true);
        string[] lines = _text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Matches(WholeLine(), line));
        Assert.EndsWith("twice 6", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_sees_the_steps_in_the_same_line()
    {
        Fit(new ConsoleProgress(_text, isTerminal: true), validates: false);
        Assert.StartsWith("\repoch 1/3  step 1/4  loss ", _text.ToString(), StringComparison.Ordinal);
        string[] lines = _text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        foreach (string line in lines)
        {
            string[] writes = line.Split('\r', StringSplitOptions.RemoveEmptyEntries);
            Assert.StartsWith("epoch", writes[^1], StringComparison.Ordinal);
            Assert.DoesNotContain("step", writes[^1], StringComparison.Ordinal);
            Assert.True(writes[^1].Length >= writes[0].TrimEnd().Length);
        }
    }

    [Fact]
    public void A_second_call_says_that_there_is_nothing_to_do()
    {
        var hints = new List<Hint>();
        using var scope = Madaline.Hints.Collect(hints.Add);
        var (trainer, loader) = Given();
        trainer.Fit(loader, new TrainerOptions { Epochs = 3 });
        Assert.Empty(hints);
        trainer.Fit(loader, new TrainerOptions { Epochs = 3 });
        Assert.Contains("3 epochs are done, and 3 are asked for", Assert.Single(hints).Message, StringComparison.Ordinal);
        Assert.Equal(6, trainer.Fit(loader, new TrainerOptions { Epochs = 6 }).Epochs.Count);
    }

    private void Fit(ConsoleProgress progress, bool validates)
    {
        var (trainer, loader) = Given();
        trainer.Fit(loader, new TrainerOptions { Epochs = 3, Callbacks = [progress] }, validates ? Clouds(5) : null);
    }

    private static (Trainer Trainer, DataLoader Loader) Given()
    {
        var network = new Sequential(new Linear(2, 2, rng: new Rng(1)));
        return (new Trainer(network, new CrossEntropyLoss(), new Sgd(network.Parameters(), 0.1)),
            new DataLoader(Clouds(4), new LoaderOptions { BatchSize = 10, Rng = new Rng(2) }));
    }

    private static TensorDataset Clouds(ulong seed) => new(Tensor.Randn([40, 2], rng: new Rng(seed)),
        Tensor.Wrap<long>([.. Enumerable.Range(0, 40).Select(i => (long)(i % 2))]));

    [GeneratedRegex(@"^epoch \d  loss \d\.\d{4}  accuracy \d+\.\d\d%  validation loss \d\.\d{4}, accuracy \d+\.\d\d%  \d\.\d\d s  twice \d$")]
    private static partial Regex WholeLine();
}
