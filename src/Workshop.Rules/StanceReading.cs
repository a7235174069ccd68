using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

/// <summary>How many answered what, where nobody may be told from the number. Null: fewer than <see cref="Least"/> people, merged with the other answers that are null.</summary>
/// <param name="Few">Something was answered that is told as <em>färre än fem</em> only.</param>
public sealed record Tally(int? StandsBehind, int? CanLiveWith, int? NeedsChange, int? StandsAside, bool Few)
{
    /// <summary>A number that rests on fewer people could be taken for one of them.</summary>
    public const int Least = 5;

    public static readonly ImmutableArray<string> Choices = ["standsBehind", "canLiveWith", "needsChange", "standsAside"];

    public bool IsEmpty => this is { StandsBehind: 0, CanLiveWith: 0, NeedsChange: 0, StandsAside: 0 };

    public IEnumerable<(string Choice, int? Count)> All => Choices.Zip([StandsBehind, CanLiveWith, NeedsChange, StandsAside]);

    /// <param name="mayShow">Each who answered has said that it may be shown although they are few.</param>
    /// <remarks>
    /// No total is told beside merged answers, and an answer that nobody gave is merged like one of few: otherwise what is merged could be had by subtraction,
    /// or be known to be one answer. Honest limit: two results of different times differ by who answered between them.
    /// </remarks>
    public static Tally Of(IEnumerable<string> choices, bool mayShow = false)
    {
        var counts = choices.CountBy(choice => choice).ToDictionary();
        int? Count(string choice) => counts.GetValueOrDefault(choice);
        var plain = new Tally(Count(Choices[0]), Count(Choices[1]), Count(Choices[2]), Count(Choices[3]), false);
        if (mayShow || counts.Values.All(count => count >= Least)) return plain;
        static int? Told(int? count) => count >= Least ? count : null;
        return new(Told(plain.StandsBehind), Told(plain.CanLiveWith), Told(plain.NeedsChange), Told(plain.StandsAside), true);
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (choice, count) in All)
            if (count is { } told) json.WriteNumber(choice, told);
            else json.WriteNull(choice);
        if (Few) json.WriteBoolean("few"u8, true);
        json.WriteEndObject();
    }
}

/// <summary>
/// How everybody stands to one item, as page, print, every file and projector tell it: own experience first and apart, organisations with their reason, the others
/// as counts. The only reading there is: a personal answer has no name, no id and no reason in it.
/// </summary>
public sealed record StanceReading(Guid Target, ImmutableArray<Stance> Organisations, Tally OwnExperience, Tally Personal)
{
    public static StanceReading Of(Dialogue dialogue, Guid target)
    {
        var told = dialogue.Stances.Values.Where(stance => stance.TargetId == target && stance.SeenBy == Audience.All).OrderBy(stance => stance.Seq).ToList();
        var personal = told.Where(stance => stance.Organisation is null && Counts(dialogue, stance)).ToList();
        // Behind a pseudonym nobody's level is known: those are counted with the others.
        var own = personal.Where(stance => dialogue.Person(stance.By)?.Level == "livedExperience").ToList();
        return new(
            target, [.. told.Where(stance => stance.Organisation is not null)],
            Tally.Of(own.Select(stance => stance.Choice), own.TrueForAll(stance => stance.MayShow is true)),
            Tally.Of(personal.Except(own).Select(stance => stance.Choice)));
    }

    /// <summary>Who was removed, or waits, takes no part in what came of it.</summary>
    private static bool Counts(Dialogue dialogue, Stance stance) => dialogue.Person(stance.By) is not { } person || person is { Removed: not true, Waiting: not true };

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("targetId"u8, Target);
        json.WriteStartArray("organisations"u8);
        foreach (var stance in Organisations)
        {
            json.WriteStartObject();
            json.WriteString("organisation"u8, stance.Organisation);
            json.WriteString("stance"u8, stance.Choice);
            if (!string.IsNullOrEmpty(stance.Reason)) json.WriteString("reason"u8, stance.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("ownExperience"u8);
        OwnExperience.WriteTo(json);
        json.WritePropertyName("personal"u8);
        Personal.WriteTo(json);
        json.WriteEndObject();
    }
}

/// <summary>Who took part, without names: people of an organisation by level, where they are enough.</summary>
/// <param name="Organisation">Null: of none.</param>
/// <param name="Level">Null: of any; the levels that are too few to be told apart.</param>
/// <param name="Count">Null: fewer than <see cref="Tally.Least"/>.</param>
public sealed record Attendance(string? Organisation, string? Level, int? Count)
{
    public static IEnumerable<Participant> Who(Dialogue dialogue) => dialogue.Participants.Where(person => person is { Removed: not true, Waiting: not true });

    /// <summary>Those with experience of their own and no organisation first, then organisations in the dialogue's order.</summary>
    public static ImmutableArray<Attendance> Of(Dialogue dialogue)
    {
        var people = Who(dialogue).Where(person => person.Tallied).ToLookup(person => dialogue.OrganisationOf(person.Organisation)?.Id);
        return [.. dialogue.Organisations.Select(one => (string?)one.Id).Prepend(null).SelectMany(organisation => Rows(organisation, [.. people[organisation]]))];
    }

    private static IEnumerable<Attendance> Rows(string? organisation, ImmutableArray<Participant> people)
    {
        var levels = people.GroupBy(person => person.Level).Select(level => (level.Key, Count: level.Count())).ToList();
        foreach (var (level, count) in levels.Where(level => level.Count >= Tally.Least)) yield return new(organisation, level, count);
        var few = levels.Where(level => level.Count < Tally.Least).Sum(level => level.Count);
        if (few > 0) yield return new(organisation, null, few >= Tally.Least ? few : null);
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Organisation is not null) json.WriteString("organisation"u8, Organisation);
        if (Level is not null) json.WriteString("level"u8, Level);
        if (Count is { } count) json.WriteNumber("count"u8, count);
        else json.WriteBoolean("few"u8, true);
        json.WriteEndObject();
    }
}
