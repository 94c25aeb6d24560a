using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Live;

/// <summary>A training that is steered and looked at is the same training.</summary>
public sealed class SessionTests
{
    private const int Total = Sessions.Epochs * Sessions.StepsPerEpoch;

    [Fact]
    public void Watched_steered_and_brought_back_it_ends_with_the_same_bits()
    {
        string alone = Alone(Sessions.Quadratic);
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "microscope", """{"layer":0}""");
        running.Do(SessionAction.Step, 3, state => state is { Latest: 3, IsPlaying: false });
        running.Do(SessionAction.GoTo, 1, state => state is { Shown: 1, IsPast: true });
        seen.WaitFor(frame => frame.Step == 1);
        running.Do(SessionAction.Speed, 5, state => state.StepsPerSecond == 5);
        running.Do(SessionAction.Play, 0, state => state.Latest > 4);
        running.Do(SessionAction.Pause, 0, state => !state.IsPlaying);
        running.Do(SessionAction.Speed, 0, state => state.StepsPerSecond == 0);
        running.Do(SessionAction.Epoch, 0, state => state.Latest % Sessions.StepsPerEpoch == 0 && !state.IsPlaying);
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Equal(Total, running.Session.State.Latest);
        Assert.Equal(alone, running.Sha);
        Assert.Contains("4 epochs", running.Session.State.End);
    }

    [Fact]
    public void An_earlier_step_shows_the_numbers_that_it_showed_then()
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "microscope", """{"layer":1,"neuron":2,"sample":5}""");
        var texts = new Dictionary<long, string>();
        for (int step = 0; step <= 12; step++)
        {
            if (step > 0)
                running.Do(SessionAction.Step, 1, state => state.Latest == step && !state.IsPlaying);
            texts[step] = seen.WaitFor(frame => frame.Step == step).Equations;
        }

        Assert.Equal(texts.Count, texts.Values.Distinct().Count());
        foreach (long step in new long[] { 0, 11, 3, 7, 1 })
        {
            running.Do(SessionAction.GoTo, step, state => state.Shown == step);
            Assert.Equal(texts[step], seen.WaitFor(frame => frame.Step == step).Equations);
        }

        running.Do(SessionAction.Now, 0, state => state is { Shown: 12, IsPast: false });
        Assert.Equal(texts[12], seen.WaitFor(frame => frame.Step == 12).Equations);
    }

    [Fact]
    public void Every_step_that_is_asked_for_is_shown_the_first_time_and_again()
    {
        using var running = Sessions.Start();
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "microscope", """{"layer":1,"neuron":0}""");
        var random = new Random(2);
        for (int i = 0; i < 30; i++)
        {
            int step = random.Next(Total);
            running.Session.Do(new(SessionAction.GoTo, step));
            if (i % 3 != 0)
            {
                // One that is on its way is passed over.
                step = random.Next(Total);
                running.Session.Do(new(SessionAction.GoTo, step));
            }

            seen.WaitFor(frame => frame.Step == step);
            if (i % 4 == 0)
                running.Do(SessionAction.Now, 0, state => !state.IsPast);
        }
    }

    [Fact]
    public void A_rate_set_by_hand_is_part_of_what_is_replayed()
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "microscope", """{"layer":1,"neuron":0}""");
        running.Do(SessionAction.Rate, 0.5, state => state.Rate == 0.5);
        running.Do(SessionAction.Step, 4, state => state.Latest == 4 && !state.IsPlaying);
        string before = seen.WaitFor(frame => frame.Step == 4).Equations;
        running.Do(SessionAction.Rate, 7, state => state.Rate == 7);
        running.Do(SessionAction.Step, 1, state => state.Latest == 5 && !state.IsPlaying);
        string after = seen.WaitFor(frame => frame.Step == 5).Equations;
        running.Do(SessionAction.Step, 3, state => state.Latest == 8 && !state.IsPlaying);
        running.Do(SessionAction.GoTo, 5, state => state.Shown == 5);
        Assert.Equal(after, seen.WaitFor(frame => frame.Step == 5).Equations);
        running.Do(SessionAction.GoTo, 3, state => state.Shown == 3);
        seen.WaitFor(frame => frame.Step == 3);
        Assert.NotEqual(before, after);
        Assert.True(running.Session.Rates.Any);
        Assert.Equal([(0L, 0.5), (4L, 7.0)], running.Session.Rates.All);
    }

    [Fact]
    public void Trained_anew_it_gives_the_same_bits_again()
    {
        string alone = Alone(Sessions.Convolutional);
        using var running = Sessions.Start(Sessions.Convolutional);
        running.Do(SessionAction.Step, 5, state => state.Latest == 5 && !state.IsPlaying);
        running.Do(SessionAction.Restart, 0, state => state is { Latest: 0, Phase: SessionPhase.Waiting });
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Equal(alone, running.Sha);
        running.Do(SessionAction.Restart, 0, state => state is { Latest: 0, Phase: SessionPhase.Waiting });
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Equal(alone, running.Sha);
    }

    [Fact]
    public void What_cannot_be_done_is_refused_with_what_can()
    {
        using var running = Sessions.Start();
        Refused(running, new(SessionAction.GoTo, 3), "nothing was trained");
        running.Do(SessionAction.Step, 2, state => state.Latest == 2 && !state.IsPlaying);
        Refused(running, new(SessionAction.GoTo, 3), "0 to 2");
        Refused(running, new(SessionAction.GoTo, double.NaN), "0 to 2");
        Refused(running, new(SessionAction.Speed, -1), "no limit");
        Refused(running, new(SessionAction.Rate, 0), "learning rate");
        Refused(running, new(SessionAction.Step, 1e12), "steps");
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Refused(running, new(SessionAction.Play), "Train anew");
        Recipe scheduled = Sessions.Quadratic with { Schedule = new Spec("cosine") };
        using var other = Sessions.Start(scheduled);
        Refused(other, new(SessionAction.Rate, 1), "schedule");
    }

    [Fact]
    public void A_training_that_fails_says_so_and_can_begin_anew()
    {
        using var running = Sessions.Start(Sessions.Convolutional with { Optimizer = new Spec("sgd").With("lr", 1e30) });
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Contains("lower the learning rate", running.Session.State.End);
        running.Do(SessionAction.Restart, 0, state => state is { Latest: 0, Phase: SessionPhase.Waiting });
    }

    [Fact]
    public void A_run_that_is_over_is_shown_and_can_be_trained_anew()
    {
        var data = Sessions.Data();
        var experiment = new Experiment(Sessions.Quadratic, data.Train);
        var result = experiment.Train();
        using var running = new RunningSession(Session.OfRun(experiment.Model, data, result.Epochs));
        Assert.Equal(experiment.Model.WeightsSha256(), running.Sha);
        Assert.Equal((SessionPhase.Ended, (long)Total), (running.Session.State.Phase, running.Session.State.Latest));
        Assert.Equal(Sessions.Epochs, running.Session.History.Copy().Steps.Length);
        running.Do(SessionAction.Restart, 0, state => state is { Latest: 0, Phase: SessionPhase.Waiting });
        running.Do(SessionAction.Play, 0, state => state.Phase == SessionPhase.Ended);
        Assert.Equal(experiment.Model.WeightsSha256(), running.Sha);
    }

    [Fact]
    public async Task A_training_of_another_program_is_looked_on_at()
    {
        var data = Sessions.Data();
        var experiment = new Experiment(Sessions.Quadratic, data.Train);
        using var session = new Session(experiment, data);
        session.Attach(isPlaying: true);
        var seen = new SeenFrames();
        using var page = seen.Look(session, "run", "{}");
        var result = experiment.Train(callbacks: session.Callbacks);
        Assert.Throws<SessionCommandException>(() => session.Do(new(SessionAction.Restart)));
        var staying = Task.Run(() => session.Stay(result), TestContext.Current.CancellationToken);
        seen.WaitFor(frame => frame.Step == Total);
        session.Do(new(SessionAction.GoTo, 9));
        seen.WaitFor(frame => frame.Step == 9);
        session.Stop();
        await staying.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(Alone(Sessions.Quadratic), experiment.Model.WeightsSha256());
    }

    private static void Refused(RunningSession running, SessionCommand command, string says) => Assert.Contains(says,
        Assert.Throws<SessionCommandException>(() => running.Session.Do(command)).Message);

    private static string Alone(Recipe recipe)
    {
        var experiment = new Experiment(recipe, Sessions.Data().Train);
        experiment.Train();
        return experiment.Model.WeightsSha256();
    }
}
