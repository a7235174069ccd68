namespace Workshop.Rules;

/// <summary>Who may see an event or item. Stamped when decided: conduct changes, so a replay could not compute it.</summary>
public static class Audience
{
    public const string All = "all";
    public const string Author = "author";
    public const string Facilitators = "facilitators";
    private const string TablePrefix = "table:";

    public static string Table(string? table) => table is null ? Author : TablePrefix + table;

    public static bool Includes(string seenBy, Viewer viewer, string? by) => seenBy switch
    {
        All => true,
        Facilitators => viewer.Facilitator,
        _ => viewer.Is(by) || (viewer.Table is not null && seenBy.StartsWith(TablePrefix, StringComparison.Ordinal) && seenBy.AsSpan(TablePrefix.Length).SequenceEqual(viewer.Table)),
    };
}

/// <summary>Who looks.</summary>
/// <param name="Participant">Null for a facilitator, a screen, the outcome.</param>
/// <param name="Voices">Participants on the same device, this one too.</param>
/// <param name="Names">Turns a participant into the pseudonym under which nameless things are journaled; null when there is no key (any more).</param>
public sealed record Viewer(string? Participant, string? Table, bool Facilitator, bool Screen, IReadOnlyList<string> Voices, Pseudonyms? Names)
{
    public static readonly Viewer Outside = new(null, null, false, true, [], null);

    /// <summary>Is this the author (also behind the pseudonym)?</summary>
    public bool Is(string? by)
    {
        if (by is null) return Facilitator;
        if (by == Participant) return true;
        foreach (var voice in Voices)
            if (by == voice || (Pseudonyms.Is(by) && Names is not null && by == Names.Of(voice))) return true;
        return Pseudonyms.Is(by) && Names is not null && Participant is not null && by == Names.Of(Participant);
    }
}
