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
    private readonly string? by = fact.By;
    private readonly Guid? command = fact.Command;
    private Fact? fact = fact;
    private byte[]? plain;
    private (Sight Sight, string? Key, byte[] Json)[] encodings = [];

    public Fact Fact => fact ?? throw new InvalidOperationException("settled");

    public byte[] Command => View.Command(command!.Value);

    /// <summary>The same bytes, by reference, for everybody who sees the same.</summary>
    /// <param name="own">True: but for the command, which goes to its sender only and is put in by <see cref="View.CommandAt"/>.</param>
    public byte[] As(ref Eye eye, Dialogue dialogue, out bool own)
    {
        own = alike && command is not null && !eye.Viewer.Screen && eye.Viewer.Is(by);
        if (alike) return plain ??= View.Encode(Fact, dialogue, Sight.Plain, eye.Viewer);
        var sight = View.Of(Fact, eye.Viewer);
        var key = personal || (Fact.Nameless && sight.HasFlag(Sight.Own)) ? eye.Key(dialogue) : null;
        foreach (var known in encodings)
            if (known.Sight == sight && (key is null || known.Key == key)) return known.Json;
        var json = View.Encode(Fact, dialogue, sight, eye.Viewer);
        encodings = [.. encodings, (sight, key, json)];
        return json;
    }

    /// <summary>After the turn that told it: what looks the same to everybody is kept as bytes alone, a tenth of the objects, since thousands are kept for a while.</summary>
    public void Settle()
    {
        if (plain is not null) fact = null;
    }
}

/// <summary>Contiguous, the newest last.</summary>
public sealed class Ring(int most)
{
    public const int TailEvents = 1_000;
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
            if (own) json = View.With(one.Command, json);
            if ((bytes += json.Length + 1) > TailBytes) return null;
            tail.Add(json);
        }
        return tail;
    }
}
