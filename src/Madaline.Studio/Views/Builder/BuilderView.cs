using System.Runtime.CompilerServices;
using System.Text.Json;
using Madaline.Recipes;
using Madaline.Studio.Live;

namespace Madaline.Studio.Views.Builder;

/// <summary>A network put together of blocks: what each gives and takes, where one does not fit and why, how long an
/// epoch will take, and the recipe and the program that train it.</summary>
internal sealed class BuilderView() : View("builder", framesPerSecond: 10)
{
    /// <summary>The recipes that a session can start from: its data and loss decide, and they stay.</summary>
    private readonly ConditionalWeakTable<Live.Session, List<(string Name, string Layers)>> _starts = [];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var (stage, session) = (moment.Stage, moment.Session);
        var memory = arguments.Memory(() => new Memory(Design.Of(stage, session, TextOf(stage, arguments))));
        var design = memory.Design;
        if (arguments.Integer("measure", 2) == 1 && design.Fits)
        {
            memory.Clock ??= new StepClock(stage, design.Recipe!, design.Outline!);
            memory.Clock.Go(moment.LookSeconds);
            arguments.WantsMore = !memory.Clock.IsDone;
        }

        json.WriteString("input", stage.NetworkInput.ToString());
        json.WriteNumber("classes", stage.Classes);
        json.WritePropertyName("layers");
        WriteLayers(json, design.Text);
        json.WriteString("text", design.Text);
        WriteStarts(json, _starts.GetValue(session, _ => Starts(stage, session)));
        WriteTypes(json);
        design.Write(json, stage, session);
        memory.Clock?.Write(json);
    }

    private static string TextOf(Stage stage, ViewArguments arguments)
    {
        if (arguments.Text("layers") is { Length: > 0 } given)
            return given;
        string from = arguments.Text("from");
        return RecipeFile.FormatLayers(
            RecipeFile.Names.Contains(from) ? RecipeFile.Load(from) : stage.Experiment.Model.Recipe);
    }

    /// <summary>The embedded recipes whose layers fit the data and the loss.</summary>
    private static List<(string Name, string Layers)> Starts(Stage stage, Live.Session session)
    {
        var found = new List<(string, string)>();
        foreach (string name in RecipeFile.Names)
        {
            string layers = RecipeFile.FormatLayers(RecipeFile.Load(name));
            if (Design.Of(stage, session, layers).Fits)
                found.Add((name, layers));
        }

        return found;
    }

    /// <summary>The list that is asked for as it is; nothing where it is no list.</summary>
    private static void WriteLayers(Utf8JsonWriter json, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Design.Reading);
            using var whole = new MemoryStream();
            using (var list = new Utf8JsonWriter(whole))
                document.RootElement.WriteTo(list);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
            {
                json.WriteRawValue(whole.ToArray());
                return;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // What is wrong with it, the recipe's reader says.
        }

        json.WriteNullValue();
    }

    private static void WriteStarts(Utf8JsonWriter json, List<(string Name, string Layers)> starts)
    {
        json.WriteStartArray("starts");
        foreach (var (name, layers) in starts)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("layers", layers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The blocks there are, and what each takes: the catalog of recipes.</summary>
    private static void WriteTypes(Utf8JsonWriter json)
    {
        json.WriteStartArray("types");
        foreach (var type in RecipeCatalog.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", type.Name);
            json.WriteString("means", type.Meaning);
            json.WriteStartArray("arguments");
            foreach (var argument in type.Arguments)
                WriteArgument(json, argument);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteArgument(Utf8JsonWriter json, Argument argument)
    {
        json.WriteStartObject();
        json.WriteString("name", argument.Name);
        json.WriteString("means", argument.Meaning);
        json.WriteString("kind", new Argument(argument.Name, argument.Kind).Expected);
        json.WriteString("expected", argument.Expected);
        json.WriteBoolean("needed", argument.Required);
        json.WriteString("otherwise", argument.Otherwise);
        json.WriteStartArray("choices");
        foreach (string choice in argument.Choices)
            json.WriteStringValue(choice);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What is kept while the page asks for the same.</summary>
    private sealed class Memory(Design design)
    {
        public Design Design => design;

        public StepClock? Clock { get; set; }
    }
}
