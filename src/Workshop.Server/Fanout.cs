// From facts to connections: each fact encoded once per way of seeing it, slices joined to one message, connections that see the same share it.
using System.Collections.Immutable;
using Workshop.Rules;

namespace Workshop.Server;

/// <summary>One connection in one room.</summary>
public sealed class Listener(IOutbox outbox, Member member)
{
    public IOutbox Outbox => outbox;

    public Member Member { get; set; } = member;

    /// <summary>What the device is now; null: it was forgotten.</summary>
    public Device? Device { get; set; } = member.Device;

    /// <summary>Nothing, until access was decided.</summary>
    public Viewer Viewer { get; private set; } = Viewer.Outside;

    /// <summary>Not admitted yet: told nothing but, once, that this has changed.</summary>
    public bool Waiting { get; private set; }

    /// <summary>May look no more: told nothing.</summary>
    public bool Lost { get; private set; }

    public bool Hears => !Waiting && !Lost;

    /// <summary>Decides anew. True: sees other things than before, and needs a snapshot, or the reason why there is none.</summary>
    public bool Look(Dialogue dialogue, Pseudonyms? names, DateTimeOffset now)
    {
        if (Lost) return false;
        var verdict = Device is null ? Verdict.Nobody : DialogueAccess.Of(Device, Member.Wish, Member.DialogueId, dialogue, now);
        var (before, waited) = (Viewer, Waiting);
        Waiting = verdict is { No: "waiting", Member: not null };
        Lost = !verdict.Looks && !Waiting;
        if (verdict.Member is { } known) Member = known;
        Viewer = Lost ? Viewer.Outside : Member.Viewer(dialogue, names);
        return Lost || waited != Waiting || before.Table != Viewer.Table || !before.AlsoAt.SequenceEqual(Viewer.AlsoAt) || before.Voices.Except(Viewer.Voices, StringComparer.Ordinal).Any()
            || (before.Facilitator, before.Screen, before.MayShowTheWayIn) != (Viewer.Facilitator, Viewer.Screen, Viewer.MayShowTheWayIn);
    }
}

/// <summary>Used by its room's turn only, but for <see cref="Count"/>.</summary>
public sealed class Fanout(string dialogueId)
{
    /// <summary>Above this, everybody fetches the same compressed snapshot instead.</summary>
    private const int MostBytes = 256 * 1024;
    private readonly List<Listener> listeners = [];
    private readonly List<Shared> shared = [];
    private readonly List<int> own = [];
    private readonly List<ReadOnlyMemory<byte>> pieces = [];
    private byte[][] slices = new byte[64][];
    private (ImmutableArray<Participant> People, ImmutableArray<TrustedDevice> Devices) decidedOn;

    /// <summary>A turn's message as some see it, and where in it each fact begins.</summary>
    private sealed record Shared(byte[][] Slices, byte[] Message, int[] Starts);

    public int Count => listeners.Count;

    public void Add(Listener listener) => listeners.Add(listener);

    public void Remove(Listener listener) => listeners.Remove(listener);

    public void Tell(List<Told> told, Dialogue dialogue, Pseudonyms? names, DateTimeOffset now)
    {
        if (listeners.Count == 0) return;
        List<Listener>? changed = null;
        List<Listener>? admitted = null;

        // All that a verdict hangs on but the device and the clock. Asked of the state and not of the kinds of facts: a new kind cannot be forgotten.
        if (dialogue.Participants != decidedOn.People || dialogue.Devices != decidedOn.Devices)
        {
            decidedOn = (dialogue.Participants, dialogue.Devices);
            foreach (var listener in listeners)
            {
                var waited = listener.Waiting;
                if (!listener.Look(dialogue, names, now)) continue;
                (changed ??= []).Add(listener);
                if (waited && !listener.Waiting) (admitted ??= []).Add(listener); // knows nothing yet: the snapshot first
            }
        }

        if (slices.Length < told.Count) slices = new byte[told.Count * 2][];
        var head = Wire.HappenedHead(dialogueId, told[0].Fact.Seq, told[^1].Fact.Seq);
        var gone = false;
        foreach (var listener in listeners)
        {
            gone |= listener.Outbox.Gone;
            if (!listener.Hears || admitted?.Contains(listener) is true) continue;
            Send(listener, told, head, dialogue);
        }
        shared.Clear();
        Array.Clear(slices);
        if (gone) listeners.RemoveAll(listener => listener.Outbox.Gone);
        if (changed is not null) Turn(changed);
    }

