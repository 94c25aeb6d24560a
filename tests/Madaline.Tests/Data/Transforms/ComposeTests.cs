using Madaline.Data;

namespace Madaline.Tests.Data.Transforms;

public sealed class ComposeTests
{
    [Fact]
    public void A_users_step_may_keep_what_it_was_given()
    {
        var keeper = new Keeper();
        Tensor y = new Compose(new ToFloat(), keeper, new Normalize(1, 2)).Apply(Pictures.Counting(DType.UInt8, 2, 1, 2, 2));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Pictures.Numbers(keeper.Seen! * 255), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(8, y.Elements);
    }

    private sealed class Keeper : Transform
    {
        public Tensor? Seen { get; private set; }

        public override Tensor Apply(Tensor inputs, Rng? rng = null)
        {
            Seen = inputs;
            return inputs * 2;
        }
    }
}
