using System.Runtime.Intrinsics;

namespace Madaline.Tests.Devices;

/// <summary>An element's result depends on its value alone: not on its place, its neighbours or the length of the tail.</summary>
public sealed class LanePlaceTests
{
    private static readonly float[] Values = [0.3f, -1.7f, 88.6f, -103.2f, 1e-39f, 5.25f, -0f, 700f, float.NegativeInfinity, 0.9999999f];

    public static TheoryData<string> Names => LaneFunctions.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_place_and_the_neighbours_do_not_matter(string name)
    {
        LaneFunction f = LaneFunctions.Of(name);
        foreach (float value in Values)
        {
            int alone = BitConverter.SingleToInt32Bits(f.Single(F32x8.Of(value)).Value[0]);
            for (int place = 0; place < 8; place++)
            {
                foreach (float neighbour in (float[])[float.NaN, 0, 1e30f])
                {
                    Vector256<float> x = Vector256.Create(neighbour).WithElement(place, value);
                    Assert.Equal(alone, BitConverter.SingleToInt32Bits(f.Single(new F32x8(x)).Value[place]));
                }
            }
        }
    }

    [Fact]
    public void The_length_of_the_tail_does_not_matter()
    {
        Tensor x = Tensor.Randn([40], rng: new Rng(5));
        float[] whole = x.Gelu().ToArray<float>();
        for (int length = 1; length < 40; length++)
        {
            for (int start = 0; start + length <= 40; start += 3)
                Assert.Equal(whole[start..(start + length)], x[start..(start + length)].Gelu().ToArray<float>());
        }
    }

    [Fact]
    public void The_stride_does_not_matter()
    {
        Tensor x = Tensor.Randn([9, 13], rng: new Rng(6));
        Assert.Equal(x.Tanh().ToArray<float>(), x.T.Tanh().T.ToArray<float>());
        Assert.Equal(x.Exp()[.., TensorIndex.Every(2)].ToArray<float>(), x[.., TensorIndex.Every(2)].Exp().ToArray<float>());
    }
}
