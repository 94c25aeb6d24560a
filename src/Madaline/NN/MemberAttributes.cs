namespace Madaline.NN;

/// <summary>Makes a tensor of a <c>partial</c> module a buffer: saved and moved with it, but not learned.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class BufferAttribute : Attribute;

/// <summary>Registers a member of a <c>partial</c> module under a name of its own.</summary>
/// <param name="name">The name, without a dot: <c>[Name("fc")]</c> makes <c>fc.weight</c>.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class NameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>Leaves a member of a <c>partial</c> module out: another module owns it, or it is no part at all.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class NotRegisteredAttribute : Attribute;
