using System.Text.Json;
using Madaline.NN;
using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.NN;

/// <summary>Normalisation of lines and images, and dropout of channels, against PyTorch's.</summary>
public class NormGoldenTests
{
    private static readonly Dictionary<(string, string), JsonElement> Cases = GoldenJson.Cases("norms.json")
        .ToDictionary(c => (c.GetProperty("layer").GetString()!, c.GetProperty("case").GetString()!));

    public static TheoryData<string, string> Names => GoldenJson.Names("norms.json", "layer");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_computes_what_PyTorch_computes(string layer, string name) => Follow(layer, name, Device.Cpu);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_computes_the_same_on_the_reference_device(string layer, string name) =>
        Follow(layer, name, ReferenceDevice.Instance);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_computes_the_same_on_the_deferred_device(string layer, string name) =>
        Follow(layer, name, new DeferredDevice());

    private static void Follow(string layer, string name, Device device)
    {
        DType dtype = name == "float64" ? DType.Float64 : DType.Float32;
        LayerGoldenTests.Follow(Cases[(layer, name)], args => Build(layer, args, dtype), device, Rounding(layer, name));
    }

    /// <summary>
    /// Numbers near 1000, whose mean is only good to 6e-5 in single precision, here and there; and a single number,
    /// whose deviation from itself is 0 here and rounding noise there.
    /// </summary>
    private static double Rounding(string layer, string name) => name == "far-from-zero" ? 2e-3
        : layer == "GroupNorm" && name is "4x6x1x1-groups-6" or "3x6-groups-6" ? 5e-4
        : 0;

    private static Module Build(string layer, JsonElement args, DType dtype)
    {
        int Int(string name) => args.GetProperty(name).GetInt32();
        bool Bool(string name) => args.GetProperty(name).GetBoolean();
        double Double(string name) => args.GetProperty(name).GetDouble();
        double? Momentum() => args.GetProperty("momentum").ValueKind == JsonValueKind.Null ? null : Double("momentum");
        return layer switch
        {
            "BatchNorm1d" => new BatchNorm1d(
                Int("num_features"), Double("eps"), Momentum(), Bool("affine"), Bool("track_running_stats"), dtype),
            "BatchNorm2d" => new BatchNorm2d(
                Int("num_features"), Double("eps"), Momentum(), Bool("affine"), Bool("track_running_stats"), dtype),
            "InstanceNorm1d" => new InstanceNorm1d(
                Int("num_features"), Double("eps"), Momentum(), Bool("affine"), Bool("track_running_stats"), dtype),
            "InstanceNorm2d" => new InstanceNorm2d(
                Int("num_features"), Double("eps"), Momentum(), Bool("affine"), Bool("track_running_stats"), dtype),
            "GroupNorm" => new GroupNorm(Int("num_groups"), Int("num_channels"), Double("eps"), Bool("affine"), dtype),
            "LayerNorm" => new LayerNorm(
                (int[])[.. args.GetProperty("normalized_shape").EnumerateArray().Select(e => e.GetInt32())],
                Double("eps"), Bool("elementwise_affine"), Bool("bias"), dtype),
            "Dropout1d" => new Dropout1d(Double("p")),
            "Dropout2d" => new Dropout2d(Double("p")),
            _ => throw new NotSupportedException(layer),
        };
    }
}
