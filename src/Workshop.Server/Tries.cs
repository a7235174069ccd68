// How many codes an address may try. In memory and of this process: a restart forgives, and each of several servers counts for itself (nginx sends all joins to one).
using System.Net;

namespace Workshop.Server;

/// <summary>
/// Distinct wrong codes within a minute, by address: people are not counted, because a whole room has one address and types one code. After <paramref name="most"/> of them every
/// code that is new from there, right or wrong, waits in one queue, so that how long it takes tells nothing. Nobody waits for a code that was right there before, nor
/// for one that was wrong a moment ago, nor for a secret of <paramref name="secret"/> signs or more, which nobody guesses.
/// </summary>
/// <remarks>
/// Within any minute an address learns of at most <paramref name="most"/> codes at once and one each <paramref name="pause"/>. The chance of a hit is in CodeChanceTests.
/// The code that most are waiting for goes first: 250 people with one code wait for one turn although somebody guesses beside them, and asking often does not quicken guessing.
/// </remarks>
public sealed class Tries(int most, TimeSpan pause, TimeProvider clock, int secret = int.MaxValue)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Most codes in a queue: who waits longer is not there any more.</summary>
    private const int MostWaiting = 10;
    private const int MostKnown = 500;
    private const int MostAddresses = 10_000;
    private readonly Dictionary<string, Address> addresses = [];
    private readonly Lock gate = new();

    private sealed class Address
    {
        /// <summary>By hash, so that no secret lies here.</summary>
        public readonly Dictionary<string, DateTimeOffset> Wrong = [];
        public readonly HashSet<string> Right = [];

        /// <summary>Being looked up now, by how many.</summary>
        public readonly Dictionary<string, int> Looking = [];
        public readonly List<Waiting> Queue = [];
        public bool Served;

        public bool Idle => Wrong.Count == 0 && Looking.Count == 0 && Queue.Count == 0 && !Served;
    }

    private sealed class Waiting(string code)
    {
        public string Code => code;

        public int People { get; set; }

        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>How many wait now, for those who test.</summary>
    public int Queued(IPAddress? from)
    {
        lock (gate) return addresses.TryGetValue(Throttle.Name(from), out var address) ? address.Queue.Sum(one => one.People) : 0;
    }

    /// <param name="kind">Codes of different kinds are different codes.</param>
    /// <param name="look">Null: the code leads nowhere.</param>
    /// <returns>Too many: it was one wrong code too many, or too many waited; answer 429.</returns>
    public async Task<(T? Found, bool TooMany)> Try<T>(IPAddress? from, string? typed, Func<Task<T?>> look, string kind = "") where T : class
    {
        var code = Devices.Hash(kind + " " + Keys.Plain(typed));
        var address = await Turn(Throttle.Name(from), code, free: typed?.Length >= secret);
        if (address is null) return (null, true);
        T? found = null;
        var known = false;
        try
        {
            found = await look();
            known = true;
        }
        finally
        {
            lock (gate)
            {
                if (--address.Looking[code] == 0) address.Looking.Remove(code);
                if (known) Learn(address, code, found is not null);
            }
        }
        lock (gate) return (found, found is null && Count(address) > most);
    }

    private async Task<Address?> Turn(string name, string code, bool free)
    {
        Address? address;
        Waiting? waiting = null;
        lock (gate)
        {
            if (addresses.Count >= MostAddresses) Sweep();
            if (!addresses.TryGetValue(name, out address)) addresses.Add(name, address = new Address());
            var tried = Count(address) + address.Looking.Keys.Count(one => !address.Right.Contains(one) && !address.Wrong.ContainsKey(one));
            if (free || tried < most || address.Right.Contains(code) || address.Wrong.ContainsKey(code) || address.Looking.ContainsKey(code)) Look(address, code);
            else waiting = Queue(address, code);
        }
        if (waiting is null) return address;
        Telemetry.CodeWaits();
        return await waiting.Turn.Task ? address : null;
    }

    private Waiting Queue(Address address, string code)
    {
        if (address.Queue.Find(one => one.Code == code) is not { } waiting)
        {
            if (address.Queue.Count >= MostWaiting)
            {
                var fewest = address.Queue.MinBy(one => one.People)!; // the one that has waited longest of those
                address.Queue.Remove(fewest);
                fewest.Turn.SetResult(false);
            }
            address.Queue.Add(waiting = new Waiting(code));
        }
        waiting.People++;
        if (address.Served) return waiting;
        address.Served = true;
        _ = Serve(address);
        return waiting;
    }

    private async Task Serve(Address address)
    {
        while (true)
        {
            await Task.Delay(pause, clock);
            lock (gate)
            {
                var next = address.Queue.MaxBy(one => one.People)!;
                address.Queue.Remove(next);
                for (var person = 0; person < next.People; person++) Look(address, next.Code);
                next.Turn.SetResult(true);
                if (address.Served = address.Queue.Count > 0) continue;
                return;
            }
        }
    }

    private static void Look(Address address, string code) => address.Looking[code] = address.Looking.GetValueOrDefault(code) + 1;

    private void Learn(Address address, string code, bool right)
    {
        if (right)
        {
            if (address.Right.Count < MostKnown) address.Right.Add(code);
            return;
        }
        address.Right.Remove(code); // it was once
        if (address.Wrong.Count >= MostKnown || !address.Wrong.TryAdd(code, clock.GetUtcNow())) return;
        Telemetry.WrongCode();
    }

    private int Count(Address address)
    {
        foreach (var (code, at) in address.Wrong)
            if (clock.GetUtcNow() - at > Window) address.Wrong.Remove(code);
        return address.Wrong.Count;
    }

    private void Sweep()
    {
        foreach (var (name, address) in addresses)
        {
            Count(address);
            if (address.Idle) addresses.Remove(name);
        }
    }
}
