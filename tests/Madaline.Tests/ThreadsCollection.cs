namespace Madaline.Tests;

/// <summary>
/// Tests that set the number of threads or measure the pool: one after the other, with nothing beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ThreadsCollection
{
    public const string Name = "alone";

    /// <summary>Numbers of threads, and how far their cores are (0: as measured), that must all give one's bits.</summary>
    public static (int Threads, int Distance)[] Teams { get; } = [(2, 1), (2, 4), (2, 16), (3, 1), (8, 1), (8, 0)];

    /// <summary>Runs an action under a number of threads and sets the old number again.</summary>
    /// <param name="threads">The number of threads.</param>
    /// <param name="function">The action.</param>
    /// <param name="distance">How far their cores are taken to be; 0 as measured.</param>
    public static T With<T>(int threads, Func<T> function, int distance = 0)
    {
        int before = Device.Cpu.Threads;
        Device.Cpu.Threads = threads;
        Device.Cpu.Team.Distance.Fixed = distance;
        try
        {
            return function();
        }
        finally
        {
            Device.Cpu.Threads = before;
        }
    }
}
