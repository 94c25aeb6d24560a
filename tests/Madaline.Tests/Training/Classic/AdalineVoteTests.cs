using Madaline.Training;

namespace Madaline.Tests.Training.Classic;

/// <summary>Three ADALINEs and a majority: rule I changes as little as turns the vote.</summary>
public sealed class AdalineVoteTests
{
    private static readonly double[][] Corners = [[-1, -1], [-1, 1], [1, -1], [1, 1]];

    [Theory]
    [InlineData("-++-")]
    [InlineData("+--+")]
    [InlineData("-+++")]
    [InlineData("---+")]
    public void Most_starts_lead_to_XOR_and_to_what_a_line_separates(string answers)
    {
        int ended = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            AdalineVote vote = Start(seed);
            bool changed = true;
            for (int epoch = 0; epoch < 200 && changed; epoch++)
            {
                changed = false;
                for (int i = 0; i < 4; i++)
                    changed |= vote.Learn(Corners[i], Sign(answers[i])).Count > 0;
            }

            ended += changed ? 0 : 1;
            if (!changed)
                Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(Sign(answers[i]), vote.Answer(Corners[i])));
        }

        Assert.InRange(ended, 12, 20);
    }

    [Fact]
    public void One_adaline_never_learns_XOR()
    {
        var vote = new AdalineVote([new Adaline([0.1, -0.2])]);
        for (int epoch = 0; epoch < 200; epoch++)
        {
            int changes = 0;
            for (int i = 0; i < 4; i++)
                changes += vote.Learn(Corners[i], Sign("-++-"[i])).Count;
            Assert.True(changes > 0);
        }
    }

    [Fact]
    public void The_nearest_to_zero_is_changed_and_its_sum_is_the_answer_afterwards()
    {
        // Sums at (1, 1): −0.2, −3, 0.5. One more vote for 1 turns it, and the first is nearest.
        var vote = new AdalineVote([new Adaline([-0.1, -0.1]), new Adaline([-1, -2]), new Adaline([0.25, 0.25])]);
        Assert.Equal(-1, vote.Answer([1, 1]));
        Assert.Equal([0], vote.Choose([1, 1], 1));
        Assert.Equal([0], vote.Learn([1, 1], 1));
        Assert.Equal(1, vote.Members[0].Sum([1, 1]), 1e-12);
        Assert.Equal([-1.0, -2.0], vote.Members[1].Weights);
        Assert.Equal(1, vote.Answer([1, 1]));
        Assert.Empty(vote.Learn([1, 1], 1));
    }

    [Fact]
    public void Where_all_are_wrong_two_of_three_are_changed()
    {
        var vote = new AdalineVote([new Adaline([-1]), new Adaline([-3]), new Adaline([-0.5])]);
        Assert.Equal([2, 0], vote.Learn([1], 1, alpha: 0.5));
        // s + α (y − s)
        Assert.Equal(0.25, vote.Members[2].Sum([1]), 1e-12);
        Assert.Equal(0, vote.Members[0].Sum([1]), 1e-12);
        Assert.Equal(-3, vote.Members[1].Sum([1]), 1e-12);
    }

    [Fact]
    public void What_is_no_vote_is_refused()
    {
        Assert.Contains("odd", Assert.Throws<ArgumentException>(() => new AdalineVote([])).Message);
        Assert.Contains("odd", Assert.Throws<ArgumentException>(() => new AdalineVote([new([1]), new([1])])).Message);
        Assert.Contains("differ", Assert.Throws<ArgumentException>(
            () => new AdalineVote([new([1]), new([1, 2]), new([1])])).Message);
        var vote = new AdalineVote([new Adaline([1])]);
        Assert.Throws<ArgumentOutOfRangeException>(() => vote.Learn([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => vote.Learn([1], 1, alpha: 2));
    }

    private static int Sign(char answer) => answer == '+' ? 1 : -1;

    private static AdalineVote Start(ulong seed)
    {
        var rng = new Rng(seed);
        return new([.. Enumerable.Range(0, 3).Select(_ =>
            new Adaline([rng.NextUniform(-1, 1), rng.NextUniform(-1, 1)], rng.NextUniform(-1, 1)))]);
    }
}
