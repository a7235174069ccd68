// From facts to connections: each fact encoded once per way of seeing it, slices joined to one message, connections that see the same share it.
using Microsoft.AspNetCore.SignalR;
using Workshop.Rules;

namespace Workshop.Server;

/// <summary>One connection in one room.</summary>
public sealed class Listener(IOutbox outbox, Member member)
{
    public IOutbox Outbox => outbox;

    public Member Member { get; set; } = member;

    public Viewer Viewer { get; private set; } = Viewer.Outside;

    /// <summary>Not admitted yet: told nothing but, once, that this has changed.</summary>
    public bool Waiting { get; private set; }

    public bool Removed { get; private set; }

    /// <summary>True: this person sees other things than before, and needs a snapshot.</summary>
    public bool Look(Dialogue dialogue, Pseudonyms? names)
    {
        var person = dialogue.Person(Member.ParticipantId);
        var (before, waiting, removed) = (Viewer, Waiting, Removed);
        Viewer = Member.Viewer(dialogue, names);
        Waiting = person?.Waiting is true;
        Removed = person?.Removed is true || (Member.ByCode && !dialogue.Trusts(Member.Device.Id));
        return before.Table != Viewer.Table || !before.AlsoAt.SequenceEqual(Viewer.AlsoAt) || waiting != Waiting || removed != Removed;
    }
}

public static class Seeing
{
    public static Viewer Viewer(this Member member, Dialogue dialogue, Pseudonyms? names) => new(
        member.ParticipantId, dialogue.Person(member.ParticipantId)?.Table, member.Standing.Leads(),
        member.Standing.Looks(), member.Voices, names, member.Device.Id)
    {
        AlsoAt = [.. dialogue.Participants.Where(person => person.Table is not null && (person.Id == member.ParticipantId || member.Voices.Contains(person.Id, StringComparer.Ordinal)))
            .SelectMany(person => new[] { person.Id == member.ParticipantId ? null : person.Table, person.Within }).OfType<string>()],
    };
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

    /// <summary>A turn's message as some see it, and where in it each fact begins.</summary>
    private sealed record Shared(byte[][] Slices, byte[] Message, int[] Starts);

    public int Count => listeners.Count;

    public void Add(Listener listener) => listeners.Add(listener);

    public void Remove(Listener listener) => listeners.Remove(listener);

    public void Tell(List<Told> told, Dialogue dialogue, Pseudonyms? names)
    {
        if (listeners.Count == 0) return;
        List<Listener>? changed = null;
        List<Listener>? admitted = null;
        if (told.Exists(one => one.Fact.What is Seated or ParticipantChanged or ParticipantRemoved or DeviceDropped))
            foreach (var listener in listeners)
            {
                var waited = listener.Waiting;
                if (!listener.Look(dialogue, names)) continue;
                (changed ??= []).Add(listener);
                if (waited && !listener.Waiting) (admitted ??= []).Add(listener); // knows nothing yet: the snapshot first
            }

        if (slices.Length < told.Count) slices = new byte[told.Count * 2][];
        var head = Wire.HappenedHead(dialogueId, told[0].Fact.Seq, told[^1].Fact.Seq);
        var gone = false;
        foreach (var listener in listeners)
        {
            gone |= listener.Outbox.Gone;
            if (listener.Waiting || listener.Removed || admitted?.Contains(listener) is true) continue;
            Send(listener, told, head, dialogue);
        }
        shared.Clear();
        Array.Clear(slices);
        if (gone) listeners.RemoveAll(listener => listener.Outbox.Gone);
        if (changed is not null) Resync(changed);
        listeners.RemoveAll(listener => listener.Removed);
    }

    public void Everybody(byte[] message)
    {
        foreach (var listener in listeners)
            if (!listener.Waiting) listener.Outbox.Post(message);
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
