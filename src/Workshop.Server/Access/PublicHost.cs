// Under which name people reach us: other names are refused where the operator has said one, and what a proxy says is believed of those that are trusted.
using System.Net;

namespace Workshop.Server;

public static class PublicHost
{
    private static readonly string[] Forwarded = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"];

    /// <summary>Once a process, before any of them is taken away: without it a forgotten setting shows first when the whole room is throttled as one address.</summary>
    public static void WarnOfForwarded(this WebApplication app, Settings settings)
    {
        var said = 0;
        app.Use((http, next) =>
        {
            if (Volatile.Read(ref said) == 0 && Forwarded.Any(http.Request.Headers.ContainsKey) && http.Connection.RemoteIpAddress is { } from && !Trusted(settings, from) && Interlocked.Exchange(ref said, 1) == 0)
                app.Logger.ForwardedNotTrusted(from.ToString());
            return next(http);
        });
    }

    private static bool Trusted(Settings settings, IPAddress from) =>
        settings.TrustedProxies.Any(network => network.Contains(from) || (from.IsIPv4MappedToIPv6 && network.Contains(from.MapToIPv4())));

    /// <summary>
    /// A name that is not ours gets no page and no cookie. Health is asked by address, and this machine asks itself by loopback: a browser sends such a name to nobody else.
    /// Ports are not compared, since proxies leave them out.
    /// </summary>
    public static void PinHost(this WebApplication app, Settings settings)
    {
        if (settings.PublicUrl is not { } url) return;
        app.Use(async (http, next) =>
        {
            var host = http.Request.Host.Host;
            if (host.Equals(url.Host, StringComparison.OrdinalIgnoreCase) || http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || Loopback(host)) await next(http);
            else await http.Problem(421, "wrong-host").ExecuteAsync(http);
        });
    }

    private static bool Loopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
