using Microsoft.AspNetCore.Http;

namespace Madaline.Studio.Guard;

/// <summary>
/// Lets in what was sent to this server by name and, from a browser, by a page of its own: a page elsewhere whose name
/// leads to the loopback address (DNS rebinding) is refused.
/// </summary>
/// <param name="hosts">What the Host header may be, such as <c>127.0.0.1:4000</c>.</param>
internal sealed class HostGuard(IReadOnlyCollection<string> hosts)
{
    /// <summary>The status that refuses a request; null where it is let in.</summary>
    public int? Refuse(HttpRequest request)
    {
        if (!hosts.Contains(request.Host.Value ?? "", StringComparer.OrdinalIgnoreCase))
            return StatusCodes.Status421MisdirectedRequest;
        string? origin = request.Headers.Origin.Count == 0 ? null : request.Headers.Origin.ToString();
        bool isOwn = origin is null || hosts.Any(host =>
            string.Equals(origin, $"http://{host}", StringComparison.OrdinalIgnoreCase));
        return isOwn ? null : StatusCodes.Status403Forbidden;
    }

    /// <summary>The names by which a port of the loopback address is called.</summary>
    public static IReadOnlyCollection<string> Loopback(int port) =>
        [$"127.0.0.1:{port}", $"localhost:{port}", $"[::1]:{port}"];
}
