using System.Collections;
using System.Runtime.CompilerServices;

namespace Madaline.Plots;

/// <summary>Numbers to draw. An array, a list, a tensor of one dimension or <c>[1, 2, 3]</c> stands for them.</summary>
[CollectionBuilder(typeof(Numbers), nameof(Create))]
public sealed class Numbers : IReadOnlyList<double>
{
    /// <summary>Beyond it, differences of two numbers may not be numbers any more.</summary>
    private const double Largest = 1e150;

    private readonly double[] _values;

    private Numbers(double[] values) => _values = values;

    /// <summary>How many there are.</summary>
    public int Count => _values.Length;

    /// <summary>One of them.</summary>
    /// <param name="index">From 0.</param>
    public double this[int index] => _values[index];

    /// <summary>The numbers of a tensor.</summary>
    /// <param name="x">[n], [n, 1], [1, n] or a single number; of any dtype, on any device.</param>
    /// <exception cref="ArgumentException">It has more than one dimension.</exception>
    public static implicit operator Numbers(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.ToArray().Count(size => size != 1) > 1)
        {
            throw new ArgumentException("numbers: there is more than one dimension. "
                + $"x is {x.Shape}; expected [n]. Take a row or a column, such as x[.., 0].");
        }

        return new Numbers(x.Detach().To(DType.Float64).To(Device.Cpu).Reshape(-1).ToArray<double>());
    }

    /// <summary>A copy of an array.</summary>
    public static implicit operator Numbers(double[] values) => Create(values);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Numbers(float[] values) => new(Array.ConvertAll(values, x => (double)x));

    /// <summary>A copy of an array.</summary>
    public static implicit operator Numbers(long[] values) => new(Array.ConvertAll(values, x => (double)x));

    /// <summary>A copy of an array.</summary>
    public static implicit operator Numbers(int[] values) => new(Array.ConvertAll(values, x => (double)x));

    /// <summary>A copy of a list.</summary>
    public static implicit operator Numbers(List<double> values) => new([.. values]);

    /// <summary>A copy of a list.</summary>
    public static implicit operator Numbers(List<float> values) => new([.. values.Select(x => (double)x)]);

    /// <summary>A copy of a span.</summary>
    /// <param name="values">The numbers.</param>
    public static Numbers Create(ReadOnlySpan<double> values) => new(values.ToArray());

    /// <summary>One after the other.</summary>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>0, 1, 2 …</summary>
    internal static Numbers Indices(int count) => new([.. Enumerable.Range(0, count).Select(i => (double)i)]);

    /// <summary>Refuses what no axis holds: no numbers at all, NaN, infinity.</summary>
    internal void Require(string op, string what)
    {
        if (_values.Length == 0)
        {
            throw new ArgumentException($"{op}: there is nothing to draw. {what} is empty; expected at least one "
                + "number. Draw it when there is one.");
        }

        int bad = Array.FindIndex(_values, value => !(Math.Abs(value) <= Largest));
        if (bad >= 0)
        {
            throw new ArgumentException($"{op}: not every number has a place on an axis. {what}[{bad}] is "
                + $"{_values[bad]}; expected numbers from -1e150 to 1e150. Leave it out; a loss that is not a number "
                + "comes from a training that diverged.");
        }
    }

    /// <summary>Refuses numbers that do not belong one to one.</summary>
    internal static void RequireEqual(string op, string nameA, int a, string nameB, int b)
    {
        if (a != b)
        {
            throw new ArgumentException($"{op}: the lengths differ. {nameA} is {a} long, {nameB} is {b}; expected "
                + "the same. Give each point both.");
        }
    }

    /// <summary>The first of them, and how many there are.</summary>
    public override string ToString() => $"[{string.Join(", ", _values.Take(8).Select(value => $"{value:G5}"))}"
        + $"{(Count > 8 ? $", …] ({Count:N0})" : "]")}";
}
