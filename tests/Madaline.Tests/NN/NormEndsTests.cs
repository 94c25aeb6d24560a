using Madaline.NN;
using Madaline.Tests.Reference;

namespace Madaline.Tests.NN;

/// <summary>Batch norm beside NaN, infinities and numbers whose squares leave the range.</summary>
public sealed class NormEndsTests
{
    public static TheoryData<int[], bool> Inputs => new()
    {
        { [5, 3], false }, { [5, 37], false }, { [5, 3, 2, 2], false }, { [3, 5, 4, 5], false }, { [5, 3], true }, { [4, 3, 3, 5], true },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void In_evaluation_a_NaN_in_the_input_stays_out_of_the_gradient(int[] shape, bool onReference)
    {
        Device device = onReference ? ReferenceDevice.Instance : Device.Cpu;
        int channels = shape[1];
        Tensor mean = Tensor.Zeros([channels], device: device), variance = Tensor.Full([channels], 4f, device: device);
        foreach (float odd in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            Tensor numbers = Tensor.Ones(shape);
            numbers.AsWritableSpan<float>()[numbers.Elements / 2] = odd;
            Tensor x = numbers.To(device).WithGrad();
            Tensor weight = Tensor.Full([channels], 3f, device: device).WithGrad();
            x.BatchNorm(mean, variance, weight, eps: 0).Sum().Backward();
            Assert.All(x.Grad!.To(Device.Cpu).ToArray<float>(), slope => Assert.Equal(1.5f, slope));
            Assert.Single(weight.Grad!.To(Device.Cpu).ToArray<float>(), slope => !float.IsFinite(slope));
        }
    }

    [Theory]
    [InlineData(6, 3)]
    [InlineData(6, 40)]
    [InlineData(2, 3, 4, 5)]
    [InlineData(3, 2, 1, 300)]
    public void The_running_mean_of_an_infinity_is_infinite_and_other_channels_stay(params int[] shape)
    {
        for (int at = 0; at < 2; at++)
        {
            Tensor numbers = Tensor.Randn(shape, rng: new Rng(3)), moved = Tensor.Zeros([shape[1]]), spread = Tensor.Ones([shape[1]]);
            Tensor plainMoved = Tensor.Zeros([shape[1]]), plainSpread = Tensor.Ones([shape[1]]);
            Tensor plain = numbers.Clone().BatchNorm(plainMoved, plainSpread, training: true);

            // The first number of a channel, on which sums lean, and its last.
            Tensor channel = numbers.Select(1, 1).Reshape(-1);
            float[] values = channel.ToArray<float>();
            values[at == 0 ? 0 : ^1] = float.NegativeInfinity;
            numbers.Select(1, 1).CopyFrom(Tensor.From(values).Reshape(numbers.Select(1, 1).Shape.AsSpan()));
            Tensor y = numbers.BatchNorm(moved, spread, training: true);
            Assert.Equal(float.NegativeInfinity, moved[1].Item<float>());
            Assert.Equal(float.NaN, spread[1].Item<float>());
            Assert.Equal(plainMoved[0].Item<float>(), moved[0].Item<float>());
            Assert.Equal(plainSpread[0].Item<float>(), spread[0].Item<float>());
            Assert.Equal(plain.Select(1, 0).Reshape(-1).ToArray<float>(), y.Select(1, 0).Reshape(-1).ToArray<float>());
        }
    }

    [Fact]
    public void Large_numbers_are_normalised_although_their_squares_leave_the_range()
    {
        float[] large = [1e20f, 2e20f, 3e20f, -2e20f], expected = [0, 0.5345225f, 1.069045f, -1.6035674f];
        Tensor columns = Tensor.From(large, [4, 1]), planes = Tensor.From(large, [1, 1, 2, 2]), rows = Tensor.From(large, [1, 4]);
        Tensor[] results = [columns.BatchNorm(null, null, training: true), planes.BatchNorm(null, null, training: true), rows.LayerNorm([4]),
            planes.GroupNorm(1)];
        foreach (Tensor y in results)
        {
            float[] numbers = y.Reshape(-1).ToArray<float>();
            for (int i = 0; i < 4; i++)
                Assert.Equal(expected[i], numbers[i], 1e-5f);
        }
    }

    [Fact]
    public void A_network_in_evaluation_sends_gradients_past_a_NaN()
    {
        var layer = new BatchNorm1d(2);
        layer.Eval();
        Tensor x = Tensor.From([1f, float.NaN, 3, 4], [2, 2]).WithGrad();
        layer.Call(x).Sum().Backward();
        Assert.Equal([true, true, true, true], x.Grad!.IsFinite().Reshape(-1).ToArray<bool>());
    }
}
