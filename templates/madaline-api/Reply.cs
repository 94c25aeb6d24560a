using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Workbench;

namespace MadalineApi;

/// <summary>What the model takes and answers: a class, or the number called Target.</summary>
public sealed record Description(
    string Recipe, string InputShape, IReadOnlyList<string> Classes, string Target, IReadOnlyList<string> Columns);

/// <summary>The number predicted, and what it is called.</summary>
public sealed record NumberReply(string Target, double Value);

/// <summary>The most likely class, and the probability of each.</summary>
public sealed record Reply(string Class, double Probability, IReadOnlyDictionary<string, float> Probabilities)
{
    /// <summary>A prediction with its classes by name.</summary>
    public static Reply Of(Prediction said) => new(said.ClassName, said.Probability,
        said.ClassNames.Zip(said.Probabilities).ToDictionary(pair => pair.First, pair => pair.Second));

    /// <summary>An answer as a response; what the request has wrong is status 400 with the reason.</summary>
    public static IResult Of<TReply>(Func<TReply> answer)
    {
        try
        {
            return Results.Ok(answer());
        }
        catch (Exception e) when (e is DataFormatException or RequestException or TensorException
            or FormatException)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
