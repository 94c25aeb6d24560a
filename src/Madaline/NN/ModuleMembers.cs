namespace Madaline.NN;

/// <summary>Takes the members of a module; see <see cref="Module.RegisterMembers"/>.</summary>
public readonly ref struct ModuleMembers
{
    private readonly Module _owner;
    private readonly int _modules, _parameters, _buffers;

    /// <param name="owner">The module that registers.</param>
    /// <param name="modules">How many modules its constructor has registered, which are not registered again.</param>
    /// <param name="parameters">How many parameters.</param>
    /// <param name="buffers">How many buffers.</param>
    internal ModuleMembers(Module owner, int modules, int parameters, int buffers) =>
        (_owner, _modules, _parameters, _buffers) = (owner, modules, parameters, buffers);

    /// <summary>Registers a module.</summary>
    /// <param name="name">Its name in dotted names of parameters.</param>
    /// <param name="member">The member's name in C#, for errors.</param>
    /// <param name="value">The member's value.</param>
    /// <exception cref="InvalidOperationException">The value is null.</exception>
    /// <exception cref="ArgumentException">The name is taken or holds a dot, or the module holds its owner.</exception>
    public void Add(string name, string member, Module? value) =>
        _owner.RegisterMember(name, value ?? throw Missing(member, "a module"), _modules);

    /// <summary>Registers a tensor as a parameter when it is a leaf that requires a gradient.</summary>
    /// <inheritdoc cref="Add(string, string, Module)"/>
    public void Add(string name, string member, Tensor? value) =>
        Add(name, value ?? throw Missing(member, "a tensor"), isBuffer: false);

    /// <summary>Registers a tensor as a buffer.</summary>
    /// <inheritdoc cref="Add(string, string, Module)"/>
    public void AddBuffer(string name, string member, Tensor? value) =>
        Add(name, value ?? throw Missing(member, "a tensor"), isBuffer: true);

    private void Add(string name, Tensor value, bool isBuffer) =>
        _owner.RegisterMember(name, value, isBuffer, _parameters, _buffers);

    private InvalidOperationException Missing(string member, string expected) => new(
        $"register: a member is null. {_owner.Kind}.{member} is null; expected {expected}. Set it in the constructor, "
        + $"declare it nullable if it may be missing, or mark it [NotRegistered].");
}
