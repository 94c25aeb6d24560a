using Madaline.Training;

namespace Madaline.Tests.Training.Classic;

/// <summary>Rosenblatt's rule ends where a line separates the classes, and only there.</summary>
public sealed class PerceptronTests
{
    private static readonly double[][] Corners = [[0, 0], [0, 1], [1, 0], [1, 1]];

    [Theory]
    [InlineData("0001", true)]
    [InlineData("0111", true)]
    [InlineData("1110", true)]
    [InlineData("0110", false)]
    [InlineData("1001", false)]
    public void It_learns_what_a_line_separates(string answers, bool canLearn)
    {
        var perceptron = new Perceptron([0, 0]);
        bool changed = true;
        for (int epoch = 0; epoch < 1000 && changed; epoch++)
        {
            changed = false;
            for (int i = 0; i < 4; i++)
                changed |= perceptron.Learn(Corners[i], answers[i] - '0');
        }

        Assert.Equal(canLearn, !changed);
        if (canLearn)
            Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(answers[i] - '0', perceptron.Answer(Corners[i])));
    }

    [Fact]
    public void One_change_is_the_rule()
    {
        var perceptron = new Perceptron([0.5, -1], bias: 0.25);
        Assert.Equal(-0.25, perceptron.Sum([1, 1]));
        Assert.True(perceptron.Learn([1, 1], 1, rate: 0.5));
        Assert.Equal([1.0, -0.5], perceptron.Weights);
        Assert.Equal(0.75, perceptron.Bias);
        Assert.Equal("w = [1, -0.5], b = 0.75", perceptron.ToString());
        Assert.False(perceptron.Learn([1, 1], 1));
    }

    [Fact]
    public void What_is_no_input_is_refused()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new Perceptron([])).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new Perceptron([double.NaN])).Message);
        var perceptron = new Perceptron([1]);
        Assert.Contains("expected 1", Assert.Throws<ArgumentException>(() => perceptron.Sum([1, 2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => perceptron.Learn([1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => perceptron.Learn([1], 1, rate: 0));
    }
}
