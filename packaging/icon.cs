// Draws icon.png, the packages' picture: the letter M as a network.
//     dotnet run packaging/icon.cs
#:project ../src/Madaline.Datasets
#:property PublishAot=false
using Madaline;
using Madaline.Datasets.Images;

const int Side = 128, Sub = 4;
(double X, double Y)[] nodes = [(22, 102), (30, 30), (64, 78), (98, 30), (106, 102)];
(int From, int To)[] strong = [(0, 1), (1, 2), (2, 3), (3, 4)], faint = [(0, 2), (2, 4), (1, 3), (0, 3), (1, 4)];
double[] ground = [38, 24, 84], line = [255, 255, 255], thin = [120, 104, 178], dot = [255, 196, 60];

var pixels = new byte[3 * Side * Side];
for (int y = 0; y < Side; y++)
{
    for (int x = 0; x < Side; x++)
    {
        double[] sum = [0, 0, 0];
        for (int i = 0; i < Sub * Sub; i++)
        {
            double[] colour = ColourAt(x + ((i % Sub) + 0.5) / Sub, y + ((i / Sub) + 0.5) / Sub);
            for (int c = 0; c < 3; c++)
                sum[c] += colour[c];
        }

        for (int c = 0; c < 3; c++)
            pixels[(c * Side * Side) + (y * Side) + x] = (byte)Math.Round(sum[c] / (Sub * Sub));
    }
}

ImageFile.Write(args.Length > 0 ? args[0] : "packaging/icon.png", Tensor.Wrap(pixels, [3, Side, Side]));

double[] ColourAt(double x, double y) =>
    nodes.Any(node => double.Hypot(x - node.X, y - node.Y) < 11) ? dot
    : strong.Any(edge => Distance(x, y, nodes[edge.From], nodes[edge.To]) < 4) ? line
    : faint.Any(edge => Distance(x, y, nodes[edge.From], nodes[edge.To]) < 1.2) ? thin
    : ground;

// From a point to the segment a-b.
static double Distance(double x, double y, (double X, double Y) a, (double X, double Y) b)
{
    double dx = b.X - a.X, dy = b.Y - a.Y;
    double t = Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
    return double.Hypot(x - a.X - (t * dx), y - a.Y - (t * dy));
}
