using Madaline.NN;

namespace Madaline.Workloads;

/// <summary>The reference networks, layer for layer those of the peers.</summary>
internal static class Networks
{
    public static Sequential FullyConnected(params int[] sizes)
    {
        List<Module> layers = [new Flatten()];
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            if (i > 0)
                layers.Add(new Relu());
            layers.Add(new Linear(sizes[i], sizes[i + 1]));
        }

        return new Sequential([.. layers]);
    }

    /// <summary>The small network of two convolutions.</summary>
    public static Sequential Cnn() => new(
        new Conv2d(3, 6, 5), new Relu(), new MaxPool2d(2), new Conv2d(6, 16, 5), new Relu(), new MaxPool2d(2),
        new Flatten(), new Linear(400, 120), new Relu(), new Linear(120, 84), new Relu(), new Linear(84, 10));

    /// <summary>A small VGG for 32×32 images.</summary>
    public static Sequential Vgg() => new(
        new Conv2d(3, 32, 3, padding: 1), new Relu(), new Conv2d(32, 32, 3, padding: 1), new Relu(), new MaxPool2d(2),
        new Conv2d(32, 64, 3, padding: 1), new Relu(), new Conv2d(64, 64, 3, padding: 1), new Relu(), new MaxPool2d(2),
        new Flatten(), new Linear(4096, 256), new Relu(), new Linear(256, 10));

    public static Sequential ResNet20()
    {
        List<Module> layers = [new Conv2d(3, 16, 3, 1, 1, bias: false), new BatchNorm2d(16), new Relu()];
        int channels = 16;
        foreach (var (outputs, stride) in ((int, int)[])[(16, 1), (32, 2), (64, 2)])
        {
            for (int i = 0; i < 3; i++)
            {
                layers.Add(Residual(channels, outputs, i == 0 ? stride : 1));
                channels = outputs;
            }
        }

        return new Sequential([.. layers, new AdaptiveAvgPool2d(1), new Flatten(), new Linear(64, 10)]);
    }

    private static Residual Residual(int inputs, int outputs, int stride)
    {
        var body = new Sequential(
            new Conv2d(inputs, outputs, 3, stride, 1, bias: false), new BatchNorm2d(outputs), new Relu(),
            new Conv2d(outputs, outputs, 3, 1, 1, bias: false), new BatchNorm2d(outputs));
        return stride == 1 && inputs == outputs
            ? new Residual(body)
            : new Residual(body, new Sequential(
                new Conv2d(inputs, outputs, 1, stride, bias: false), new BatchNorm2d(outputs)));
    }
}
