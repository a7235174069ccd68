using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workshop.Rules;

/// <summary>
/// Everything that can be a fact: past tense, the result and never the gesture, so that replay does not depend on today's rules.
/// A revealing event carries ids only; <see cref="View"/> fills in the content, so that erasure has one place to reach.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(DialogueOpened), "dialogueOpened")]
[JsonDerivedType(typeof(DialogueEdited), "dialogueEdited")]
[JsonDerivedType(typeof(ItemAdded), "itemAdded")]
[JsonDerivedType(typeof(ItemChanged), "itemChanged")]
[JsonDerivedType(typeof(ItemsMoved), "itemsMoved")]
[JsonDerivedType(typeof(ItemsRemoved), "itemsRemoved")]
[JsonDerivedType(typeof(ItemsRestored), "itemsRestored")]
[JsonDerivedType(typeof(ItemsShown), "itemsShown")]
[JsonDerivedType(typeof(VoteCast), "voteCast")]
[JsonDerivedType(typeof(Rated), "rated")]
[JsonDerivedType(typeof(CardSet), "cardSet")]
[JsonDerivedType(typeof(StanceTaken), "stanceTaken")]
[JsonDerivedType(typeof(ReadySet), "readySet")]
[JsonDerivedType(typeof(HandRaised), "handRaised")]
[JsonDerivedType(typeof(ParticipantJoined), "participantJoined")]
[JsonDerivedType(typeof(ParticipantChanged), "participantChanged")]
[JsonDerivedType(typeof(ParticipantRemoved), "participantRemoved")]
[JsonDerivedType(typeof(OrganisationsEdited), "organisationsEdited")]
[JsonDerivedType(typeof(PhaseEntered), "phaseEntered")]
[JsonDerivedType(typeof(RoundEntered), "roundEntered")]
[JsonDerivedType(typeof(TimerSet), "timerSet")]
[JsonDerivedType(typeof(AgendaEdited), "agendaEdited")]
[JsonDerivedType(typeof(ConductSet), "conductSet")]
[JsonDerivedType(typeof(Seated), "seated")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(ScreenSet), "screenSet")]
[JsonDerivedType(typeof(DeviceTrusted), "deviceTrusted")]
[JsonDerivedType(typeof(DeviceDropped), "deviceDropped")]
[JsonDerivedType(typeof(Concluded), "concluded")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(ProgressReported), "progressReported")]
[JsonDerivedType(typeof(ContentErased), "contentErased")]
[JsonDerivedType(typeof(JoinCodeRenewed), "joinCodeRenewed")]
public abstract record Event;

/// <summary>Always seq 1.</summary>
/// <param name="Rehearsal">Practised with simulated people; said on every screen, and it cannot be edited away.</param>
public sealed record DialogueOpened(
    string Id, string Title, string TargetGroup, string Language, string JoinCode, string JoinToken, ImmutableArray<Phase> Agenda,
    ImmutableArray<Organisation> Organisations, bool? Rehearsal = null) : Event;
public sealed record DialogueEdited(Fields Patch) : Event;

public sealed record ItemAdded(Item Item) : Event;

/// <param name="Patch">New values of fields; null: the field is gone.</param>
/// <param name="Voids">What people agreed to has changed: their stances on it no longer count.</param>
public sealed record ItemChanged(Guid ItemId, Fields Patch, bool? Voids = null) : Event;
public sealed record ItemsMoved(ImmutableArray<Move> Moves) : Event;
public sealed record ItemsRemoved(ImmutableArray<Guid> ItemIds) : Event;
public sealed record ItemsRestored(ImmutableArray<Guid> ItemIds) : Event;
/// <param name="Table">Not to all: to this table, where they lie from now on.</param>
public sealed record ItemsShown(ImmutableArray<Guid> ItemIds, string? Table = null) : Event;

/// <param name="Voters">How many have voted in the phase after this; told where totals are hidden, to facilitators.</param>
/// <param name="Replaces">Seq of the same voice's earlier one, where names are hidden and nobody could tell otherwise; so below.</param>
public sealed record VoteCast(Guid ItemId, int Weight, int? Voters = null, long? Replaces = null) : Event;
public sealed record Rated(Guid ItemId, int Effect, int Effort, long? Replaces = null) : Event;
public sealed record StanceTaken(Guid TargetId, string Stance, string? Organisation = null, string? Reason = null, long? Replaces = null, bool? MayShow = null) : Event;
public sealed record ProgressReported(Guid ItemId, Report Report) : Event;

