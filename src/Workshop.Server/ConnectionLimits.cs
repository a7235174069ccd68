// How many connections there may be: in all, from an address, of a device. Nothing is kept for a socket of somebody unknown: 1 800 of them, each with half a
// message, ended a process of 96 MB. A whole house behind one address gets in: 300 people, each with a socket and the six connections of a browser.
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Workshop.Server;

public sealed class ConnectionLimits(Settings settings, Devices devices) : IDisposable
{
    /// <summary>Tabs, a projector, and those that the server has not noticed to be gone.</summary>
    public const int OfDevice = 30;

    /// <summary>Files that the journal, the log and the like need for themselves.</summary>
    private const int Kept = 128;

    private readonly PartitionedRateLimiter<HttpContext> all = Partitioned<HttpContext>(settings.Connections, _ => "");

    private readonly PartitionedRateLimiter<HttpContext> ofOne = PartitionedRateLimiter.CreateChained(
        Partitioned<HttpContext>(settings.ConnectionsPerAddress, http => Throttle.Name(http.Connection.RemoteIpAddress)),
        Partitioned<HttpContext>(OfDevice, http => Devices.KeyOf(http) ?? ""));

    /// <summary>What the hub is asked, before it hears of it: the device must be known, and there must be room.</summary>
    /// <remarks>By its id a negotiated connection goes on; the id is a secret that only a known device was given.</remarks>
    public async Task Hub(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Query.ContainsKey("id") && await devices.Of(http) is null)
        {
            Telemetry.Turned("unknown");
            await http.Problem(401, "not-signed-in").ExecuteAsync(http);
            return;
        }
        if (HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method))
        {
            await next(http);
            return;
        }
        using var room = all.AttemptAcquire(http);
        using var own = room.IsAcquired ? ofOne.AttemptAcquire(http) : null;
        if (own is { IsAcquired: true })
        {
            await next(http);
            return;
        }
        // Full is this server's fault, and a proxy takes them to the next one; too many of one's own is not.
        Telemetry.Turned(own is null ? "full" : "too many");
        await http.Problem(own is null ? 503 : 429, own is null ? "unavailable" : "too-many-connections").ExecuteAsync(http);
    }

    /// <summary>Below HTTP: who says nothing at all. Behind a proxy all come from its address, so one that is trusted counts by itself.</summary>
    public static void Listen(KestrelServerOptions kestrel, Settings settings)
    {
        var most = Math.Min(2L * settings.Connections, Math.Max(Kept, Files() - Kept));
        kestrel.Limits.MaxConcurrentConnections = most;
        kestrel.Limits.MaxConcurrentUpgradedConnections = Math.Min(settings.Connections, most);
        var addresses = Partitioned<IPAddress>(2 * settings.ConnectionsPerAddress, address => Throttle.Name(address));
        kestrel.ConfigureEndpointDefaults(listens => listens.Use(next => async connection =>
        {
            if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || settings.TrustedProxies.Any(one => one.Contains(Plain(address))))
            {
                await next(connection);
                return;
            }
            using var place = addresses.AttemptAcquire(address);
            if (place.IsAcquired)
            {
                await next(connection);
                return;
            }
            Telemetry.Turned("too many");
            connection.Abort(new ConnectionAbortedException("too many connections from this address"));
        }));
    }

    public void Dispose()
    {
        all.Dispose();
        ofOne.Dispose();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static PartitionedRateLimiter<T> Partitioned<T>(int most, Func<T, string> of) => PartitionedRateLimiter.Create<T, string>(one =>
        RateLimitPartition.GetConcurrencyLimiter(of(one), _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 }));

    /// <summary>How many files and sockets the process may have open; the runtime has raised it as far as it may.</summary>
    private static long Files()
    {
        const string line = "Max open files";
        try
        {
            var said = File.ReadLines("/proc/self/limits").FirstOrDefault(one => one.StartsWith(line, StringComparison.Ordinal));
            return said is not null && long.TryParse(said[line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : long.MaxValue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue; // not Linux
        }
    }
}
