using System.Xml.Linq;
using Madaline.Training;

namespace Madaline.Plots.Tests.Drawing;

public sealed class FigureTextTests
{
    private static readonly Evaluation Trees = Given.Evaluation(["oak", "elm"], (0, 0), (0, 0), (0, 1), (1, 1));

    private static readonly RegressionScores Numbers = new([1, 2, 3, 4], [1.5, 2, 3, 4.5]);

    [Fact]
    public void A_confusion_matrix_tells_accuracy_baseline_and_the_most_frequent_mistake() =>
        Holds(ConfusionFigure.Draw(Trees, "trees"), "trees: confusion matrix",
            "2 classes: accuracy 75.00% of 4, baseline 75.00% (always \"oak\"); most often \"oak\" was "
                + "mistaken for \"elm\", 1 of 3 samples.");

    [Fact]
    public void Classes_tell_the_best_and_the_worst() =>
        Holds(ClassesFigure.Draw(Trees, "trees"), "trees: accuracy of each class",
            "Of 2 classes \"elm\" is answered right most often (100.0%) and \"oak\" least often (66.7%); over all "
                + "it is 75.0%.");

    [Fact]
    public void Curves_tell_where_they_begin_and_end()
    {
        EpochResult[] epochs = [new(1, 0.9, 0.6, 0.1, 1, 0.8, 0.62), new(2, 0.5, 0.8, 0.1, 1, 0.4, 0.83)];
        Holds(CurvesFigure.Draw(epochs, "trees", test: Trees), "trees", "Over 2 epochs the training loss goes from "
            + "0.9000 to 0.5000 and the training accuracy from 60.00% to 80.00%; the best epoch is 2; the test "
            + "accuracy is 75.00%.");
    }

    [Fact]
    public void Predictions_and_residuals_tell_their_errors()
    {
        const string Text = "4 predictions of \"price\": RMSE 0.35355, MAE 0.25, R² 0.9000; always the mean has an RMSE "
            + "of 1.118.";
        Holds(PredictionsFigure.Draw(Numbers, "houses", "price"), "houses: predicted against true", Text);
        Holds(ResidualsFigure.Draw(Numbers, "houses", "price"), "houses: residuals", Text);
    }

    [Fact]
    public void Galleries_tell_how_many_pictures_they_hold()
    {
        Tile tile = new(Picture.OfImage(Tensor.Zeros([2, 2])));
        Holds(GalleryFigure.Draw(new Gallery("two", [tile, tile])), "two", "2 pictures.");
        Holds(GalleryFigure.Draw(new Gallery("one", [new GallerySection("a head", [tile])])), "one",
            "One picture: a head.");
    }

    [Fact]
    public void Any_text_is_escaped()
    {
        Tile tile = new(Picture.OfImage(Tensor.Zeros([2, 2])));
        Holds(GalleryFigure.Draw(new Gallery("<a> & \"b\", \"c\"", [tile])), "<a> & \"b\", \"c\"", "One picture.");
        Assert.Equal("x y", Svg.Of(GalleryFigure.Draw(new Gallery("x\u0001y", [tile]))).Named("title").Single().Value);
    }

    private static void Holds(Figure figure, string title, string description)
    {
        XElement root = Svg.Of(figure).Root;
        XElement[] first = [.. root.Elements().Take(2)];
        Assert.Equal(["title", "desc"], first.Select(e => e.Name.LocalName));
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.Equal(title, first[0].Value);
        Assert.Equal(title, figure.Title);
        Assert.Equal(description, first[1].Value);
        Assert.Equal(figure.Description, first[1].Value);
    }
}
