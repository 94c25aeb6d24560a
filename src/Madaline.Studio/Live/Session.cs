using Madaline.Recipes;
using Madaline.Studio.Views;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Studio.Live;

/// <summary>
/// A training that pages look at and steer: it waits, goes step by step, at a speed or as fast as it can, and shows any
/// earlier step again.
/// </summary>
/// <remarks>
/// All looks are taken by the thread that trains, between two steps, so no page ever sees half a step; what was watched
/// has the same bits as what was not. An earlier step is shown by a second training of the same seed, on a thread of
/// its own, while the first goes on.
/// </remarks>
public sealed partial class Session : IDisposable
{
    private Recipe _recipe;
    private readonly PreparedData _data;
    private readonly Device _device;
    private readonly Lock _gate = new();
    private readonly Signal _wake = new();
    private readonly Audience _audience = new();
    private RateChanges _rates = new();
    private LossHistory _history = new();
    private Stage _live;
    private TimeMachine? _time;
    private TimeTraveller? _traveller;
    private SessionPhase _phase = SessionPhase.Waiting;
    private string _end = "";
    private bool _isPlaying, _restarts, _stops;
    private long? _stopAt;
    private double? _rate;
    private double _stepsPerSecond;
    private long _nextStepAt, _version, _attention = 1, _attendStep, _attendAt;

    /// <summary>A training by a recipe, before its first step.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Its data.</param>
    /// <param name="device">Where the network lives.</param>
    public Session(Recipe recipe, PreparedData data, Device? device = null)
        : this(new Experiment(recipe ?? throw new ArgumentNullException(nameof(recipe)),
            (data ?? throw new ArgumentNullException(nameof(data))).Train, device), data, device)
    {
    }

    /// <summary>A training that was made already, before its first step.</summary>
    /// <param name="experiment">The training.</param>
    /// <param name="data">Its data.</param>
    /// <param name="device">Where the network lives.</param>
    public Session(Experiment experiment, PreparedData data, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(data);
        (_first, _recipe, _data, _device) =
            (experiment.Model.Recipe, experiment.Model.Recipe, data, device ?? Device.Cpu);
        _live = new Stage(experiment, data);
    }

    /// <summary>A training that is over: its network and its curves, to look at or to train anew.</summary>
    /// <param name="model">What was trained.</param>
    /// <param name="data">Its data.</param>
    /// <param name="epochs">How each epoch went.</param>
    /// <exception cref="TensorException">The network is a program's own, which only that program can build.</exception>
    public static Session OfRun(TrainedModel model, PreparedData data, IReadOnlyList<EpochResult> epochs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(epochs);
        var session = new Session(model.Recipe, data);
        session._live.Network.LoadStateDict(model.Network.StateDict());
        session._live.Step = (long)epochs.Count * session.StepsPerEpoch;
        foreach (var epoch in epochs)
            session._history.NoteEpoch((long)epoch.Epoch * session.StepsPerEpoch, epoch);
        session.Test(force: true);
        session.SetPhase(SessionPhase.Ended, $"{epochs.Count} epochs were done before");
        return session;
    }

    /// <summary>The training under way.</summary>
    public Experiment Experiment => _live.Experiment;

    /// <summary>Tells this session from another one, for a page that comes back.</summary>
    internal string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Trained runs that the page may compare the network with; null for none.</summary>
    public RunShelf? Runs { get; set; }

    /// <summary>Whether every moment spent on looking is missing elsewhere.</summary>
    internal bool IsAtFullSpeed => _isPlaying && _stepsPerSecond == 0 && _phase == SessionPhase.Training;

    /// <summary>Weights at some steps of the training so far; none before it began.</summary>
    /// <param name="count">How many at most.</param>
    internal IReadOnlyList<(long Step, IReadOnlyDictionary<string, Tensor> Weights)> Copies(int count) =>
        _time?.Copies(count) ?? [];

    /// <summary>How loss and score went.</summary>
    internal LossHistory History => _history;

    /// <summary>Rates set by hand.</summary>
    internal RateChanges Rates => _rates;

    /// <summary>Those who look on.</summary>
    internal Audience Audience => _audience;

    /// <summary>What is known of the training now, for any thread.</summary>
    internal SessionState State
    {
        get
        {
            lock (_gate)
            {
                return new SessionState(_phase, _isPlaying, _live.Step, _traveller?.Shown ?? _live.Step,
                    _traveller is not null, _stepsPerSecond, _rate ?? _live.Rate, _end,
                    _time is not null);
            }
        }
    }

    /// <summary>Asks something of the training; it is done between two steps.</summary>
    /// <exception cref="SessionCommandException">It cannot be done; the message says why.</exception>
    /// <exception cref="TensorException">Layers to build do not fit; the message says which and why.</exception>
    public void Do(SessionCommand command)
    {
        if (command.Action == SessionAction.Build)
            Prepare(command.Text ?? "");
        lock (_gate)
            Apply(command);
        Attract();
    }

    /// <summary>Ends the session after the step under way.</summary>
    public void Stop()
    {
        lock (_gate)
            _stops = true;
        Attract();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _traveller?.Dispose();
    }

    /// <summary>Somebody wants to see something, or something is to be done.</summary>
    internal void Attract()
    {
        Volatile.Write(ref _attention, 1);
        _wake.Set();
        _traveller?.Attract();
    }

    /// <summary>Sends frames of a stage to those for whom one is due.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="version">Which state of it.</param>
    /// <returns>When the next one is due; null where none is.</returns>
    internal long? Serve(Stage stage, long version)
    {
        AnswerAsked(stage);
        return _audience.Serve(new Moment(stage, this), version, Version);
    }

    /// <summary>Counts every step and every command.</summary>
    internal long Version => Volatile.Read(ref _version);
}

/// <summary>How far a session is.</summary>
internal enum SessionPhase
{
    /// <summary>Before the first step, or between two.</summary>
    Waiting,

    /// <summary>Training.</summary>
    Training,

    /// <summary>All epochs are done, or it ended otherwise.</summary>
    Ended,
}

/// <summary>What is known of a session at a moment.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="IsPlaying">Whether it goes on by itself.</param>
/// <param name="Latest">Steps done.</param>
/// <param name="Shown">The step that is shown.</param>
/// <param name="IsPast">Whether that is one brought back.</param>
/// <param name="StepsPerSecond">The greatest speed; 0 for no limit.</param>
/// <param name="Rate">The learning rate of the next step.</param>
/// <param name="End">How it ended; empty where it did not.</param>
/// <param name="CanTravel">Whether earlier steps can be shown.</param>
internal sealed record SessionState(
    SessionPhase Phase, bool IsPlaying, long Latest, long Shown, bool IsPast, double StepsPerSecond, double Rate,
    string End, bool CanTravel);
