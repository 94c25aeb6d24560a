using Madaline.Recipes;

namespace Madaline.Studio.Views.Compare;

/// <summary>
/// A network that the one shown is compared with: what it says of the test samples, and what it costs.
/// </summary>
/// <param name="Name">Its name on the list.</param>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Said">Its answers to the first test samples, classes numbered as in the session.</param>
/// <param name="Right">How many of them are right.</param>
/// <param name="Cost">What an answer costs.</param>
internal sealed record Rival(string Name, string Recipe, int[] Said, int Right, NetworkOutline Cost);

/// <summary>A run as the list has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="About">What it is, in a few words.</param>
/// <param name="Problem">Why it cannot be compared; empty where it can, as far as is known.</param>
internal sealed record ListedRun(string Name, string About, string Problem);
