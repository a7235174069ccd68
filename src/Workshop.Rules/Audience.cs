namespace Workshop.Rules;

/// <summary>Who may see an event or item. Stamped when decided: conduct changes, so a replay could not compute it.</summary>
public static class Audience
{
    public const string All = "all";
    public const string Author = "author";
    public const string Facilitators = "facilitators";
    private const char DeviceMark = '@';
    private const string TablePrefix = "table:";
    private const string OfPrefix = "of:";

    /// <summary>An author that is a facilitator's device: two who lead are two, though both are <c>by: null</c> to everybody.</summary>
    public static bool IsDevice(string? by) => by is [DeviceMark, ..];

    public static string Device(string hash) => DeviceMark + hash;

    /// <summary>Those at a table, whoever wrote there, and facilitators. Without a table: only the last two.</summary>
    public static string Table(string? table) => TablePrefix + table;

    /// <summary>
    /// What happens to an item is seen by those who see the item, whoever does it: <c>of:p1 author</c> is <c>author</c> where p1 is the author
    /// though the event is somebody else's. Otherwise a facilitator who removes a hidden note would tell facilitators, and not its author.
    /// </summary>
    public static string About(Item item, string? by) =>
        item.SeenBy == All || item.By is null || item.By == by ? item.SeenBy : OfPrefix + item.By + " " + item.SeenBy;

    public static bool Includes(string seenBy, Viewer viewer, string? by)
    {
        if (seenBy == All) return true;
        if (viewer.Screen) return false;
        if (seenBy.StartsWith(OfPrefix, StringComparison.Ordinal) && seenBy.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end)
            return Includes(seenBy[(end + 1)..], viewer, seenBy[OfPrefix.Length..end]);
        if (seenBy == Facilitators) return viewer.Facilitator;
        if (!seenBy.StartsWith(TablePrefix, StringComparison.Ordinal)) return viewer.Is(by);
        return viewer.Facilitator || viewer.Is(by) || viewer.SitsAt(seenBy.AsSpan(TablePrefix.Length));
    }
}

/// <summary>Ids in no order, equal to another such list by what is in it.</summary>
public sealed class Several : IReadOnlyList<string>, IEquatable<Several>
{
    public static readonly Several None = new([]);
    private readonly string[] all;

    private Several(string[] all) => this.all = all;

    public int Count => all.Length;

    public string this[int index] => all[index];

    public static Several Of(IEnumerable<string> some, string? one) =>
        new([.. (one is null ? some : some.Append(one)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public bool Equals(Several? other) => other is not null && all.AsSpan().SequenceEqual(other.all);

    public override bool Equals(object? obj) => Equals(obj as Several);

    public override int GetHashCode() => all.Aggregate(all.Length, HashCode.Combine);

    public IEnumerator<string> GetEnumerator() => all.AsEnumerable().GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => all.GetEnumerator();
}

/// <summary>Who looks.</summary>
/// <param name="Participant">Null for a facilitator, a screen, the outcome.</param>
/// <param name="Screen">A projector: sees what is open to all, even where a facilitator started it.</param>
/// <param name="Voices">Participants on the same device, this one too.</param>
/// <param name="Device">Of a facilitator: what it did itself comes back with its command.</param>
/// <param name="Names">Turns a participant into the pseudonym under which nameless things are journaled; null when there is no key (any more).</param>
public sealed record Viewer(string? Participant, string? Table, bool Facilitator, bool Screen, IReadOnlyList<string> Voices, Pseudonyms? Names, string? Device = null)
{
    /// <summary>Nobody in particular: what is open to all, and no way in. The projector is a screen instead.</summary>
    public static readonly Viewer Outside = new(null, null, false, false, [], null);

    public bool Facilitator { get => field && !Screen; init; } = Facilitator;

    /// <summary>The table of one's pair, and where the device's other voices sit.</summary>
    public IReadOnlyList<string> AlsoAt { get; init; } = [];

    /// <summary>One of the dialogue's own, whoever.</summary>
    public bool Inside { get; init; } = Participant is not null || Facilitator || Screen;

    /// <summary>The token behind the QR: for those who lead and the projector they set up. Participants have the code that they typed.</summary>
    public bool MayShowTheWayIn { get; init; } = Facilitator && !Screen;

    public bool SitsAt(ReadOnlySpan<char> table)
    {
        if (Table is not null && table.SequenceEqual(Table)) return true;
        foreach (var other in AlsoAt)
            if (table.SequenceEqual(other)) return true;
        return false;
    }

    /// <summary>Is this the author (also behind the pseudonym)?</summary>
    public bool Is(string? by) => by is null ? Facilitator : Audience.IsDevice(by) ? Facilitator && by == Device : OwnName(by) is not null;

    /// <summary>The viewer's participant behind a name or pseudonym, or null when it is somebody else's.</summary>
    public string? OwnName(string by)
    {
        if (Screen) return null;
        if (Participant is not null && Same(Participant, by)) return Participant;
        for (var i = 0; i < Voices.Count; i++) // asked for every listener and fact: no enumerator
            if (Same(Voices[i], by)) return Voices[i];
        return null;
    }

    private bool Same(string voice, string by) => voice == by || (Pseudonyms.Is(by) && Names is not null && Names.Of(voice) == by);
}
