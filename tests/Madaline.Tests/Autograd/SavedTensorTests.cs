using Madaline.NN;

namespace Madaline.Tests.Autograd;

/// <summary>
/// What backward reads is guarded against changes in place, and nothing else: PyTorch's rule, tensor by tensor.
/// </summary>
public sealed class SavedTensorTests
{
    private static Tensor Numbers => Tensor.From([0.5f, 1.5f, 2.5f, 3.5f], [2, 2]).WithGrad();

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Run, bool Input, bool Output)> Ops = new()
    {
        ["plus"] = (x => x + 1, false, false),
        ["from"] = (x => 1 - x, false, false),
        ["times"] = (x => x * 2, false, false),
        ["times on the left"] = (x => 2 * x, false, false),
        ["by"] = (x => x / 2, false, false),
        ["one by"] = (x => 1 / x, true, false),
        ["rest"] = (x => x % 0.3, false, false),
        ["rest of a number"] = (x => 5 % x, true, false),
        ["fmod"] = (x => x.FMod(0.3), false, false),
        ["whole quotient"] = (x => x.FloorDivide(0.3), false, false),
        ["plus itself"] = (x => x + x, false, false),
        ["times itself"] = (x => x * x, true, false),
        ["times a constant"] = (x => x * Tensor.Full([2, 2], 3f), false, false),
        ["by a constant"] = (x => x / Tensor.Full([2, 2], 3f), false, false),
        ["power"] = (x => x.Pow(3), true, false),
        ["negative"] = (x => -x, false, false),
        ["floor"] = (x => x.Floor(), false, false),
        ["sign"] = (x => x.Sign(), false, false),
        ["abs"] = (x => x.Abs(), true, false),
        ["exp"] = (x => x.Exp(), false, true),
        ["expm1"] = (x => x.ExpM1(), false, true),
        ["log"] = (x => x.Log(), true, false),
        ["log1p"] = (x => x.Log1P(), true, false),
        ["sqrt"] = (x => x.Sqrt(), false, true),
        ["rsqrt"] = (x => x.Rsqrt(), false, true),
        ["square"] = (x => x.Square(), true, false),
        ["reciprocal"] = (x => x.Reciprocal(), false, true),
        ["sin"] = (x => x.Sin(), true, false),
        ["tanh"] = (x => x.Tanh(), false, true),
        ["sigmoid"] = (x => x.Sigmoid(), false, true),
        ["relu"] = (x => x.Relu(), false, true),
        ["silu"] = (x => x.Silu(), true, false),
        ["gelu"] = (x => x.Gelu(), true, false),
        ["clamp"] = (x => x.Clamp(1, 3), true, false),
        ["maximum"] = (x => x.Maximum(1.5), true, false),
        ["sum"] = (x => x.Sum(0), false, false),
        ["mean"] = (x => x.Mean(1), false, false),
        ["variance"] = (x => x.Var(0), true, false),
        ["deviation"] = (x => x.Std(0), true, false),
        ["product"] = (x => x.Prod(0), true, true),
        ["largest"] = (x => x.Max(0).Values, false, false),
        ["softmax"] = (x => x.Softmax(1), false, true),
        ["log softmax"] = (x => x.LogSoftmax(1), false, true),
        ["running sum"] = (x => x.CumSum(0), false, false),
        ["sorted"] = (x => x.Sort(0).Values, false, false),
        ["reshaped"] = (x => x.Reshape(4).Clone(), false, false),
        ["flipped"] = (x => x.Flip(0), false, false),
        ["joined"] = (x => Tensor.Concat([x, x]), false, false),
        ["padded"] = (x => x.Pad([1, 1]), false, false),
        ["picked"] = (x => x.IndexSelect(0, Tensor.From([1L])), false, false),
        ["where"] = (x => Tensor.Where(Tensor.Ones([2, 2], DType.Bool), x, 0.0), false, false),
        ["cast"] = (x => x.To(DType.Float64), false, false),
        ["matrix product"] = (x => x.MatMul(Tensor.Ones([2, 3])), false, false),
        ["matrix product on the right"] = (x => Tensor.Ones([3, 2]).MatMul(x), false, false),
        ["matrix product with itself"] = (x => x.MatMul(x), true, false),
        ["linear"] = (x => x.Linear(Tensor.Ones([3, 2])), false, false),
        ["linear's weight"] = (x => Tensor.Ones([3, 2]).Linear(x), false, false),
        ["linear both"] = (x => x.Linear(x), true, false),
        ["convolution"] = (x => x.Reshape(1, 1, 2, 2).Conv2d(Tensor.Ones([1, 1, 1, 1])), false, false),
        ["convolution's kernels"] = (x => Tensor.Ones([1, 1, 3, 3]).Conv2d(x.Reshape(1, 1, 2, 2)), false, false),
        ["average pooling"] = (x => x.Reshape(1, 1, 2, 2).AvgPool2d(2), false, false),
        ["largest of windows"] = (x => x.Reshape(1, 1, 2, 2).MaxPool2d(2), false, false),
        ["resized"] = (x => x.Reshape(1, 1, 2, 2).Upsample(scaleFactor: 3, mode: UpsampleMode.Bilinear), false, false),
        ["norm"] = (x => x.Norm(3), true, true),
        ["Euclidean norm"] = (x => x.Norm(), true, true),
        ["largest of all"] = (x => x.Max(), true, true),
        ["log of a sum of powers"] = (x => x.LogSumExp(1), false, false),
        ["count"] = (x => x.Norm(0), false, false),
        ["squared error's input"] = (x => new MseLoss().Call(x, Tensor.Ones([2, 2])), false, false),
    };

    public static TheoryData<string> Names => [.. Ops.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_what_backward_reads_is_guarded(string name)
    {
        var (run, input, output) = Ops[name];
        Tensor whole = Numbers, expected = Gradient(whole, run(whole));
        Tensor x = Numbers, y = run(x);
        x.Detach().AddInPlace(1);
        if (input)
            Assert.Contains("was modified in place", Assert.Throws<TensorException>(() => Gradient(x, y)).Message);
        else
            Assert.Equal(expected.ToArray<float>(), Gradient(x, y).ToArray<float>());
        Tensor again = Numbers, result = run(again);
        result.Detach().AddInPlace(1);
        if (output)
            Assert.Contains("was modified in place", Assert.Throws<TensorException>(() => Gradient(again, result)).Message);
        else
            Assert.Equal(expected.ToArray<float>(), Gradient(again, result).ToArray<float>());
    }

    [Fact]
    public void The_other_operand_is_guarded_where_the_gradient_reads_it()
    {
        foreach (Func<Tensor, Tensor, Tensor> run in (Func<Tensor, Tensor, Tensor>[])[(a, b) => a * b, (a, b) => a / b, (a, b) => a.MatMul(b)])
        {
            Tensor x = Numbers, other = Tensor.Ones([2, 2]), y = run(x, other);
            other.FillInPlace(2);
            Assert.Throws<TensorException>(() => Gradient(x, y));
        }

        Tensor kept = Numbers, summand = Tensor.Ones([2, 2]), sum = kept + summand;
        summand.FillInPlace(2);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], Gradient(kept, sum).ToArray<float>());
    }

    [Fact]
    public void A_change_that_is_refused_is_none()
    {
        Tensor x = Numbers, y = x.Square(), plain = x.Detach();
        Assert.Throws<TensorException>(() => plain.AddInPlace(Tensor.Ones([3])));
        Assert.Throws<TensorException>(() => plain.CopyFrom(Tensor.Ones([3])));
        Assert.Throws<TensorException>(() => plain.FillInPlace(1e300));
        Assert.Equal([0.5f, 1.5f, 2.5f, 3.5f], Gradient(x, y).ToArray<float>());
    }

    [Fact]
    public void A_gradient_unlike_its_tensor_is_refused()
    {
        Tensor x = Numbers;
        Assert.Equal("grad: a gradient is like its tensor. gradient is Float32 [4]; expected Float32 [2, 2]. Reshape it, or use "
            + "To(DType.Float32).", Assert.Throws<TensorException>(() => x.Grad = Tensor.Ones([4])).Message);
        Assert.Throws<TensorException>(() => x.Grad = Tensor.Ones([2, 2], DType.Float64));
        Assert.Throws<TensorException>(() => x.Grad = Tensor.Ones([2, 2]).To(Reference.ReferenceDevice.Instance));
        Assert.Throws<TensorException>(() => x.Grad = x);
        Assert.Null(x.Grad);
        x.Grad = Tensor.Ones([2, 2]);
        x.Grad = null;
        Assert.Null(x.Grad);
    }

    private static Tensor Gradient(Tensor x, Tensor y)
    {
        y.Backward(Tensor.Full(y.Shape, 0.5, y.DType));
        return x.Grad!;
    }
}
