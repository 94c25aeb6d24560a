using Madaline.Devices;

namespace Madaline.Tests.Reference;

internal sealed partial class ReferenceDevice
{
    private protected override void GatherCore(in IndexOperands o)
    {
        var (x, axis, index, y) = o;
        for (int i = 0; i < index.Elements; i++)
        {
            int[] to = Walk.Position(index.Shape, i);
            int[] from = Walk.With(to, axis, Checked("gather", index, to, x, axis));
            CopyElement(x, Walk.Place(x, from), y, Walk.Place(y, to));
        }
    }

    private protected override void ScatterCore(bool add, in IndexOperands o)
    {
        var (x, axis, index, y) = o;
        for (int i = 0; i < index.Elements; i++)
        {
            int[] from = Walk.Position(index.Shape, i);
            int[] to = Walk.With(from, axis, Checked("scatter", index, from, y, axis));
            Put(x, from, y, to, add);
        }
    }

    private protected override void IndexSelectCore(in IndexOperands o)
    {
        var (x, axis, index, y) = o;
        for (int i = 0; i < y.Elements; i++)
        {
            int[] to = Walk.Position(y.Shape, i);
            int[] from = Walk.With(to, axis, Checked("index_select", index, [y.Rank == 0 ? 0 : to[axis]], x, axis));
            CopyElement(x, Walk.Place(x, from), y, Walk.Place(y, to));
        }
    }

    private protected override void IndexWriteCore(bool add, in IndexOperands o)
    {
        var (x, axis, index, y) = o;
        for (int i = 0; i < x.Elements; i++)
        {
            int[] from = Walk.Position(x.Shape, i);
            int[] to = Walk.With(from, axis, Checked("index_write", index, [x.Rank == 0 ? 0 : from[axis]], y, axis));
            Put(x, from, y, to, add);
        }
    }

    private protected override Tensor NonZeroCore(Tensor mask)
    {
        long[] found = [.. Walk.Places(mask).Select((at, i) => (at, i)).Where(x =>
            Memory(mask).Integer(x.at) != 0).Select(x => (long)x.i)];
        return Tensor.From<long>(found).To(this);
    }

    private static long Checked(string op, Tensor index, int[] position, Tensor target, int axis)
    {
        long value = Memory(index).Integer(Walk.Place(index, position));
        int length = target.Rank == 0 ? 1 : target.Shape[axis], place = 0;
        for (int d = 0; d < index.Rank; d++)
            place = (place * index.Shape[d]) + position[d];
        if (value < 0 || value >= length)
            throw new Fault(new PositionRule(op, length), place, value).ToException();
        return value;
    }

    private static void Put(Tensor x, int[] from, Tensor y, int[] to, bool add)
    {
        int source = Walk.Place(x, from), target = Walk.Place(y, to);
        if (!add)
            CopyElement(x, source, y, target);
        else if (y.DType.IsFloating())
            Memory(y).Set(target, Memory(y).Number(target) + Memory(x).Number(source));
        else
            Memory(y).Set(target, Memory(y).Integer(target) + Memory(x).Integer(source));
    }
}
