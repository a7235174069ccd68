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
/// <param name="Only">Kinds whose name holds this, or one of several with | between; all when empty.</param>
/// <param name="StuckAfter">Nobody may wait longer for a receipt while at least one way in is open.</param>
public sealed record OrdealPlan(int Seed, int Faults = 14, int Dialogues = 10, int People = 200, int Servers = 3, double DeedsPerSecond = 0.5, int StuckAfter = 60, string Only = "");

/// <summary>
/// The longest time from a deed to its receipt with the author in step (all up to it seen), in ms, for those behind the proxy:
/// of those who lost their connection meanwhile, and of the others.
/// </summary>
public sealed record Pause(string Felt, int Cut, double OfThem, double OfOthers)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Felt,-32} {Cut,4} cut: {OfThem,6:0} ms, others: {OfOthers,6:0} ms");
}

public sealed record OrdealResult(
    int Seed, int People, int Dialogues, int Deeds, int Acknowledged, int Refused, int Resent, IReadOnlyList<Pause> Pauses, IReadOnlyList<string> NotDone, TimeSpan Took, IReadOnlyList<string> Problems)
{
    public bool Held => Problems.Count == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {People} people in {Dialogues} dialogues, {Pauses.Count} faults, {Deeds} deeds → {Acknowledged} acknowledged, {Refused} refused, {Resent} resent, {Took.TotalSeconds:0} s: {(Held ? "held" : string.Join("\n  ", Problems.Prepend($"{Problems.Count} problems")))}\n{string.Join("\n", Pauses.Select(one => $"  {one}"))}{string.Concat(NotDone.Select(why => $"\n  not done: {why}"))}");
}

public static class Ordeal
{
    /// <summary>Minima: every fault done, and at least a deed of each person acknowledged after the last of them.</summary>
    /// <param name="path">Of Workshop.Server.dll.</param>
    /// <param name="next">Of the version that an upgrade brings; default: the same.</param>
    /// <param name="said">Hears of each fault when it is over.</param>
    public static async Task<OrdealResult> Run(OrdealPlan plan, string? path = null, string? next = null, Action<string>? said = null)
    {
        var clock = Stopwatch.StartNew();
        var random = new Random(plan.Seed);
        await using var all = await Installation.Start(plan.Servers, path, next);
        var rooms = new List<Room>();
        var problems = new List<string>();
        var (pauses, notDone, doing, felt) = (new List<Pause>(), new List<string>(), new List<Task<int>>(), new Felt());
        var deeds = 0;
        using var enough = new CancellationTokenSource();
        try
        {
            for (var i = 0; i < plan.Dialogues; i++)
            {
                var dialogue = i;
                rooms.Add(await Room.Open(all.Front, plan.People / plan.Dialogues, unchecked((plan.Seed * 31) + i), keepEvents: false, way: one => BehindProxy(one) ? all.Front : all.Servers[(dialogue + one / 4) % plan.Servers].Address));
            }

            doing.AddRange(rooms.SelectMany((room, r) => room.People.Select((one, i) => Task.Run(() => Live(room, one, BehindProxy(i), new Random(unchecked((plan.Seed * 397) ^ (r * 1000) ^ i)), plan, felt, enough.Token)))));
            var behindProxy = rooms.SelectMany(room => room.People.Where((_, i) => BehindProxy(i))).ToList();
            foreach (var fault in Faults.Order(random, plan.Only).Take(plan.Faults))
            {
                if (fault.Possible?.Invoke(all) is { } why)
                {
                    notDone.Add($"{fault.Felt}: {why}");
                    continue;
                }

                var connections = behindProxy.ConvertAll(one => one.Counts.Connections);
                felt.Begin();
                said?.Invoke($"{clock.Elapsed.TotalSeconds,5:0} s  {fault.Felt} …");
                await fault.Do(all, random);
                await Revived(all, Back(rooms, fault.Felt, plan.StuckAfter));
                await felt.Answers().WaitAsync(TimeSpan.FromSeconds(plan.StuckAfter));
                pauses.Add(felt.End(fault.Felt, behindProxy.Where((one, i) => one.Counts.Connections != connections[i]).Count()));
                said?.Invoke($"{clock.Elapsed.TotalSeconds,5:0} s  {pauses[^1]}");
            }

            await enough.CancelAsync();
            deeds = (await Task.WhenAll(doing).WaitAsync(TimeSpan.FromMinutes(3))).Sum();
            foreach (var room in rooms) await room.Settle();
        }
        catch (Exception failed) when (failed is TimeoutException or InvalidOperationException or UnexpectedAnswerException or CallFailedException)
        {
            problems.Add($"after {clock.Elapsed.TotalSeconds:0} s: {failed.Message}");
        }
        finally
        {
            await enough.CancelAsync();
            foreach (var room in rooms) await room.DisposeAsync();
        }

        foreach (var server in all.Servers) rooms.FirstOrDefault()?.Logged(server);
        problems.AddRange(rooms.SelectMany(room => room.Problems));
        problems.AddRange(felt.Stuck);
        var acknowledged = rooms.Sum(room => room.Ledger.Acknowledged);
        if (pauses.Count + notDone.Count < plan.Faults) problems.Add($"only {pauses.Count} of {plan.Faults} faults");
        if (acknowledged < plan.People * 2) problems.Add($"only {acknowledged} deeds were acknowledged");
        if (problems.Count > 0) problems.Add($"what the servers and nginx said: {await all.Logs()}");
        return new OrdealResult(plan.Seed, plan.People, plan.Dialogues, deeds, acknowledged, rooms.Sum(room => room.Ledger.Refused), rooms.Sum(room => room.People.Sum(one => one.Counts.Resent)), pauses, notDone, clock.Elapsed, problems);
    }

