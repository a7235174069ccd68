// The last facts of a room with what they look like on the wire, so that whoever comes back gets them without anybody encoding again.
using Workshop.Rules;

namespace Workshop.Server;

/// <summary>A viewer during one turn; the key of what only some see is computed at most once.</summary>
public struct Eye(Viewer viewer)
{
    private string? key;

    public readonly Viewer Viewer => viewer;

    public string Key(Dialogue dialogue) => key ??= SnapshotOf.Key(dialogue, viewer);
}

/// <summary>A fact and its encodings, one for each way it may be seen. Touched by its room's turn only.</summary>
public sealed class Told(Fact fact)
{
    private readonly bool personal = View.IsPersonal(fact);
    private readonly bool alike = View.IsAlike(fact);
    private (Sight Sight, string? Key, byte[] Json)[] encodings = [];

    public Fact Fact => fact;

    /// <summary>The same bytes, by reference, for everybody who sees the same.</summary>
    /// <param name="own">True: but for the command, which goes to its sender only and is put in by <see cref="View.CommandAt"/>.</param>
    public byte[] As(ref Eye eye, Dialogue dialogue, out bool own)
    {
        own = alike && fact.Command is not null && !eye.Viewer.Screen && eye.Viewer.Is(fact.By);
        if (alike && encodings.Length > 0) return encodings[0].Json;
        if (alike) return Keep(Sight.Plain, null, View.Encode(fact, dialogue, Sight.Plain, eye.Viewer));
        var sight = View.Of(fact, eye.Viewer);
        var key = personal || (fact.Nameless && sight.HasFlag(Sight.Own)) ? eye.Key(dialogue) : null;
        foreach (var known in encodings)
            if (known.Sight == sight && (key is null || known.Key == key)) return known.Json;
        return Keep(sight, key, View.Encode(fact, dialogue, sight, eye.Viewer));
    }

    private byte[] Keep(Sight sight, string? key, byte[] json)
    {
        encodings = [.. encodings, (sight, key, json)];
        return json;
    }
}

/// <summary>Contiguous, the newest last.</summary>
public sealed class Ring(int most)
{
    private const int TailEvents = 1_000;
    private const int TailBytes = 512 * 1024;
    private readonly Told[] told = new Told[most];
    private int start;

    public int Count { get; private set; }

    public void Add(Told one)
    {
        if (Count == most) start = (start + 1) % most;
        else Count++;
        told[(start + Count - 1) % most] = one;
    }

    public Told[] All()
    {
        var all = new Told[Count];
        for (var i = 0; i < all.Length; i++) all[i] = told[(start + i) % most];
        return all;
    }

    public void Clear()
    {
        Array.Clear(told);
        (start, Count) = (0, 0);
    }

    /// <summary>The events after a seq as a viewer may see them; null: too many, or no longer here.</summary>
    public List<byte[]>? Tail(long after, long seq, Dialogue dialogue, Viewer viewer)
    {
        var wanted = seq - after;
        if (wanted < 0 || wanted > Count || wanted > TailEvents) return null;
        var tail = new List<byte[]>((int)wanted);
        var eye = new Eye(viewer);
        var bytes = 0;
        for (var i = Count - (int)wanted; i < Count; i++)
        {
            var one = told[(start + i) % most];
            var json = one.As(ref eye, dialogue, out var own);
            if (own) json = View.WithCommand(json, one.Fact);
            if ((bytes += json.Length + 1) > TailBytes) return null;
            tail.Add(json);
        }
        return tail;
    }
}
