using Madaline.Autograd;

namespace Madaline.NN;

public abstract partial class Module
{
    /// <summary>
    /// Parameters and buffers under PyTorch's names and in its order, sharing memory with the module.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>();
        foreach (var (name, tensor) in OwnState())
            state.Add(name, tensor.Detach());
        return state;
    }

    /// <summary>
    /// Copies tensors into the parameters and buffers of their names, in place, converting dtype and device.
    /// </summary>
    /// <param name="state">Tensors by name, as <see cref="StateDict"/> gives them.</param>
    /// <param name="strict">Refuse names that are missing or unexpected; shapes must always fit.</param>
    /// <exception cref="TensorException">
    /// Names are missing or unexpected, or shapes differ: all of them are listed, and nothing was copied.
    /// </exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        List<(string Name, Tensor Tensor)> own = [.. OwnState()];
        RequireFits(own, state, strict);
        using var scope = new Unrecorded();
        foreach (var (name, tensor) in own)
        {
            if (state.TryGetValue(name, out var value))
                tensor.CopyFrom(value);
        }
    }

    private static void RequireFits(
        List<(string Name, Tensor Tensor)> own, IReadOnlyDictionary<string, Tensor> state, bool strict)
    {
        List<string> problems = [];
        var names = own.Select(t => t.Name).ToHashSet();
        string[] missing = [.. own.Select(t => t.Name).Where(name => !state.ContainsKey(name))];
        string[] unexpected = [.. state.Keys.Where(name => !names.Contains(name))];
        string[] misshapen = [.. own
            .Where(t => state.TryGetValue(t.Name, out var value) && !value.Shape.Equals(t.Tensor.Shape))
            .Select(t => $"{t.Name} is {state[t.Name].Shape}, expected {t.Tensor.Shape}")];
        if (strict && missing.Length > 0)
            problems.Add($"missing: {Some(missing)}");
        if (strict && unexpected.Length > 0)
            problems.Add($"unexpected: {Some(unexpected)}");
        if (misshapen.Length > 0)
            problems.Add($"misshapen: {Some(misshapen, "; ")}");
        if (problems.Count == 0)
            return;
        string remedy = misshapen.Length > 0 ? "Build the network with the sizes it was saved with."
            : "Build the network as it was saved, or pass strict: false to load what fits.";
        throw new TensorException("load_state_dict", $"the state does not fit the network. "
            + $"{string.Join(". ", problems)}. {remedy}");
    }

    /// <summary>The first few of a list whose names may come from a file.</summary>
    private static string Some(string[] names, string between = ", ")
    {
        const int MaxShown = 12;
        string shown = string.Join(between, names.Take(MaxShown).Select(name => Cut(name)));
        return names.Length > MaxShown ? $"{shown}{between}… ({names.Length} in all)" : shown;

        static string Cut(string name) => name.Length <= 120 ? name : $"{name[..120]}…";
    }

    private IEnumerable<(string Name, Tensor Tensor)> OwnState()
    {
        foreach (var (prefix, module) in AllModules(""))
        {
            foreach (var (name, tensor) in module.OwnParameters.Concat(module.OwnBuffers))
                yield return (Joined(prefix, name), tensor);
        }
    }
}
