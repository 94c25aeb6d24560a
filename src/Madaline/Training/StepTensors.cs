using Madaline.Autograd;
using Madaline.Devices;

namespace Madaline.Training;

/// <summary>Places on a device for the losses and scores of some steps, read together.</summary>
internal sealed class StepTensors
{
    private readonly LearningTask _task;
    private readonly Tensor _losses, _sums;
    private readonly Tensor[] _lossAt, _sumAt;

    /// <summary>Places for a number of steps.</summary>
    public StepTensors(LearningTask task, Device device, int capacity)
    {
        _task = task;
        _losses = Tensor.Zeros([capacity], DType.Float64, device);
        _sums = Tensor.Zeros([capacity], task.SumType, device);
        (_lossAt, _sumAt) = (new Tensor[capacity], new Tensor[capacity]);
        for (int i = 0; i < capacity; i++)
            (_lossAt[i], _sumAt[i]) = (_losses.Select(0, i), _sums.Select(0, i));
    }

    /// <summary>Where they are.</summary>
    public Device Device => _losses.Device;

    /// <summary>Copies a loss, and sums up right answers or squared errors, into their places.</summary>
    /// <exception cref="TensorException">The loss is not one number.</exception>
    public void Put(int at, Tensor cost, Tensor outputs, Tensor? scored)
    {
        using var scope = new Unrecorded();
        _lossAt[at].CopyFrom(OneNumber(cost));
        if (scored is not null)
            _task.Score(outputs, scored, _sumAt[at]);
    }

    /// <summary>All places, in one wait.</summary>
    public (double[] Losses, double[] Sums) Read()
    {
        Readback losses = Device.ReadLater(_losses), sums = Device.ReadLater(_sums);
        double[] given = losses.Get<double>().ToArray();
        return (given, _task.SumType == DType.Int64 ? Array.ConvertAll(sums.Get<long>().ToArray(), sum => (double)sum)
            : sums.Get<double>().ToArray());
    }

    /// <summary>A loss as a tensor of no dimensions, or the error of reading it as one.</summary>
    public static Tensor OneNumber(Tensor cost)
    {
        if (cost.Elements != 1)
            cost.Item<double>();
        return cost.Rank == 0 ? cost.Detach() : cost.Detach().Reshape([]);
    }
}
