using System.Text.Json;
using Madaline.NN;
using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.NN;

/// <summary>Losses and their gradients against PyTorch's, extreme inputs included.</summary>
public class LossGoldenTests
{
    private static readonly Dictionary<(string, string), JsonElement> Cases = GoldenJson.Cases("losses.json")
        .ToDictionary(c => (c.GetProperty("loss").GetString()!, c.GetProperty("case").GetString()!));

    public static TheoryData<string, string> Names => GoldenJson.Names("losses.json", "loss");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loss_computes_what_PyTorch_computes(string kind, string name) => Check(kind, name, Device.Cpu);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loss_computes_the_same_on_the_reference_device(string kind, string name) => Check(kind, name, ReferenceDevice.Instance);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loss_computes_the_same_on_the_deferred_device(string kind, string name) =>
        Check(kind, name, new DeferredDevice());

    private static void Check(string kind, string name, Device device)
    {
        var golden = Cases[(kind, name)];
        Tensor x = GoldenJson.Tensor(golden.GetProperty("input")).To(device).WithGrad();
        Tensor target = GoldenJson.Tensor(golden.GetProperty("target")).To(device);
        target.RequiresGrad = target.DType.IsFloating() && golden.TryGetProperty("target_grad", out _);
        Loss loss = Build(kind, golden.GetProperty("args"));
        if (golden.TryGetProperty("throws", out _))
        {
            Assert.Throws<TensorException>(() =>
            {
                loss.Call(x, target);
                device.Synchronize();
            });
            return;
        }

        Tensor y = loss.Call(x, target);
        GoldenJson.AssertClose(GoldenJson.Tensor(golden.GetProperty("output")), y, "loss");
        GoldenJson.AssertClose(y.Detach(), NoGrad.Run(() => loss.Call(x, target)), "loss without recording");
        y.Backward(GoldenJson.Tensor(golden.GetProperty("dy")).To(device));
        GoldenJson.AssertClose(GoldenJson.Tensor(golden.GetProperty("grad")), x.Grad, "gradient");

        // Where the target is 0, PyTorch's gradient of the target is NaN (0 / 0); ours is that of −t · x.
        if (!name.StartsWith("zero-probability") && GoldenJson.Optional(golden, "target_grad") is { } gradient)
            GoldenJson.AssertClose(gradient, target.Grad, "gradient of the target");
    }

    private static Loss Build(string kind, JsonElement args)
    {
        LossReduction reduction = Enum.Parse<LossReduction>(args.GetProperty("reduction").GetString()!, ignoreCase: true);
        Tensor? weight = GoldenJson.Optional(args, "weight");
        long ignore = args.TryGetProperty("ignore_index", out var index) ? index.GetInt64() : -100;
        double Number(string name, double otherwise) => args.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;
        return kind switch
        {
            "cross_entropy" => new CrossEntropyLoss(weight, Number("label_smoothing", 0), ignore, reduction),
            "nll_loss" => new NllLoss(weight, ignore, reduction),
            "mse_loss" => new MseLoss(reduction),
            "l1_loss" => new L1Loss(reduction),
            "huber_loss" => new HuberLoss(Number("delta", 1), reduction),
            "binary_cross_entropy" => new BceLoss(weight, reduction),
            "binary_cross_entropy_with_logits" => new BceWithLogitsLoss(weight, GoldenJson.Optional(args, "pos_weight"), reduction),
            "kl_div" => new KlDivLoss(args.GetProperty("log_target").GetBoolean(), reduction),
            _ => throw new NotSupportedException(kind),
        };
    }
}
