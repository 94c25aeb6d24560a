using System.Text.Json;
using Madaline.Data;
using Madaline.Studio.Formulas;

namespace Madaline.Studio.Views.Valley;

/// <summary>Gradient descent in a valley of two variables: each step, what it promised, and what it did.</summary>
internal sealed class ValleyView() : View("valley", framesPerSecond: 30)
{
    private const int Grid = 121, MostSteps = 400;

    /// <summary>Beyond this the descent has left the valley for good.</summary>
    private const double Lost = 1e6;

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var memory = arguments.Memory(() => Surface.Of(arguments, moment.Stage.Data.Train));
        var function = memory.Function;
        double reach = function.Reach, rate = arguments.Number("rate", 1e-3, 10, 0.1);
        double x = arguments.Number("x", -reach, reach, -0.8 * reach);
        double y = arguments.Number("y", -reach, reach, 0.6 * reach);
        var path = Descend(function, x, y, rate, MostSteps);
        int shown = arguments.Integer("steps", path.Count);
        json.WriteString("function", function.Name);
        json.WriteString("title", function.Title);
        json.WriteString("own", memory.Own);
        if (memory.Problem is { } problem)
            json.WriteString("wrong", problem);
        WriteFunctions(json);
        json.WriteNumber("reach", reach);
        json.WriteNumber("rate", rate);
        json.WriteNumber("x", x);
        json.WriteNumber("y", y);
        json.WriteNumber("steps", shown);
        json.WriteNumber("most", path.Count - 1);
        json.WriteNumber("grid", Grid);
        json.WriteNumber("path", shown + 1);
        WriteStep(json, function, path[shown], rate);
        json.WriteString("zone", Zone(function, path));
        numbers.Add(memory.Heights);
        numbers.Add([.. path.Take(shown + 1).SelectMany(point => new[] { (float)point.X, (float)point.Y })]);
    }

    private static void WriteFunctions(Utf8JsonWriter json)
    {
        json.WriteStartArray("functions");
        foreach (var (name, title) in Valleys.All.Select(one => (one.Name, one.Title))
            .Append(("neuron", "a sigmoid neuron with two weights")).Append(("own", "a function of your own")))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("title", title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static List<(double X, double Y)> Descend(
        ValleyFunction function, double x, double y, double rate, int steps)
    {
        List<(double X, double Y)> path = [(x, y)];
        for (int i = 0; i < steps; i++)
        {
            var (dx, dy) = function.Gradient(x, y);
            (x, y) = (x - (rate * dx), y - (rate * dy));
            if (!(Math.Abs(x) < Lost && Math.Abs(y) < Lost))
                break;
            path.Add((x, y));
        }

        return path;
    }

    /// <summary>The next step: its gradient, what it promises to first order, and what it will do.</summary>
    private static void WriteStep(Utf8JsonWriter json, ValleyFunction function, (double X, double Y) at, double rate)
    {
        var (dx, dy) = function.Gradient(at.X, at.Y);
        double c = function.At(at.X, at.Y), next = function.At(at.X - (rate * dx), at.Y - (rate * dy));
        double promised = -rate * ((dx * dx) + (dy * dy)), measured = next - c;
        json.WriteFormula("cost", Formula.Number(c));
        json.WriteFormula("gradient", Pair(dx, dy));
        json.WriteFormula("move", Pair(-rate * dx, -rate * dy));
        json.WriteFormula("promised", Formula.Number(promised));
        json.WriteFormula("measured", Formula.Number(measured));
        json.WriteBoolean("rises", measured > 0);
        json.WriteBoolean("isFar", Math.Abs(measured - promised) > 0.5 * Math.Abs(promised));
    }

    /// <summary>What kind of rate it is, by what the whole descent does.</summary>
    private static string Zone(ValleyFunction function, List<(double X, double Y)> path)
    {
        double first = function.At(path[0].X, path[0].Y), last = function.At(path[^1].X, path[^1].Y);
        double early = path.Count > 20 ? function.At(path[20].X, path[20].Y) : last;
        double lowest = path.Min(point => function.At(point.X, point.Y));
        bool jumps = path.Zip(path.Skip(1)).Take(40).Count(pair =>
            function.At(pair.Second.X, pair.Second.Y) > function.At(pair.First.X, pair.First.Y)) > 2;
        return path.Count <= MostSteps || last > first ? "runs away: each step is too large, and the cost rises"
            : jumps ? "jumps: steps cross the valley, and the cost goes up and down"
            : first - early < 0.5 * (first - lowest) ? "crawls: twenty steps are not half of the way"
            : "goes down steadily";
    }

    private static float[] Heights(ValleyFunction function)
    {
        float[] heights = new float[Grid * Grid];
        for (int row = 0; row < Grid; row++)
        {
            for (int column = 0; column < Grid; column++)
                heights[(row * Grid) + column] = (float)function.At(Along(column), -Along(row));
        }

        return heights;

        double Along(int i) => function.Reach * ((2.0 * i / (Grid - 1)) - 1);
    }

    /// <summary>A valley and its heights, which stay while one descends.</summary>
    /// <param name="Function">The valley.</param>
    /// <param name="Heights">Its heights, row by row.</param>
    /// <param name="Own">What was written as a function of one's own.</param>
    /// <param name="Problem">Why that is none; null where it is.</param>
    private sealed record Surface(ValleyFunction Function, float[] Heights, string Own, string? Problem)
    {
        private const string Example = "v1^2 / 4 + sin(2*v2) + v2^2 / 8";

        public static Surface Of(ViewArguments arguments, TensorDataset train)
        {
            string name = arguments.Text("function");
            string own = arguments.Text("own") is { Length: > 0 } text ? text : Example;
            string? problem = null;
            ValleyFunction? function = name == "neuron" ? ValleyNeuron.Of(train) : null;
            try
            {
                if (name == "own")
                    function = OfOwn(own);
            }
            catch (ViewException e)
            {
                problem = e.Message;
                function = OfOwn(Example);
            }

            function ??= Valleys.All.FirstOrDefault(one => one.Name == name) ?? Valleys.All[0];
            return new Surface(function, ValleyView.Heights(function), own, problem);
        }

        private static ValleyFunction OfOwn(string text)
        {
            var function = ValleyExpression.Read(text);
            return new ValleyFunction("own", text, 3, (x, y) => At(x, y).Value, (x, y) => (At(x, y).X, At(x, y).Y));

            Dual At(double x, double y) => function(new Dual(x, 1, 0), new Dual(y, 0, 1));
        }
    }

    private static Formula Pair(double x, double y) =>
        Formula.Brackets(Formula.Row(Formula.Number(x), Formula.Sign(","), Formula.Number(y)));
}
