namespace Madaline.Datasets.Archives;

/// <summary>What a tar archive may hold before it is refused.</summary>
/// <param name="Entries">Most entries, folders included.</param>
/// <param name="EntryBytes">Most bytes of one entry.</param>
/// <param name="TotalBytes">Most bytes of the unpacked archive.</param>
internal readonly record struct TarLimits(int Entries, long EntryBytes, long TotalBytes);
