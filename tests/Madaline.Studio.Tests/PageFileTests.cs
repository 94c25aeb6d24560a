using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Madaline.Studio.Views;

namespace Madaline.Studio.Tests;

/// <summary>The page's files: small, complete, with libraries as they were published, and without arithmetic.</summary>
public sealed partial class PageFileTests
{
    private const int MaxBytes = 400_000;

    [Fact]
    public void All_files_together_are_small() =>
        Assert.InRange(PageFiles.All.Values.Sum(file => file.Bytes.Length), 50_000, MaxBytes);

    [Theory]
    [InlineData("/vendor/lit-html.js", "b878e7f95dec8a9b6e9b217faca6b6a11bad82ebc44c0caa77419ed83edd81f2")]
    [InlineData("/vendor/uPlot.iife.min.js", "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f")]
    [InlineData("/vendor/uPlot.min.css", "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04")]
    public void Libraries_are_as_they_were_published(string path, string sha256)
    {
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(PageFiles.All[path].Bytes)));
        string stem = path.Split('/')[^1].Split('.')[0];
        Assert.Contains($"/vendor/{stem}.LICENSE.txt", PageFiles.All.Keys);
    }

    [Fact]
    public void What_a_file_names_is_there()
    {
        foreach (var (path, file) in PageFiles.All.Where(entry => !entry.Key.StartsWith("/vendor/")))
        {
            string text = System.Text.Encoding.UTF8.GetString(file.Bytes);
            foreach (Match match in Named().Matches(text))
            {
                string target = new Uri(new Uri($"http://studio{path}"), match.Groups[1].Value).AbsolutePath;
                Assert.True(PageFiles.All.ContainsKey(target), $"{path} names {target}");
            }
        }
    }

    [Fact]
    public void Every_view_with_a_page_has_both_halves_and_a_table()
    {
        string[] pages = [.. PageFiles.All.Keys.Where(path => path.StartsWith("/Views/") && path.EndsWith("/view.js"))];
        Assert.NotEmpty(pages);
        foreach (string page in pages)
        {
            string name = page.Split('/')[2];
            Assert.NotNull(ViewCatalog.Find(name.ToLowerInvariant()));
            string text = System.Text.Encoding.UTF8.GetString(PageFiles.All[page].Bytes);
            Assert.Contains("<table>", text);
            Assert.Matches($"(name: |view\\()\"{name.ToLowerInvariant()}\"", text);
            Assert.Contains($"/Views/{name}/view.css", System.Text.Encoding.UTF8.GetString(PageFiles.All["/Kit/index.html"].Bytes));
        }
    }

    [Fact]
    public void Pages_of_views_compute_nothing_of_models()
    {
        foreach (var (path, file) in PageFiles.All.Where(entry => entry.Key.StartsWith("/Views/") && entry.Key.EndsWith(".js")))
            Assert.False(Arithmetic().IsMatch(System.Text.Encoding.UTF8.GetString(file.Bytes)), $"{path} computes");
    }

    [GeneratedRegex("(?:from|src=|href=)\\s*\"([./][^\"]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex(@"Math\.(exp|log|tanh|pow|sinh|cosh)\b")]
    private static partial Regex Arithmetic();
}
