namespace Madaline.Tests;

/// <summary>
/// Tests that set the number of threads or measure the pool: one after the other, with nothing beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ThreadsCollection
{
    public const string Name = "alone";

    /// <summary>Runs an action under a number of threads and sets the old number again.</summary>
    public static T With<T>(int threads, Func<T> function)
    {
        int before = Device.Cpu.Threads;
        Device.Cpu.Threads = threads;
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
