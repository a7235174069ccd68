// The last facts of a room with what they look like on the wire, so that whoever comes back gets them without anybody encoding again.
using Workshop.Rules;

namespace Workshop.Server;

/// <summary>A viewer during one turn; the key of what only some see is computed at most once.</summary>
public struct Eye(Viewer viewer)
{
    private Viewer? key;

    public readonly Viewer Viewer => viewer;

    public Viewer Key(Dialogue dialogue) => key ??= SnapshotOf.Key(dialogue, viewer);

    public readonly bool Wrote(string? by) => !viewer.Screen && viewer.Is(by);
}

/// <summary>A fact in the turn that tells it, and its encodings, one for each way it may be seen.</summary>
public sealed class Told(Fact fact)
{
    private readonly bool personal = View.IsPersonal(fact);
    private readonly bool alike = View.IsAlike(fact);
    private (Sight Sight, Viewer? Key, byte[] Json)[] encodings = [];
    private Dialogue? encodedOf;
    private Item? gone;
    private Dialogue? goneIn;

    public Fact Fact => fact;

    public byte[] Command => View.Command(fact.Command!.Value);

    /// <summary>What all who see it see alike, but for the command; null: not asked for yet, or there is no such thing.</summary>
    public byte[]? Plain { get; private set; }

    /// <summary>The same bytes, by reference, for everybody who sees the same.</summary>
    /// <param name="own">True: but for the command, which goes to its sender only and is put in by <see cref="View.CommandAt"/>.</param>
    public byte[] As(ref Eye eye, Dialogue dialogue, out bool own)
    {
        var open = alike && !Gone(ref eye, dialogue);
        own = open && fact.Command is not null && eye.Wrote(fact.By);
        if (open) return Plain ??= View.Encode(fact, dialogue, Sight.Plain, Viewer.Outside);
        if (personal && !ReferenceEquals(encodedOf, dialogue)) (encodings, encodedOf) = ([], dialogue); // what it shows was looked up in an earlier state: removed since, or erased
        var sight = View.Of(fact, dialogue, eye.Viewer);
        var key = personal || (fact.Nameless && sight.HasFlag(Sight.Own)) ? eye.Key(dialogue) : null;
        foreach (var known in encodings)
            if (known.Sight == sight && known.Key == key) return known.Json;
        var json = View.Encode(fact, dialogue, sight, key ?? Viewer.Outside);
        encodings = [.. encodings, (sight, key, json)];
        return json;
    }

    private bool Gone(ref Eye eye, Dialogue dialogue)
    {
        if (!ReferenceEquals(goneIn, dialogue)) (gone, goneIn) = (View.GoneOf(fact, dialogue), dialogue); // once for all who listen
        return gone is not null && !View.MayReadGone(gone, fact.By, eye.Viewer);
    }
}

/// <summary>Contiguous, the newest last. Touched by its room's turn only.</summary>
public sealed class Ring(int most)
{
    public const int TailEvents = 1_000;
    private const int TailBytes = 512 * 1024;
    private readonly Place[] places = new Place[most];
    private int start;
    private int fresh; // of this turn, the last of all

    public int Count { get; private set; }

    public void Add(Told one)
    {
        fresh = Math.Min(fresh + 1, most);
        (places[Next()] ??= new Place()).Put(one);
    }

    /// <summary>After the turn that told them.</summary>
    public void Settle()
    {
        for (; fresh > 0; fresh--) places[(start + Count - fresh) % most].Settle();
    }

    /// <summary>Before all that is there.</summary>
    public void Precede(IEnumerable<Told> older)
    {
        var newer = Enumerable.Range(0, Count).Select(i => places[(start + i) % most]).ToList();
        Clear();
        foreach (var one in older) Add(one);
        foreach (var place in newer) places[Next()] = place;
        fresh = 0;
    }

    public void Clear()
    {
        Array.Clear(places);
        (start, Count, fresh) = (0, 0, 0);
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
            var json = places[(start + i) % most].As(ref eye, dialogue);
            if ((bytes += json.Length + 1) > TailBytes) return null;
            tail.Add(json);
        }
        return tail;
    }

    /// <summary>Where the next one lies: the oldest one's place when all are taken.</summary>
    private int Next()
    {
        var next = (start + Count) % most;
        if (Count == most) start = (start + 1) % most;
        else Count++;
        return next;
    }

    /// <summary>
    /// Thousands of facts are kept for a while, which is what a collector of garbage does worst: what looks the same to everybody is copied, without the command,
    /// into memory that its place keeps for the next one.
    /// </summary>
    private sealed class Place
    {
        private const int Step = 128;
        private Told? told;
        private byte[] plain = [];
        private int length;
        private string? by;
        private Guid? command;
        private Guid? about;

        public void Put(Told one) => told = one;

        public void Settle()
        {
            if (told?.Plain is not { } fresh) return;
            var size = (fresh.Length + Step - 1) / Step * Step;
            if (plain.Length < size || plain.Length > 2 * size) plain = new byte[size];
            fresh.CopyTo(plain, 0);
            (length, by, command, about, told) = (fresh.Length, told.Fact.By, told.Fact.Command, View.AboutOf(told.Fact.What), null);
        }

        public byte[] As(ref Eye eye, Dialogue dialogue)
        {
            if (told is not null)
            {
                var json = told.As(ref eye, dialogue, out var own);
                return own ? View.With(told.Command, json) : json;
            }
            if (about is { } id && dialogue.Items.TryGetValue(id, out var item) && item.Removed && !View.MayReadGone(item, by, eye.Viewer)) return View.Conceal(plain.AsMemory(0, length), item);
            var kept = plain.AsSpan(0, length);
            return command is { } sent && eye.Wrote(by) ? View.With(View.Command(sent), kept) : kept.ToArray();
        }
    }
}
