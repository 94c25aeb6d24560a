using Madaline.Cli.Output;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.Datasets.Images;
using Madaline.Devices.Cpu.Normalization;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Cli.Inputs;

/// <summary>A data set parted into what is learned from and what is judged by.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Train">The training part.</param>
/// <param name="Test">The test part.</param>
/// <param name="ClassNames">Class names, by index.</param>
/// <param name="FeatureNames">Columns of a table, or none.</param>
/// <param name="Encoder">What made numbers of a table's rows, or none.</param>
/// <param name="Notes">What the user should know about it.</param>
internal sealed record DataParts(
    string Name, Samples Train, Samples Test, IReadOnlyList<string> ClassNames, IReadOnlyList<string> FeatureNames,
        TableEncoder? Encoder, IReadOnlyList<string> Notes);

/// <summary>Loads data sets for commands.</summary>
internal static class DataSource
{
    private const double DefaultTestFraction = 0.2;

    private static readonly string[] PackedEndings = [".bin", ".gz", ".tar", ".tgz"];
    private static readonly string[] TableEndings = [".csv", ".tsv", ".txt", ".data"];

    /// <summary>Whether <c>--data</c> names a table rather than a folder, an archive or its parts.</summary>
    /// <param name="path">What <c>--data</c> says.</param>
    /// <param name="dataset">The set that is meant otherwise: a table's file may end as it likes.</param>
    public static bool IsTableFile(string path, string dataset) => !Directory.Exists(path)
        && (TableEndings.Contains(Path.GetExtension(path).ToLowerInvariant())
            || (File.Exists(path) && dataset is "wheat" or DatasetCatalog.TableName));

    /// <summary>Refuses a file that the set is not read from.</summary>
    /// <param name="path">What <c>--data</c> says.</param>
    /// <param name="dataset">The set.</param>
    /// <exception cref="UsageException">It is neither a table nor the set as one file.</exception>
    public static void RequireReadable(string path, string dataset)
    {
        if (!File.Exists(path) || IsTableFile(path, dataset))
            return;
        bool isPacked = PackedEndings.Contains(Path.GetExtension(path).ToLowerInvariant());
        if (isPacked && DatasetCatalog.Find(dataset) is { Origin: DatasetOrigin.Files } info
            && info.IsThere(new DataRoot(path)))
            return;
        throw new UsageException($"--data {path} is a file that {dataset} is not read from; expected the folder of the "
            + $"data sets, a table ({string.Join(' ', TableEndings)}), a folder of images, or for cifar10 and cifar100 "
            + "their archive (.tar.gz .tgz .tar) or a .bin (.bin.gz).");
    }

    /// <summary>Whether <c>--data</c> names a folder of images rather than the root under which a set lies.</summary>
    /// <param name="data">What <c>--data</c> says.</param>
    /// <param name="dataset">The set that is meant otherwise.</param>
    public static bool IsImageFolder(string? data, string dataset)
    {
        if (data is null || dataset == DatasetCatalog.ImagesName)
            return data is not null;
        DatasetEntry info = DatasetCatalog.Find(dataset);
        return (info.Origin != DatasetOrigin.Files || !info.IsThere(new DataRoot(data))) && ImageFolder.IsOne(data);
    }

    /// <summary>Loads a recipe's set and parts it.</summary>
    public static DataParts Load(Recipe recipe, string? data, CancellationToken cancellationToken) =>
        Load(recipe, data, null, cancellationToken);

    /// <summary>Loads a recipe's set for a trained network, which knows its columns, and parts it.</summary>
    public static DataParts Load(Recipe recipe, string? data, TableEncoder? encoder,
        CancellationToken cancellationToken)
    {
        var pair = LoadPair(recipe.Dataset, data, skipTest: recipe.Holdout is not null, encoder, cancellationToken);
        Samples all = new(pair.Train.Inputs, pair.Train.Targets);
        List<string> notes = [.. pair.Remarks, .. TableFlags.Notes(pair.Train.Encoder, recipe)];
        Samples train, test;
        if (recipe.Holdout is { } holdout)
        {
            (train, test) = HoldOut(all, holdout, notes);
        }
        else if (pair.Test is { } part)
        {
            (train, test) = (all, new Samples(part.Inputs, part.Targets));
        }
        else
        {
            var split = Split(all, recipe, notes);
            (train, test) = (all.Take(split.Train), all.Take(split.Test));
            notes.Add($"{pair.Train.Name} has no test part: a fifth of each class ({test.Count} samples) is held "
                + "out. Use crossval to judge by all of them.");
        }

        return new DataParts(pair.Train.Name, train, test, pair.Train.ClassNames, pair.Train.FeatureNames,
            pair.Train.Encoder, notes);
    }

