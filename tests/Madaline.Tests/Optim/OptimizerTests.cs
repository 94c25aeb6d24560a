using Madaline.Optim;

namespace Madaline.Tests.Optim;

public sealed class OptimizerTests
{
    public static TheoryData<string> Kinds =>
        ["sgd", "sgd-plain", "sgd-nesterov", "adam", "adam-amsgrad", "adamw", "rmsprop", "rmsprop-momentum", "rmsprop-centered", "rmsprop-both", "adagrad"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_large_parameter_gets_the_same_bits_for_any_number_of_threads(string kind)
    {
        int before = Device.Cpu.Threads;
        try
        {
            Device.Cpu.Threads = 1;
            float[] one = Train(kind, 100_003);
            foreach (int threads in (int[])[2, 3])
            {
                Device.Cpu.Threads = threads;
                Assert.Equal(one, Train(kind, 100_003));
            }
        }
        finally
        {
            Device.Cpu.Threads = before;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_length_around_a_lane_is_updated_to_its_end(string kind)
    {
        float[] whole = Train(kind, 32);
        for (int length = 1; length <= 18; length++)
            Assert.Equal(whole[..length], Train(kind, length));
        Assert.Empty(Train(kind, 0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_contiguous_view_is_updated_where_it_lies_and_nothing_beside_it(string kind)
    {
        float[] data = [.. Enumerable.Range(0, 12).Select(i => i / 4f)];
        var view = Tensor.From(data, [4, 3]).Slice(0, 1, 3).Detach().WithGrad();
        var alone = Tensor.From(data[3..9], [2, 3]).WithGrad();
        var whole = Tensor.Wrap(data, [4, 3]);
        var inPlace = whole.Slice(0, 1, 3).Detach().WithGrad();
        foreach (var x in (Tensor[])[view, alone, inPlace])
        {
            x.Grad = Tensor.From([1f, -1, 2, 0, -2, 0.5f], [2, 3]);
            Make(kind, [x]).Step();
        }

        Assert.Equal(alone.ToArray<float>(), view.ToArray<float>());
        Assert.Equal([0f, 0.25f, 0.5f, .. alone.ToArray<float>(), 2.25f, 2.5f, 2.75f], data);
    }

    [Fact]
    public void A_strided_gradient_is_taken_in_its_logical_order()
    {
        var parameter = Tensor.Zeros([2, 3]).WithGrad();
        parameter.Grad = Tensor.From([1f, 2, 3, 4, 5, 6], [3, 2]).T;
        new Sgd([parameter], lr: 1).Step();
        Assert.Equal([-1f, -3, -5, -2, -4, -6], parameter.ToArray<float>());
    }

    [Fact]
    public void An_optimizer_without_parameters_asks_whether_modules_were_registered()
    {
        string text = Assert.Throws<TensorException>(() => new Sgd(Array.Empty<Tensor>())).Message;
        Assert.Contains("0 parameters", text, StringComparison.Ordinal);
        Assert.Contains("RegisterModule", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_between_forward_and_backward_is_caught()
    {
        var x = Tensor.From([1f, 2]).WithGrad();
        var loss = (x * x).Sum();
        x.Grad = Tensor.Ones([2]);
        new Sgd([x]).Step();
        Assert.Contains("modified in place", Assert.Throws<TensorException>(() => loss.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_centered_average_of_equal_gradients_never_becomes_NaN()
    {
        var x = Tensor.Ones([9]).WithGrad();
        var optimizer = new RmsProp([x], alpha: 0.5, centered: true);
        for (int step = 0; step < 200; step++)
        {
            x.Grad = Tensor.Full([9], 0.1);
            optimizer.Step();
            Assert.True(float.IsFinite(x.ToArray<float>()[0]), $"step {step}");
        }
    }

    [Fact]
    public void A_step_of_many_parameters_allocates_next_to_nothing()
    {
        Tensor[] parameters = [.. Enumerable.Range(0, 20).Select(_ => Tensor.Ones([30]).WithGrad())];
        foreach (var parameter in parameters)
            parameter.Grad = Tensor.Ones([30]);
        var optimizer = new Adam(parameters);
        optimizer.Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 50; step++)
            optimizer.Step();
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (50 * 20);
        Assert.True(bytes == 0, $"{bytes} bytes a parameter and step");
    }

    [Fact]
    public void ZeroGrad_forgets_all_gradients_and_the_rate_of_all_groups_can_be_set()
    {
        Tensor a = Tensor.Ones([1]).WithGrad(), b = Tensor.Ones([1]).WithGrad();
        var optimizer = new Sgd([new ParameterGroup([a], learningRate: 0.5), new ParameterGroup([b])], lr: 0.25);
        Assert.Equal([0.5, 0.25], optimizer.Groups.Select(x => x.LearningRate));
        optimizer.LearningRate = 0.125;
        Assert.Equal([0.125, 0.125], optimizer.Groups.Select(x => x.LearningRate));
        (a.Grad, b.Grad) = (Tensor.Ones([1]), Tensor.Ones([1]));
        optimizer.ZeroGrad();
        Assert.True(a.Grad is null && b.Grad is null);
    }

    internal static Optimizer Make(string kind, Tensor[] parameters) => kind switch
    {
        "sgd" => new Sgd(parameters, 0.1, momentum: 0.9, dampening: 0.25, weightDecay: 0.01),
        "sgd-nesterov" => new Sgd(parameters, 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true),
        "sgd-plain" => new Sgd(parameters, 0.1),
        "adam" => new Adam(parameters, 0.1),
        "adam-amsgrad" => new Adam(parameters, 0.1, weightDecay: 0.01, amsgrad: true),
        "adamw" => new AdamW(parameters, 0.1),
        "rmsprop" => new RmsProp(parameters),
        "rmsprop-momentum" => new RmsProp(parameters, momentum: 0.9),
        "rmsprop-centered" => new RmsProp(parameters, centered: true),
        "rmsprop-both" => new RmsProp(parameters, momentum: 0.9, centered: true),
        _ => new Adagrad(parameters, lrDecay: 0.1),
    };

    /// <summary>A few steps with gradients that depend on the place alone.</summary>
    private static float[] Train(string kind, int length)
    {
        var x = Tensor.From([.. Enumerable.Range(0, length).Select(i => MathF.Sin(i))]).WithGrad();
        var optimizer = Make(kind, [x]);
        for (int step = 1; step <= 3; step++)
        {
            x.Grad = Tensor.From([.. Enumerable.Range(0, length).Select(i => (((i * 7) + step) % 13) - 6f)]);
            optimizer.Step();
        }

        return x.ToArray<float>();
    }
}
