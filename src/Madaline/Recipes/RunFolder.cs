using System.Globalization;
using System.Text;
using System.Text.Json;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>
/// What a training leaves: <c>recipe.json</c>, <c>model.safetensors</c>, <c>metrics.jsonl</c>,
/// <c>training-samples.safetensors</c>, <c>checkpoints/</c>.
/// </summary>
/// <remarks>
/// Every file is written atomically: a kill leaves the last whole one. Only <c>metrics.jsonl</c> grows by a line an
/// epoch while training goes on. A folder belongs to the training that holds its lock (<see cref="Reserve"/>), and is a
/// run from the moment its recipe lies there.
/// </remarks>
/// <param name="path">The folder.</param>
public sealed class RunFolder(string path)
{
    private const int MaxNameLetters = 100;

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The recipe as it was run, flags included.</summary>
    public string RecipePath => System.IO.Path.Combine(Path, "recipe.json");

    /// <summary>The trained network.</summary>
    public string ModelPath => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>One JSON object a line for every epoch.</summary>
    public string MetricsPath => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>Which samples it was trained on: their fingerprints.</summary>
    public string TrainingSamplesPath => System.IO.Path.Combine(Path, "training-samples.safetensors");

    /// <summary>Where training can go on from.</summary>
    public string CheckpointPath => System.IO.Path.Combine(Path, "checkpoints", "last.safetensors");

    /// <summary>Whether there is a recipe: without one, or with an empty one, a folder holds no run.</summary>
    private bool HasRecipe => new FileInfo(RecipePath) is { Exists: true, Length: > 0 };

    /// <summary>
    /// Makes a run of a folder that holds none: the one asked for, or <c>runs/NAME-DATE-TIME</c>. Of two trainings that
    /// start at once, one gets it.
    /// </summary>
    /// <param name="wanted">The folder asked for, or null.</param>
    /// <param name="recipe">What the run keeps as its recipe; its name is part of the name of a folder of our
    /// own.</param>
    /// <param name="reservation">Keeps other trainings out until disposed of.</param>
    /// <exception cref="RunFolderException">The folder asked for holds a run already, or another training writes to
    /// it.</exception>
    public static RunFolder Create(string? wanted, Recipe recipe, out RunReservation reservation)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (wanted is not null)
        {
            var asked = new RunFolder(wanted);
            reservation = asked.Claim(recipe, asked.Reserve) ?? throw new RunFolderException(
                $"{wanted} holds a run already.", new(RunRemedyKind.OtherFolderOrResume, wanted));
            return asked;
        }

        string safe = string.Concat(recipe.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        if (safe.Length > MaxNameLetters)
            safe = safe[..MaxNameLetters];
        string stem = System.IO.Path.Combine("runs",
            $"{safe}-{DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        var run = new RunFolder(stem);
        for (int i = 2; ; i++)
        {
            if (run.Claim(recipe, run.TryReserve) is { } taken)
            {
                reservation = taken;
                return run;
            }

            run = new RunFolder($"{stem}-{i}");
        }
    }

    /// <summary>Writes the recipe under the lock, unless there is one.</summary>
    private RunReservation? Claim(Recipe recipe, Func<RunReservation?> reserve)
    {
        if (HasRecipe || reserve() is not { } reservation)
            return null;
        try
        {
            if (!HasRecipe)
            {
                WriteRecipe(recipe);
                return reservation;
            }
        }
        catch
        {
            reservation.Dispose();
            throw;
        }

        reservation.Dispose();
        return null;
    }

    /// <summary>A folder that holds a run.</summary>
    /// <exception cref="RunFolderException">There is no such folder, or no recipe in it.</exception>
    public static RunFolder Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var run = new RunFolder(path);
        if (run.HasRecipe)
            return run;
        string what = Directory.Exists(path)
            ? File.Exists(run.RecipePath) ? "its recipe.json is empty" : "there is no recipe.json in it"
            : File.Exists(path) ? "it is a file" : "there is no such folder";
        throw new RunFolderException($"{path} holds no run: {what}.",
            new(Directory.Exists(path) ? RunRemedyKind.GiveOrBegin : RunRemedyKind.GiveRun, path));
    }