    /// <summary>All samples of a recipe's training part, for cross-validation.</summary>
    public static LabelledSet LoadAll(
        Recipe recipe, string? data, CancellationToken cancellationToken, Report? report = null)
    {
        var pair = LoadPair(recipe.Dataset, data, skipTest: true, null, cancellationToken);
        foreach (string remark in pair.Remarks)
            report?.Note(remark);
        return pair.Train;
    }

    /// <summary>A set with its parts as they come, or without its test part.</summary>
    public static DatasetPair LoadPair(Spec dataset, string? data, bool skipTest, TableEncoder? encoder,
        CancellationToken cancellationToken)
    {
        DatasetCatalog.Find(dataset);
        bool isTableFile = data is not null && IsTableFile(data, dataset.Type);
        if (isTableFile && !File.Exists(data))
            throw new FileNotFoundException($"--data {data}: there is no such file. Check the path.", data);
        if (data is not null)
            RequireReadable(data, dataset.Type);
        if (dataset.Type == "wheat" && data is not null && File.Exists(data))
            return new DatasetPair(FromWheatFile(data), null, $"Read from {data}.");
        bool isTable = dataset.Type == DatasetCatalog.TableName;
        string? path = dataset.Text("path");
        if (isTable && path is null)
            throw new UsageException("the data set is a table, and no file is given. Add --data FILE.csv, with "
                + "--target COLUMN for the class.");
        bool isFolder = dataset.Type == DatasetCatalog.ImagesName;
        if (isFolder && path is null)
            throw new UsageException("the data set is a folder of images, and none is given. Add --data FOLDER, with "
                + "a folder in it for each class.");
        var options = DatasetOptions.Of(dataset) with
        {
            Root = DataRoot.Resolve(data is null || isFolder || isTableFile ? null : data),
            SkipTest = skipTest,
            Format = isTable ? TableFlags.FormatOf(dataset, encoder?.Decimal) : null,
            Encoder = isTable ? encoder : null,
        };
        return DatasetCatalog.Load(dataset.Type, options, cancellationToken);
    }

    /// <summary>A stratified fifth for the test; where that cannot be, the notes may say why.</summary>
    private static Split Split(Samples all, Recipe recipe, List<string> notes)
    {
        try
        {
            return Splits.Stratified(all.Targets, DefaultTestFraction, new Rng(recipe.Seed).Split("test"));
        }
        catch (Exception e) when (notes.Count > 0 && e is TensorException or ArgumentException)
        {
            throw new TensorException("data", $"{e.Message.Split(" (Parameter '")[0]} {string.Join(' ', notes)}");
        }
    }

    private static LabelledSet FromWheatFile(string path)
    {
        try
        {
            return LabelledSet.Of(WheatFiles.Name, WheatFiles.Read(path));
        }
        catch (DataFormatException e)
        {
            string reason = $"{e.Reason.TrimEnd('.')}. For any other table, name its class column with --target "
                + "COLUMN.";
            throw e.Line > 0 ? new DataFormatException(e.File, e.Line, e.Column, reason, e)
                : new DataFormatException(e.File, e.Offset, reason, e);
        }
    }

    private static (Samples Train, Samples Test) HoldOut(Samples all, double holdout, List<string> notes)
    {
        int count = holdout < 1 ? (int)Math.Round(holdout * all.Count) : (int)holdout;
        if (count < 1 || count >= all.Count)
            throw new UsageException(
                $"--holdout takes {count} samples; expected 1 to {all.Count - 1}, since there are {all.Count}.");
        int kept = all.Count - count;
        var train = new Samples(all.Inputs.Narrow(0, 0, kept), all.Targets.Narrow(0, 0, kept));
        var test = new Samples(all.Inputs.Narrow(0, kept, count), all.Targets.Narrow(0, kept, count));
        int missing = train.Targets.ToArray<long>().Distinct().Count(),
            classes = all.Targets.ToArray<long>().Distinct().Count();
        notes.Add($"The last {count} training samples are held out as the test set.");
        if (missing < classes)
            notes.Add($"The training part lacks {classes - missing} of {classes} classes: the samples are in order "
                + "of class. Leave --holdout out for a stratified split.");
        return (train, test);
    }
}