    /// <summary>The others come in at a server that the proxy would not have chosen, so that two servers decide for each dialogue.</summary>
    private static bool BehindProxy(int person) => person % 4 != 3;

    /// <summary>Who ended by itself is started again, as systemd would: a silo that the others declared dead does, when it wakes.</summary>
    private static async Task Revived(Installation all, Task back)
    {
        while (await Task.WhenAny(back, Task.Delay(TimeSpan.FromSeconds(1))) != back)
            foreach (var server in all.Servers.Where(server => !server.Alive)) await server.Restart(TimeSpan.FromSeconds(90));
        await back;
    }

    /// <summary>Everybody is connected, and what everybody does now is acknowledged and seen: the fault is over for each of them.</summary>
    private static Task Back(List<Room> rooms, string felt, int seconds) => Task.WhenAll(rooms.SelectMany(room => room.People.Select(async one =>
    {
        await one.Until(() => one.Live, $"to be back after: {felt}", TimeSpan.FromSeconds(seconds));
        foreach (var ready in (bool[])[true, false])
        {
            var receipt = await one.Do(Asks.Ready(ready)).WaitAsync(TimeSpan.FromSeconds(seconds));
            if (receipt.Seq is { } seq) await one.UntilSeq(seq, TimeSpan.FromSeconds(seconds));
        }
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
            var (since, connections) = (Stopwatch.GetTimestamp(), one.Counts.Connections);
            var asked = felt.Asked();
            var receipt = await one.Do(command);
            if (receipt.Seq is { } seq) await one.UntilSeq(seq, TimeSpan.FromSeconds(plan.StuckAfter));
            felt.Answered(asked, since, behindProxy ? one : null, connections != one.Counts.Connections, plan.StuckAfter);
            room.Ledger.Note(command, one.ParticipantId!, receipt);
            if (receipt.Ok && (string?)command["type"] == "addItem") own.Enqueue((string)command["item"]!["id"]!);
        }
    }

    /// <summary>How long people waited, fault by fault.</summary>
    private sealed class Felt
    {
        private readonly Lock gate = new();
        private double ofCut, ofOthers;
        private Unanswered asked = new();

        public ConcurrentQueue<string> Stuck { get; } = new();

        /// <summary>Before a deed.</summary>
        public Unanswered Asked()
        {
            lock (gate)
            {
                asked.Deeds++;
                return asked;
            }
        }

        /// <summary>Ends when all that has been asked until now is answered: what one fault held up is not felt under the next.</summary>
        public Task Answers()
        {
            lock (gate)
            {
                var (until, now) = (asked, new Unanswered());
                asked = now;
                until.Closed = true;
                if (until.Deeds == 0) until.None.TrySetResult();
                return until.None.Task;
            }
        }

        /// <param name="who">Null: somebody whose waiting is not measured.</param>
        public void Answered(Unanswered of, long since, Client? who, bool wasCut, int stuckAfter)
        {
            var waited = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            lock (gate)
            {
                if (--of.Deeds == 0 && of.Closed) of.None.TrySetResult();
                if (who is null) return;
                (ofCut, ofOthers) = wasCut ? (Math.Max(ofCut, waited), ofOthers) : (ofCut, Math.Max(ofOthers, waited));
            }
            if (waited > stuckAfter * 1000) Stuck.Enqueue($"{who.Name} of {who.DialogueId} waited {waited:0} ms for a receipt");
        }

        public void Begin()
        {
            lock (gate) (ofCut, ofOthers) = (0, 0);
        }

        public Pause End(string felt, int cut)
        {
            lock (gate) return new Pause(felt, cut, ofCut, ofOthers);
        }
    }

    private sealed class Unanswered
    {
        public int Deeds { get; set; }

        public bool Closed { get; set; }

        public TaskCompletionSource None { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