    /// <summary>Those who now see other things: they fetch anew. Those who may look no more are told nothing after this; a screen is closed, and learns why when it comes back.</summary>
    private void Turn(List<Listener> changed)
    {
        Resync(changed);
        foreach (var gone in changed.Where(listener => listener.Lost))
        {
            listeners.Remove(gone);
            if (gone.Member.Standing.Looks()) gone.Outbox.Close("not-allowed");
        }
    }

    /// <summary>Decided anew where it hangs on more than the people: the device has changed, the clock has gone on, names have another key.</summary>
    public void LookAgain(Func<Listener, bool> whose, Dialogue dialogue, Pseudonyms? names, DateTimeOffset now)
    {
        List<Listener> changed = [.. listeners.Where(listener => whose(listener) && listener.Look(dialogue, names, now))];
        if (changed.Count > 0) Turn(changed);
    }

    public void Everybody(byte[] message)
    {
        foreach (var listener in listeners)
            if (listener.Hears) listener.Outbox.Post(message);
    }

    public void CloseAll(string why)
    {
        foreach (var listener in listeners) listener.Outbox.Close(why);
        listeners.Clear();
    }

    public void ResyncAll() => Resync(listeners);

    public void Resync(List<Listener> people)
    {
        Telemetry.Resync(people.Count);
        var message = Wire.Resync(dialogueId);
        foreach (var listener in people) listener.Outbox.Post(message);
    }

    private void Send(Listener listener, List<Told> told, byte[] head, Dialogue dialogue)
    {
        var eye = new Eye(listener.Viewer);
        var mine = slices.AsSpan(0, told.Count);
        own.Clear();
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] = told[i].As(ref eye, dialogue, out var isOwn);
            if (isOwn) own.Add(i);
        }
        var same = Same(mine) ?? Join(head, mine);
        if (same.Message.Length > MostBytes) Resync([listener]);
        else if (own.Count == 0) listener.Outbox.Post(same.Message);
        else Post(listener.Outbox, same, told);
    }

    // Everybody has something of their own in a busy turn, so nobody gets a copy: the message's pieces, and the commands between them.
    private void Post(IOutbox outbox, Shared same, List<Told> told)
    {
        pieces.Clear();
        var from = 0;
        foreach (var i in own)
        {
            var at = same.Starts[i] + View.CommandAt(same.Slices[i]);
            pieces.Add(same.Message.AsMemory(from, at - from));
            pieces.Add(told[i].Command);
            from = at;
        }
        pieces.Add(same.Message.AsMemory(from));
        outbox.Post(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pieces));
    }

    private Shared? Same(ReadOnlySpan<byte[]> mine)
    {
        foreach (var one in shared)
            if (Same(mine, one.Slices)) return one;
        return null;
    }

    private static bool Same(ReadOnlySpan<byte[]> mine, byte[][] theirs)
    {
        for (var i = 0; i < mine.Length; i++)
            if (!ReferenceEquals(mine[i], theirs[i])) return false;
        return true;
    }

    private Shared Join(byte[] head, ReadOnlySpan<byte[]> mine)
    {
        var size = head.Length + mine.Length - 1 + Wire.HappenedTail.Length;
        foreach (var slice in mine) size += slice.Length;
        var (message, starts) = (new byte[size], new int[mine.Length]);
        head.CopyTo(message, 0);
        var at = head.Length;
        for (var i = 0; i < mine.Length; i++)
        {
            if (i > 0) message[at++] = (byte)',';
            starts[i] = at;
            mine[i].CopyTo(message, at);
            at += mine[i].Length;
        }
        Wire.HappenedTail.CopyTo(message.AsSpan(at));
        var joined = new Shared(mine.ToArray(), message, starts);
        if (shared.Count < 16) shared.Add(joined);
        return joined;
    }
}
