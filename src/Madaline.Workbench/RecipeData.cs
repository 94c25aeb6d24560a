using Madaline.Data;
using Madaline.Datasets;
using Madaline.Datasets.Images;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Workbench;

/// <summary>Loads the data of recipes.</summary>
public static class RecipeData
{
    private const double DefaultTestFraction = 0.2;

    private static readonly string[] PackedEndings = [".bin", ".gz", ".tar", ".tgz"];
    private static readonly string[] TableEndings = [".csv", ".tsv", ".txt", ".data"];

    /// <summary>Whether a path names a table rather than a folder, an archive or its parts.</summary>
    /// <param name="path">The path.</param>
    /// <param name="dataset">The set that is meant otherwise: a table's file may end as it likes.</param>
    public static bool IsTableFile(string path, string dataset) => !Directory.Exists(path)
        && (TableEndings.Contains(Path.GetExtension(path).ToLowerInvariant())
            || (File.Exists(path) && dataset is WheatFiles.Name or DatasetCatalog.TableName));

    /// <summary>Whether a path names a folder of images rather than the root under which a set lies.</summary>
    /// <param name="path">The path, if one is given.</param>
    /// <param name="dataset">The set that is meant otherwise.</param>
    public static bool IsImageFolder(string? path, string dataset)
    {
        if (path is null || dataset == DatasetCatalog.ImagesName)
            return path is not null;
        var entry = DatasetCatalog.Find(dataset);
        return (entry.Origin != DatasetOrigin.Files || !entry.IsThere(new DataRoot(path))) && ImageFolder.IsOne(path);
    }

    /// <summary>Loads a recipe's set and divides it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="path">Where the data are; null for the default root.</param>
    /// <param name="encoder">That of a trained network, which knows its columns; null to fit one.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="RequestException">The data are not what the recipe needs.</exception>
    public static PreparedData Load(
        Recipe recipe, string? path, TableEncoder? encoder = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var pair = LoadPair(recipe, path, skipTest: recipe.Holdout is not null, encoder, cancellationToken);
        TensorDataset all = pair.Train, train, test;
        List<Note> notes = [.. pair.Remarks.Select(remark => new Note(remark)), .. Note.Of(all.Encoder, recipe)];
        if (recipe.Holdout is { } holdout)
        {
            (train, test) = HoldOut(all, holdout, notes);
        }
        else if (pair.Test is { } part)
        {
            (train, test) = (all, part);
        }
        else
        {
            (train, test) = all.Split(Divide(all, recipe, notes));
            string what = LearningTask.Of(all.Targets).HasNumbers ? "a random fifth" : "a fifth of each class";
            notes.Add(new Note($"{all.Name} has no test part: {what} ({test.Count} samples) is held out.",
                new WorkbenchRemedy(WorkbenchRemedyKind.CrossValidate)));
        }

        return new PreparedData(train, test, notes);
    }

    /// <summary>The set of a recipe with its parts as they come, its targets read as the recipe's loss needs
    /// them.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="path">Where the data are; null for the default root.</param>
    /// <param name="skipTest">Whether the test part is not wanted.</param>
    /// <param name="encoder">That of a trained network, which knows its columns; null to fit one.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="RequestException">The data are not what the recipe needs.</exception>
    public static DatasetPair LoadPair(
        Recipe recipe, string? path, bool skipTest, TableEncoder? encoder = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return LoadPair(recipe.Dataset, path, skipTest, encoder, RecipeCatalog.TaskOf(recipe).HasNumbers,
            cancellationToken);
    }

