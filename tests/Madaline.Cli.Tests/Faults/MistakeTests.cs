using System.Text.Json;

namespace Madaline.Cli.Tests.Faults;

/// <summary>What people get wrong, command by command: each is told with what helps, in a line, and as JSON.</summary>
public sealed class MistakeTests
{
    /// <summary>The exit code, words that must be said, and the command line.</summary>
    public static TheoryData<int, string, string> Mistakes => new()
    {
        // The tool.
        { 2, "a command is missing|train, evaluate", "" },
        { 2, "there is no command trian. Did you mean train?", "trian digits" },
        { 2, "there is no command Train. Did you mean train?", "Train digits" },
        { 2, "there is no command eval. Did you mean evaluate?", "eval run" },
        { 2, "no flag --verison. Did you mean --version?", "--verison" },
        { 2, "no flag -train; expected", "-train digits" },
        // train
        { 2, "train needs a recipe: one of|digits|.json", "train" },
        { 2, "there is no recipe digit. Did you mean digits?", "train digit" },
        { 2, "there is no recipe mnist. Did you mean mnist-", "train mnist" },
        { 2, "there is no data set cifar. Did you mean cifar10 or cifar100?", "data info cifar" },
        { 2, "there is no command trian. Did you mean train?", "help trian" },
        { 2, "--missing is fil; expected one of refuse, drop, fill. Did you mean fill?", "train table --missing fil" },
        { 2, "there is no recipe Wheat. Did you mean wheat?", "train Wheat" },
        { 2, "there is no recipe mnist_fcn. Did you mean mnist-fcn?", "train mnist_fcn" },
        { 2, "no flag --epoch. Did you mean --epochs?", "train digits --epoch 5" },
        { 2, "no flag --epoch. Did you mean --epochs?", "train --epoch=5 digits" },
        { 2, "no flag --learning-rate; expected|--lr", "train digits --learning-rate 0.1" },
        { 2, "no flag --batch-size. Did you mean --batch?", "train digits --batch-size 5" },
        { 2, "no flag -epochs. Did you mean --epochs?", "train digits -epochs 5" },
        { 2, "no flag --Seed. Did you mean --seed?", "train digits --Seed 5" },
        { 2, "--epochs needs a value", "train digits --epochs" },
        { 2, "--out needs a value; --quiet follows", "train digits --out --quiet" },
        { 2, "--epochs is given 2 times; expected once", "train digits --epochs 1 --epochs 2" },
        { 2, "--epochs is 1e3; expected an integer from 1 to 1000000", "train digits --epochs 1e3" },
        { 2, "--epochs is 1,000; expected an integer", "train digits --epochs 1,000" },
        { 2, "--epochs is -5; expected an integer", "train digits --epochs -5" },
        { 2, "--epochs is 99999999999; expected an integer", "train digits --epochs 99999999999" },
        { 2, "--lr is 0,001; expected a number above 0, such as 0.001", "train digits --lr 0,001" },
        { 2, "--lr is NaN; expected a number above 0", "train digits --lr NaN" },
        { 2, "--lr is 1,000.5; expected", "train digits --lr 1,000.5" },
        { 2, "--seed is -1; expected an integer from 0", "train digits --seed -1" },
        { 2, "--seed is 1.5; expected an integer from 0", "train digits --seed 1.5" },
        { 2, "--seed is 18446744073709551616; expected", "train digits --seed 18446744073709551616" },
        { 2, "--seed is 1_000; expected", "train digits --seed 1_000" },
        { 2, "there is no optimizer \"Adam\". Did you mean adam?", "train digits --optimizer Adam" },
        { 2, "there is no optimizer \"rms-prop\". Did you mean rmsprop?", "train digits --optimizer rms-prop" },
        { 2, "there is no data set \"MNIST\". Did you mean mnist?", "train digits --dataset MNIST" },
        { 2, "there is no data set \"cifar-10\". Did you mean cifar10?", "train digits --dataset cifar-10" },
        { 2, "--device is gpu|cuda", "train digits --device gpu" },
        { 2, "--threads is 0; expected an integer from 1 to 1024", "train digits --threads 0" },
        { 2, "takes RECIPE and no more; extra is left over", "train digits extra" },
        { 2, "--hidden is 0; expected sizes from 1 to 65536", "train digits --hidden 0" },
        { 2, "--hidden is 70000; expected sizes from 1 to 65536", "train digits --hidden 70000" },
        { 2, "--hidden has 101 sizes; expected at most 100", $"train digits --hidden {string.Join(',', Enumerable.Repeat("4", 101))}" },
        { 1, "there is no file nowhere.csv. Check the path.", "data info nowhere.csv" },
        { 1, "is too long, or a name in it is. Use a shorter one", $"train digits --epochs 1 --out {new string('x', 300)}" },
        { 1, "is a folder where a file is expected|Name a file", "data export customers --out ." },
        { 1, "/dev/null is a device, which would be replaced", "data export customers --out /dev/null" },
        { 2, "--hidden is 12;34; expected sizes", "train digits --hidden 12;34" },
        { 2, "--holdout is 1.5; expected", "train digits --holdout 1.5" },
        { 2, "--holdout is 20%; expected", "train digits --holdout 20%" },
        { 1, "there is no file missing.json", "train missing.json" },
        { 1, "run: nowhere holds no run: there is no such folder", "train --resume nowhere" },
        { 1, "run: . holds no run: there is no recipe.json in it|--out .", "train --resume ." },
        { 2, "--allow-changed is for a run that goes on|--resume", "train digits --allow-changed" },
        // Commands that take a run.
        { 2, "evaluate needs RUN: The folder that train left.", "evaluate" },
        { 1, "nope holds no run: there is no such folder", "evaluate nope" },
        { 2, "no flag --holdot. Did you mean --holdout?", "evaluate nope --holdot 5" },
        { 2, "compare needs B", "compare a" },
        { 1, "a holds no run", "compare a b" },
        { 2, "compare takes A B and no more; c is left over", "compare a b c" },
        { 2, "show needs RUN", "show" },
        { 1, "nope holds no run", "show nope" },
        { 2, "--image is -1; expected an integer", "show nope --image -1" },
        { 2, "predict needs RUN", "predict" },
        { 2, "predict needs INPUT", "predict run" },
        { 1, "nope holds no run", "predict nope 1,2,3" },
        { 2, "no flag --idnex. Did you mean --index?", "predict nope 1,2 --idnex 3" },
        // crossval, summary, recipe, data, doctor
        { 2, "crossval needs RECIPE", "crossval" },
        { 2, "there is no recipe wheet. Did you mean wheat?", "crossval wheet" },
        { 2, "--folds is 1; expected an integer from 2", "crossval wheat --folds 1" },
        { 2, "no flag --fold. Did you mean --folds?", "crossval wheat --fold 5" },
        { 2, "leave --holdout out", "crossval wheat --holdout 5" },
        { 2, "a recipe command is missing; expected one of list, show", "recipe" },
        { 2, "there is no recipe command lst. Did you mean list?", "recipe lst" },
        { 2, "there is no recipe wheats. Did you mean wheat?", "recipe show wheats" },
        { 2, "recipe show needs RECIPE", "recipe show" },
        { 2, "there is no data command fetch. Expected one of list, info, get, show", "data fetch mnist" },
        { 2, "there is no data set minst. Did you mean mnist?", "data info minst" },
        { 2, "there is no data set fashionmnist. Did you mean fashion-mnist?", "data get fashionmnist" },
        { 2, "data get needs NAME", "data get" },
        { 2, "data list takes no arguments; mnist is left over", "data list mnist" },
        { 2, "--out is missing", "data show digits" },
        { 2, "no flag --json5. Did you mean --json?", "doctor --json5" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_what_helps(int code, string words, string commandLine)
    {
        using var tool = new Tool();
        string[] args = commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var outcome = tool.Run([.. args, "--json"]);
        Assert.True(outcome.Code == code, $"exit code {outcome.Code}\n{outcome.Out}\n{outcome.Errors}");
        Assert.All(words.Split('|'), word => Assert.Contains(word, outcome.Errors));
        Assert.StartsWith("madaline: ", outcome.Errors);
        Assert.InRange(outcome.Errors.TrimEnd().Split('\n').Length, 1, 3);
        foreach (string foreign in (string[])["System.", "   at ", "Exception", "Parameter '", "Nullable", "Cannot parse"])
            Assert.DoesNotContain(foreign, outcome.Errors);
        JsonElement error = Assert.Single(outcome.Lines);
        Assert.Equal(("error", code, code == 2 ? "usage" : "failed"), (error.GetProperty("event").GetString(),
            error.GetProperty("code").GetInt32(), error.GetProperty("kind").GetString()));
        Assert.Contains(error.GetProperty("message").GetString()!.Split('\n')[0], outcome.Errors);
        Assert.Empty(Directory.GetFileSystemEntries(tool.Folder));
    }

    [Fact]
    public void Help_is_a_command_too()
    {
        using var tool = new Tool();
        Assert.Equal(tool.Run("--help").Expect(0).Out, tool.Run("help").Expect(0).Out);
        Assert.Equal(tool.Run("train", "--help").Expect(0).Out, tool.Run("help", "train").Expect(0).Out);
        Assert.Equal(tool.Run("data", "info", "--help").Expect(0).Out, tool.Run("help", "data", "info").Expect(0).Out);
    }

    [Theory]
    [InlineData(1, "no transform makes numbers of them; expected to-float. Put {\"type\": \"to-float\"} first.", "digits", "", "relu")]
    [InlineData(1, "Images are scaled by a ChannelScaler (channel-norm in recipes)", "digits", "{ \"type\": \"to-float\" }, { \"type\": \"z-score\" }", "relu")]
    [InlineData(1, "conv): the input does not fit|It works on images: put it before the layer flatten.", "digits", "{ \"type\": \"to-float\" }", "conv\", \"channels\": 4, \"kernel\": \"3")]
    public void What_a_recipe_gets_wrong_is_told_in_the_words_of_recipes(int code, string words, string dataset, string transforms, string layer)
    {
        using var tool = new Tool();
        string type = layer.Replace("\"3", "3");
        tool.Write("r.json", $$"""
            { "name": "r", "dataset": { "type": "{{dataset}}", "count": 60, "test-count": 20 }, "transforms": [{{transforms}}],
              "layers": [{ "type": "flatten" }, { "type": "{{(type.EndsWith('3') ? type : type + "\"")}} }, { "type": "linear", "outputs": "classes" }],
              "loss": "cross-entropy", "optimizer": { "type": "sgd", "lr": 0.1 }, "epochs": 1, "batch": 20 }
            """);
        tool.Run("train", "r.json", "--out", "run").Explains(code, words.Split('|'));
    }

    [Fact]
    public void Other_remedies_are_flags()
    {
        using var tool = new Tool();
        var cuda = tool.Run("train", "digits", "--device", "cuda").Explains(1, "cuda is not available", "Leave --device out to use the processor.");
        Assert.DoesNotContain("Device.Cpu", cuda.Errors);
        tool.Run("train", "cifar10-cnn", "--dataset", "wheat-sample").Explains(1, "A table has no images: choose a network of linear layers");
        tool.Run("crossval", "wheat", "--dataset", "wheat-sample", "--folds", "80").Explains(1, "Use fewer folds");
        tool.Write("bad.json", "{ \"name\": oops }");
        var broken = tool.Run("train", "bad.json").Explains(1, "bad.json, line 1, column 11: not valid JSON");
        Assert.DoesNotContain("BytePosition", broken.Errors);
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "1", "--out", "run", "--quiet").Expect(0);
        var again = tool.Run("train", "--resume", "run").Expect(0);
        Assert.Contains("Ask for more in all with --epochs N.", again.Errors);
        Assert.DoesNotContain("Set Epochs", again.Errors);
    }

    [Fact]
    public void What_the_system_says_of_files_is_told_in_the_tools_words()
    {
        using var tool = new Tool();
        tool.Write("file", "x");
        tool.Run("train", "wheat", "--dataset", "wheat-sample", "--epochs", "1", "--out", "file/run").Explains(1,
            "file/run cannot be reached: a folder of its path is missing, or is a file");
        tool.Run("data", "export", "customers", "--out", "file/c.csv").Explains(1, "file is a file where a folder is expected");
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
            Assert.Skip("permissions hold nobody back here");
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(tool["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        tool.Run("data", "export", "customers", "--out", "closed/c.csv").Explains(1, "permission is denied", "change the permissions");
    }

    [Fact]
    public void Long_words_are_cut_in_what_is_said_of_them()
    {
        using var tool = new Tool();
        string word = new('x', 100_000);
        foreach (string[] args in (string[][])[["train", word], ["train", "digits", "--seed", word], ["train", "--" + word],
            ["train", "digits", word], [word], ["evaluate", word], ["data", "info", word], ["train", "digits", "--dataset", word]])
        {
            var outcome = tool.Run(args);
            Assert.InRange(outcome.Code, 1, 2);
            Assert.InRange(outcome.Errors.Length, 20, 5000);
        }
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("1.5")]
    [InlineData("99999")]
    [InlineData("2 threads")]
    public void A_number_of_threads_that_is_none_is_said(string value)
    {
        using var tool = new Tool().With("MADALINE_NUM_THREADS", value);
        tool.Run("train", "digits").Explains(2, $"MADALINE_NUM_THREADS is {value}", "1 to 1024");
        Assert.Contains("counts for nothing", tool.Run("doctor").Expect(0).Out);
        Assert.Contains("counts for nothing", tool.Run("doctor", "--threads", "1").Expect(0).Out);
        tool.Run("data", "list", "--threads", "1").Explains(2, "no flag --threads");
    }

    [Fact]
    public void Offline_advice_does_not_advise_what_was_just_tried()
    {
        using var tool = new Tool();
        var get = tool.Run("data", "get", "mnist").Explains(1, "MADALINE_OFFLINE", "unset it");
        Assert.DoesNotContain("data get mnist", get.Errors);
        var train = tool.Run("train", "mnist-fcn").Explains(1, "MADALINE_OFFLINE", "unset it, then: madaline data get mnist");
        Assert.Single(train.Errors.TrimEnd().Split('\n'));
    }
}
