// The dialogue a storm happens in: its people, an observer who hears everything from the first event on, and what must hold at the end.
using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Workshop.Load.Storms;

internal sealed class Room : IAsyncDisposable
{
    public const int Budget = 5;
    private readonly Facilitator lead;

    private Room(Facilitator lead, Client observer, Opened dialogue, string phase, List<Client> people) =>
        (this.lead, Observer, Dialogue, Phase, People) = (lead, observer, dialogue, phase, people);

    /// <summary>A facilitator; hears what was open for all, which in a storm is everything.</summary>
    public Client Observer { get; }

    public Opened Dialogue { get; }

    public string Phase { get; }

    public List<Client> People { get; }

    public Ledger Ledger { get; } = new();

    public ConcurrentQueue<string> Problems { get; } = new();

    /// <summary>Opens a dialogue in valueVision with voting open, and lets everybody in.</summary>
    /// <param name="way">Where a person comes in, by number; the observer comes in at <paramref name="front"/>.</param>
    public static async Task<Room> Open(Uri front, int people, int seed, bool keepEvents, Func<int, Uri>? way = null)
    {
        var signedIn = await Facilitator.SignIn(front, ServerProcess.Key);
        var quick = new ClientOptions { KeepEvents = true, ReconnectWithin = TimeSpan.FromMilliseconds(50), ReconnectAtMost = TimeSpan.FromMilliseconds(200), Seed = seed };
        var (dialogue, observer, phase) = await signedIn.OpenAt("valueVision", quick, $"Storm {seed}");
        await observer.Do(Asks.OpenVoting(phase, Budget));
        var all = new List<Client>();
        for (var i = 0; i < people; i++)
        {
            var options = new ClientOptions { Seed = seed + i, KeepEvents = keepEvents, ReconnectWithin = TimeSpan.FromMilliseconds(150), ReconnectAtMost = TimeSpan.FromMilliseconds(800) };
            all.Add(await Client.Join(way?.Invoke(i) ?? front, dialogue.JoinCode, $"Person {i}", $"Enhet {i % 8}", options: options));
        }

        await Task.WhenAll(all.Select(one => one.Enter()));
        return new Room(signedIn, observer, dialogue, phase, all);
    }

    /// <summary>Everybody up to date; then everything that must hold is looked at.</summary>
    public async Task Settle()
    {
        foreach (var one in People.Append(Observer).Where(one => one.Waiting > 0)) Problems.Enqueue($"{one.Name} has {one.Waiting} commands without a receipt");
        var truth = await Observer.Snapshot();
        var head = (long)truth["seq"]!;
        foreach (var one in People.Append(Observer))
        {
            await one.Until(() => one.Live && one.Seq >= head, $"to settle at seq {head}", TimeSpan.FromSeconds(30));
            foreach (var violation in one.Look(c => c.Violations.ToList())) Problems.Enqueue(violation);
            if (one.Look(c => c.Board.Unknown.FirstOrDefault()) is { } unknown) Problems.Enqueue($"{one.Name} heard an event of unknown type {unknown}");
            var seen = await one.Snapshot();
            if ((long)seen["seq"]! != head) Problems.Enqueue($"{one.Name}'s snapshot is at seq {(long)seen["seq"]!}, the observer's was at {head}");
            else if (one.Look(c => c.Board.With(seen["dialogue"]!.AsObject())) is { } difference) Problems.Enqueue($"{one.Name}'s board: {difference}");
        }

        if (Observer.Counts.Snapshots > 0) Problems.Enqueue("the observer was answered with a snapshot though its tail was short: the log has a hole");
        foreach (var problem in Ledger.Problems(Observer.Events, Observer.Events.Keys.FirstOrDefault(), head)) Problems.Enqueue(problem);
        foreach (var one in People) OwnCommands(one);
        Budgets();
    }

    /// <summary>What nobody caught in a server; that one which was frozen says that it stood still, or heard of its death and ended, is how a cluster goes on.</summary>
    public void Logged(ServerProcess server)
    {
        var honest = server.WasFrozen ? (string[])["I have been told I am dead", "Thread Pool execution stalled"] : [];
        foreach (var line in ServerLog.Unhandled(server.Log).Where(line => !honest.Any(said => line.Contains(said, StringComparison.Ordinal)))) Problems.Enqueue("server log: " + line);
    }

    /// <summary>The same dialogue after a restart, replayed from disk, is the one that was told live.</summary>
    public async Task Replay(ServerProcess server)
    {
        var before = await Observer.Snapshot();
        await server.Kill();
        await server.Restart();
        var after = await Observer.Snapshot();
        foreach (var field in (string[])["history", "seq", "dialogue"])
            if (!JsonNode.DeepEquals(before[field], after[field])) Problems.Enqueue($"after a restart {field} of the snapshot is another");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in People) await one.DisposeAsync();
        await lead.DisposeAsync();
    }

    /// <summary>
    /// <c>command</c> comes to its sender only, with the seq of the receipt, and once: what it led to stands together. Two are the server's in somebody's name: joining, and votes
    /// over the budget that fall when somebody else restores an item; those carry the id of a command that their voter never sent.
    /// </summary>
    private void OwnCommands(Client one)
    {
        foreach (var (command, events) in one.Events.Where(pair => pair.Value.ContainsKey("command") && !InTheirName(pair.Value)).GroupBy(pair => (string)pair.Value["command"]!).Select(group => (group.Key, group.ToList())))
        {
            var (seq, e) = events[^1];
            if (!one.Acknowledged.TryGetValue(command, out var receipt)) Problems.Enqueue($"{one.Name} ({one.ParticipantId}) {(one.Refusals.TryGetValue(command, out var code) ? $"was refused ({code})" : "never sent, or has no receipt for,")} the command of seq {seq}: {e.ToJsonString()}");
            else if (receipt < seq || (receipt > seq && (string?)e["type"] is not "itemsRestored")) Problems.Enqueue($"{one.Name}: command {command} has receipt {receipt} and is seq {seq}"); // votes that fall follow what was restored
            if (seq - events[0].Key != events.Count - 1) Problems.Enqueue($"{one.Name}: command {command} was done more than once, at seqs {string.Join(", ", events.Select(pair => pair.Key))}");
        }
    }

    private static bool InTheirName(JsonObject e) => (string?)e["type"] is "participantJoined" || ((string?)e["type"] is "voteCast" && (int)e["weight"]! == 0);

    /// <summary>After no vote, and after no item that came back with its votes, has anybody laid more than the budget.</summary>
    private void Budgets()
    {
        var board = new Board();
        foreach (var (seq, e) in Observer.Events)
        {
            board.Put(e);
            if ((string?)e["type"] is not ("voteCast" or "itemsRestored")) continue;
            foreach (var person in board.Votes.Values.GroupBy(vote => (string?)vote["by"]))
                if (person.Sum(vote => (int)vote["weight"]!) is > Budget and var laid) Problems.Enqueue($"seq {seq}: {person.Key} has laid {laid} votes of {Budget}");
        }
    }
}
