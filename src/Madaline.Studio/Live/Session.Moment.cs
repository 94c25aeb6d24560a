namespace Madaline.Studio.Live;

/// <summary>What lies behind the screen, as a file.</summary>
public sealed partial class Session
{
    private Action<Stage>? _asked;

    /// <summary>
    /// Every tensor behind what is shown: weights, and of one sample its input and target, z, a and δ of every layer
    /// and all gradients, as safetensors.
    /// </summary>
    /// <param name="isTest">Of the test part.</param>
    /// <param name="sample">Which sample.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<byte[]> SaveMomentAsync(bool isTest, int sample, CancellationToken cancellationToken)
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
                done.TrySetResult(MomentFile.Of(stage, isTest, sample));
            }
            catch (TensorException e)
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
