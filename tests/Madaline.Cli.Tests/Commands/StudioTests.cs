using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Madaline.Cli.Tests.Commands;

/// <summary><c>madaline studio</c> and <c>train --studio</c>: the tool serves the page, and ends with Ctrl-C.</summary>
public sealed class StudioTests
{
    private const string Look =
        """{"kind":"subscribe","id":1,"view":"microscope","args":{"layer":0,"neuron":3,"cell":400,"sample":7}}""";

    [Fact]
    public async Task A_moment_has_the_same_digits_in_two_processes_with_one_thread_and_with_two()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl-C is sent by a signal here");
        using var tool = new Tool();
        string recipe = tool.SmallRecipe(epochs: 3);
        var frames = new List<string>();
        foreach (string threads in new[] { "1", "2" })
        {
            using var studio = new RunningTool(tool, "studio", recipe, "--threads", threads, "--json");
            using var page = await studio.ConnectAsync();
            await page.SendAsync("""{"kind":"do","action":"reach","value":41}""");
            await page.SendAsync(Look);
            frames.Add(await page.FrameAsync(step: 41));
            studio.Interrupt().Expect(0);
        }

        Assert.Equal(frames[0], frames[1]);
        Assert.Contains("equations", frames[0]);
    }

    [Fact]
    public async Task A_training_that_is_watched_leaves_the_run_of_one_that_is_not_and_stays_until_it_is_interrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl-C is sent by a signal here");
        using var tool = new Tool();
        string recipe = tool.SmallRecipe(epochs: 3);
        tool.Run("train", recipe, "--out", "alone", "--quiet").Expect(0);
        using var studio = new RunningTool(tool, "train", recipe, "--out", "watched", "--studio", "--json");
        using var page = await studio.ConnectAsync();
        await page.SendAsync(Look);
        await page.FrameAsync(step: 3 * 19);
        studio.Interrupt().Expect(0);
        Assert.Equal(File.ReadAllBytes(tool["alone/model.safetensors"]), File.ReadAllBytes(tool["watched/model.safetensors"]));
    }

    [Fact]
    public async Task With_a_port_of_its_own_the_address_is_the_same_at_each_start_and_for_this_user_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Ctrl-C is sent by a signal here");
            return;
        }

        using var tool = new Tool();
        string recipe = tool.SmallRecipe();
        // Below those that the system gives to others between two starts.
        int port = 20_000 + (Environment.ProcessId % 10_000);
        var addresses = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            using var studio = new RunningTool(tool, "studio", recipe, "--port", $"{port}", "--json");
            addresses.Add((await studio.AddressAsync()).AbsoluteUri);
            studio.Interrupt().Expect(0);
        }

        Assert.Equal(addresses[0], addresses[1]);
        string secret = tool["madaline/studio.key"];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using var other = new RunningTool(tool, "studio", recipe, "--port", $"{port}", "--json");
        Assert.NotEqual(addresses[0], (await other.AddressAsync()).AbsoluteUri);
    }

    [Fact]
    public void What_does_not_go_together_is_said_before_anything_is_served()
    {
        using var tool = new Tool();
        tool.Run("studio", "digits", "--run", "runs/none").Explains(2, "a run has its own recipe");
        tool.Run("train", "digits", "--port", "4711").Explains(2, "Add --studio");
        tool.Run("studio", "nothing-of-that-name").Explains(2, "nothing-of-that-name");
    }

    [Fact]
    public void A_run_is_explained_in_one_file_with_the_moments_that_are_asked_for()
    {
        using var tool = new Tool();
        string run = tool.Trained();
        var page = tool.Run("explain", run, "-o", "page.html", "--steps", "0, 5", "--json").Expect(0).Last;
        Assert.Equal([0, 5, 38], page.GetProperty("steps").EnumerateArray().Select(step => step.GetInt64()));
        string html = File.ReadAllText(tool["page.html"]);
        Assert.Equal(page.GetProperty("bytes").GetInt64(), new FileInfo(tool["page.html"]).Length);
        Assert.Contains("default-src 'none'", html);
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org/", ""));
        Outcome said = tool.Run("explain", run).Expect(0);
        Assert.Contains(Path.Combine(run, "page.html"), said.Out);
        Assert.True(File.Exists(tool["run/page.html"]));
    }

    [Theory]
    [InlineData(2, "--steps is 1,x; expected integers from 0", "--steps", "1,x")]
    [InlineData(1, "step 99 is not one of this training. It has 38 steps; expected 0 to 38", "--steps", "99")]
    [InlineData(2, "--samples is 0; expected an integer from 1 to 50", "--samples", "0")]
    public void What_cannot_be_explained_is_named_and_no_file_is_left(int code, string words, params string[] flags)
    {
        using var tool = new Tool();
        string run = tool.Trained();
        tool.Run(["explain", run, "-o", "page.html", .. flags]).Explains(code, words);
        Assert.False(File.Exists(tool["page.html"]));
    }

    /// <summary>A tool that goes on until it is interrupted.</summary>
    private sealed class RunningTool(Tool tool, params string[] args) : IDisposable
    {
        private readonly Process _process = tool.Start(args);
        private bool _isOver;

        public async Task<Uri> AddressAsync()
        {
            while (await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.TryGetProperty("address", out var address))
                    return new Uri(address.GetString()!);
            }

            throw new InvalidOperationException($"it ended: {await _process.StandardError.ReadToEndAsync()}");
        }

        public async Task<Page> ConnectAsync()
        {
            Uri address = await AddressAsync();
            var socket = new ClientWebSocket();
            socket.Options.Proxy = null;
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{address.Port}/live"), CancellationToken.None);
            var page = new Page(socket);
            await page.SendAsync($$"""{"kind":"hello","token":"{{address.Fragment[1..33]}}"}""");
            return page;
        }

        public Outcome Interrupt()
        {
            Process.Start("kill", ["-INT", $"{_process.Id}"]).WaitForExit();
            _isOver = true;
            return Tool.Finish(_process, "", timeoutSeconds: 60);
        }

        public void Dispose()
        {
            if (_isOver)
                return;
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }

    /// <summary>A page without a browser.</summary>
    private sealed class Page(ClientWebSocket socket) : IDisposable
    {
        private const int HeaderBytes = 24;

        public Task SendAsync(string text) =>
            socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

        /// <summary>The JSON and the numbers of a frame, as text.</summary>
        public async Task<string> FrameAsync(long step)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            byte[] buffer = new byte[1 << 20];
            while (true)
            {
                int length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType != WebSocketMessageType.Binary)
                    continue;
                if (BitConverter.ToInt64(buffer, 8) == step)
                    return Encoding.Latin1.GetString(buffer, HeaderBytes, length - HeaderBytes);
                await SendAsync("""{"kind":"ack","id":1}""");
            }
        }

        public void Dispose() => socket.Dispose();
    }
}
