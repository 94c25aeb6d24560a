namespace Madaline.NN;

/// <summary>What a loss compares outputs with.</summary>
public enum TargetKind
{
    /// <summary>Whatever the loss takes: nothing is known of it.</summary>
    Any,

    /// <summary>Class indices, or a probability for each class.</summary>
    Classes,

    /// <summary>Numbers of the output's shape.</summary>
    Numbers,
}
