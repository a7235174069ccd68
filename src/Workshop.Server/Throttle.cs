// How many tries an address has, and how many commands a person has. In memory: a restart forgives, and that is a known limit.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Workshop.Server;

/// <summary>
/// Wrong tries within a minute by address. Right ones are never refused: a whole room behind one address must get in although
/// somebody mistypes, unless hundreds of tries from an address that has guessed already wait at once. Otherwise an address that has used up its tries waits its turn, one try at a time, which makes guessing slow.
/// </summary>
public sealed class Tries(int most, TimeSpan pause, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private const int MostWaiting = 200;
    private readonly ConcurrentDictionary<string, Address> addresses = new();

    private sealed class Address
    {
        public readonly Queue<DateTimeOffset> Wrong = new();
        public readonly SemaphoreSlim Turn = new(1);
        public int Waiting;
    }

    /// <summary>Before looking: waits for its turn if the address has guessed wrong too often. False: too many wait already.</summary>
    public async ValueTask<bool> Turn(IPAddress? from)
    {
        if (!addresses.TryGetValue(Name(from), out var address) || Count(address) <= most) return true;
        if (Interlocked.Increment(ref address.Waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref address.Waiting);
            return false;
        }
        await address.Turn.WaitAsync();
        try
        {
            await Task.Delay(pause, clock);
            return true;
        }
        finally
        {
            address.Turn.Release();
            Interlocked.Decrement(ref address.Waiting);
        }
    }

    /// <summary>A wrong try. True: it was one too many, answer 429.</summary>
    public bool Wrong(IPAddress? from)
    {
        if (addresses.Count > 10_000) Sweep();
        var address = addresses.GetOrAdd(Name(from), _ => new Address());
        lock (address.Wrong)
        {
            if (address.Wrong.Count <= most * 2) address.Wrong.Enqueue(clock.GetUtcNow());
        }
        return Count(address) > most;
    }

    private int Count(Address address)
    {
        lock (address.Wrong)
        {
            while (address.Wrong.TryPeek(out var at) && clock.GetUtcNow() - at > Window) address.Wrong.Dequeue();
            return address.Wrong.Count;
        }
    }

    private void Sweep()
    {
        foreach (var (name, address) in addresses)
            if (Count(address) == 0) addresses.TryRemove(name, out _);
    }

    // A household or a provider's customer has a whole /64 of IPv6.
    private static string Name(IPAddress? address)
    {
        if (address is null) return "?";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}

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
