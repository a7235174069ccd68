// Lets a cast follow a dialogue: whatever phase and round somebody leads it to, they do what the script has for it, each in their own time.
// Invariant: a beat waits only for earlier beats (its person's, and those that added what it points to), so nobody waits for ever.
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Workshop.Server.Demo;

public sealed class Player(Script script, Staged staged, Uri server, Func<Staged, Task> keep) : IAsyncDisposable
{
    private static readonly HashSet<string> Turns = ["phaseEntered", "roundEntered", "conductSet", "agendaEdited", "concluded", "reopened", "organisationsEdited", "participantChanged"];
    private readonly Channel<bool> turned = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, Actor> actors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> lines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> adding = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> there = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> begun = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> refusals = [];
    private CancellationTokenSource scene = new();
    private Task gathering = Task.CompletedTask;
    private JsonObject dialogue = [];
    private long seen;

    /// <summary>Commands that were refused, for tests; in a rehearsal somebody may have closed what the script opens.</summary>
    public IReadOnlyCollection<string> Refusals => refusals;

    public Staged Staged { get; private set; } = staged;

    public CancellationToken Stopping => stopping.Token;

    private bool AtOnce => Staged.Speed == 0;

    private string? Kind => Phase is { } phase ? (string?)phase["kind"] : null;

    private JsonObject? Phase => dialogue["agenda"]?.AsArray().FirstOrDefault(one => (string?)one!["id"] == (string?)dialogue["phaseId"])?.AsObject();

    /// <summary>Everybody comes in: by the join code the first time, by their cookie after a restart.</summary>
    public Task Gather() => gathering = ComeIn();

    // Invariant: a join that has begun is seen through and its cookie kept, also while the server stops; otherwise that person would be there
    // twice after the restart. Honest limit: a server killed between the two leaves one who sits there and says nothing.
    private async Task ComeIn()
    {
        for (var i = 0; i < Staged.Cast.Count; i++)
        {
            stopping.Token.ThrowIfCancellationRequested();
            var member = Staged.Cast[i];
            var actor = actors[member.Key] = new Actor(server, member.Name, member.Cookie) { ParticipantId = member.ParticipantId };
            if (member.Cookie is null)
            {
                await actor.Join(Staged.JoinCode, member.Organisation, member.Level);
                Staged = Staged with { Cast = [.. Staged.Cast.Select((one, at) => at == i ? member with { Cookie = actor.Cookie, ParticipantId = actor.ParticipantId } : one)] };
                await keep(Staged);
                await Wait(0.4 + 1.6 * Staged.Roll($"join {i}"), stopping.Token);
            }
            actor.Heard = happened => { if (happened is null || Turns.Contains((string)happened["type"]!)) turned.Writer.TryWrite(true); };
            try
            {
                await actor.Enter(Staged.DialogueId).WaitAsync(stopping.Token);
            }
            catch (ActorRefused)
            {
                Staged = Staged with { Cast = [.. Staged.Cast.Where(one => one.Key != member.Key)] }; // shown out before the restart
                i--;
            }
        }
    }

    /// <summary>Until stopped, or until the dialogue is gone.</summary>
    public async Task Follow()
    {
        turned.Writer.TryWrite(true);
        await foreach (var _ in turned.Reader.ReadAllAsync(stopping.Token))
        {
            if (await Look() is not { } now) return;
            var before = (string?)dialogue["phaseId"];
            dialogue = now["dialogue"]!.AsObject();
            var items = dialogue["items"]!.AsArray().Select(one => (string)one!["id"]!).ToHashSet(StringComparer.Ordinal);
            foreach (var key in script.Beats.Select(beat => beat.Key).OfType<string>())
                if (items.Contains(Staged.Id($"item {key}"))) there[key] = true;
            if (before != (string?)dialogue["phaseId"])
            {
                await scene.CancelAsync();
                scene = new CancellationTokenSource();
            }
            if ((string?)dialogue["status"] == "live") Play(scene.Token);
            Volatile.Write(ref seen, (long)now["seq"]!);
        }
    }

    private async Task<JsonObject?> Look()
    {
        for (var later = true; later; await Task.Delay(TimeSpan.FromSeconds(later ? 1 : 0), stopping.Token))
        {
            later = false;
            foreach (var member in Staged.Cast)
                try
                {
                    return await actors[member.Key].Snapshot(Staged.DialogueId);
                }
                catch (ActorRefused no)
                {
                    later |= no.Passing; // otherwise this one was shown out; another one looks
                }
        }
        return null;
    }

