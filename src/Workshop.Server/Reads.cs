// How much one device may read. Commands are counted by person (Throttle.cs); this is for everything that is only looked at, because one page that asks in a circle must not slow a room.
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Workshop.Server;

public static class Reads
{
    /// <summary>Of one device at the same time; the others wait. More would let one fill both cores with snapshots.</summary>
    private const int AtOnce = 2;

    /// <summary>Who has no cookie yet is counted by address, where a whole house may come in within a minute.</summary>
    private const int Strangers = 20;

    public static void AddReads(this IServiceCollection services, Settings settings) => services.AddRateLimiter(limits =>
    {
        limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            Partitioned(http => Device(http) is { } device
                ? RateLimitPartition.GetTokenBucketLimiter(device, _ => Bucket(settings.ReadsPerSecond, settings.ReadsBurst))
                : RateLimitPartition.GetTokenBucketLimiter(Throttle.Name(http.Connection.RemoteIpAddress), _ => Bucket(settings.ReadsPerSecond * Strangers, settings.ReadsBurst * Strangers))),
            Partitioned(http => Device(http) is { } device
                ? RateLimitPartition.GetConcurrencyLimiter(device, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = settings.ReadsBurst })
                : RateLimitPartition.GetNoLimiter("")));
        limits.OnRejected = async (rejected, _) =>
        {
            Telemetry.ReadRefused();
            var after = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await rejected.HttpContext.Problem(429, "too-fast").ExecuteAsync(rejected.HttpContext);
        };
    });

    /// <summary>Files of the page itself are not counted: they lie in memory. Nor is health, which a proxy asks.</summary>
    private static PartitionedRateLimiter<HttpContext> Partitioned(Func<HttpContext, RateLimitPartition<string>> counted) => PartitionedRateLimiter.Create<HttpContext, string>(http =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            ? counted(http) : RateLimitPartition.GetNoLimiter(""));

    private static string? Device(HttpContext http) => Devices.KeyOf(http);

    /// <summary>A few wait for their token instead of being sent away: a page that comes back asks five things at once.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = burst, TokensPerPeriod = Math.Max(1, perSecond / 10), ReplenishmentPeriod = TimeSpan.FromSeconds(perSecond < 10 ? 1.0 / perSecond : 0.1),
        QueueLimit = Math.Max(1, burst / 2), QueueProcessingOrder = QueueProcessingOrder.OldestFirst, AutoReplenishment = false,
    };
}
