using System.Security.Cryptography;
using Madaline.Datasets.Downloads;

namespace Madaline.Datasets.Tests.Downloads;

public sealed class DownloaderTests
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(300_000);

    private static readonly DownloadOptions Local = new()
    {
        AllowLoopbackHttp = true,
        Offline = false,
        StallTimeoutSeconds = 60,
        MaxRedirects = 3,
    };

    [Theory]
    [InlineData("good")]
    [InlineData("redirect")]
    public async Task A_good_server_delivers_the_file_and_progress(string path)
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        var seen = new Recorder();
        await new Downloader(Local).DownloadAsync("set", folder["set"], [FileAt(server[path])], seen);
        Assert.Equal(["set/data.gz"], folder.Files());
        Assert.Equal(Content, File.ReadAllBytes(folder["set/data.gz"]));
        Assert.Equal(Content.Length, seen.Last.ReceivedBytes);
        Assert.Equal(Content.Length, seen.Last.TotalBytes);
    }

    [Theory]
    [InlineData("silent", "nothing for 0.3 seconds")]
    [InlineData("stall", "nothing for 0.3 seconds")]
    [InlineData("cut", "stopped after 150000 of 300000 bytes")]
    [InlineData("cut-without-length", "stopped after 150000 of 300000 bytes")]
    [InlineData("corrupt", "SHA256")]
    [InlineData("longer", "more than 300000 bytes")]
    [InlineData("other-length", "offers 300001 bytes")]
    [InlineData("missing", "404")]
    [InlineData("redirect-loop", "more than 3 times")]
    [InlineData("redirect-to-http", "http://example.com, which is not https")]
    [InlineData("redirect-to-file", "not https")]
    [InlineData("redirect-nowhere", "nowhere")]
    public async Task A_bad_server_leaves_nothing_and_an_error_that_teaches(string path, string reason)
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        var options = path is "silent" or "stall" ? Local with { StallTimeoutSeconds = 0.3 } : Local;
        var error = await Assert.ThrowsAsync<DatasetNotFoundException>(
            () => new Downloader(options).DownloadAsync("set", folder["set"], [FileAt(server[path])]));
        foreach (var part in (string[])[reason, "data.gz", folder["set"], "MADALINE_DATA"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Mirrors_are_tried_in_turn_until_one_serves()
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        var file = FileAt(server["missing"], server["corrupt"], server["cut"], server["good"], server["never-asked"]);
        await new Downloader(Local).DownloadAsync("set", folder.Path, [file]);
        Assert.Equal(["/missing", "/corrupt", "/cut", "/good"], server.Requests);
        Assert.Equal(["data.gz"], folder.Files());
    }

    [Fact]
    public async Task Every_mirror_s_failure_is_named()
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        var file = FileAt(server["missing"], server["corrupt"]);
        var error = await Assert.ThrowsAsync<DatasetNotFoundException>(
            () => new Downloader(Local).DownloadAsync("set", folder.Path, [file]));
        Assert.Contains("404", error.Message, StringComparison.Ordinal);
        Assert.Contains("SHA256", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task What_arrived_whole_stays_and_only_the_rest_is_wanted()
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        var good = FileAt(server["good"]) with { Name = "first.gz" };
        var bad = FileAt(server["cut"]) with { Name = "second.gz" };
        var error = await Assert.ThrowsAsync<DatasetNotFoundException>(
            () => new Downloader(Local).DownloadAsync("set", folder.Path, [good, bad]));
        Assert.Equal(["second.gz"], error.Files);
        Assert.Equal(["first.gz"], folder.Files());
        await new Downloader(Local).DownloadAsync("set", folder.Path, [good]);
        Assert.Equal(["/good", "/cut"], server.Requests);
    }

    [Fact]
    public async Task A_stale_partial_file_is_overwritten()
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["data.gz.partial"], "left by a killed process");
        await new Downloader(Local).DownloadAsync("set", folder.Path, [FileAt(server["good"])]);
        Assert.Equal(["data.gz"], folder.Files());
        Assert.Equal(Content, File.ReadAllBytes(folder["data.gz"]));
    }

    [Fact]
    public async Task Cancelling_leaves_nothing()
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        var progress = new Recorder(_ => cancel.Cancel());
        var file = FileAt(server["stall"]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new Downloader(Local).DownloadAsync("set", folder["set"], [file], progress, cancel.Token));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Offline_refuses_at_once_without_asking()
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        var offline = new Downloader(Local with { Offline = true });
        var error = await Assert.ThrowsAsync<DatasetNotFoundException>(
            () => offline.DownloadAsync("set", folder["set"], [FileAt(server["good"])]));
        Assert.Contains("switched off by the options", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void The_environment_decides_where_the_options_do_not(string? value, bool isOffline)
    {
        var before = Environment.GetEnvironmentVariable("MADALINE_OFFLINE");
        try
        {
            Environment.SetEnvironmentVariable("MADALINE_OFFLINE", value);
            Assert.Equal(isOffline, new Downloader().IsOffline);
            Assert.False(new Downloader(Local).IsOffline);
        }
        finally
        {
            Environment.SetEnvironmentVariable("MADALINE_OFFLINE", before);
        }
    }

    [Fact]
    public async Task Plain_http_is_refused_even_on_this_machine_unless_a_test_allows_it()
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        var strict = new Downloader(new DownloadOptions { Offline = false });
        var error = await Assert.ThrowsAsync<DatasetNotFoundException>(
            () => strict.DownloadAsync("set", folder["set"], [FileAt(server["good"])]));
        Assert.Contains("not https", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_file_pinned_by_md5_is_checked_too()
    {
        await using var server = new LocalServer(Content);
        using var folder = new TemporaryFolder();
        var pinned = FileAt(server["corrupt"], server["good"]) with
        {
            Hash = PinnedHash.Md5(Convert.ToHexString(MD5.HashData(Content))),
        };
        await new Downloader(Local).DownloadAsync("set", folder.Path, [pinned]);
        Assert.Equal(Content, File.ReadAllBytes(folder["data.gz"]));
        Assert.Throws<ArgumentException>(() => PinnedHash.Md5("abc"));
        Assert.Throws<ArgumentException>(() => PinnedHash.Sha256(new string('g', 64)));
    }

    private static DownloadFile FileAt(params Uri[] mirrors) =>
        new("data.gz", Content.Length, PinnedHash.Sha256(Convert.ToHexString(SHA256.HashData(Content))), mirrors);

    /// <summary>Progress told on the spot, not on another thread.</summary>
    private sealed class Recorder(Action<DownloadProgress>? then = null) : IProgress<DownloadProgress>
    {
        public DownloadProgress Last { get; private set; }

        public void Report(DownloadProgress value)
        {
            Last = value;
            then?.Invoke(value);
        }
    }
}
