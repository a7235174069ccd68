using System.Collections.Immutable;

namespace Workshop.Rules;

// The parts of a dialogue that are no items: its agenda, its people, what they said of items. Shapes as in the wire's snapshot.

/// <summary>One part of the agenda ("Del 4 av 7").</summary>
public sealed record Phase(
    string Id, string Kind, string Title, string Purpose, ImmutableArray<string> Questions, int Minutes, Conduct Conduct, ImmutableArray<Round> Rounds);

/// <param name="Conduct">Set when the round is entered; null leaves it as it is.</param>
/// <param name="Groups"><c>pairs</c>: while it lasts, tables sit in pairs.</param>
public sealed record Round(string Id, string Kind, int? Minutes = null, AskedConduct? Conduct = null, string? Groups = null);

/// <param name="Writing">open, private, tables, closed.</param>
/// <param name="Names">shown, hidden.</param>
/// <param name="Moving">Participants may move others' items.</param>
public sealed record Conduct(string Writing, string Names, bool Moving, Voting Voting)
{
    public static readonly Conduct Start = new("open", "shown", false, new Voting(false));

    public Conduct With(AskedConduct asked) => new(
        asked.Writing ?? Writing,
        asked.Names ?? Names,
        asked.Moving ?? Moving,
        asked.Voting is not { } voting ? Voting : new Voting(
            voting.Open ?? Voting.Open, voting.Budget ?? Voting.Budget, voting.PerItem ?? Voting.PerItem, voting.Totals ?? Voting.Totals));
}

/// <param name="Budget">Sum of weights a person may lay in the phase; null: no limit.</param>
/// <param name="Totals">shown (null), hidden.</param>
public sealed record Voting(bool Open, int? Budget = null, int? PerItem = null, string? Totals = null)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Hidden => Totals == "hidden";
}

/// <param name="Seconds">What is left while paused.</param>
/// <param name="Total">Seconds the present count started with.</param>
public sealed record Timer(int Total, DateTimeOffset? EndsAt = null, int? Seconds = null);

/// <param name="Until">When it goes on, if that is known.</param>
/// <param name="Words">What people need to know until then.</param>
public sealed record Pause(DateTimeOffset Since, DateTimeOffset? Until = null, string? Words = null);

/// <summary>From when on everyone was where: real time beside the planned, however long the history has grown.</summary>
/// <param name="PhaseId">Null: nowhere, the dialogue paused or ended.</param>
public sealed record Visit(DateTimeOffset At, string? PhaseId = null);

/// <param name="Shows">board, note, story, time, code, map, vision, result.</param>
public sealed record Showing(string Shows, Guid? ItemId = null);

/// <summary>A device that may more than its cookie says, in this dialogue alone: it came by a code that a facilitator gave out.</summary>
/// <param name="Role">lead, screen.</param>
public sealed record TrustedDevice(string Id, string Role, string? Name = null);

/// <param name="Principal">The legal body behind it.</param>
public sealed record Organisation(string Id, string Name, string Kind, string? Principal = null, Card? Card = null);

public sealed record Card(string Does, string DoesNot, string CallWhen);

public sealed record Expected(string Organisation, string Level, int Count);

public sealed record Merging(string From, string Into);

/// <param name="Within">The table that <paramref name="Table"/>, a pair, is of.</param>
public sealed record Seating(
    string ParticipantId, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? Table = null, string? Within = null);

/// <param name="AnswersFor">Organisations whose stance this person gives.</param>
/// <param name="Table">Where they sit; in a round of pairs the pair, <paramref name="Within"/> its table.</param>
/// <param name="Accompanies">Whom a companion or interpreter is here for, and sits with.</param>
public sealed record Participant(
    string Id, string Name, string Level, string Role, ImmutableArray<string> AnswersFor, string? Organisation = null, string? Table = null, bool? Ready = null,
    bool? Hand = null, DateTimeOffset? HandAt = null, bool? Waiting = null, bool? Removed = null, string? Within = null, string? Accompanies = null)
{
    /// <summary>Companions, interpreters and observers write and are seen, but stand outside all tallies.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Tallied => Role == "participant";
}

/// <param name="By">Participant, or pseudonym where names were hidden.</param>
public sealed record Vote(Guid ItemId, string By, int Weight, long Seq, string SeenBy, bool Nameless);

public sealed record Rating(Guid ItemId, string By, int Effect, int Effort, long Seq, string SeenBy, bool Nameless);

/// <param name="By">Null: an organisation that was not here has answered by its link.</param>
/// <param name="Organisation">For whom; null: personal.</param>
/// <param name="MayShow">Personal: may be told although those who answered are few.</param>
public sealed record Stance(Guid TargetId, string? By, string Choice, string? Organisation, string? Reason, long Seq, string SeenBy, bool Nameless, bool? MayShow = null);

/// <summary>A stance's reason that lies in the journal, whether or not the stance still counts.</summary>
/// <param name="Organisation">For whom; null: personal.</param>
public sealed record Reason(Guid About, string? Organisation, string? By, bool Nameless);
