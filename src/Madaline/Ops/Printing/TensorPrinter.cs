using System.Text;
using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// The elements as PyTorch prints them: four places, columns aligned, lines of at most 80 characters, and only the
    /// ends of each dimension where there are more than 1000 elements. Waits for the device.
    /// </summary>
    public override string ToString() => TensorPrinter.Print(this);
}

/// <summary>Lays a tensor out as text.</summary>
internal sealed class TensorPrinter
{
    private const int LineWidth = 80, Threshold = 1000, EdgeItems = 3;
    private const string Prefix = "tensor(";

    private readonly StringBuilder _text = new(Prefix);
    private readonly Shape _shape;
    private readonly string[] _elements;
    private readonly int _width;
    private readonly bool _summarized;
    private int _next;

    private TensorPrinter(Tensor x)
    {
        _shape = x.Shape;
        _summarized = x.Elements > Threshold;
        (_elements, _width) = ElementText.Of(_summarized ? Ends(x) : x);
    }

    public static string Print(Tensor x)
    {
        if (x.Storage.IsReleased)
            return $"tensor(disposed, size={x.Shape})";
        using var scope = new Unrecorded();
        var printer = new TensorPrinter(x.Alias());
        if (x.Elements == 0)
            printer._text.Append("[]");
        else
            printer.Append(0, Prefix.Length);
        printer.AppendNotes(x);
        return printer._text.Append(')').ToString();
    }

    /// <summary>The first and last slices of every dimension that is cut short.</summary>
    private static Tensor Ends(Tensor x)
    {
        for (int d = 0; d < x.Rank; d++)
        {
            int size = x.Shape[d];
            if (size > 2 * EdgeItems)
                x = Tensor.Concat([x.Narrow(d, 0, EdgeItems), x.Narrow(d, size - EdgeItems, EdgeItems)], d);
        }

        return x;
    }

    private bool IsCut(int dimension) => _summarized && _shape[dimension] > 2 * EdgeItems;

    private void Append(int dimension, int indent)
    {
        if (_shape.Rank == 0)
            _text.Append(_elements[_next++]);
        else if (dimension == _shape.Rank - 1)
            AppendRow(dimension, indent);
        else
            AppendSlices(dimension, indent);
    }

    private void AppendSlices(int dimension, int indent)
    {
        bool cut = IsCut(dimension);
        int count = cut ? 2 * EdgeItems : _shape[dimension];
        _text.Append('[');
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                Separate();
            if (cut && i == EdgeItems)
            {
                _text.Append("...");
                Separate();
            }

            Append(dimension + 1, indent + 1);
        }

        _text.Append(']');

        void Separate() => _text.Append(',').Append('\n', _shape.Rank - 1 - dimension).Append(' ', indent + 1);
    }

    private void AppendRow(int dimension, int indent)
    {
        bool cut = IsCut(dimension);
        int perLine = Math.Max(1, (LineWidth - indent) / (_width + 2));
        int count = cut ? (2 * EdgeItems) + 1 : _shape[dimension];
        _text.Append('[');
        for (int i = 0; i < count; i++)
        {
            if (i > 0 && i % perLine == 0)
                _text.Append(",\n").Append(' ', indent + 1);
            else if (i > 0)
                _text.Append(", ");
            if (cut && i == EdgeItems)
                _text.Append(" ...");
            else
                _text.Append(_elements[_next++]);
        }

        _text.Append(']');
    }

    /// <summary>What the elements do not show: device, shape of nothing, uncommon type, part in a recording.</summary>
    private void AppendNotes(Tensor x)
    {
        if (!ReferenceEquals(x.Device, Device.Cpu))
            AppendNote($"device='{x.Device.Name}'");
        if (x.Elements == 0 && x.Rank != 1)
            AppendNote($"size=({string.Join(", ", x.Shape)})");
        bool isPlain = x.DType == DType.Float32 || (x.Elements > 0 && (x.DType is DType.Int64 or DType.Bool));
        if (!isPlain)
            AppendNote($"dtype={x.DType}");
        if (x.GradFn is { } node)
            AppendNote($"grad_fn=<{node.Name}>");
        else if (x.RequiresGrad)
            AppendNote("requires_grad=True");
    }

    private void AppendNote(string note)
    {
        int column = 0;
        while (column < _text.Length && _text[_text.Length - 1 - column] != '\n')
            column++;
        if (column + 2 + note.Length + 2 > LineWidth)
            _text.Append(",\n").Append(' ', Prefix.Length).Append(note);
        else
            _text.Append(", ").Append(note);
    }
}
