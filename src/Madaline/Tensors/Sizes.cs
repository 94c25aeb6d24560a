namespace Madaline.Tensors;

/// <summary>Sizes that are computed: what no tensor can have is refused by the name of the operation.</summary>
/// <remarks>
/// Sums and products of sizes are formed in 64 bits, and every one that becomes a size of a tensor passes through here.
/// </remarks>
internal static class Sizes
{
    /// <summary>
    /// How many elements are ever given memory. Kernels count in Int32, in lanes and chunks of at most this much less
    /// than its end; views may have more, up to <see cref="int.MaxValue"/>.
    /// </summary>
    public const int MaxStored = int.MaxValue - 65_535;

    /// <summary>Below this many elements nothing needs to be looked at before memory is asked for.</summary>
    public const int Unquestioned = 1 << 26;

    /// <summary>How many bytes one tensor is ever given: a class of the pool below what one array holds.</summary>
    public const long MaxBytes = 14L << 30;

    private const long QuestionedBytes = 1L << 30;

    /// <summary>Whether the collector has a limit of its own, which others' memory does not count against.</summary>
    private static readonly bool HasLimit =
        GC.GetConfigurationVariables().TryGetValue("GCHeapHardLimit", out object? limit)
        && Convert.ToInt64(limit, System.Globalization.CultureInfo.InvariantCulture) > 0;

    /// <summary>A computed size, or number of elements.</summary>
    /// <param name="op">The operation that asks for it.</param>
    /// <param name="size">The size.</param>
    /// <param name="what">What an error calls it, such as "The height".</param>
    public static int Of(string op, long size, string what = "The size") =>
        size is >= 0 and <= int.MaxValue ? (int)size : throw Refused(op, size, what);

    /// <summary>The product of sizes that are not negative.</summary>
    public static int Product(string op, params ReadOnlySpan<long> sizes)
    {
        long product = Saturated(sizes);
        return product <= int.MaxValue ? (int)product
            : throw TooMany(op, $"Sizes that are multiplied are {Format(sizes)}");
    }

    /// <summary>
    /// The product of sizes that are not negative, or <see cref="long.MaxValue"/> where it is beyond.
    /// </summary>
    public static long Saturated(params ReadOnlySpan<long> sizes)
    {
        if (sizes.Contains(0))
            return 0;
        long product = 1;
        foreach (long size in sizes)
        {
            if (size > long.MaxValue / product)
                return long.MaxValue;
            product *= size;
        }

        return product;
    }

    /// <summary>How many chunks of a size a number of elements makes.</summary>
    public static int Chunks(int elements, int size) => (int)(((long)elements + size - 1) / size);

    /// <summary>A shape of computed sizes.</summary>
    public static Shape Shape(string op, params ReadOnlySpan<long> sizes)
    {
        Span<int> exact = sizes.Length <= 8 ? stackalloc int[8] : new int[sizes.Length];
        exact = exact[..sizes.Length];
        for (int d = 0; d < sizes.Length; d++)
        {
            if (sizes[d] > int.MaxValue)
                throw TooMany(op, $"Shape is {Format(sizes)}");
            exact[d] = sizes[d] >= 0 ? (int)sizes[d] : throw Negative(op, Format(sizes));
        }

        return Madaline.Shape.Of(op, exact);
    }

    /// <summary>Refuses a tensor that is larger than any memory a kernel reads at once.</summary>
    public static void RequireStorable(string op, Tensor x)
    {
        if (x.Elements > MaxStored)
            throw TooMany(op, $"Input is {x.Shape}", MaxStored);
    }

    /// <summary>Asks those who keep idle memory to give it back before an allocation is refused.</summary>
    public static event Action? Reclaiming;

    /// <summary>Refuses what memory cannot hold, by count or because the machine has not so much to give.</summary>
    public static void RequireRoom(string op, Shape shape, DType dtype)
    {
        long most = Math.Min(MaxStored, MaxBytes / dtype.Size());
        if (shape.Elements > most)
            throw TooMany(op, $"Shape is {shape} of {dtype}", most);
        RequireRoom(op, (long)shape.Elements * dtype.Size(), $"{dtype} {shape}");
    }

    /// <summary>Refuses a number of bytes that the machine has not free.</summary>
    /// <param name="op">The operation that asks for it.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="what">What they are for.</param>
    public static void RequireRoom(string op, long bytes, string what)
    {
        if (bytes < QuestionedBytes || bytes <= FreeBytes())
            return;
        Reclaiming?.Invoke();
        if (bytes > FreeBytes())
            throw NoRoom(op, bytes, what);
    }

    /// <summary>The error of an operation whose sizes go beyond a tensor's.</summary>
    public static TensorException TooMany(string op, string what, long most = int.MaxValue) => new(
        op, $"too many elements. {what}; expected at most {Number(most)} elements. Split the data, or use smaller "
        + "sizes.")
    {
        IsTooLarge = true,
    };

    /// <summary>The error of an operation that memory is missing for.</summary>
    public static TensorException NoRoom(string op, long bytes, string what) => new(
        op, $"not enough memory. {what} takes {Number(bytes)} bytes; expected at most {Number(FreeBytes())}, which are "
        + "free. Use a smaller batch or smaller sizes.")
    {
        IsTooLarge = true,
    };

    /// <summary>The error of an operation that is given a size below 0.</summary>
    public static TensorException Negative(string op, string shape) => new(
        op, $"a size is negative. Shape is {shape}; expected sizes of at least 0.");

    private static TensorException Refused(string op, long size, string what) => size < 0
        ? new TensorException(op, $"a size is negative. {what} is {Number(size)}; expected at least 0.")
        : TooMany(op, $"{what} would be {Number(size)}");

    private static string Format(ReadOnlySpan<long> sizes) =>
        $"[{string.Join(", ", Array.ConvertAll(sizes.ToArray(), Number))}]";

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Memory of the machine, or of the container, that nothing uses: as a collection finds it.</summary>
    private static long FreeBytes()
    {
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        GCMemoryInfo memory = GC.GetGCMemoryInfo(GCKind.Any);
        long used = HasLimit ? memory.TotalCommittedBytes : memory.MemoryLoadBytes;
        return Math.Max(0, memory.TotalAvailableMemoryBytes - used);
    }
}
