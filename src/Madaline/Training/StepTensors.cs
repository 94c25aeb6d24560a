using Madaline.Autograd;
using Madaline.Devices;

namespace Madaline.Training;

/// <summary>Places on a device for the losses and right answers of some steps, read together.</summary>
internal sealed class StepTensors
{
    private readonly Tensor _losses, _right;
    private readonly Tensor[] _lossAt, _rightAt;

    /// <summary>Places for a number of steps.</summary>
    public StepTensors(Device device, int capacity)
    {
        _losses = Tensor.Zeros([capacity], DType.Float64, device);
        _right = Tensor.Zeros([capacity], DType.Int64, device);
        (_lossAt, _rightAt) = (new Tensor[capacity], new Tensor[capacity]);
        for (int i = 0; i < capacity; i++)
            (_lossAt[i], _rightAt[i]) = (_losses.Select(0, i), _right.Select(0, i));
    }

    /// <summary>Where they are.</summary>
    public Device Device => _losses.Device;

    /// <summary>Copies a loss, and counts the right answers, into their places.</summary>
    /// <exception cref="TensorException">The loss is not one number.</exception>
    public void Put(int at, Tensor cost, Tensor outputs, Tensor? classes)
    {
        using var scope = new Unrecorded();
        _lossAt[at].CopyFrom(OneNumber(cost));
        if (classes is not null)
            CorrectAnswers.Count(outputs, classes, _rightAt[at]);
    }

    /// <summary>All places, in one wait.</summary>
    public (double[] Losses, long[] Right) Read()
    {
        Readback losses = Device.ReadLater(_losses), right = Device.ReadLater(_right);
        return (losses.Get<double>().ToArray(), right.Get<long>().ToArray());
    }

    /// <summary>A loss as a tensor of no dimensions, or the error of reading it as one.</summary>
    public static Tensor OneNumber(Tensor cost)
    {
        if (cost.Elements != 1)
            cost.Item<double>();
        return cost.Rank == 0 ? cost.Detach() : cost.Detach().Reshape([]);
    }
}
