using Madaline.Studio.Views;

namespace Madaline.Studio.Live;

/// <summary>What lies behind the screen, as a file.</summary>
public sealed partial class Session
{
    private Action<Stage>? _asked;

    /// <summary>Makes a file of what is shown, between two steps, on the thread that shows it.</summary>
    /// <param name="make">Makes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<byte[]> SaveAsync(Func<Moment, byte[]> make, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _asked += Save;
        Attract();
        return await done.Task.WaitAsync(cancellationToken);

        void Save(Stage stage)
        {
            try
            {
                done.TrySetResult(make(new Moment(stage, this)));
            }
            catch (Exception e) when (e is TensorException or OperationCanceledException)
            {
                done.TrySetException(e);
            }
        }
    }

    /// <summary>Does what was asked of the network that is shown.</summary>
    internal void AnswerAsked(Stage stage)
    {
        Action<Stage>? asked;
        lock (_gate)
            (asked, _asked) = (_asked, null);
        asked?.Invoke(stage);
    }
}
