using System.Runtime.CompilerServices;

namespace Madaline.NN;

/// <summary>The tensors of what a module takes or gives, in order.</summary>
internal static class TensorsIn
{
    public static IEnumerable<Tensor> Of(object? value) => value switch
    {
        Tensor x => [x],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Of(tuple[i])),
        IEnumerable<Tensor?> list => list.OfType<Tensor>(),
        _ => [],
    };
}
