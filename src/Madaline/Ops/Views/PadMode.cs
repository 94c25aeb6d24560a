namespace Madaline;

/// <summary>What stands around a tensor that is padded with itself.</summary>
public enum PadMode
{
    /// <summary>The elements inside, mirrored at the edge, which is not repeated: c b | a b c | b a.</summary>
    Reflect,

    /// <summary>The edge, repeated: a a | a b c | c c.</summary>
    Replicate,
}
