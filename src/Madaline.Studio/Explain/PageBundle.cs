using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Madaline.Studio.Views;

namespace Madaline.Studio.Explain;

/// <summary>
/// The studio's page with all its files and a recording in one HTML file, which asks for nothing else.
/// </summary>
/// <remarks>
/// Modules come as data addresses in an import map, since a file has no server that they could be asked of. The page's
/// own policy lets in these scripts by their hashes, and no request at all.
/// </remarks>
internal static partial class PageBundle
{
    private const string Start = "/Kit/app.js", Prefix = "madaline";

    /// <summary>Puts the page together.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="recording">What it shows.</param>
    public static string Of(string title, byte[] recording)
    {
        string plots = Text("/vendor/uPlot.iife.min.js").Replace("</script", "<\\/script");
        string map = ImportMap(), begin = $"import \"{Prefix}{Start}\";", styles = Styles();
        string policy = $"default-src 'none'; script-src {Hash(plots)} {Hash(map)} {Hash(begin)} data:; "
            + $"style-src {Hash(styles)}; img-src data: blob:; base-uri 'none'; form-action 'none'; "
            + "require-trusted-types-for 'script'; trusted-types lit-html";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta http-equiv="Content-Security-Policy" content="{policy}">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{System.Net.WebUtility.HtmlEncode(title)}</title>
              <link rel="icon" href="data:image/svg+xml;base64,{Base64("/Kit/icon.svg")}">
              <style>{styles}</style>
              <script>{plots}</script>
              <script type="importmap">{map}</script>
            </head>
            <body>
              <noscript>This is a program in a page: it needs JavaScript.</noscript>
              <div id="app"></div>
              <div id="live" class="visually-hidden" aria-live="polite"></div>
              <script type="application/octet-stream" id="recording">{Convert.ToBase64String(recording)}</script>
              <script type="module">{begin}</script>
            </body>
            </html>

            """;
    }

    private static string Styles()
    {
        var text = new StringBuilder();
        foreach (Match link in StyleLink().Matches(Text("/Kit/index.html")))
            text.Append(Text(link.Groups[1].Value)).Append('\n');
        return text.ToString();
    }

    private static string ImportMap()
    {
        var modules = PageFiles.All.Keys.Where(path => path.EndsWith(".js") && !path.Contains(".iife."))
            .Select(path => $"\"{Prefix}{path}\":\"data:text/javascript;base64,{Base64Of(Module(path))}\"");
        return $"{{\"imports\":{{{string.Join(',', modules)}}}}}";
    }

    /// <summary>A module whose imports have names in place of relative addresses.</summary>
    private static string Module(string path)
    {
        var here = new Uri(new Uri("file://"), path);
        return Import().Replace(Text(path),
            match => $"from \"{Prefix}{new Uri(here, match.Groups[1].Value).AbsolutePath}\"");
    }

    private static string Text(string path) => Encoding.UTF8.GetString(PageFiles.All[path].Bytes);

    private static string Base64(string path) => Convert.ToBase64String(PageFiles.All[path].Bytes);

    private static string Base64Of(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Hash(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    [GeneratedRegex("from \"(\\.[^\"]+)\"")]
    private static partial Regex Import();

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\">")]
    private static partial Regex StyleLink();
}
