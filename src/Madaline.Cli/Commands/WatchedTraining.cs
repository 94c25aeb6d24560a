using Madaline.Recipes;
using Madaline.Studio;
using Madaline.Studio.Live;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary>A training of this command that a page in the browser looks on at and may slow and halt.</summary>
internal sealed class WatchedTraining : IAsyncDisposable
{
    private readonly Session _session;
    private readonly StudioServer _server;
    private readonly Machine _machine;

    private WatchedTraining(Session session, StudioServer server, Machine machine) =>
        (_session, _server, _machine) = (session, server, machine);

    /// <summary>What the training is to be given.</summary>
    public IReadOnlyList<TrainerCallback> Callbacks => _session.Callbacks;

    /// <summary>Serves the page, and says where.</summary>
    public static async Task<WatchedTraining> StartAsync(Experiment experiment, PreparedData data, Machine machine,
        StudioOptions options, RunShelf runs, CancellationToken cancellation)
    {
        var session = new Session(experiment, data, machine.Device) { Runs = runs };
        session.Attach(isPlaying: true);
        // A training that waits in the page ends with the command, too.
        cancellation.Register(session.Stop);
        var server = await StudioCommand.ServeAsync(session, options, machine.Report, cancellation);
        return new WatchedTraining(session, server, machine);
    }

    /// <summary>The page stays until Ctrl-C.</summary>
    public void Stay(TrainingResult result, CancellationToken cancellation)
    {
        _machine.Report.Note($"The page stays at {_server.Address} until Ctrl-C.");
        _session.Stay(result, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _session.Dispose();
    }
}
