using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Plots.Tests.Pictures;

/// <summary>Figures of a network that a program wrote by hand.</summary>
public sealed class OwnNetworkTests
{
    [Fact]
    public void Weights_feature_maps_mistakes_and_confusions_need_no_recipe()
    {
        var rng = new Rng(7);
        var set = new TensorDataset((Tensor.Rand([60, 1, 8, 8], rng: rng) * 255).To(DType.UInt8),
            Tensor.RandInt(0, 3, [60], rng: rng), ["oak", "elm", "ash"]);
        var model = TrainedModel.Of(new Net(), ModelDescription.Of(set) with { Transform = new ToFloat() });
        Evaluation evaluation = model.Evaluate(set);
        Gallery first = NetworkPictures.FirstLayer(model, samples: set)!;
        Assert.StartsWith("First layer (features, Conv2d): all 4 kernels of 3×3", first.Title);
        Gallery maps = NetworkPictures.FeatureMaps(model, set, 0, ["one"])!;
        Assert.StartsWith("features (Conv2d): 4 maps of 6×6", maps.Sections[1].Heading);
        Gallery mistakes = NetworkPictures.Mistakes(model, set, evaluation)!;
        Assert.NotEmpty(mistakes.Sections[0].Tiles);
        Assert.Contains("Net on noise", ConfusionFigure.Draw(evaluation, "Net on noise").Title);
        foreach (Gallery gallery in (Gallery[])[first, maps, mistakes])
            Assert.NotEmpty(GalleryFigure.Draw(gallery, 16).Description);
    }

    private sealed class Net : Module
    {
        private readonly Conv2d _features;
        private readonly Relu _act;
        private readonly Linear _head;

        public Net()
        {
            var rng = new Rng(1);
            _features = RegisterModule("features", new Conv2d(1, 4, 3, rng: rng));
            _act = RegisterModule("act", new Relu());
            _head = RegisterModule("head", new Linear(144, 3, rng: rng));
        }

        protected override Tensor Forward(Tensor x) => _head.Call(_act.Call(_features.Call(x)).Flatten(1));
    }
}
