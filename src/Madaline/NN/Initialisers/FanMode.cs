namespace Madaline.NN;

/// <summary>Which side of a weight an initialiser balances.</summary>
public enum FanMode
{
    /// <summary>The numbers that come into an output: signals keep their size on the way forward.</summary>
    Incoming,

    /// <summary>The numbers that go out of an input: gradients keep their size on the way back.</summary>
    Outgoing,
}