    /// <summary>Keeps other trainings out of the folder until disposed of, or until this process ends.</summary>
    /// <remarks>What killed trainings left half-written is removed.</remarks>
    /// <exception cref="RunFolderException">Another training writes to it.</exception>
    public RunReservation Reserve() => TryReserve()
        ?? throw new RunFolderException($"another training writes to {Path}. Two would mix their files; expected one.",
            new(RunRemedyKind.StopAndResume, Path));

    private RunReservation? TryReserve()
    {
        if (File.Exists(Path))
            throw new RunFolderException($"{Path} is a file; expected a folder.", new(RunRemedyKind.OtherFolder, Path));
        Directory.CreateDirectory(Path);
        var reservation = RunReservation.TryTake(System.IO.Path.Combine(Path, "training.lock"));
        if (reservation is null)
            return null;
        AtomicFile.RemoveLeftovers(Path);
        AtomicFile.RemoveLeftovers(System.IO.Path.GetDirectoryName(CheckpointPath)!);
        AtomicFile.RemoveLeftovers(System.IO.Path.Combine(Path, "figures"));
        return reservation;
    }

    /// <summary>
    /// Writes again what is missing of a run whose folder was removed while it was trained, its network apart.
    /// </summary>
    /// <param name="reservation">What was reserved; another one where the folder had to be taken anew.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="samples">What it was trained on; null where the run does not say.</param>
    /// <param name="epochs">The numbers of each epoch.</param>
    /// <exception cref="IOException">The folder holds another run now (<see cref="RunFolderException"/>), or cannot be
    /// written.</exception>
    public void Complete(ref RunReservation reservation, Recipe recipe, SampleFingerprints? samples,
        IReadOnlyList<EpochResult> epochs)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        if (!reservation.IsHeld)
        {
            reservation.Dispose();
            reservation = Reserve();
            if (HasRecipe && ReadRecipe() != recipe)
                throw new RunFolderException($"{Path} was removed while this training wrote to it, and holds another "
                    + "run now. Train again.", new(RunRemedyKind.OtherFolder, Path));
        }