    /// <summary>Done when everybody has done what the dialogue at that seq asks of them.</summary>
    public async Task Settled(long seq, CancellationToken stop)
    {
        while (Volatile.Read(ref seen) < seq) await Task.Delay(20, stop);
        Task[] all;
        lock (lines) all = [.. lines.Values];
        await Task.WhenAll(all).WaitAsync(stop);
    }

    public void Stop() => stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await scene.CancelAsync();
        await gathering.ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var actor in actors.Values) await actor.DisposeAsync();
    }

    /// <summary>Waits as a person would, times the speed; not at all at speed 0.</summary>
    public Task Wait(double seconds, CancellationToken stop) => AtOnce ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(seconds * Staged.Speed), stop);

    private void Play(CancellationToken stop)
    {
        var (kind, phaseId) = (Kind, (string?)dialogue["phaseId"]);
        if (kind is null || phaseId is null) return;
        var stage = StageNow();
        var voters = Staged.Cast.Where(member => member.Level == "livedExperience" || Person(member)?["answersFor"]?.AsArray().Count > 0).ToList();
        foreach (var beat in script.Beats.Where(beat => beat.At != "before" && beat.Phase == kind && beat.Stage <= stage))
            foreach (var member in beat.Who == "*" ? voters.Where(voter => !HasOwn(beat, voter)) : Staged.Cast.Where(one => one.Key == Staged.Parts[beat.Who]))
                Start($"{beat.Number} {member.Key}", member, beat.Key, stop, actor => Say(actor, member, beat, phaseId, stop));
        var votes = Phase!["conduct"]!["voting"]!;
        if ((bool?)votes["open"] == true)
            foreach (var member in Staged.Cast) Start($"vote {phaseId} {member.Key}", member, null, stop, actor => Vote(actor, member, phaseId, (int?)votes["budget"] ?? 3, stop));
        if (kind == "initiatives" && stage == Stage.Stance)
            foreach (var member in Staged.Cast) Start($"rate {phaseId} {member.Key}", member, null, stop, actor => Rate(actor, member, phaseId, stop));
        if (stage is Stage.Write or Stage.Tables or Stage.Stance)
        {
            var turn = $"ready {phaseId} {dialogue["round"]}";
            foreach (var member in Staged.Cast.Where(member => Staged.Roll($"{turn} {member.Key}") < 0.85))
                Start($"{turn} {member.Key}", member, null, stop, actor => Do(actor, $"{turn} {member.Key} {Volatile.Read(ref seen)}", new JsonObject { ["type"] = "setReady", ["value"] = true }));
        }
    }

    /// <summary>The kind of the round that is now; a phase that has no rounds is everything at once, one whose rounds have not begun is an arrival.</summary>
    private Stage StageNow()
    {
        var rounds = Phase!["rounds"]!.AsArray();
        if (rounds.Count == 0) return Stage.Stance;
        var now = rounds.FirstOrDefault(one => (string?)one!["id"] == (string?)dialogue["round"]);
        return now is not null && Enum.TryParse<Stage>((string?)now["kind"], ignoreCase: true, out var stage) ? stage : Stage.Arrive;
    }

    private JsonNode? Person(Performer member) => dialogue["participants"]!.AsArray().FirstOrDefault(one => (string?)one!["id"] == member.ParticipantId);

    private bool HasOwn(Beat all, Performer voter) =>
        script.Beats.Any(beat => beat.Who != "*" && beat.Do is { } own && (string?)own["type"] == "takeStance" && (string?)own["targetId"] == (string?)all.Do!["targetId"]
            && Staged.Parts.TryGetValue(beat.Who, out var part) && part == voter.Key);

    /// <summary>Once, after what the same person is doing. At once: everybody stands in one line, so the order is the script's.</summary>
    private void Start(string name, Performer member, string? adds, CancellationToken stop, Func<Actor, Task> act)
    {
        if (!begun.TryAdd(name, true)) return;
        var added = adds is null ? null : adding.GetOrAdd(adds, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var line = AtOnce ? "" : member.Key;
        lock (lines) lines[line] = Next(lines.GetValueOrDefault(line, Task.CompletedTask));

        async Task Next(Task before)
        {
            await before;
            try
            {
                stop.ThrowIfCancellationRequested();
                await act(actors[member.Key]);
            }
            catch (Exception e) when (e is OperationCanceledException or ActorRefused or HttpRequestException)
            {
                begun.TryRemove(name, out _); // the room has moved on; should it come back, so does this
            }
            finally
            {
                added?.TrySetResult();
            }
        }
    }

    private async Task Say(Actor actor, Performer member, Beat beat, string phaseId, CancellationToken stop)
    {
        var command = (JsonObject?)beat.Do?.DeepClone() ?? new JsonObject
        {
            ["type"] = "addItem", ["item"] = new JsonObject { ["kind"] = "note", ["text"] = beat.Note, ["moments"] = new JsonArray([.. (beat.Moments ?? []).Select(one => (JsonNode)one)]) },
        };
        foreach (var key in Filling.Keys(command))
            if (adding.TryGetValue(key, out var added)) await added.Task.WaitAsync(stop);
        var filling = new Filling(Staged, there.ContainsKey, name => (string?)dialogue["organisations"]!.AsArray().FirstOrDefault(one => (string?)one!["name"] == name)?["id"], member.Organisation);
        if (filling.Fill(command) is not JsonObject filled) return;
        if (filled["item"] is JsonObject item) (item["id"], item["phaseId"]) = (Staged.Id($"item {beat.Key ?? $"{beat.Number} {member.Key}"}"), phaseId);
        if (!AtOnce) await Type(actor, member, beat, phaseId, stop);
        await Do(actor, $"{beat.Number} {member.Key}", filled);
        if (beat.Key is not null) there[beat.Key] = true;
    }

    /// <summary>Thinks, then types: others see that somebody writes and, where that is open, what.</summary>
    private async Task Type(Actor actor, Performer member, Beat beat, string phaseId, CancellationToken stop)
    {
        await Wait((1.5 + 9 * Staged.Roll($"think {beat.Number} {member.Key}")) * member.Pace, stop);
        if (beat.Words is not { } words) return;
        var shown = beat.Note is not null;
        for (var at = 12; at < words.Length; at += 18)
        {
            await actor.Point(shown ? new JsonObject { ["viewing"] = phaseId, ["draft"] = words[..at] } : new JsonObject { ["viewing"] = phaseId });
            await Wait(1.1 * member.Pace, stop);
        }
        await actor.Point(new JsonObject { ["viewing"] = phaseId });
    }

    /// <summary>On what one sees: the script's notes by how loved they are, and newcomers' too, who should notice that somebody has read them.</summary>
    private async Task Vote(Actor actor, Performer member, string phaseId, int budget, CancellationToken stop)
    {
        var notes = Script("note", phaseId, await actor.Snapshot(Staged.DialogueId)).Select(one => (one.Id, one.Label, Score: Staged.Roll($"vote {member.Key} {one.Label}") * (1 + (one.Beat?.Loved ?? 2))));
        foreach (var (id, label, _) in notes.OrderByDescending(one => one.Score).Take(budget))
        {
            await Wait((1 + 5 * Staged.Roll($"lay {member.Key} {label}")) * member.Pace, stop);
            await Do(actor, $"vote {member.Key} {id}", new JsonObject { ["type"] = "vote", ["itemId"] = id, ["weight"] = 1 });
        }
    }

    private async Task Rate(Actor actor, Performer member, string phaseId, CancellationToken stop)
    {
        foreach (var (id, label, beat) in Script("initiative", phaseId, await actor.Snapshot(Staged.DialogueId)))
        {
            if (Staged.Roll($"rate {member.Key} {label}") < 0.2) continue;
            await Wait((2 + 4 * Staged.Roll($"weigh {member.Key} {label}")) * member.Pace, stop);
            var about = beat?.Rated ?? [3, 3];
            int Around(int middle, string what) => Math.Clamp(middle - 1 + (int)(Staged.Roll($"{what} {member.Key} {label}") * 2.99), 1, 5);
            await Do(actor, $"rate {member.Key} {id}", new JsonObject { ["type"] = "rate", ["itemId"] = id, ["effect"] = Around(about[0], "effect"), ["effort"] = Around(about[1], "effort") });
        }
    }

    /// <summary>Items that somebody sees, with their beat and a label that is the same in every dialogue; a newcomer's has only its id.</summary>
    private List<(string Id, string Label, Beat? Beat)> Script(string kind, string phaseId, JsonObject seen)
    {
        var beats = script.Beats.Where(beat => beat.Who is not ("" or "*")).ToDictionary(beat => Staged.Id($"item {beat.Key ?? $"{beat.Number} {Staged.Parts[beat.Who]}"}"), StringComparer.Ordinal);
        return [.. seen["dialogue"]!["items"]!.AsArray().Where(one => (string?)one!["kind"] == kind && (string?)one["phaseId"] == phaseId).Select(one => (string)one!["id"]!)
            .Select(id => beats.TryGetValue(id, out var beat) ? (id, $"beat {beat.Number}", beat) : (id, id, (Beat?)null))];
    }

    private async Task Do(Actor actor, string name, JsonObject command)
    {
        command["id"] = Staged.Id($"command {name}");
        var receipt = await actor.Do(command);
        if (receipt["refused"] is { } why && (string?)why != "item-exists") refusals.Enqueue($"{actor.Name}: {why} {command.ToJsonString()}");
    }
}
