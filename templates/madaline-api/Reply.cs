using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Workbench;

namespace MadalineApi;

/// <summary>What the model takes and says.</summary>
public sealed record Description(
    string Recipe, string InputShape, IReadOnlyList<string> Classes, IReadOnlyList<string> Columns);

/// <summary>The most likely class, and the probability of each.</summary>
public sealed record Reply(string Class, double Probability, IReadOnlyDictionary<string, float> Probabilities)
{
    /// <summary>A prediction as a response; what the request has wrong is status 400 with the reason.</summary>
    public static IResult Of(Func<Prediction> predict)
    {
        try
        {
            Prediction said = predict();
            var probabilities = said.ClassNames.Zip(said.Probabilities).ToDictionary(pair => pair.First, pair => pair.Second);
            return Results.Ok(new Reply(said.ClassName, said.Probability, probabilities));
        }
        catch (Exception e) when (e is DataFormatException or RequestException or TensorException)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
