namespace Madaline.Recipes;

/// <summary>A layer in its place in a network: its arguments, and what the layer before gives it.</summary>
/// <param name="Spec">Type and arguments.</param>
/// <param name="Input">The input's shape, without the batch.</param>
/// <param name="Classes">How many classes the network tells apart.</param>
/// <param name="Path">Where it is, such as <c>recipe › layers[3] (conv)</c>.</param>
internal sealed record LayerSite(Spec Spec, int[] Input, int Classes, string Path)
{
    /// <summary>The first size of the input: the features of a vector, the channels of an image.</summary>
    public int First => Input.Length > 0 ? Input[0] : throw NoDimension();

    /// <summary>The last size of the input.</summary>
    public int Last => Input.Length > 0 ? Input[^1] : throw NoDimension();

    /// <summary>The sizes of an image.</summary>
    public (int Channels, int Height, int Width) Image => Input is [int channels, int height, int width]
        ? (channels, height, width)
        : throw Misfit("[channels, height, width]", Input.Length == 1 && IsFirst
            ? "A table has no images: choose a network of linear layers, or a set of images."
            : "It works on images: put it before the layer flatten.");

    private bool IsFirst => Path.Contains("layers[0]", StringComparison.Ordinal);

    /// <summary>An integer, or the number of classes for <c>"classes"</c>.</summary>
    public int IntegerOrClasses(string name) => Spec.Text(name) == "classes" ? Classes : Spec.Integer(name, Classes);

    /// <summary>A height and a width, or a default when it is not given.</summary>
    public Size2 Size(string name, Size2 otherwise) => Spec.Size(name) ?? otherwise;

    /// <summary>What a layer comes to here.</summary>
    /// <param name="build">Makes it.</param>
    public LayerPlan Plan(Func<Rng, NN.Module> build) => LayerPlan.Of(this, build);

    /// <summary>The same for a layer over images, which could take a batch of lines for one.</summary>
    public LayerPlan PlanOfImage(Func<Rng, NN.Module> build) => Image.Channels > 0 ? Plan(build)
        : throw Refuse("the image has no channel; expected at least 1.");

    /// <summary>An input of the wrong kind.</summary>
    public TensorException Misfit(string expected, string remedy) => Refuse(
        $"the input does not fit. Input is {Shape.Create(Input)} a sample; expected {expected}. {remedy}");

    /// <summary>The layer cannot be.</summary>
    public TensorException Refuse(string problem) => new(Path, problem);

    /// <summary>The layer is larger than any tensor.</summary>
    public TensorException TooLarge() => Refuse("the network is too large. A tensor of this layer is beyond what "
        + $"memory can hold; expected at most {NetworkPlan.MaxNumbers:N0} numbers in each. Use smaller sizes.");

    private TensorException NoDimension() => Misfit("at least one dimension", "Use a data set whose samples have any.");
}
