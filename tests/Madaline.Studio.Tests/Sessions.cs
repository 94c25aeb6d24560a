using Madaline.Data;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Workbench;

namespace Madaline.Studio.Tests;

/// <summary>Small trainings to look at.</summary>
internal static class Sessions
{
    public const int Samples = 64, Epochs = 4, StepsPerEpoch = 8;

    /// <summary>A network of sigmoid neurons with the quadratic cost, as the course begins with.</summary>
    public static Recipe Quadratic { get; } = RecipeFile.Load("mnist-quadratic") with { Epochs = Epochs, Batch = 8 };

    /// <summary>A small convolutional network.</summary>
    public static Recipe Convolutional { get; } = Quadratic with
    {
        Layers =
        [
            new Spec("conv").With("channels", 4.0).With("kernel", 3.0), new Spec("relu"),
            new Spec("max-pool").With("kernel", 2.0), new Spec("flatten"), new Spec("linear").With("outputs", "classes"),
        ],
        Loss = new Spec("cross-entropy"),
        Optimizer = new Spec("sgd").With("lr", 0.05),
    };

    /// <summary>Pictures of 8 × 8 and three classes; the brightest third says which.</summary>
    public static PreparedData Data()
    {
        var rng = new Rng(5);
        Tensor classes = Tensor.RandInt(0, 3, [Samples + 24], rng: rng);
        Tensor pictures = (Tensor.Rand([Samples + 24, 1, 8, 8], rng: rng) * 120.0).To(DType.UInt8);
        var all = new TensorDataset(pictures, classes, ["low", "middle", "high"]) { Name = "thirds" };
        return new PreparedData(all[..Samples], all[Samples..], []);
    }

    /// <summary>A session that runs on a thread of its own until disposed of.</summary>
    public static RunningSession Start(Recipe? recipe = null)
    {
        var session = new Session(recipe ?? Quadratic, Data());
        return new RunningSession(session);
    }
}

/// <summary>A session and its thread.</summary>
internal sealed class RunningSession : IDisposable
{
    private readonly Thread _thread;

    public RunningSession(Session session)
    {
        Session = session;
        _thread = new Thread(() => session.Run()) { IsBackground = true };
        _thread.Start();
    }

    public Session Session { get; }

    public string Sha => Session.Experiment.Model.WeightsSha256();

    /// <summary>Asks, and waits until it is so.</summary>
    public void Do(SessionAction action, double value, Func<SessionState, bool> until)
    {
        Session.Do(new SessionCommand(action, value));
        Wait(until);
    }

    public void Wait(Func<SessionState, bool> until)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (!until(Session.State))
        {
            Assert.True(DateTime.UtcNow < deadline, $"waited too long: {Session.State}");
            Thread.Sleep(1);
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        _thread.Join();
    }
}
