namespace Madaline.Devices.Cpu.Runtime;

/// <summary>
/// How much work is worth a hand-off between near cores, the one rule that all kernels take theirs from; between far
/// ones <see cref="CoreDistance"/> makes it more.
/// </summary>
/// <remarks>
/// Some 10 µs of one thread's work. Where an element, or a multiply-add, takes as much as several plain ones (an
/// exponential, operands in registers only), as many fewer are worth it: that is the weight.
/// </remarks>
internal static class WorthThreads
{
    /// <summary>Elements that a plain expression passes over.</summary>
    public const int Elements = 1 << 15;

    /// <summary>Multiply-adds of a product or convolution whose operands have to be laid out first.</summary>
    public const long MultiplyAdds = 1 << 18;

    /// <summary>How many pieces of work make a grain: at least one.</summary>
    /// <param name="elements">Elements of a piece.</param>
    /// <param name="weight">Plain elements that one of them is worth.</param>
    public static int Grain(long elements, int weight = 1) =>
        (int)Math.Max(1, Elements / weight / Math.Max(1, elements));
}
