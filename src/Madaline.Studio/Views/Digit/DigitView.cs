using System.Text.Json;
using Madaline.Data;
using Madaline.Studio.Pictures;

namespace Madaline.Studio.Views.Digit;

/// <summary>A picture that a person draws, as the network sees it, and what it says of it.</summary>
internal sealed class DigitView() : View("digit", framesPerSecond: 30)
{
    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        TensorDataset samples = stage.Data.Train;
        SamplePictures.Require(samples);
        if (samples.InputShape[0] != 1)
            throw new ViewException("This network takes pictures in colour, and what is drawn here is grey. Start the "
                + "studio with a recipe of grey pictures, such as digits.");
        int height = samples.InputShape[1], width = samples.InputShape[2];
        byte[] drawn = Pixels(arguments.Text("pixels"), height * width);
        byte[] seen = arguments.Text("center") == "off" ? drawn : Centered(drawn, height, width);
        var answer = stage.Experiment.Model.Classify(Tensor.From(seen, [1, 1, height, width]))[0];
        json.WriteNumber("step", stage.Step);
        json.WriteNumber("height", height);
        json.WriteNumber("width", width);
        json.WriteBoolean("center", arguments.Text("center") != "off");
        json.WriteBoolean("isEmpty", !seen.Any(pixel => pixel > 0));
        json.WriteString("said", answer.ClassName);
        json.WriteStartArray("classes");
        for (int c = 0; c < answer.ClassNames.Count; c++)
        {
            json.WriteStartObject();
            json.WriteString("name", answer.ClassNames[c]);
            json.WriteNumber("share", answer.Probabilities[c]);
            json.WriteString("text", $"{100 * answer.Probabilities[c]:F1}%");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        numbers.Add([.. seen.Select(pixel => pixel / 255f)]);
    }

    /// <summary>Two hexadecimal digits a pixel; black where there are none.</summary>
    private static byte[] Pixels(string text, int count)
    {
        byte[] pixels = new byte[count];
        if (text.Length == 2 * count && text.All(char.IsAsciiHexDigit))
            Convert.FromHexString(text, pixels, out _, out _);
        return pixels;
    }

    /// <summary>Moved so that its centre of mass lies in the middle, as in the pictures it was trained on.</summary>
    private static byte[] Centered(byte[] pixels, int height, int width)
    {
        double mass = 0, across = 0, down = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            mass += pixels[i];
            across += pixels[i] * (i % width);
            down += pixels[i] * (i / width);
        }

        if (mass == 0)
            return pixels;
        int right = (int)Math.Round(((width - 1) / 2.0) - (across / mass));
        int below = (int)Math.Round(((height - 1) / 2.0) - (down / mass));
        byte[] moved = new byte[pixels.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (y - below >= 0 && y - below < height && x - right >= 0 && x - right < width)
                    moved[(y * width) + x] = pixels[((y - below) * width) + x - right];
            }
        }

        return moved;
    }
}
