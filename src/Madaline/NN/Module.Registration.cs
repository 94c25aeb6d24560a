using System.Runtime.CompilerServices;

namespace Madaline.NN;

public abstract partial class Module
{
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Tensor Tensor)> _buffers = [];
    private readonly List<(string Name, Module Module)> _modules = [];
    private readonly List<(string Name, Rng Rng)> _rngs = [];
    private volatile Registration _registration;

    private enum Registration : byte
    {
        /// <summary>Not asked for yet, so the constructor may still be at work.</summary>
        Awaited,
        UnderWay,
        Done,
    }

    /// <summary>The modules directly below, in the order of registration.</summary>
    internal IReadOnlyList<(string Name, Module Module)> Below => Registered(_modules);

    private List<(string Name, Tensor Tensor)> OwnParameters => Registered(_parameters);

    private List<(string Name, Tensor Tensor)> OwnBuffers => Registered(_buffers);

    private List<(string Name, Rng Rng)> OwnRngs => Registered(_rngs);

    /// <summary>Registers the members of a <c>partial</c> class; the generator of the package writes it.</summary>
    /// <param name="members">Takes the members.</param>
    /// <remarks>
    /// Called once, when the module is first called or asked for what it holds: all constructors have run then. Fields
    /// and auto-properties come in the order of their declaration, under their names in PyTorch's case
    /// (<c>_conv1</c> and <c>Conv1</c> are <c>conv1</c>, <c>_selfAttention</c> is <c>self_attention</c>): modules, and
    /// tensors that require a gradient, or are marked with <see cref="BufferAttribute"/>.
    /// <see cref="NameAttribute"/> gives another name, <see cref="NotRegisteredAttribute"/> leaves a member out. What
    /// the constructor has registered is not registered again.
    /// </remarks>
    protected virtual void RegisterMembers(ModuleMembers members)
    {
    }

    /// <summary>
    /// Makes a tensor a parameter: it gets gradients, and optimizers, checkpoints and counts find it.
    /// </summary>
    /// <exception cref="ArgumentException">The name is taken, empty, or holds a dot.</exception>
    protected Tensor RegisterParameter(string name, Tensor value)
    {
        RequireFree(name);
        value.RequiresGrad = true;
        _parameters.Add((name, value));
        return value;
    }

    /// <summary>Makes a tensor a buffer: state that is saved but not learned, such as running means.</summary>
    /// <exception cref="ArgumentException">The name is taken, empty, or holds a dot.</exception>
    protected Tensor RegisterBuffer(string name, Tensor value)
    {
        RequireFree(name);
        _buffers.Add((name, value));
        return value;
    }

    /// <summary>Makes a module a part of this one.</summary>
    /// <exception cref="ArgumentException">
    /// The name is taken, empty, or holds a dot; or the module holds this one.
    /// </exception>
    protected T RegisterModule<T>(string name, T module) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        RequireFree(name);
        foreach (var (_, below) in module.NamedModules())
        {
            if (ReferenceEquals(below, this))
                throw new ArgumentException($"module '{name}' ({module.Kind}) holds this {Kind}; expected no "
                    + $"circle.", nameof(module));
        }

        module._name ??= name;
        _modules.Add((name, module));
        return module;
    }

    /// <summary>Makes a stream of random numbers part of the module, so that checkpoints save its position.</summary>
    /// <exception cref="ArgumentException">The name is taken, empty, or holds a dot.</exception>
    protected Rng RegisterRng(string name, Rng rng)
    {
        RequireFree(name);
        _rngs.Add((name, rng));
        return rng;
    }

    private List<T> Registered<T>(List<T> items)
    {
        RegisterOnce();
        return items;
    }

    private protected void RegisterOnce()
    {
        if (_registration != Registration.Done)
            RegisterAllMembers();
    }

    /// <summary>
    /// Several threads may ask first; a module that holds this one may ask while members are registered.
    /// </summary>
    private void RegisterAllMembers()
    {
        lock (_modules)
        {
            if (_registration != Registration.Awaited)
                return;
            _registration = Registration.UnderWay;
            var (parameters, buffers, modules) = (_parameters.Count, _buffers.Count, _modules.Count);
            bool isDone = false;
            try
            {
                RegisterMembers(new ModuleMembers(this, modules, parameters, buffers));
                isDone = true;
            }
            finally
            {
                if (!isDone)
                {
                    _parameters.RemoveRange(parameters, _parameters.Count - parameters);
                    _buffers.RemoveRange(buffers, _buffers.Count - buffers);
                    _modules.RemoveRange(modules, _modules.Count - modules);
                }

                _registration = isDone ? Registration.Done : Registration.Awaited;
            }
        }
    }

    /// <summary>A module as a member, unless it is one of the first <paramref name="byHand"/> already.</summary>
    internal void RegisterMember(string name, Module module, int byHand)
    {
        if (!_modules.Take(byHand).Any(m => ReferenceEquals(m.Module, module)))
            RegisterModule(name, module);
    }

    /// <summary>A tensor as a member, unless the constructor has registered it.</summary>
    internal void RegisterMember(string name, Tensor tensor, bool isBuffer, int parametersByHand, int buffersByHand)
    {
        if (_parameters.Take(parametersByHand).Concat(_buffers.Take(buffersByHand))
            .Any(t => ReferenceEquals(t.Tensor, tensor)))
            return;
        if (isBuffer)
            RegisterBuffer(name, tensor);
        else if (tensor.RequiresGrad && tensor.IsLeaf)
            RegisterParameter(name, tensor);
    }

    private void RequireFree(string name, [CallerMemberName] string caller = "")
    {
        if (string.IsNullOrEmpty(name) || name.Contains('.'))
            throw new ArgumentException($"{caller}: a name must not be empty or hold a dot. Name is '{name}' in "
                + $"{Kind}.", nameof(name));
        if (_parameters.Exists(p => p.Name == name) || _buffers.Exists(b => b.Name == name)
            || _modules.Exists(m => m.Name == name) || _rngs.Exists(r => r.Name == name))
        {
            throw new ArgumentException($"{caller}: the name is taken. Name is '{name}' in {Kind}; expected "
                + $"another.", nameof(name));
        }
    }
}
