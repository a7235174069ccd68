// Many people in many dialogues write and move on several servers while things go wrong, and nothing that was acknowledged may be lost, doubled
// or seen differently by anybody. Two servers decide for each dialogue all the time: a part of its people comes in past the proxy, at other servers.
// Honest limit: the seed decides what goes wrong, in which order, for whom and for how long; not how the machine interleaves it.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Workshop.Load.Storms;

namespace Workshop.Load.Chaos;

/// <param name="Faults">How many, of the kinds in Faults.cs.</param>
/// <param name="StuckAfter">Nobody may wait longer for a receipt while at least one way in is open.</param>
public sealed record OrdealPlan(int Seed, int Faults = 14, int Dialogues = 10, int People = 200, int Servers = 3, double DeedsPerSecond = 0.5, int StuckAfter = 60);

/// <param name="Pauses">By kind of fault: the longest time from a deed to its receipt, in ms, for those behind the proxy.</param>
public sealed record OrdealResult(
    int Seed, int People, int Dialogues, int Deeds, int Acknowledged, int Refused, int Resent, IReadOnlyList<(string Felt, double Pause)> Pauses, IReadOnlyList<string> NotDone, TimeSpan Took, IReadOnlyList<string> Problems)
{
    public bool Held => Problems.Count == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {People} people in {Dialogues} dialogues, {Pauses.Count} faults, {Deeds} deeds → {Acknowledged} acknowledged, {Refused} refused, {Resent} resent, {Took.TotalSeconds:0} s: {(Held ? "held" : string.Join("\n  ", Problems.Prepend($"{Problems.Count} problems")))}\n{string.Join("\n", Pauses.Select(one => $"  {one.Pause,7:0} ms  {one.Felt}"))}{string.Concat(NotDone.Select(why => $"\n  not done: {why}"))}");
}

public static class Ordeal
{
    /// <summary>Minima: every fault done, and at least a deed of each person acknowledged after the last of them.</summary>
    /// <param name="path">Of Workshop.Server.dll.</param>
    public static async Task<OrdealResult> Run(OrdealPlan plan, string? path = null)
    {
        var clock = Stopwatch.StartNew();
        var random = new Random(plan.Seed);
        await using var all = await Installation.Start(plan.Servers, path);
        var rooms = new List<Room>();
        try
        {
            for (var i = 0; i < plan.Dialogues; i++)
            {
                var dialogue = i;
                rooms.Add(await Room.Open(all.Front, plan.People / plan.Dialogues, unchecked((plan.Seed * 31) + i), keepEvents: false, way: one => one % 4 == 3 ? all.Servers[(dialogue + one / 4) % plan.Servers].Address : all.Front));
            }

            using var enough = new CancellationTokenSource();
            var felt = new Felt();
            var doing = rooms.SelectMany(room => room.People.Select((one, i) => Task.Run(() => Live(room, one, i % 4 != 3, new Random(unchecked((plan.Seed * 397) ^ (rooms.IndexOf(room) * 1000) ^ i)), plan, felt, enough.Token)))).ToList();
            var (pauses, notDone) = (new List<(string, double)>(), new List<string>());
            foreach (var fault in Faults.Order(random).Take(plan.Faults))
            {
                if (fault.Possible?.Invoke(all) is { } why)
                {
                    notDone.Add($"{fault.Felt}: {why}");
                    continue;
                }

                felt.Begin();
                await fault.Do(all, random);
                await Back(rooms, fault.Felt, plan.StuckAfter);
                pauses.Add((fault.Felt, felt.End()));
            }

            await enough.CancelAsync();
            var deeds = (await Task.WhenAll(doing).WaitAsync(TimeSpan.FromMinutes(3))).Sum();
            foreach (var room in rooms) await room.Settle();
            foreach (var server in all.Servers) rooms[0].Logged(server);
            var problems = rooms.SelectMany(room => room.Problems).ToList();
            problems.AddRange(felt.Stuck);
            var acknowledged = rooms.Sum(room => room.Ledger.Acknowledged);
            if (pauses.Count + notDone.Count < plan.Faults) problems.Add($"only {pauses.Count} of {plan.Faults} faults");
            if (acknowledged < plan.People * 2) problems.Add($"only {acknowledged} deeds were acknowledged");
            return new OrdealResult(plan.Seed, plan.People, plan.Dialogues, deeds, acknowledged, rooms.Sum(room => room.Ledger.Refused), rooms.Sum(room => room.People.Sum(one => one.Counts.Resent)), pauses, notDone, clock.Elapsed, problems);
        }
        finally
        {
            foreach (var room in rooms) await room.DisposeAsync();
        }
    }

    /// <summary>Everybody is connected, and what everybody does now is acknowledged: the fault is over for each of them.</summary>
    private static Task Back(List<Room> rooms, string felt, int seconds) => Task.WhenAll(rooms.SelectMany(room => room.People.Select(async one =>
    {
        await one.Until(() => one.Live, $"to be back after: {felt}", TimeSpan.FromSeconds(seconds));
        await one.Do(Asks.Ready(true)).WaitAsync(TimeSpan.FromSeconds(seconds));
        await one.Do(Asks.Ready(false)).WaitAsync(TimeSpan.FromSeconds(seconds));
    })));

    private static async Task<int> Live(Room room, Client one, bool behindProxy, Random random, OrdealPlan plan, Felt felt, CancellationToken enough)
    {
        var own = new ConcurrentQueue<string>();
        var answers = new List<Task>();
        while (true)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / plan.DeedsPerSecond), enough);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            if (one.Waiting < 20) answers.Add(Deed(Next()));
        }

        await Task.WhenAll(answers);
        return answers.Count;

        JsonObject Next() => own.TryPeek(out var note) ? random.Next(10) switch
        {
            < 3 => Asks.Move(note, random.NextDouble() * 1000, random.NextDouble() * 1000),
            3 => Asks.Vote(note, random.Next(3)),
            _ => Asks.AddNote(room.Phase, $"{one.ParticipantId} {random.Next()}"),
        } : Asks.AddNote(room.Phase, $"{one.ParticipantId} {random.Next()}");

        async Task Deed(JsonObject command)
        {
            var mark = Ledger.MarkOf(command);
            var since = Stopwatch.GetTimestamp();
            var receipt = await one.Do(command);
            if (behindProxy) felt.Answered(since, one.Name, plan.StuckAfter);
            room.Ledger.Note(mark, receipt);
            if (receipt.Ok && (string?)command["type"] == "addItem") own.Enqueue((string)command["item"]!["id"]!);
        }
    }

    /// <summary>How long people waited for their receipts, fault by fault.</summary>
    private sealed class Felt
    {
        private readonly Lock gate = new();
        private double longest;

        public ConcurrentQueue<string> Stuck { get; } = new();

        public void Answered(long since, string who, int stuckAfter)
        {
            var waited = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            lock (gate) longest = Math.Max(longest, waited);
            if (waited > stuckAfter * 1000) Stuck.Enqueue($"{who} waited {waited:0} ms for a receipt");
        }

        public void Begin()
        {
            lock (gate) longest = 0;
        }

        public double End()
        {
            lock (gate) return longest;
        }
    }
}
