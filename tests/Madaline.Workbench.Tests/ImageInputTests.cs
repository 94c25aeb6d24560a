using Madaline.Data;
using Madaline.Datasets;
using Madaline.Datasets.Images;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Workbench.Tests;

public sealed class ImageInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_bytes_of_a_picture_and_its_file_are_one_input()
    {
        TensorDataset digits = DatasetCatalog.Load("digits").Train;
        TrainedModel model = new Experiment(RecipeFile.Load("digits"), digits[..50]).Model;
        Tensor light = digits.Inputs[0], dark = 255 - light;

        byte[] onPaper = ImageFile.Encode(dark.To(DType.UInt8), ImageFormat.Png);
        Tensor sent = ImageInput.Decode(onPaper, "a picture", model, out bool isInverted);
        Assert.True(isInverted);
        Assert.Equal(model.InputShape, sent.Shape);
        Assert.Equal(light.ToArray<byte>(), sent.ToArray<byte>());

        File.WriteAllBytes(_folder["dark.png"], onPaper);
        Assert.Equal(sent.ToArray<byte>(), ImageInput.Read(_folder["dark.png"], model, out _).ToArray<byte>());
        ImageInput.Decode(ImageFile.Encode(light, ImageFormat.Png), "a picture", model, out isInverted);
        Assert.False(isInverted);
    }

    [Fact]
    public void Bytes_that_are_no_picture_are_refused_by_the_name_they_were_given()
    {
        TrainedModel model = new Experiment(RecipeFile.Load("digits"), DatasetCatalog.Load("digits").Train[..50]).Model;
        Assert.Contains("the upload", Assert.Throws<DataFormatException>(
            () => ImageInput.Decode([1, 2, 3], "the upload", model, out _)).Message);
    }
}
