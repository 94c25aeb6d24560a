using System.Text.Json;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Studio.Live;

namespace Madaline.Studio.Views.Builder;

/// <summary>A list of layers as a page has put it together, and all that can be said of it.</summary>
/// <param name="Text">The list as JSON.</param>
/// <param name="Recipe">The recipe with these layers, or with those before the first that cannot be read; null where
/// the text is no list.</param>
/// <param name="Outline">What its layers come to.</param>
/// <param name="Problems">What is wrong, in the order in which a training would say so; none where it can be
/// trained.</param>
internal sealed record Design(
    string Text, Recipe? Recipe, NetworkOutline? Outline, IReadOnlyList<DesignProblem> Problems)
{
    /// <summary>How lists of layers are read, as recipes are.</summary>
    public static JsonDocumentOptions Reading => new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 64,
    };

    /// <summary>Whether a training could begin.</summary>
    public bool Fits => Problems.Count == 0;

    /// <summary>Looks at a list.</summary>
    /// <param name="stage">Whose data it is for.</param>
    /// <param name="session">Whose recipe it is for.</param>
    /// <param name="text">The list as JSON.</param>
    public static Design Of(Stage stage, Live.Session session, string text)
    {
        try
        {
            return Of(stage, session.WithLayers(text), text);
        }
        catch (DataFormatException error)
        {
            return UpToUnread(stage, session, text, error);
        }
    }

    /// <summary>Writes what is known of it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="stage">Whose data it is for.</param>
    /// <param name="session">The session that could train it.</param>
    public void Write(Utf8JsonWriter json, Stage stage, Live.Session session)
    {
        json.WriteStartArray("problems");
        foreach (var problem in Problems)
        {
            json.WriteStartObject();
            json.WriteNumber("at", problem.At);
            json.WriteString("text", problem.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("fits", Fits);
        if (Outline is not { } outline || Recipe is null)
            return;
        WriteBlocks(json, outline);
        json.WriteNumber("parameters", outline.Parameters);
        json.WriteNumber("multiplyAdds", outline.MultiplyAdds);
        json.WriteString("weights", Amount.Bytes(sizeof(float) * (double)outline.Parameters));
        json.WriteString("memory", Amount.Bytes(BuildLimits.Bytes(outline, Recipe.Batch)));
        json.WriteNumber("batch", Recipe.Batch);
        if (!Fits)
            return;
        json.WriteString("cannot", session.IsAttached
            ? "This training belongs to the command that began it. Save the recipe, and train it."
            : BuildLimits.Problem(outline, Recipe) ?? "");
        json.WriteBoolean("isNow", Recipe.Layers.SequenceEqual(session.Experiment.Model.Recipe.Layers));
        json.WriteString("json", RecipeFile.Format(Recipe));
        json.WriteString("file", Recipe.Name);
        json.WriteString("code", ProgramText.Of(Recipe, outline, stage));
    }

    private static Design Of(Stage stage, Recipe recipe, string text)
    {
        var problems = new List<DesignProblem>();
        try
        {
            RecipeCatalog.BuildLoss(recipe);
        }
        catch (TensorException error)
        {
            problems.Add(new DesignProblem(DesignProblem.AtEnd, error.Message));
        }

        NetworkOutline outline = BuildLimits.Outline(stage, recipe);
        if (outline.Problem is { } problem)
        {
            int at = outline.Layers.Count < recipe.Layers.Count ? outline.Layers.Count : DesignProblem.AtEnd;
            problems.Add(new DesignProblem(at, problem.Message));
        }

        return new Design(text, recipe, outline, problems);
    }

    /// <summary>What can be said where the reader refuses the list: it stops at the first wrong layer.</summary>
    private static Design UpToUnread(Stage stage, Live.Session session, string text, DataFormatException error)
    {
        string[] parts = Parts(text);
        int read = 0, unread = parts.Length;
        Recipe? recipe = parts.Length > 0 ? session.WithLayers("[]") : null;
        while (read < unread)
        {
            int middle = (read + unread + 1) / 2;
            try
            {
                recipe = session.WithLayers($"[{string.Join(',', parts[..middle])}]");
                read = middle;
            }
            catch (DataFormatException)
            {
                unread = middle - 1;
            }
        }

        int at = read < parts.Length ? read : DesignProblem.AtEnd;
        var problem = new DesignProblem(at, error.Message);
        if (recipe is null)
            return new Design(text, null, null, [problem]);
        var outline = BuildLimits.Outline(stage, recipe);
        return outline.Layers.Count == recipe.Layers.Count ? new Design(text, recipe, outline, [problem])
            : new Design(text, recipe, outline,
                [problem, new DesignProblem(outline.Layers.Count, outline.Problem!.Message)]);
    }

    private static string[] Parts(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            return document.RootElement.ValueKind != JsonValueKind.Array ? []
                : [.. document.RootElement.EnumerateArray().Select(part => part.GetRawText())];
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return [];
        }
    }

    private static void WriteBlocks(Utf8JsonWriter json, NetworkOutline outline)
    {
        double parameters = Math.Max(1, outline.Parameters), products = Math.Max(1, outline.MultiplyAdds);
        json.WriteStartArray("blocks");
        foreach (var layer in outline.Layers)
        {
            json.WriteStartObject();
            json.WriteString("output", layer.Output.ToString());
            json.WriteNumber("parameters", layer.Parameters);
            json.WriteNumber("multiplyAdds", layer.MultiplyAdds);
            json.WriteNumber("parameterShare", layer.Parameters / parameters);
            json.WriteNumber("productShare", layer.MultiplyAdds / products);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>What is wrong with a list of layers.</summary>
/// <param name="At">Which layer; <see cref="AtEnd"/> where it is no single one.</param>
/// <param name="Text">The words of the engine.</param>
internal readonly record struct DesignProblem(int At, string Text)
{
    /// <summary>Not at a layer, but of the list.</summary>
    public const int AtEnd = -1;
}
