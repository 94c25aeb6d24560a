using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Datasets.Images;

/// <summary>The classes of a folder's parts.</summary>
/// <param name="Root">The folder.</param>
/// <param name="Walk">Knows what was left out.</param>
/// <param name="Train">The classes with the files to train on.</param>
/// <param name="Test">The classes of the test part, or null.</param>
internal sealed record ImageFolderParts(
    string Root, FolderWalk Walk, IReadOnlyList<ClassFiles> Train, IReadOnlyList<ClassFiles>? Test)
{
    public string Name => $"images:{Path.GetFileName(Path.TrimEndingDirectorySeparator(Root))}";
}

/// <summary>Reads or looks through the images of a folder, and leaves out those that are broken.</summary>
internal sealed class ImageFolderReader(
    ImageFolderParts parts, ImageFolderOptions options, CancellationToken cancellationToken)
{
    /// <summary>Both parts as tensors.</summary>
    public (TensorDataset Train, TensorDataset? Test) Read()
    {
        var train = Sound(parts.Train);
        var test = parts.Test is null ? null : Sound(parts.Test);
        var format = ImageFolderFormat.Of([.. train.Concat(test ?? []).SelectMany(c => c.Files)], options);
        return (Load(train, format), test is null ? null : Load(test, format));
    }

    /// <summary>What both parts hold: every image is decoded, and none kept.</summary>
    public ImageFolderContents Inspect()
    {
        var sizes = new Dictionary<Size2, int>();
        int channels = 1;
        var train = Counted(parts.Train);
        var test = parts.Test is null ? [] : Counted(parts.Test);
        return new ImageFolderContents(parts.Root,
            [.. parts.Train.Select(c => new ImageClass(PlainText.Of(c.Name), train[c.Name],
                test.GetValueOrDefault(c.Name)))],
            [.. sizes.OrderByDescending(s => s.Value).ThenBy(s => s.Key.Height).ThenBy(s => s.Key.Width)
                .Select(s => new ImageSizeCount(s.Key, s.Value))],
            channels, parts.Test is not null, parts.Walk.Skipped);

        Dictionary<string, int> Counted(IReadOnlyList<ClassFiles> classes) =>
            classes.ToDictionary(c => c.Name, c => c.Files.Count(IsSound));

        bool IsSound(string file)
        {
            if (Try(file, () => ImageFile.Read(file, options.Image with { Channels = null })) is not { } image)
                return false;
            var size = new Size2(image.Shape[1], image.Shape[2]);
            sizes[size] = sizes.GetValueOrDefault(size) + 1;
            channels = Math.Max(channels, image.Shape[0]);
            return true;
        }
    }

    /// <summary>The files whose header can be read, with it.</summary>
    private List<ClassImages> Sound(IReadOnlyList<ClassFiles> classes)
    {
        var sound = new List<ClassImages>();
        foreach (var (name, folder, files) in classes)
        {
            var images = new List<(string File, ImageHeader Header)>();
            foreach (string file in files)
            {
                if (Try(file, () => (ImageHeader?)ImageFile.ReadHeader(file, options.Image)) is { } header)
                    images.Add((file, header));
            }

            RequireSome(images.Count, name, folder, files.Count);
            sound.Add(new ClassImages(name, folder, images));
        }

        return sound;
    }

    private TensorDataset Load(List<ClassImages> classes, ImageFolderFormat format)
    {
        string[] classNames = [.. parts.Train.Select(c => c.Name)];
        int count = classes.Sum(c => c.Files.Count), at = 0;
        var pixels = new byte[format.BytesFor(count)];
        var labels = new long[count];
        foreach (var (name, folder, files) in classes)
        {
            int label = Array.IndexOf(classNames, name), before = at;
            foreach (var (file, _) in files)
            {
                if (Try(file, () => format.Read(file)) is not { } image) continue;
                image.AsSpan<byte>().CopyTo(pixels.AsSpan(at * format.ImageBytes));
                labels[at++] = label;
            }

            RequireSome(at - before, name, folder, files.Count);
        }

        if (at < count) (pixels, labels) = (pixels[..(at * format.ImageBytes)], labels[..at]);
        Tensor images = Tensor.Wrap(pixels, [at, format.Channels, format.Size.Height, format.Size.Width]);
        return new TensorDataset(images, Tensor.Wrap(labels), classNames) { Name = parts.Name };
    }

    /// <summary>
    /// Reads something of a file; where that fails, takes note and gives nothing, unless asked to be strict.
    /// </summary>
    private T? Try<T>(string file, Func<T> read)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return read();
        }
        catch (DataFormatException error) when (!options.Strict)
        {
            Skip(error.Reason);
        }
        catch (FileNotFoundException) when (!options.Strict)
        {
            Skip("It is not there any more, or a link to nothing.");
        }
        catch (UnauthorizedAccessException) when (!options.Strict)
        {
            Skip("This user may not read it.");
        }
        catch (IOException error) when (!options.Strict)
        {
            Skip($"The disk refuses it: {error.Message}");
        }

        return default;

        void Skip(string reason) => parts.Walk.Skipped.Add(new SkippedFile(file, reason, IsBroken: true));
    }

    private void RequireSome(int count, string name, string folder, int files)
    {
        if (count > 0) return;
        string first = parts.Walk.Skipped.LastOrDefault(file => file.IsBroken && file.Path.StartsWith(folder,
            StringComparison.Ordinal)) is { } broken ? $" {Path.GetFileName(broken.Path)}: {broken.Reason}" : "";
        throw new DataFormatException(folder, -1L, files == 0
            ? $"the class {name} has no image. Put PNG, JPEG or BMP files into it, or remove the folder."
            : $"the class {name} has no image that can be read, of {files} files.{first} Replace them, or remove the "
            + "folder.");
    }

    private sealed record ClassImages(string Name, string Folder, List<(string File, ImageHeader Header)> Files);
}
