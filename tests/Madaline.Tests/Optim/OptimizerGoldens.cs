using System.Text.Json;
using Madaline.Optim;
using Madaline.Tests.Deferred;
using Madaline.Tests.Goldens;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Optim;

/// <summary>20 steps of every optimizer, and every schedule, against PyTorch's.</summary>
public sealed class OptimizerGoldens
{
    private static readonly GoldenFile File = GoldenFile.Load("optim");

    public static TheoryData<string, string> Runs => Named("run");

    public static TheoryData<string, string> Schedules => Named("schedule");

    [Theory]
    [MemberData(nameof(Runs))]
    public void Twenty_steps_agree_with_PyTorch(string optimizer, string name) => Follow(Find("run", optimizer, name), Device.Cpu);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Twenty_steps_agree_with_PyTorch_on_the_reference_device(string optimizer, string name) =>
        Follow(Find("run", optimizer, name), ReferenceDevice.Instance);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Twenty_steps_agree_with_PyTorch_on_the_deferred_device(string optimizer, string name) =>
        Follow(Find("run", optimizer, name), new DeferredDevice());

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Rates_and_momenta_of_a_schedule_agree_with_PyTorch(string kind, string name)
    {
        var json = Find("schedule", kind, name);
        ParameterGroup[] groups = [new([Tensor.Zeros([1]).WithGrad()])];
        double rate = json.GetProperty("base_lr").GetDouble();
        Optimizer optimizer = kind == "SGD" ? new Sgd(groups, rate, momentum: 0.9) : new Adam(groups, rate);
        var schedule = OptimizerCases.MakeSchedule(json.GetProperty("schedule").GetString()!, optimizer, new(json.GetProperty("args")));
        double[] rates = Numbers(json, "rates"), momenta = Numbers(json, kind == "SGD" ? "momentum" : "beta1");
        for (int epoch = 0; epoch < rates.Length; epoch++)
        {
            AssertClose($"rate {epoch}", rates[epoch], schedule.LearningRate);
            if (momenta.Length > 0)
                AssertClose($"momentum {epoch}", momenta[epoch], groups[0].Momentum);
            if (epoch + 1 < rates.Length)
                schedule.Step();
        }
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("RMSprop")]
    [InlineData("Adagrad")]
    public void Defaults_are_those_of_PyTorch(string name)
    {
        var given = Tensor.From([1f, -2f, 3f]).WithGrad();
        var same = given.Clone().Detach().WithGrad();
        given.Grad = Tensor.From([0.5f, 0.25f, -1f]);
        same.Grad = given.Grad.Clone();
        var ours = OptimizerCases.MakeDefault(name, [given]);
        var theirs = OptimizerCases.Make(name, [new([same])], new GoldenArguments("{}"));
        for (int step = 0; step < 3; step++)
        {
            ours.Step();
            theirs.Step();
        }

        Assert.Equal(same.ToArray<float>(), given.ToArray<float>());
        Assert.Equal(theirs.SaveState().Numbers, ours.SaveState().Numbers);
    }

    private static void Follow(JsonElement json, Device device)
    {
        DType dtype = Enum.Parse<DType>(json.GetProperty("dtype").GetString()!);
        Tensor[] parameters = [.. Tensors(File.Header.GetProperty("parameters"), dtype, device)];
        foreach (var parameter in parameters)
            parameter.RequiresGrad = true;
        var optimizer = OptimizerCases.Make(json.GetProperty("optimizer").GetString()!, Groups(json, parameters), new(json.GetProperty("args")));
        Schedule? schedule = json.TryGetProperty("schedule", out var named)
            ? OptimizerCases.MakeSchedule(named.GetProperty("name").GetString()!, optimizer, new(named))
            : null;
        for (int step = 1; step <= 20; step++)
        {
            Tensor[] gradients = Tensors(File.Header.GetProperty("gradients")[step - 1], dtype, device);
            for (int i = 0; i < parameters.Length; i++)
                parameters[i].Grad = IsMissing(json, step, i) ? null : gradients[i];
            optimizer.Step();
            schedule?.Step();
            if (json.GetProperty("after").TryGetProperty($"{step}", out var after))
                AssertEqual(step, Tensors(after, dtype, Device.Cpu), parameters);
        }
    }

    private static void AssertEqual(int step, Tensor[] expected, Tensor[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Null(Closeness.Difference($"parameter {i} after step {step}", expected[i], actual[i].Detach().To(Device.Cpu)));
    }

    private static ParameterGroup[] Groups(JsonElement json, Tensor[] parameters) => !json.TryGetProperty("groups", out var groups)
        ? [new(parameters)]
        : [.. groups.EnumerateArray().Select(x => new ParameterGroup(
            x.GetProperty("params").EnumerateArray().Select(i => parameters[i.GetInt32()]), Optional(x, "lr"), Optional(x, "weight_decay")))];

    private static double? Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static bool IsMissing(JsonElement json, int step, int parameter) => json.TryGetProperty("missing", out var missing)
        && missing.EnumerateArray().Any(x => x[0].GetInt32() == step && x[1].GetInt32() == parameter);

    private static Tensor[] Tensors(JsonElement list, DType dtype, Device device) =>
        [.. list.EnumerateArray().Select(x => GoldenValue.ToTensor(x, dtype).To(device))];

    private static double[] Numbers(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(x => x.GetDouble())] : [];

    private static void AssertClose(string what, double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-15 + (1e-13 * Math.Abs(expected)), $"{what} is {actual:R}; expected {expected:R}");

    private static JsonElement Find(string kind, string optimizer, string name) => File.Cases
        .Select(x => x.Json).Single(x => Text(x, "kind") == kind && Text(x, "optimizer") == optimizer && Text(x, "case") == name);

    private static TheoryData<string, string> Named(string kind) =>
        [.. File.Cases.Where(x => x.Text("kind") == kind).Select(x => (x.Text("optimizer"), x.Text("case")))];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