        if (!HasRecipe)
            WriteRecipe(recipe);
        if (samples is not null && !File.Exists(TrainingSamplesPath))
            samples.Save(TrainingSamplesPath);
        WriteMetrics(epochs);
    }

    /// <summary>Writes the recipe.</summary>
    public void WriteRecipe(Recipe recipe) => WriteText(RecipePath, RecipeFile.Format(recipe));

    /// <summary>Reads the recipe.</summary>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public Recipe ReadRecipe() => RecipeFile.Read(RecipePath);

    /// <summary>Reads recipe and network.</summary>
    /// <exception cref="RunFolderException">The network is of a class that only its program has.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or there is no trained network yet.</exception>
    public TrainedModel ReadModel()
    {
        Recipe recipe = ReadRecipe();
        if (recipe.NeedsProgram)
        {
            throw new RunFolderException($"{Path} holds the weights of {PlainText.Of(recipe.Network!)}, a class of the "
                + "program that trained it, and files carry no code; expected layers that recipes know.",
                new(RunRemedyKind.LoadInProgram, Path) { Network = PlainText.Of(recipe.Network!) });
        }

        return ModelFile.Read(recipe, RequireModel(recipe));
    }

    /// <summary>Reads recipe and weights into a network of the program's own.</summary>
    internal TrainedModel ReadModel(Module network)
    {
        Recipe recipe = ReadRecipe();
        return ModelFile.Read(recipe, RequireModel(recipe), network);
    }

    private string RequireModel(Recipe recipe) => File.Exists(ModelPath) ? ModelPath
        : throw new DataFormatException(ModelPath, 0, 0, "there is no trained network yet.",
            new RunRemedy(recipe.Network is null ? RunRemedyKind.Resume : RunRemedyKind.SaveAgain, Path));

    /// <summary>Writes a model as a run, the recipe last; replaces a run of the same name and class.</summary>
    /// <exception cref="RunFolderException">The folder holds another run, or a training writes to it.</exception>
    internal void Write(TrainedModel model, IReadOnlyList<EpochResult>? epochs)
    {
        using var reservation = Reserve();
        if (HasRecipe && ReadRecipe() is var held && (held.Name, held.Network) != (model.Recipe.Name,
            model.Recipe.Network))
        {
            throw new RunFolderException($"{Path} holds the run of another network ({PlainText.Of(held.Name)}); "
                + $"expected {model.Recipe.Name}, or none.", new(RunRemedyKind.OtherFolder, Path));
        }

        model.Save(ModelPath);
        if (model.TrainingSamples is { } samples)
            samples.Save(TrainingSamplesPath);
        else if (model.Recipe.Network is not null)
            File.Delete(TrainingSamplesPath);
        if (epochs is not null)
            WriteMetrics(epochs);
        WriteRecipe(model.Recipe);
    }

    /// <summary>Refuses data whose samples are not those that the run was trained on.</summary>
    /// <remarks>A run that does not say what it was trained on takes any.</remarks>
    /// <param name="samples">What training is about to go on with.</param>
    /// <exception cref="ChangedDataException">They differ.</exception>
    /// <exception cref="DataFormatException">The run's file is damaged.</exception>
    public void RequireSameSamples(SampleFingerprints samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (ReadTrainingSamples() is not { } earlier)
            return;
        int gone = samples.CountMissing(earlier), added = earlier.CountMissing(samples);
        if (gone + added > 0)
        {
            throw new ChangedDataException($"run: the data are not those that {Path} was trained on. Of its "
                + $"{earlier.Count} training samples {gone} are not there any more, and {added} of the "
                + $"{samples.Count} there are new; expected the same. Go on with the same data, or train anew.");
        }
    }

    /// <summary>
    /// Writes which samples are trained on; those of a run that goes on are kept, and new ones added.
    /// </summary>
    /// <remarks>
    /// A run that goes on without having said so stays silent: what it was trained on before is not known.
    /// </remarks>
    /// <param name="samples">The samples of the training about to start.</param>
    /// <param name="goesOn">Whether the run is resumed.</param>
    /// <exception cref="DataFormatException">The file of the run that goes on is damaged.</exception>
    public void WriteTrainingSamples(SampleFingerprints samples, bool goesOn)
    {
        var earlier = goesOn ? ReadTrainingSamples() : null;
        var all = earlier?.With(samples) ?? samples;
        bool isKnown = earlier is not null || !goesOn || !(File.Exists(CheckpointPath) || File.Exists(ModelPath));
        if (isKnown && !ReferenceEquals(all, earlier))
            all.Save(TrainingSamplesPath);
    }

    /// <summary>Reads which samples it was trained on; null for a run that does not say.</summary>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    public SampleFingerprints? ReadTrainingSamples() =>
        File.Exists(TrainingSamplesPath) ? SampleFingerprints.Load(TrainingSamplesPath) : null;

    /// <summary>Writes the metrics of all epochs so far.</summary>
    public void WriteMetrics(IEnumerable<EpochResult> epochs) => MetricsFile.Write(MetricsPath, epochs);

    /// <summary>Reads the metrics, or nothing when there are none yet; a last line that a kill cut off is left
    /// out.</summary>
    /// <exception cref="DataFormatException">A line is damaged.</exception>
    public IReadOnlyList<EpochResult> ReadMetrics()
    {
        if (!File.Exists(MetricsPath))
            return [];
        var epochs = MetricsFile.Read(MetricsPath, out var damage);
        return damage is null ? epochs : throw damage;
    }

    /// <summary>Writes one epoch's numbers as an object; null for what JSON has no number for.</summary>
    public static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch) => MetricsFile.WriteEpoch(json, epoch);

    private static void WriteText(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>The folder.</summary>
    public override string ToString() => Path;
}
