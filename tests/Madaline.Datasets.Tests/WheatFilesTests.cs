using System.Text;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Tests.Fuzzing;

namespace Madaline.Datasets.Tests;

public sealed class WheatFilesTests
{
    private const string Course =
        "Province,Area,Perimiter,Compactness,Kernel-Length,Kernel-Width,Asymmetry,Groove-Length,Type\r\n"
        + "Ontario,15.26,14.84,0.871,5.763,3.312,2.221,5.22,1\r\n"
        + "Nova Scotia,12.3,13.34,0.8684,5.242999999999999,2.9739999999999998,5.6370000000000005,5.063,3\r\n";

    private const string Plain =
        "15.26,14.84,0.871,5.763,3.312,2.221,5.22,1\n12.3,13.34,0.8684,5.243,2.974,5.637,5.063,3";

    private const string Uci =
        "15.26\t14.84\t0.871\t5.763\t3.312\t2.221\t5.22\t1\n12.3\t\t13.34\t0.8684\t5.243\t2.974\t5.637\t\t5.063\t3\n";

    [Theory]
    [InlineData(Course, 2)]
    [InlineData(Plain, 1)]
    [InlineData(Uci, 1)]
    public void The_three_layouts_give_the_same_numbers(string text, int firstLine)
    {
        var table = Parse(text);
        Assert.Equal(2, table.Count);
        Assert.Equal(7, table.Width);
        Assert.Equal([15.26f, 14.84f, 0.871f, 5.763f, 3.312f, 2.221f, 5.22f], table.Features[..7]);
        Assert.Equal([12.3f, 13.34f, 0.8684f, 5.243f, 2.974f, 5.637f, 5.063f], table.Features[7..14]);
        Assert.Equal([0, 2], table.Labels);
        Assert.Equal(["Kama", "Rosa", "Canadian"], table.ClassNames);
        Assert.Equal(
            ["area", "perimeter", "compactness", "kernel length", "kernel width", "asymmetry", "groove length"],
            table.FeatureNames);
        Assert.Equal([firstLine, firstLine + 1], table.SourceLines);
    }

    [Fact]
    public void A_header_decides_the_order_of_the_columns()
    {
        var table = Parse("Type,Area,Perimeter,Compactness,Groove Length,Kernel Length,Kernel Width,Asymmetry\n"
            + "2,1,2,3,7,4,5,6\n");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], table.Features[..7]);
        Assert.Equal([1], table.Labels);
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("1,2,3\n4,5,6\n", 1, 0)]
    [InlineData("1,2,3,4,5,6,7,1\n1,2,3,4,5,6,1,2,3,4\n", 2, 0)]
    [InlineData("1,2,3,4,5,6,7,1\n1,2,,4,5,6,7,1\n", 2, 3)]
    [InlineData("1,2,3,4,5,6,7,1\n1,2,3,x,5,6,7,1\n", 2, 4)]
    [InlineData("1,2,3,4,5,6,7,1\n1,2,3,4,5,6,7,4\n", 2, 8)]
    [InlineData("1,2,3,4,5,6,7,1\n1,1e40,3,4,5,6,7,2\n", 2, 2)]
    [InlineData("Colour,Area,Perimeter,Compactness,Length,Width,Asymmetry,Groove,Type\n", 1, 1)]
    [InlineData("Area,Area,Compactness,Length,Width,Asymmetry,Groove,Type\n", 1, 2)]
    public void What_is_wrong_is_reported_with_line_and_column(string text, int line, int column)
    {
        var error = Assert.Throws<DataFormatException>(() => Parse(text));
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.StartsWith("wheat.csv", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wheat/wheat.csv")]
    [InlineData("wheat/wheat-seeds.csv")]
    [InlineData("wheat/seeds_dataset.txt")]
    public void The_real_files_hold_seventy_kernels_of_each_variety(string path)
    {
        var table = WheatFiles.Read(RealData.File(path));
        Assert.Equal(210, table.Count);
        Assert.Equal([70, 70, 70], table.Labels.CountBy(label => label).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.Equal([15.26f, 14.84f, 0.871f, 5.763f, 3.312f, 2.221f, 5.22f], table.Features[..7]);
    }

    [Fact]
    public void The_three_real_files_agree_to_the_last_bit_of_single_precision()
    {
        var course = WheatFiles.Read(RealData.File("wheat/wheat.csv"));
        var plain = WheatFiles.Read(RealData.File("wheat/wheat-seeds.csv"));
        var uci = WheatFiles.Read(RealData.File("wheat/seeds_dataset.txt"));
        Assert.Equal(plain.Features, uci.Features);
        Assert.Equal(plain.Features, course.Features);
        Assert.Equal(plain.Labels, uci.Labels);
        Assert.Equal(plain.Labels, course.Labels);
    }

    [Fact]
    public void The_course_file_is_preferred_and_the_root_may_be_the_folder_itself()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["wheat"]);
        File.WriteAllText(folder["wheat/seeds_dataset.txt"], Uci);
        Assert.EndsWith("seeds_dataset.txt", WheatFiles.Locate(new DataRoot(folder.Path)), StringComparison.Ordinal);
        File.WriteAllText(folder["wheat/wheat.csv"], Course);
        Assert.EndsWith("wheat.csv", WheatFiles.Locate(new DataRoot(folder.Path)), StringComparison.Ordinal);
        Assert.Equal(2, WheatFiles.Load(new DataRoot(folder["wheat"])).Count);
    }

    [Fact]
    public void A_missing_set_names_the_files_the_folder_and_the_flag()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<DatasetNotFoundException>(() => WheatFiles.Load(new DataRoot(folder.Path)));
        foreach (var part in (string[])["wheat.csv", "seeds_dataset.txt", folder["wheat"], "MADALINE_DATA"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_thousand_damaged_files_throw_only_the_documented_error()
    {
        byte[][] seeds = [.. ((string[])[Course, Plain, Uci]).Select(Encoding.UTF8.GetBytes)];
        var (read, refused) = Fuzz.Run(
            seeds, 3000, input => Parse(input).Features.Length * 4L, (file, _) => 2 * file + (1 << 20));
        Assert.True(read > 50 && refused > 500, $"{read} read, {refused} refused: the mutations are one-sided");
    }

    [Fact]
    public void A_file_of_line_ends_or_of_one_line_allocates_in_proportion()
    {
        foreach (var text in (string[])[new('\n', 500_000), string.Concat(Enumerable.Repeat("1\n", 250_000)),
            new(',', 500_000), new('\t', 500_000), new('9', 500_000)])
        {
            var input = Encoding.UTF8.GetBytes(text);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<DataFormatException>(() => Parse(input));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * input.Length + (1 << 20));
        }
    }

    private static TableData Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    private static TableData Parse(byte[] text) => WheatFiles.Read(new MemoryStream(text), "wheat.csv");
}