public sealed record ReadySet(string ParticipantId, bool Value) : Event;
public sealed record HandRaised(string ParticipantId, bool Value) : Event;
public sealed record ParticipantJoined(Participant Participant) : Event;
public sealed record ParticipantChanged(string ParticipantId, Fields Patch) : Event;
public sealed record ParticipantRemoved(string ParticipantId) : Event;
public sealed record OrganisationsEdited(
    ImmutableArray<Organisation> Put, ImmutableArray<string> Removed, ImmutableArray<Merging>? Merged = null, ImmutableArray<Expected>? Expected = null) : Event;
public sealed record CardSet(string Organisation, Card Card) : Event;
public sealed record Seated(ImmutableArray<Seating> Seats) : Event;

public sealed record PhaseEntered(string PhaseId) : Event;
public sealed record RoundEntered([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Round = null) : Event;
public sealed record TimerSet([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Timer? Timer = null) : Event;
public sealed record AgendaEdited(ImmutableArray<Phase> Agenda) : Event;
public sealed record ConductSet(string PhaseId, Conduct Conduct) : Event;
public sealed record Paused(Pause Pause) : Event;
public sealed record Resumed : Event;
public sealed record ScreenSet([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Showing? Screen = null) : Event;

/// <summary>Told to facilitators only, like the next.</summary>
public sealed record DeviceTrusted(TrustedDevice Device) : Event;
public sealed record DeviceDropped(string DeviceId) : Event;
public sealed record Concluded : Event;
public sealed record Reopened : Event;

/// <summary>The earlier code and token are nothing from here on. All are told that, and those who show the code the new one: see <see cref="SnapshotOf.Code"/>.</summary>
public sealed record JoinCodeRenewed(string JoinCode, string JoinToken) : Event;

/// <summary>Which words are gone. The journal's older bodies are replaced in the same append; the seqs stay.</summary>
/// <param name="Field">Of those texts that are no item's, see <see cref="EraseContent"/>.</param>
/// <param name="WrittenBy">Only for the journal: what this person, or pseudonym, wrote and others have written over since. What is still to be seen has events of its own.</param>
public sealed record ContentErased(
    Guid? ItemId = null, string? ParticipantId = null, long? OfSeq = null, string? Field = null, string? Organisation = null, string? PhaseId = null, string? WrittenBy = null) : Event;

/// <summary>An event with its place in the dialogue: what the journal keeps and rooms tell.</summary>
/// <param name="By">The participant it speaks for; a pseudonym where <paramref name="Nameless"/>; null for the server; for facilitators null or, told to nobody, which device it was.</param>
/// <param name="SeenBy">See <see cref="Audience"/>: stamped when it was decided, because conduct changes.</param>
/// <param name="Body"><paramref name="What"/> as UTF-8 JSON, encoded once for the disk and for the wire.</param>
public sealed record Fact(long Seq, DateTimeOffset At, string? By, Guid? Command, string SeenBy, bool Nameless, Event What, byte[] Body)
{
    /// <summary>As it lies in a journal, in its newest version. Items made before a field was always there are told with it, as the state has them.</summary>
    public static Fact Read(long seq, DateTimeOffset at, string? by, Guid? command, string seenBy, bool nameless, byte[] body)
    {
        var what = RulesJson.What(body);
        if (what is ItemAdded added && added.Item.Completed() is var item && !ReferenceEquals(item, added.Item))
        {
            what = new ItemAdded(item);
            body = RulesJson.Body(what);
        }
        return new Fact(seq, at, by, command, seenBy, nameless, what, body);
    }

    /// <summary>An event's name: every body is written with its type first.</summary>
    public static string TypeOf(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("{\"type\":\"itemAdded\""u8)) return "itemAdded"; // most of them
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("type"u8) && reader.Read()) return reader.GetString() ?? "";
        return "";
    }
}

/// <summary>x, y, lane, theme, rank: what is absent stays, null is cleared.</summary>
[JsonConverter(typeof(MoveConverter))]
public sealed record Move(Guid ItemId, Fields To);

internal sealed class MoveConverter : JsonConverter<Move>
{
    public override Move Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var all = Fields.Read(ref reader);
        return new Move(all.Value("itemId")!.Value.GetGuid(), all.Without("itemId"));
    }

    public override void Write(Utf8JsonWriter writer, Move value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("itemId"u8, value.ItemId);
        value.To.WriteInto(writer);
        writer.WriteEndObject();
    }
}
