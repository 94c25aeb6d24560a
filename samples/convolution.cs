// What a convolution does, on numbers and on a picture.
//     dotnet run samples/convolution.cs [folder for the pictures]
#:project ../src/Madaline.Datasets
#:property PublishAot=false
using System.Text;
using Madaline;
using Madaline.Datasets;
using Madaline.Datasets.Images;
using Madaline.Images;

Console.OutputEncoding = Encoding.UTF8;

// One output number: lay the kernel on a part of the image, multiply what lies on each other, add up.
Tensor image = Tensor.From(new float[,]
{
    { 0, 0, 0, 9, 9, 9 }, { 0, 0, 0, 9, 9, 9 }, { 0, 0, 0, 9, 9, 9 }, { 0, 0, 0, 0, 9, 9 }, { 0, 0, 0, 0, 0, 9 },
});
Tensor kernel = Filters.SobelX;
Print("An image, dark on the left and bright on the right:", image);
Print("A kernel that asks how much brighter it gets from left to right:", kernel);
Tensor part = image[1..4, 2..5];
Print("The part of the image at row 1, column 2:", part);
Console.WriteLine("Product and sum: " + string.Join(" + ", part.ToArray<float>().Zip(
    kernel.ToArray<float>(), (pixel, weight) => $"{pixel}·{(weight < 0 ? $"({weight})" : $"{weight}")}"))
    + $" = {(part * kernel).Sum().Item<float>()}\n");

// The same at every place is the convolution. Networks do this, with weights they have learned.
Tensor result = image.Unsqueeze(0).Conv2d(kernel.Reshape(1, 1, 3, 3)).Squeeze(0);
Print("At every place, 5 × 6 becomes 3 × 4:", result);

// What comes after it in a network.
Tensor signed = Filters.Apply(image, Filters.Laplacian, Border.None) * 1f;
Print("Another kernel, Laplace, gives signs:", signed);
Print("ReLU keeps what is positive:", signed.Relu());
Tensor matrix = Tensor.From(new float[,] { { 1, 3, 2, 0 }, { 5, 2, 1, 1 }, { 0, 1, 7, 4 }, { 2, 2, 3, 6 } });
Print("A matrix:", matrix);
Print("2 × 2 max pooling keeps the largest of every four:", matrix.Unsqueeze(0).MaxPool2d(2).Squeeze(0));

// Kirsch: eight kernels, one for each direction; the largest answer is how much of an edge there is.
Print("Kirsch, towards the north:", Filters.Kirsch(Compass.North));
var (pixels, labels) = Shapes.Generate(4, seed: 8, split: "train");
Tensor color = Tensor.From(pixels, [4, Shapes.Channels, Shapes.Side, Shapes.Side])[3];
Tensor grey = color.To(DType.Float32).Mean(0);
Tensor shown = Stretched(Filters.KirschEdges(Filters.Apply(grey, Filters.GaussianBlur(3))));
Console.WriteLine($"A picture of the class {Shapes.ClassNames[labels[3]]}, and its Kirsch edges:\n");
string[] before = Drawn(Stretched(grey)), after = Drawn(shown);
for (int row = 0; row < before.Length; row++)
    Console.WriteLine($"{before[row]}   {after[row]}");

string folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("madaline-convolution-").FullName;
Directory.CreateDirectory(folder);
ImageFile.Write(Path.Combine(folder, "before.png"), color);
ImageFile.Write(Path.Combine(folder, "after.png"), shown.Unsqueeze(0));
Console.WriteLine($"\nWritten: {Path.Combine(folder, "before.png")} and after.png");

static void Print(string title, Tensor matrix)
{
    Console.WriteLine(title);
    for (int row = 0; row < matrix.Shape[0]; row++)
        Console.WriteLine("  " + string.Concat(matrix[row].ToArray<float>().Select(value => $"{value,5:0.##}")));
    Console.WriteLine();
}

// From the darkest to the brightest as bytes from 0 to 255.
static Tensor Stretched(Tensor picture)
{
    float least = picture.Min().Item<float>(), most = picture.Max().Item<float>();
    return ((picture - least) * (255 / Math.Max(1, most - least))).Round().To(DType.UInt8);
}

// Two rows of pixels a line, the brighter the denser.
static string[] Drawn(Tensor picture)
{
    const string Ink = " .:-=+*#%@";
    int height = picture.Shape[0], width = picture.Shape[1];
    byte[] bytes = picture.ToArray<byte>();
    int Shade(int row, int column) => (bytes[(row * width) + column] + bytes[((row + 1) * width) + column]) / 2;
    return [.. Enumerable.Range(0, height / 2).Select(row => string.Concat(Enumerable.Range(0, width)
        .Select(column => Ink[Shade(2 * row, column) * (Ink.Length - 1) / 255])))];
}
