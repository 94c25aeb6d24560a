namespace Madaline.Devices;

/// <summary>How many elements of a line, and how many rows of columns, are combined before the tree.</summary>
internal static class ReductionOrder
{
    public const int RowChunk = 4096, ColumnChunk = 256;
}
