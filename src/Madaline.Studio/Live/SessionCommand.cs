namespace Madaline.Studio.Live;

/// <summary>What a person may ask of a training.</summary>
public enum SessionAction
{
    /// <summary>Go on training at the speed that is set.</summary>
    Play,

    /// <summary>Stop after the step under way, and wait.</summary>
    Pause,

    /// <summary>So many steps, then wait.</summary>
    Step,

    /// <summary>To the end of the epoch, then wait.</summary>
    Epoch,

    /// <summary>Show the network as it was after a number of steps; training goes on or waits as it did.</summary>
    GoTo,

    /// <summary>Show a step that was done, or train as fast as can be until it is, and wait there.</summary>
    Reach,

    /// <summary>Show the newest step again.</summary>
    Now,

    /// <summary>The greatest number of steps a second; 0 for no limit.</summary>
    Speed,

    /// <summary>Another learning rate from here on.</summary>
    Rate,

    /// <summary>Train anew from the first step.</summary>
    Restart,

    /// <summary>Train other layers from the first step, all else as it is: the text is their list as JSON.</summary>
    Build,
}

/// <summary>Something asked of a training.</summary>
/// <param name="Action">What.</param>
/// <param name="Value">The number that goes with it.</param>
/// <param name="Text">The text that goes with it: data, never code.</param>
public readonly record struct SessionCommand(SessionAction Action, double Value = 0, string Text = "");

/// <summary>A command that cannot be followed; the message says why and what can.</summary>
public sealed class SessionCommandException(string message) : Exception(message);
