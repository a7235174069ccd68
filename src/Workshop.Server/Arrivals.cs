// How many may join one dialogue from one address: a whole hall at once, then one each second. It stops nobody with a right code, and whoever fills a dialogue with invented people is not
// quicker than the facilitator who removes them (Newcomers.tsx).
using System.Net;
using System.Threading.RateLimiting;

namespace Workshop.Server;

public sealed class Arrivals(int atOnce = 300, int waiting = 30) : IDisposable
{
    private readonly PartitionedRateLimiter<(IPAddress? From, string Dialogue)> limiter = PartitionedRateLimiter.Create<(IPAddress? From, string Dialogue), (string, string)>(one =>
        RateLimitPartition.GetTokenBucketLimiter((Throttle.Name(one.From), one.Dialogue), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = atOnce, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst, AutoReplenishment = false,
        }));

    /// <summary>True: come in, perhaps after a while. False: so many wait that this one would wait too long; to be tried again.</summary>
    public async ValueTask<bool> Admits(IPAddress? from, string dialogueId, CancellationToken gone)
    {
        using var lease = await limiter.AcquireAsync((from, dialogueId), 1, gone);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
