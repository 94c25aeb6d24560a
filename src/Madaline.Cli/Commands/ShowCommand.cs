using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Cli.Terminal;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Plots;
using Madaline.Recipes;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline show RUN</c>: draws what a run learned and where it errs.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder that train left." };
        var output = CommonOptions.Text("--out", "DIR", "Folder of the figures; RUN/figures if omitted.");
        var image = CommonOptions.Number("--image", "The test image whose feature maps are drawn; 0 if omitted.", 0,
            int.MaxValue);
        var common = new CommonOptions();
        const string Help = "Draw a run: curves, confusion, classes or predictions, kernels, feature maps, mistakes.";
        var command = new Command("show", Help)
        {
            run, output, image, common.AsText, common.AllowSeen,
        };
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) => Task.FromResult(Run(flags, common, flags.GetRequiredValue(run),
            flags.GetValue(output), flags.GetValue(image) ?? 0, cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string path, string? output, int image,
        CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        var run = RunFolder.Open(path);
        string folder = output ?? Path.Combine(run.Path, "figures");
        bool asText = Report.IsTerminal || flags.GetValue(options.AsText);
        var drawing = new RunDrawing(report, folder, asText);
        if (run.ReadRecipe() is { NeedsProgram: true } own && run.ReadMetrics() is { Count: > 0 } epochs)
        {
            drawing.CurvesOnly(epochs, own, run);
            return 0;
        }

        var model = run.ReadModel();
        var test = TestData.Load(model, RequestFlags.Data(flags, options), RequestFlags.Holdout(flags, options),
            cancellationToken: cancellation);
        if (image >= test.Samples.Count)
            throw new UsageException($"--image is {image}; expected 0 to {test.Samples.Count - 1}, since "
                + $"{test.Samples.Name} has {test.Samples.Count} test samples.");
        report.Note(test.Notes);
        report.Note(new SeenSamples(run, test).Check("show", flags.GetValue(options.AllowSeen)));
        var evaluation = test.Evaluate(model, cancellation);
        string title = $"{model.Recipe.Name} on {test.Samples.Name}";
        drawing.Curves(run.ReadMetrics(), model.Recipe, model.TargetName, evaluation);
        TaskReport.Of(model.Task).Draw(report, new FigureDrawing(new FigureFiles(report), folder, asText), evaluation,
            title, model.TargetName);
        drawing.Pictures(model, test.For(model), evaluation, image);
        return 0;
    }

    /// <summary>Draws each figure as files and, where someone looks, as text; notes what does not apply.</summary>
    private sealed class RunDrawing(Report report, string folder, bool asText)
    {
        private readonly FigureFiles _files = new(report);

        /// <summary>Draws what needs no code of a network that only its program can build.</summary>
        public void CurvesOnly(IReadOnlyList<EpochResult> epochs, Recipe recipe, RunFolder run)
        {
            Curves(epochs, recipe);
            string network = PlainText.Of(recipe.Network!);
            var remedy = new RunRemedy(RunRemedyKind.LoadInProgram, run.Path) { Network = network };
            report.Note($"Only the curves are drawn, since {network} is a class of the program that trained it, and "
                + $"files carry no code. {RemedyText.Of(remedy)}");
        }

        public void Curves(
            IReadOnlyList<EpochResult> epochs, Recipe recipe, string target = "", Evaluation? test = null)
        {
            if (epochs.Count == 0)
            {
                Skip("curves", "the run has no metrics.jsonl");
                return;
            }

            if (asText)
                TextFigures.Curves(report, epochs);
            // With patience training keeps the best weights; else it ends with the last.
            int? kept = recipe.Patience is null ? null : CurvesFigure.BestEpoch(epochs);
            string title = $"{recipe.Name}, trained on {EvaluationReport.DataOf(recipe)}";
            _files.SaveBoth(CurvesFigure.Draw(epochs, title, target, test, kept), folder, "curves");
        }

        public void Pictures(TrainedModel model, TensorDataset samples, Evaluation evaluation, int image)
        {
            if (!IsImages(samples.Inputs) || model.Task.HasNumbers)
            {
                Skip("weights, feature maps and mistakes", "the inputs are no images");
                return;
            }

            Draw("first-layer", NetworkPictures.FirstLayer(model, samples: samples),
                "the first weights do not lie over an image", 16, pictureWidth: 84);
            Draw("feature-maps", NetworkPictures.FeatureMaps(model, samples, image, Caption(evaluation, image)),
                "the network has no convolution", 16, pictureWidth: 64);
            Draw("mistakes", NetworkPictures.Mistakes(model, samples, evaluation), "nothing was wrong", 8);
        }

        private static string[] Caption(Evaluation evaluation, int image)
        {
            var (truth, said) = evaluation.Answers[image];
            return [$"test image {image}", $"is {evaluation.ClassNames[truth]}", $"said {evaluation.ClassNames[said]}"];
        }

        private void Draw(string name, Gallery? gallery, string whyNot, int columns, int pictureWidth = 112)
        {
            if (gallery is null)
            {
                Skip(name, whyNot);
                return;
            }

            if (asText)
                TextFigures.Gallery(report, gallery);
            _files.SaveBoth(GalleryFigure.Draw(gallery, columns, pictureWidth), folder, name);
        }

        private void Skip(string what, string why) => report.Note($"{what}: not drawn, since {why}.");
    }

    /// <summary>Whether raw inputs [n, …] are pictures rather than rows of numbers.</summary>
    private static bool IsImages(Tensor inputs) => inputs.DType == DType.UInt8 && inputs.Rank is 3 or 4;
}
