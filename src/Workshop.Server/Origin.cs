// Whose page is calling? A browser says so in Origin and Sec-Fetch-Site; programs that are no browsers say nothing and hold no cookie by accident.
using System.Net;

namespace Workshop.Server;

public static class Origin
{
    /// <summary>State-changing calls, and everything to the hub: a WebSocket is opened by GET and is not bound by CORS.</summary>
    public static bool Matters(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Path.StartsWithSegments("/hub", StringComparison.OrdinalIgnoreCase);

    public static bool Allowed(HttpRequest request, Uri? publicUrl)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var from)) return false; // "null" of a sandboxed frame lands here
        if (publicUrl is not null && Same(from, publicUrl)) return true;
        if (!Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own)) return false;
        return Same(from, own) || (from.Port == own.Port && from.Scheme == own.Scheme && Loopback(from) && Loopback(own));
    }

    private static bool Same(Uri a, Uri b) => a.Scheme == b.Scheme && a.Port == b.Port && a.Host.Equals(b.Host, StringComparison.OrdinalIgnoreCase);

    private static bool Loopback(Uri uri) => uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>As people reach us, for links that leave the page.</summary>
    public static string Outside(this Settings settings, HttpRequest request) =>
        settings.PublicUrl is { } url ? url.GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host}";
}
