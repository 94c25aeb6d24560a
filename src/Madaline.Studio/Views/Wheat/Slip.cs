namespace Madaline.Studio.Views.Wheat;

/// <summary>A number of a table that was written down wrongly.</summary>
/// <param name="Row">The sample.</param>
/// <param name="Column">The column.</param>
/// <param name="Value">What stands there in place of the right number.</param>
internal sealed record Slip(int Row, int Column, double Value);
