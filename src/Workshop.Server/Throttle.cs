// How many commands a person has. In memory: a restart forgives, and that is a known limit.
// Rejected: System.Threading.RateLimiting's bucket, which gives all that a DoAll asks for or nothing, has no TimeProvider, and comes back in whole periods.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Workshop.Server;

/// <summary>Commands per person: a token bucket each, shared by all their connections to this process.</summary>
public sealed class Rates(Settings settings, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Dialogue, string Person), Bucket> buckets = new();

    public Bucket Of(string dialogueId, string person)
    {
        if (buckets.TryGetValue((dialogueId, person), out var known)) return known;
        if (buckets.Count > 50_000) Sweep();
        return buckets.GetOrAdd((dialogueId, person), static (_, rates) => new Bucket(rates.settings.CommandsPerSecond, rates.settings.Burst, rates.clock), (settings, clock));
    }

    private void Sweep()
    {
        foreach (var (key, bucket) in buckets)
            if (bucket.Full) buckets.TryRemove(key, out _);
    }
}

public sealed class Bucket(int perSecond, int burst, TimeProvider clock)
{
    private readonly Lock gate = new();
    private double tokens = burst;
    private long last = clock.GetTimestamp();

    public bool Full
    {
        get
        {
            lock (gate) return Fill() >= burst;
        }
    }

    /// <summary>Takes up to <paramref name="wanted"/>; how many it got, and after how many ms to try again for the rest.</summary>
    public (int Got, int RetryMs) Take(int wanted)
    {
        lock (gate)
        {
            Fill();
            var got = Math.Min(wanted, (int)tokens);
            tokens -= got;
            return got == wanted ? (got, 0) : (got, Math.Max(1, (int)Math.Ceiling((1 - tokens) * 1000 / perSecond)));
        }
    }

    private double Fill()
    {
        var now = clock.GetTimestamp();
        tokens = Math.Min(burst, tokens + clock.GetElapsedTime(last, now).TotalSeconds * perSecond);
        last = now;
        return tokens;
    }
}

public static class Throttle
{
    /// <summary>What is counted as one address: a household or a provider's customer has a whole /64 of IPv6.</summary>
    public static string Name(IPAddress? address)
    {
        if (address is null) return "?";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
