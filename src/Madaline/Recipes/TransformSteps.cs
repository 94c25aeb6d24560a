using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Recipes;

/// <summary>Builds the transforms of recipes.</summary>
internal static class TransformSteps
{
    /// <summary>All transforms of a recipe; an error names the place.</summary>
    /// <exception cref="TensorException">A type is none, or arguments do not go together.</exception>
    public static Transform[] Build(IReadOnlyList<Spec> specs, int classes)
    {
        var steps = new Transform[specs.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            var type = TransformTypes.All.Of(specs[i], problem => new TensorException(Place(specs, i), problem));
            try
            {
                steps[i] = type.Build(specs[i], classes);
            }
            catch (ArgumentException e)
            {
                throw new TensorException(Place(specs, i), Explain(e, specs[i].Type));
            }
        }

        return steps;
    }

    /// <summary>The part of a recipe that makes a program's transform.</summary>
    /// <exception cref="TensorException">No recipe can name it, or it is a scaler that is not fitted.</exception>
    public static Spec Describe(Transform step)
    {
        if (step is Scaler { IsFitted: false } scaler)
            throw new TensorException("model", $"a scaler has no scale yet. {scaler.Kind} is not fitted; expected one "
                + "that is. Call Fit on the training part.");
        return TransformTypes.All.Select(type => type.Describe(step)).FirstOrDefault(spec => spec is not null)
            ?? throw new TensorException("model", $"a file cannot name a transform. It is a {step.GetType().Name}; "
                + $"expected those of recipes: {string.Join(", ", TransformTypes.All.Names)}. Do the same in the "
                + "network's Forward, or to the data beforehand.");
    }

    /// <summary>
    /// The steps for Float64 inputs, whose digits Float32 has no room for: they are rounded once, behind the last
    /// scaler.
    /// </summary>
    public static Transform[] InDouble(Transform[] steps)
    {
        int scaled = Array.FindLastIndex(steps, step => step is Scaler) + 1;
        return [.. WithoutRounding(steps[..scaled]), new ToFloat(), .. steps[scaled..]];
    }

    /// <summary>The steps that lie before a scaler, none of which rounds to Float32.</summary>
    public static Transform[] WithoutRounding(Transform[] steps) =>
        Array.ConvertAll(steps, step => step is ToFloat ? new ToFloat(DType.Float64) : step);

    /// <summary>What an error calls a transform.</summary>
    public static string Place(IReadOnlyList<Spec> specs, int i) => $"recipe › transforms[{i}] ({specs[i].Type})";

    /// <summary>
    /// What is wrong, without .NET's name of the parameter, which no recipe knows, and without the transform's name,
    /// which its place tells.
    /// </summary>
    public static string Explain(Exception e, string type)
    {
        string problem = PlainText.MessageOf(e);
        int name = problem.IndexOf(": ", StringComparison.Ordinal);
        bool isOwn = name > 0 && problem[..name].Replace("-", "", StringComparison.Ordinal)
            == type.Replace("-", "", StringComparison.Ordinal);
        return isOwn ? problem[(name + 2)..] : problem;
    }
}
