namespace Madaline.Studio.Live;

/// <summary>Wakes one waiter, who may come later; holds nothing that must be given back.</summary>
internal sealed class Signal
{
    private readonly object _gate = new();
    private bool _isSet;

    /// <summary>Wakes whoever waits, or who waits next.</summary>
    public void Set()
    {
        lock (_gate)
        {
            _isSet = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until it is set, or so long.</summary>
    /// <param name="milliseconds">−1 for ever.</param>
    public void Wait(int milliseconds)
    {
        lock (_gate)
        {
            if (!_isSet)
                Monitor.Wait(_gate, milliseconds);
            _isSet = false;
        }
    }
}
