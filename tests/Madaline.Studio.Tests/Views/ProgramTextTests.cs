using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Studio.Views.Builder;
using Madaline.Workbench;

namespace Madaline.Studio.Tests.Views;

/// <summary>The programs that the builder writes compile, and train to the weights of their recipes.</summary>
public sealed class ProgramTextTests
{
    private const string HashMethod = """
        static string Hash(Madaline.NN.Module network)
        {
            using var sum = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
            foreach (var (name, tensor) in network.StateDict())
            {
                sum.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
                if (tensor.DType == DType.Float32)
                    sum.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(tensor.Detach().ToArray<float>()));
            }

            return System.Convert.ToHexString(sum.GetHashAndReset());
        }
        """;

    private static readonly Recipe Digits = RecipeFile.Load("digits") with
    {
        Dataset = new Spec("digits").With("count", 300.0).With("test-count", 50.0),
        Epochs = 2,
    };

    private static readonly Recipe[] Recipes =
    [
        Digits,
        Layers("mnist-cnn") with { Schedule = new Spec("one-cycle").With("max-lr", 0.01), ClipNorm = 1.5 },
        Layers("cifar10-cnn-deep") with { Optimizer = Of("sgd", ("lr", 0.01), ("momentum", 0.9), ("weight-decay", 1e-4), ("nesterov", true)) },
        Layers("cifar10-resnet") with { Epochs = 1, Loss = Of("cross-entropy", ("label-smoothing", 0.1)), Optimizer = Of("adamw", ("lr", 1e-3), ("weight-decay", 0.05)) },
        Digits with
        {
            Layers =
            [
                Of("upsample", ("scale", 2.0), ("mode", "bilinear")), Of("conv", ("channels", 8.0), ("kernel", (double[])[3, 5]), ("stride", (double[])[2, 1]), ("padding", (double[])[1, 2]), ("bias", false)),
                Of("instance-norm", ("affine", true)), Of("leaky-relu", ("slope", 0.2)), Of("avg-pool", ("kernel", 2.0), ("padding", 1.0)), Of("group-norm", ("groups", 4.0), ("eps", 1e-3)),
                Of("conv", ("channels", 8.0), ("kernel", 3.0), ("groups", 2.0), ("padding", "same"), ("dilation", 2.0)), Of("elu", ("alpha", 0.7)), Of("dropout2d", ("p", 0.1)),
                Of("median-pool", ("kernel", 2.0), ("ceil", true)), Of("pixel-shuffle", ("factor", 2.0)), Of("min-pool", ("kernel", 3.0), ("stride", 2.0)), Of("block", ("channels", 6.0), ("kernel", 5.0), ("stride", 2.0), ("activation", "none")),
                Of("residual", ("layers", (Spec[])[Of("block", ("channels", 6.0), ("norm", false))]), ("activation", "none")), Of("gelu"), Of("silu"), Of("softplus"), Of("adaptive-max-pool", ("size", (double[])[3, 2])),
                Of("layer-norm", ("dimensions", 3.0)), Of("flatten"), Of("linear", ("outputs", 12.0), ("bias", false)), Of("batch-norm", ("momentum", 0.2)), Of("tanh"), Of("dropout"), Of("linear", ("outputs", "classes")), Of("log-softmax"),
            ],
            Loss = new Spec("nll"),
            Optimizer = Of("rmsprop", ("lr", 1e-3), ("alpha", 0.95)),
            Transforms = [new Spec("to-float"), new Spec("normalize"), Of("random-crop", ("padding", 2.0))],
            Sampler = Of("balanced", ("count", 200.0)),
            Batch = 32,
        },
        Digits with
        {
            Layers = RecipeFile.Load("mnist-quadratic").Layers,
            Loss = new Spec("quadratic"),
            Optimizer = Of("adagrad", ("lr", 0.05), ("lr-decay", 1e-3)),
            Schedule = new Spec("cosine"),
            ClipValue = 0.5,
            Seed = 7,
        },
    ];

    [Fact]
    public void They_train_the_weights_of_their_recipes()
    {
        string? root = Repository();
        Assert.SkipWhen(root is null, "no checkout around the tests");
        var program = new StringBuilder($"#:project {Path.Combine(root!, "src", "Madaline.Datasets")}\n#:property PublishAot=false\n#:property InvariantGlobalization=true\n");
        var bodies = new List<string[]>();
        var expected = new List<string>();
        foreach (Recipe recipe in Recipes)
        {
            var data = RecipeData.Load(recipe, path: null);
            var stage = new Stage(new Experiment(recipe, data.Train), data);
            string text = ProgramText.Of(recipe, BuildLimits.Outline(stage, recipe), stage);
            Assert.Contains("to the bit", text);
            bodies.Add(text.TrimEnd('\n').Split('\n'));
            stage.Experiment.Train();
            expected.Add($"weights {Hash(stage.Network)}");
        }

        program.AppendJoin('\n', bodies[0].Where(IsUsing)).AppendLine();
        for (int i = 0; i < bodies.Count; i++)
            program.AppendLine($"P{i}();");
        program.AppendLine(HashMethod);
        for (int i = 0; i < bodies.Count; i++)
        {
            program.AppendLine($"void P{i}()\n{{").AppendJoin('\n', bodies[i].Where(line => !IsUsing(line) && !line.StartsWith("#:", StringComparison.Ordinal)));
            program.AppendLine("\nConsole.WriteLine($\"weights {Hash(network)}\");\n}");
        }

        string output = Run(program.ToString());
        Assert.Equal(expected, output.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("weights ", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_recipe_has_and_the_program_has_not_is_said()
    {
        var data = RecipeData.Load(Digits, path: null);
        Recipe recipe = Digits with { Patience = 2, Loss = Of("cross-entropy", ("class-weights", "balanced")), Name = "a\nb\\u000a*/" };
        var stage = new Stage(new Experiment(recipe, data.Train), data);
        string text = ProgramText.Of(recipe, BuildLimits.Outline(stage, recipe), stage);
        Assert.DoesNotContain("to the bit", text);
        Assert.Contains("// Not written here, but in the recipe: early stopping", text);
        Assert.Contains("// Not written here, but in the recipe: the weights of classes", text);
        Assert.StartsWith("// a b", text.Split('\n')[2]);
    }

    private static Recipe Layers(string name) => Digits with { Name = name, Layers = RecipeFile.Load(name).Layers };

    private static Spec Of(string type, params (string Name, object Value)[] arguments) => new(type, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));

    private static bool IsUsing(string line) => line.StartsWith("using Madaline", StringComparison.Ordinal);

    private static string Hash(Module network)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in network.StateDict())
        {
            sum.AppendData(Encoding.UTF8.GetBytes(name));
            if (tensor.DType == DType.Float32)
                sum.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(tensor.Detach().ToArray<float>()));
        }

        return Convert.ToHexString(sum.GetHashAndReset());
    }

    private static string Run(string program)
    {
        string folder = Directory.CreateTempSubdirectory("madaline-program-").FullName;
        try
        {
            string path = Path.Combine(folder, "built.cs");
            File.WriteAllText(path, program);
            using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", path]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(10)), "not done within 10 minutes");
            Assert.True(process.ExitCode == 0, $"{output.Result}\n{errors.Result}\n{program}");
            return output.Result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Madaline.slnx")))
                return folder.FullName;
        }

        return null;
    }
}
