using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Studio.Live;

/// <summary>Other layers in the place of those that are trained.</summary>
public sealed partial class Session
{
    private readonly Lock _building = new();
    private readonly Recipe _first;
    private Stage? _built;

    /// <summary>The recipe that the session began with.</summary>
    internal Recipe First => _first;

    /// <summary>Whether the layers are others than those it began with: the recipe's name does not say which.</summary>
    internal bool IsBuilt => !ReferenceEquals(_live.Experiment.Model.Recipe, _first);

    /// <summary>Whether another program runs the training: it cannot begin anew here.</summary>
    internal bool IsAttached => _isAttached;

    /// <summary>The recipe that the session began with, with other layers; itself where they are no others.</summary>
    /// <param name="layers">A list of layers as JSON.</param>
    /// <exception cref="DataFormatException">It is none; the message says where and why.</exception>
    internal Recipe WithLayers(string layers)
    {
        Recipe recipe = RecipeFile.WithLayers(_first, layers);
        return recipe.Equals(_first) ? _first : recipe with { Name = $"{_first.Name}-built", Description = "" };
    }

    /// <summary>
    /// Makes the training of other layers on the caller's thread, while the one under way goes on: what cannot be is
    /// refused before anything is lost.
    /// </summary>
    private void Prepare(string layers)
    {
        RequireOwnLoop();
        lock (_building)
        {
            try
            {
                Recipe recipe = WithLayers(layers);
                BuildLimits.Require(_live, recipe);
                _built = StageOf(recipe)();
            }
            catch (Exception e) when (e is DataFormatException or ArgumentException)
            {
                throw new SessionCommandException(e.Message);
            }
        }
    }

    /// <summary>Trains what was prepared from the next step on.</summary>
    private void TakeUp()
    {
        LeavePast();
        (_restarts, _isPlaying, _stopAt) = (true, false, null);
    }
}