    /// <summary>A set with its parts as they come, or without its test part.</summary>
    /// <param name="dataset">The recipe's data set.</param>
    /// <param name="path">Where the data are; null for the default root.</param>
    /// <param name="skipTest">Whether the test part is not wanted.</param>
    /// <param name="encoder">That of a trained network, which knows its columns; null to fit one.</param>
    /// <param name="hasNumbers">Whether a table's target is a number to predict.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="RequestException">The data are not what the recipe needs.</exception>
    public static DatasetPair LoadPair(
        Spec dataset, string? path, bool skipTest, TableEncoder? encoder = null, bool hasNumbers = false,
        CancellationToken cancellationToken = default)
    {
        var entry = DatasetCatalog.Find(dataset);
        bool isTableFile = path is not null && IsTableFile(path, entry.Name);
        if (isTableFile && !File.Exists(path))
            throw new FileNotFoundException($"data: there is no file {path}. Check the path.", path);
        if (path is not null)
            RequireReadable(path, entry);
        if (entry.Name == WheatFiles.Name && path is not null && File.Exists(path))
            return new DatasetPair(FromWheatFile(path), null, $"Read from {path}.");
        bool isTable = entry.Origin == DatasetOrigin.UserFile, isFolder = entry.Origin == DatasetOrigin.UserFolder;
        if (isTable && !dataset.Has("path"))
            throw new RequestException("the data set is a table, and no file is given.",
                new WorkbenchRemedy(WorkbenchRemedyKind.GiveTable));
        if (isFolder && !dataset.Has("path"))
            throw new RequestException("the data set is a folder of images, and none is given.",
                new WorkbenchRemedy(WorkbenchRemedyKind.GiveImageFolder));
        return entry.Load(DatasetOptions.Of(dataset) with
        {
            Root = DataRoot.Resolve(path is null || isFolder || isTableFile ? null : path),
            SkipTest = skipTest,
            Format = isTable ? FormatOf(dataset, encoder?.Decimal) : null,
            Encoder = isTable ? encoder : null,
            NumericTarget = isTable && hasNumbers,
        }, cancellationToken);
    }

    /// <summary>How a data set's table is written.</summary>
    /// <param name="dataset">What a recipe says.</param>
    /// <param name="mark">The decimal mark where it does not say.</param>
    /// <exception cref="ArgumentException">What it says is no format.</exception>
    internal static CsvFormat FormatOf(Spec dataset, char? mark)
    {
        var format = DatasetOptions.Of(dataset).Format ?? new CsvFormat();
        return dataset.Has("decimal") || mark is not { } known ? format : format with { Decimal = known };
    }

    /// <summary>Refuses a file that the set is not read from.</summary>
    private static void RequireReadable(string path, DatasetEntry entry)
    {
        if (!File.Exists(path) || IsTableFile(path, entry.Name))
            return;
        bool isPacked = PackedEndings.Contains(Path.GetExtension(path).ToLowerInvariant());
        if (isPacked && entry.Origin == DatasetOrigin.Files && entry.IsThere(new DataRoot(path)))
            return;
        throw new RequestException($"{path} is a file that {entry.Name} is not read from; expected the folder of the "
            + $"data sets, a table ({string.Join(' ', TableEndings)}), a folder of images, or for cifar10 and cifar100 "
            + "their archive (.tar.gz .tgz .tar) or a .bin (.bin.gz).");
    }

    /// <summary>A stratified fifth for the test; where that cannot be, the notes may say why.</summary>
    private static Split Divide(TensorDataset all, Recipe recipe, List<Note> notes)
    {
        try
        {
            return LearningTask.Of(all.Targets)
                .Split(all.Targets, DefaultTestFraction, new Rng(recipe.Seed).Split("test"));
        }
        catch (Exception e) when (notes.Count > 0 && e is TensorException or ArgumentException)
        {
            throw new SplitException(PlainText.MessageOf(e), notes, e);
        }
    }

    private static TensorDataset FromWheatFile(string path)
    {
        try
        {
            return WheatFiles.Read(path).ToDataset(WheatFiles.Name);
        }
        catch (DataFormatException e)
        {
            throw new DataFormatException(e.File, e.Line, e.Column, $"{e.Reason.TrimEnd('.')}.",
                new WorkbenchRemedy(WorkbenchRemedyKind.NameTarget));
        }
    }

    private static (TensorDataset Train, TensorDataset Test) HoldOut(
        TensorDataset all, double holdout, List<Note> notes)
    {
        int count = holdout < 1 ? (int)Math.Round(holdout * all.Count) : (int)holdout;
        if (count < 1 || count >= all.Count)
        {
            throw new RequestException($"holdout: {count} samples are to be held out; expected 1 to {all.Count - 1}, "
                + $"since there are {all.Count}.");
        }

        int kept = all.Count - count;
        TensorDataset train = all[..kept], test = all[kept..];
        notes.Add(new Note($"The last {count} training samples are held out as the test set."));
        notes.AddRange(HoldoutCheck.Notes(train, test));
        return (train, test);
    }
}
