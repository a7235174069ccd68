// One dialogue as this process hears it: the durable state, the last facts, who listens. Decides nothing. Over 300 lines: loading and healing belong to its turn.
// Everything happens in the room's turn, on the thread pool, one at a time: no lock is held while facts go out, and what gathers
// meanwhile becomes the next turn's one message. Rejected: a gathering window (slower at no gain), fan-out on the writer's thread.
using Workshop.Rules;
using Workshop.Sessions;

namespace Workshop.Server;

public sealed class Room : IThreadPoolWorkItem
{
    private const int PageOfMentions = 250;
    private const int RingSize = Ring.TailEvents; // more could not be told as a tail
    private readonly record struct Step(IReadOnlyList<Fact>? Facts, Dialogue? After, Action? Do);

    private readonly Store journal;
    private readonly bool shared;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly SemaphoreSlim mentioning = new(1);

    // Under the gate.
    private readonly Lock gate = new();
    private List<Step> inbox = [];
    private List<Step> taken = [];
    private bool running = true; // the load is the first turn
    private bool closed;
    private long used;

    // The turn's own. Invariant: the ring ends at seq, and every listener has been told everything up to it or was asked to resync.
    private readonly Ring ring = new(RingSize);
    private readonly Fanout fanout;
    private readonly List<Told> gathered = [];
    private readonly List<Step> ahead = [];
    private Dialogue dialogue = Dialogue.Unopened;
    private Mentions? mentions; // null until somebody asks
    private long spoken;
    private bool healing;

    /// <param name="shared">Other servers may write to the journal.</param>
    public Room(string id, Store journal, bool shared, TimeProvider clock, ILogger log)
    {
        (Id, this.journal, this.shared, this.clock, this.log) = (id, journal, shared, clock, log);
        fanout = new Fanout(id);
        Presence = new Presence(this, clock);
        used = spoken = clock.GetTimestamp();
        Ready = Load();
    }

    public string Id { get; }

    /// <summary>True when it has been read, false when there is no such dialogue.</summary>
    public Task<bool> Ready { get; }

    public Presence Presence { get; }

    public int Listeners => fanout.Count;

    public Snapshots Snapshots { get; } = new();

    /// <summary>Random, made with the dialogue and anew by a restore.</summary>
    public string History { get; private set; } = "";

    public Pseudonyms? Names { get; private set; }

    /// <summary>What is on disk, as far as this room has been told. For what must not be behind a receipt, ask <see cref="Now"/>.</summary>
    public Dialogue Dialogue => Volatile.Read(ref dialogue);

    /// <param name="after">Null: facts of another server, which this room adds up itself.</param>
    public void Tell(IReadOnlyList<Fact> facts, Dialogue? after) => Post(new Step(facts, after, null));

    /// <summary>The state after everything that was told before this call: whoever has a receipt finds it here.</summary>
    /// <remarks>Where other servers write too, the receipt may be theirs: the journal is asked. When it does not answer, what was told is better than nothing.</remarks>
    public async Task<Dialogue> Now()
    {
        if (shared)
        {
            try
            {
                if ((await journal.Heads([Id])).TryGetValue(Id, out var head) && head.Seq > Dialogue.Seq) await CatchUp();
            }
            catch (Exception e)
            {
                log.HeadsFailed(Journal.Ailment.Of(e));
            }
        }
        return await Ask(() => dialogue);
    }

