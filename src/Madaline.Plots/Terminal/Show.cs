using Madaline.Training;

namespace Madaline.Plots;

/// <summary>Shows tensors, images and curves in a terminal, or wherever text goes.</summary>
/// <remarks>
/// Showing is the purpose of these, so without a writer they write to standard output; nothing else of the library
/// does. Colours are those of the terminal; in a file, or where <c>NO_COLOR</c> is set, there are letters alone.
/// Waits for the device.
/// </remarks>
public static class Show
{
    private const int WideEnough = 32, WidestImage = 96;

    /// <summary>Shows an image, or several side by side.</summary>
    /// <param name="image">
    /// [h, w], [1, h, w] or [3, h, w], or [n, channels, h, w]: bytes, or numbers from 0 to 1. Other numbers are
    /// stretched from the least (black) to the largest (white), and a line says so.
    /// </param>
    /// <param name="to">Where to; standard output where null.</param>
    /// <param name="options">Colours and width.</param>
    /// <exception cref="TensorException">It has another rank.</exception>
    public static void Image(Tensor image, TextWriter? to = null, ShowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var screen = StandardOutput.Screen(to, options);
        var shown = new ShownImage(image);
        if (image.Rank == 4)
        {
            TextGallery.WriteTiles(screen, [.. Enumerable.Range(0, image.Shape[0]).Select(i =>
                new Tile(Picture.OfImage(shown.Image[i]), $"[{i}]"))]);
        }
        else
        {
            int most = Math.Min(screen.Width, WidestImage);
            Picture picture = Picture.OfImage(shown.Image).Enlarged(WideEnough).Within(most, most);
            for (int line = 0; line < (picture.Height + 1) / 2; line++)
            {
                TextPicture.WriteRows(screen, picture, line, picture.Width);
                screen.EndLine();
            }
        }

        if (shown.Note.Length > 0)
            screen.WriteLine(shown.Note);
    }

    /// <summary>Shows pictures with their text, as <see cref="GalleryFigure"/> draws them.</summary>
    /// <param name="gallery">The pictures.</param>
    /// <param name="to">Where to; standard output where null.</param>
    /// <param name="options">Colours and width.</param>
    public static void Gallery(Gallery gallery, TextWriter? to = null, ShowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        TextGallery.Write(StandardOutput.Screen(to, options), gallery);
    }

    /// <summary>
    /// Shows a confusion matrix: rows are true classes, columns what the network said. Right answers lie on blue,
    /// errors on orange, the stronger the larger their share of the true class.
    /// </summary>
    /// <param name="evaluation">The right answers and the network's.</param>
    /// <param name="to">Where to; standard output where null.</param>
    /// <param name="options">Colours and width.</param>
    /// <exception cref="ArgumentException">It is no evaluation of classes.</exception>
    public static void Confusion(Evaluation evaluation, TextWriter? to = null, ShowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (evaluation.ClassNames.Count == 0)
        {
            throw new ArgumentException("confusion: there are no classes. The evaluation is of numbers; expected one "
                + "of classes. Draw PredictionsFigure and ResidualsFigure.", nameof(evaluation));
        }

        Confusion(evaluation.ClassNames, evaluation.Confusion, to, options);
    }

    /// <summary>Shows a confusion matrix of counts of your own, such as those at another threshold.</summary>
    /// <param name="classNames">A name for each class.</param>
    /// <param name="counts">How often a true class (row) was said to be another (column).</param>
    /// <param name="to">Where to; standard output where null.</param>
    /// <param name="options">Colours and width.</param>
    /// <exception cref="ArgumentException">Names and counts differ in number.</exception>
    public static void Confusion(
        IReadOnlyList<string> classNames, long[,] counts, TextWriter? to = null, ShowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.GetLength(0) != classNames.Count || counts.GetLength(1) != classNames.Count)
        {
            throw new ArgumentException($"confusion: names and counts differ in number. counts is "
                + $"[{counts.GetLength(0)}, {counts.GetLength(1)}]; expected [{classNames.Count}, {classNames.Count}]. "
                + "Give a name for each row.", nameof(counts));
        }

        new TextConfusion(StandardOutput.Screen(to, options), classNames, counts).Write();
    }

    /// <summary>Shows a curve through points at 0, 1, 2 …: the losses of a training.</summary>
    /// <param name="values">How high the points are; NaN leaves a gap.</param>
    /// <param name="to">Where to; standard output where null.</param>
    /// <param name="options">Colours and size.</param>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static void Curve(Numbers values, TextWriter? to = null, ShowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Curve(new Series("", values), to, options);
    }

    /// <summary>Shows a curve under its name.</summary>
    /// <param name="series">The points, from left to right; NaN leaves a gap.</param>
    /// <param name="to">Where to; standard output where null.</param>
    /// <param name="options">Colours and size.</param>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static void Curve(Series series, TextWriter? to = null, ShowOptions? options = null) =>
        Curves([series], to, options);

    /// <summary>
    /// Shows several curves on the same axes: over each other in colours, without colours below each other.
    /// </summary>
    /// <param name="series">The curves.</param>
    /// <param name="to">Where to; standard output where null.</param>
    /// <param name="options">Colours and size.</param>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static void Curves(IReadOnlyList<Series> series, TextWriter? to = null, ShowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        var screen = StandardOutput.Screen(to, options);
        var axes = new TextCurve(screen, series);
        if (series.Count > 1 && screen.HasColours)
        {
            axes.Write([.. series.Select((line, i) => (line, (Colour?)InkOf(i)))]);
            foreach (var (i, line) in series.Index())
            {
                screen.Write(i > 0 ? "   " : "");
                screen.Write(screen.HasBlocks ? "━━ " : "-- ", InkOf(i));
                screen.Write(Formats.PlainText.Of(line.Name));
            }

            screen.EndLine();
            return;
        }

        foreach (var line in series)
        {
            if (line.Name.Length > 0)
                screen.WriteLine(line.Name);
            axes.Write([(line, screen.HasColours ? InkOf(0) : null)]);
        }
    }

    /// <summary>
    /// Shows a tensor: what it is, then its numbers, on colours where there are any. Where they do not fit, colours or
    /// shades stand for them, matrices side by side.
    /// </summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="to">Where to; standard output where null.</param>
    /// <param name="options">Colours and width.</param>
    public static void Tensor(Tensor x, TextWriter? to = null, ShowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        new TextTensor(StandardOutput.Screen(to, options), x).Write();
    }

    /// <summary>The colour of a curve: bright enough on dark and on light ground.</summary>
    private static Colour InkOf(int index)
    {
        Colour[] inks = [new(47, 144, 208), new(224, 108, 20), new(0, 158, 115), new(204, 121, 167), new(200, 150, 0)];
        return inks[index % inks.Length];
    }
}