    public Task<T> Ask<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(new Step(null, null, () =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        }));
        return answer.Task;
    }

    /// <summary>
    /// The tail after a seq, and from then on every fact goes to the listener. Null events: too long, or another history: not listening.
    /// An <paramref name="after"/> beyond what we were told is looked up in the journal before anybody is sent to a snapshot.
    /// </summary>
    public async Task<(long Seq, List<byte[]>? Events)> Enter(Listener listener, long after, string? history)
    {
        if (history is not null && history != History) return (Dialogue.Seq, null);
        if (after > (await Ask(() => dialogue)).Seq) await CatchUp();
        return await Ask<(long, List<byte[]>?)>(() =>
        {
            listener.Look(dialogue, Names, clock.GetUtcNow());
            if (listener.Lost) return (dialogue.Seq, null);
            if (listener.Waiting)
            {
                fanout.Add(listener);
                return (dialogue.Seq, []);
            }
            if (ring.Tail(after, dialogue.Seq, dialogue, listener.Viewer) is not { } events) return (dialogue.Seq, null);
            fanout.Add(listener);
            return (dialogue.Seq, events);
        });
    }

    public void Leave(Listener listener) => Post(new Step(null, null, () => fanout.Remove(listener)));

    /// <summary>Somebody else joined on the listener's device or left it, or it is signed in no more.</summary>
    public void Changed(Listener listener, Device? device) => Post(new Step(null, null, () =>
    {
        listener.Device = device; // who left takes their sight along; who came may sit at another table
        fanout.LookAgain(one => one == listener, dialogue, Names, clock.GetUtcNow());
    }));

    /// <summary>In the order of facts: to one who may look no more nothing goes.</summary>
    public void Say(Listener listener, Func<byte[]> message) => Post(new Step(null, null, () =>
    {
        if (listener.Hears) listener.Outbox.Post(message());
    }));

    public async Task<(long Seq, List<byte[]>? Events)> Tail(Member member, long after, string? history)
    {
        if (history is not null && history != History) return (Dialogue.Seq, null);
        if (after > (await Ask(() => dialogue)).Seq) await CatchUp();
        return await Ask(() => DialogueAccess.Of(member.Device, member.Wish, Id, dialogue, clock.GetUtcNow()) is { Looks: true, Member: { } now }
            ? (dialogue.Seq, ring.Tail(after, dialogue.Seq, dialogue, now.Viewer(dialogue, Names)))
            : (dialogue.Seq, null));
    }

    /// <summary>Sends to everybody here, outside the order of facts.</summary>
    public void Broadcast(byte[] message) => Post(new Step(null, null, () => fanout.Everybody(message)));

    /// <summary>A head that the journal showed: reads what is missing.</summary>
    public void Reach(Journal.Head head)
    {
        if (head.History != History || head.Seq > Dialogue.Seq) Post(new Step(null, null, () => Heal()));
    }

    /// <summary>A seq that another server spoke of.</summary>
    public void Reach(long seq)
    {
        if (seq > Dialogue.Seq) Post(new Step(null, null, Heal));
    }

    /// <summary>Marks it as used; false: it is closed, open another one.</summary>
    public bool Use()
    {
        lock (gate)
        {
            used = clock.GetTimestamp();
            return !closed;
        }
    }

    public bool CloseIfForgotten(TimeSpan after)
    {
        lock (gate)
        {
            if (fanout.Count > 0 || running || clock.GetElapsedTime(used) < after) return false;
            return closed = true;
        }
    }

    /// <summary>The dialogue is no more: whoever is here is cut, and finds the door closed.</summary>
    public void Close()
    {
        lock (gate) closed = true;
        Post(new Step(null, null, () =>
        {
            fanout.CloseAll("deleted");
            ring.Clear();
        }));
    }

    /// <summary>Once a second: an idle room says its seq at least every 10 s, so that the last event missed is noticed too.</summary>
    public void Tick()
    {
        if (fanout.Count == 0) return;
        var now = clock.GetUtcNow(); // a facilitator's session ends by it
        Post(new Step(null, null, () => fanout.LookAgain(one => one.Member.Standing is Standing.Facilitator or Standing.Projector && one.Device?.IsFacilitator(now) is not true, dialogue, Names, now)));
        if (clock.GetElapsedTime(Volatile.Read(ref spoken)) < TimeSpan.FromSeconds(8)) return;
        Post(new Step(null, null, () =>
        {
            Volatile.Write(ref spoken, clock.GetTimestamp());
            fanout.Everybody(Wire.At(Id, dialogue.Seq));
        }));
    }

    public void Execute()
    {
        lock (gate) (inbox, taken) = (taken, inbox);
        foreach (var step in taken) Guarded(step);
        Guarded(default);
        taken.Clear();
        lock (gate)
        {
            if (inbox.Count == 0)
            {
                running = false;
                return;
            }
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>A step that breaks must not take the others with it, who wait for answers, nor leave the room wrong: everybody fetches anew, and it reads the journal.</summary>
    private void Guarded(Step step)
    {
        try
        {
            if (step.Facts is not null)
            {
                Take(step);
                return;
            }
            Flush();
            step.Do?.Invoke();
        }
        catch (Exception e)
        {
            log.TurnFailed(e, Id);
            gathered.Clear();
            ring.Clear();
            fanout.ResyncAll();
            Heal();
        }
    }

    private void Post(Step step)
    {
        lock (gate)
        {
            inbox.Add(step);
            if (running) return;
            running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    // Contiguous: taken with the state that the grain made. A gap: kept aside while the journal is read.
    private void Take(Step step)
    {
        var facts = step.Facts!;
        if (facts.Count == 0 || facts[^1].Seq <= dialogue.Seq) return;
        if (facts[0].Seq > dialogue.Seq + 1)
        {
            ahead.Add(step);
            Heal();
            return;
        }
        foreach (var fact in facts)
        {
            if (fact.Seq <= dialogue.Seq) continue;
            var one = new Told(fact);
            ring.Add(one);
            mentions?.Add(fact);
            gathered.Add(one);
            if (step.After is null) dialogue = dialogue.After(fact);
        }
        if (step.After is not null) Volatile.Write(ref dialogue, step.After);
    }

    private void Flush()
    {
        if (gathered.Count == 0) return;
        Volatile.Write(ref spoken, clock.GetTimestamp());
        fanout.Tell(gathered, dialogue, Names, clock.GetUtcNow());
        if (gathered.Exists(told => Erasure.Takes(told.Fact.What))) Refill();
        if (gathered.Exists(told => told.Fact.What is Concluded)) _ = RenewNames();
        ring.Settle();
        gathered.Clear();
    }

    private void Heal()
    {
        if (healing) return;
        healing = true;
        Telemetry.Healed();
        _ = CatchUp();
    }

    private async Task CatchUp()
    {
        try
        {
            var after = Dialogue.Seq;
            var facts = await Read(after);
            await Ask(() =>
            {
                healing = false;
                if (facts.Count > 0) Take(new Step(facts, null, null));
                Step[] rest = [.. ahead];
                ahead.Clear();
                foreach (var step in rest) Take(step);
                return true;
            });
        }
        catch (Exception e)
        {
            log.HeadsFailed(Journal.Ailment.Of(e));
            Post(new Step(null, null, () => healing = false));
        }
    }

    // What was erased must be gone from what is kept to be told again, too: the journal holds the same seqs without the words.
    private void Refill()
    {
        ring.Clear();
        Snapshots.Forget();
        var from = Math.Max(0, dialogue.Seq - RingSize);
        _ = Again();

        async Task Again()
        {
            var facts = await Read(from);
            await Ask(() =>
            {
                if (facts.Count == 0 || facts[^1].Seq > dialogue.Seq) return false;
                var missing = (int)(dialogue.Seq - facts[^1].Seq);
                if (missing != ring.Count) return false; // another erasure came meanwhile and refills
                ring.Precede(facts.Select(fact => new Told(fact)));
                return true;
            });
        }
    }

    /// <summary>What tells of an item, as it lies in the journal now. Its rows alone are read.</summary>
    public async Task<List<Fact>> Story(Guid item)
    {
        await CatchUpMentions();
        return (await journal.ReadThese(Id, await Ask(() => mentions!.Of(item)))).Select(Loading.FactOf).ToList();
    }

    /// <summary>All that one voice has done, as it lies in the journal now. Asked once in a while: page by page, and nothing of it stays here.</summary>
    public async Task<List<Fact>> Of(Func<Fact, bool> theirs)
    {
        var found = new List<Fact>();
        for (long after = 0; ;)
        {
            var page = await journal.Read(Id, after, Ring.TailEvents);
            found.AddRange(page.Select(Loading.FactOf).Where(theirs));
            if (page.Count < Ring.TailEvents) return found;
            after = page[^1].Seq;
        }
    }

    /// <summary>The last removal of each item that was ever removed.</summary>
    public async Task<List<Fact>> Removals()
    {
        await CatchUpMentions();
        return await Ask(() => mentions!.Removals.ToList());
    }

    /// <summary>When each person came.</summary>
    public async Task<List<(string ParticipantId, DateTimeOffset At, long Seq)>> Joins()
    {
        await CatchUpMentions();
        return await Ask(() => mentions!.Joins.ToList());
    }

    /// <summary>The first who asks reads the whole story, once in a room's life and a page at a time; whoever asks meanwhile waits for that.</summary>
    private async Task CatchUpMentions()
    {
        if (await Missing() is null) return;
        await mentioning.WaitAsync();
        try
        {
            while (await Missing() is { } after)
            {
                var page = (await journal.Read(Id, after, PageOfMentions)).Select(Loading.FactOf).ToList();
                if (page.Count == 0) return; // deleted meanwhile
                await Ask(() =>
                {
                    foreach (var fact in page) mentions!.Add(fact);
                    return true;
                });
            }
        }
        finally
        {
            mentioning.Release();
        }

        Task<long?> Missing() => Ask<long?>(() => (mentions ??= new Mentions()).Seq < dialogue.Seq ? mentions.Seq : null);
    }

    private async Task<List<Fact>> Read(long after) => (await journal.Read(Id, after)).Select(Loading.FactOf).ToList();

    // The end makes a new key, so that nobody can tell any more who wrote without a name.
    private async Task RenewNames()
    {
        var names = await Loading.Names(journal, Id);
        Post(new Step(null, null, () =>
        {
            Names = names;
            fanout.LookAgain(_ => true, dialogue, Names, clock.GetUtcNow());
        }));
    }

    private async Task<bool> Load()
    {
        await Task.Yield();
        if (await Loading.Load(journal, Id, RingSize) is not { } loaded) return false;
        History = loaded.History;
        Names = await Loading.Names(journal, Id);
        dialogue = loaded.Dialogue;
        foreach (var fact in loaded.Tail) ring.Add(new Told(fact));
        Execute();
        return true;
    }
}
