using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

/// <summary>
/// Everything a person can ask for. A closed list: a new kind of item or phase needs no new command.
/// Values that only make sense with the dialogue at hand (an item's fields, a patch) stay JSON here and are read by Decide.
/// </summary>
public abstract record Command
{
    /// <summary>Made by the client; the same id again is answered, not done again.</summary>
    public required Guid Id { get; init; }

    /// <summary>The participant one speaks for: a voice of a table device, a paper note.</summary>
    public string? As { get; init; }
}

// Items
public sealed record AddItem(JsonElement Item) : Command;
public sealed record ChangeItem(string ItemId, JsonElement Patch, long Base) : Command;
public sealed record MoveItems(ImmutableArray<AskedMove> Moves) : Command;
public sealed record RemoveItems(ImmutableArray<string> ItemIds) : Command;
public sealed record RestoreItems(ImmutableArray<string> ItemIds) : Command;
/// <param name="To"><c>table</c>: the author's own table alone; nothing: everybody.</param>
public sealed record ShowItems(ImmutableArray<string> ItemIds, string? To = null) : Command;

// Voices
public sealed record Rate(string ItemId, int Effect, int Effort) : Command;
public sealed record CastVote(string ItemId, int Weight) : Command;
/// <param name="MayShow">A personal answer may be told although those who answered are few.</param>
public sealed record TakeStance(string TargetId, string Stance, string? Reason = null, string? Organisation = null, bool? MayShow = null) : Command;
public sealed record SetReady(bool Value) : Command;
public sealed record RaiseHand(bool Value) : Command;
public sealed record ReportProgress(
    string ItemId, string Status, string Reporter, string? Due = null, string? Reason = null, string? Needs = null, string? Difference = null,
    string? Learned = null, string? Decision = null, string? HandOverTo = null) : Command;

// People
public sealed record ChangeParticipant(string ParticipantId, JsonElement Patch) : Command;
public sealed record EditOrganisations(
    ImmutableArray<NewOrganisation>? Add = null, ImmutableArray<Renaming>? Rename = null, ImmutableArray<Merging>? Merge = null, ImmutableArray<Expected>? Expected = null) : Command;
public sealed record SetCard(string Organisation, string Does, string DoesNot, string CallWhen) : Command;
public sealed record Seat(ImmutableArray<Seating> Seats) : Command;

/// <param name="Tables">How many; or <paramref name="Size"/>, how many people at each. Neither, with <paramref name="Keep"/>: those that are there.</param>
/// <param name="Apart">Lists of people of whom no two sit at the same table.</param>
/// <param name="Keep">Who is seated stays; only the others are given a chair.</param>
public sealed record ComposeTables(
    int? Tables = null, int? Size = null, ImmutableArray<ImmutableArray<string>>? Apart = null, ImmutableArray<ImmutableArray<string>>? Together = null, bool? Keep = null) : Command;
public sealed record Admit(ImmutableArray<string> ParticipantIds) : Command;
/// <param name="ParticipantIds">Many at once: all who came since a time.</param>
public sealed record RemovePerson(string? ParticipantId = null, ImmutableArray<string>? ParticipantIds = null) : Command;

// The course of the dialogue
public sealed record EnterPhase(string PhaseId) : Command;
public sealed record EnterRound(string? Round = null) : Command;
public sealed record SetTimer(int? Seconds = null, bool? Paused = null) : Command;
public sealed record SetConduct(string PhaseId, AskedConduct Conduct) : Command;
public sealed record EditDialogue(JsonElement Patch) : Command;

/// <param name="Base">The seq that the editor began from; null: whatever is there is replaced.</param>
public sealed record EditAgenda(ImmutableArray<AskedPhase> Agenda, long? Base = null) : Command;

/// <summary>Until another day. Everything stays; entering a part or a round goes on as well.</summary>
public sealed record PauseDialogue(DateTimeOffset? Until = null, string? Words = null) : Command;
public sealed record Resume : Command;

/// <summary>What the projector shows, until everyone moves; null: what the part and the round call for.</summary>
public sealed record SetScreen(string? Shows = null, string? ItemId = null) : Command;

/// <summary>A co-facilitator or a projector that came by a code may come no more.</summary>
public sealed record DropDevice(string DeviceId) : Command;
/// <summary>Exactly one of <c>itemId</c>, <c>participantId</c>, <c>seq</c>, <c>field</c>, <c>writtenBy</c>.</summary>
/// <param name="Field">title, targetGroup, pause; organisation, card with <paramref name="Organisation"/>; phaseTitle, purpose, questions with <paramref name="PhaseId"/>.</param>
/// <param name="WrittenBy">All that this person wrote.</param>
public sealed record EraseContent(
    string? ItemId = null, string? ParticipantId = null, long? Seq = null, string? Field = null, string? Organisation = null, string? PhaseId = null, string? WrittenBy = null) : Command;
public sealed record Conclude : Command;
public sealed record Reopen : Command;

// From the server only: who and where was decided before.
public sealed record OpenDialogue(
    string DialogueId, string Title, string TargetGroup, string Language, string TemplateId, string JoinCode, string JoinToken, ImmutableArray<NewOrganisation>? Organisations = null,
    bool? Rehearsal = null) : Command;
/// <param name="Beside">Who is on the same device already.</param>
public sealed record JoinDialogue(string ParticipantId, string Name, string Level, string? Organisation = null, string? Role = null, string? Beside = null) : Command;

/// <param name="IfNone">Only where there is no code: a second one that comes late takes no code away.</param>
public sealed record RenewJoinCode(string JoinCode, string JoinToken, bool? IfNone = null) : Command;

public sealed record TrustDevice(string DeviceId, string Role, string? Name = null) : Command;

/// <summary>x, y, lane, theme: absent leaves it, null clears it. <c>before</c>: the item to stand in front of; null: last.</summary>
public sealed record AskedMove(string ItemId, JsonElement X = default, JsonElement Y = default, JsonElement Lane = default, JsonElement Theme = default, JsonElement Before = default);
public sealed record NewOrganisation(string Name, string? Kind = null, string? Principal = null);
public sealed record Renaming(string Id, string Name);
public sealed record AskedConduct(string? Writing = null, string? Names = null, bool? Moving = null, AskedVoting? Voting = null);
public sealed record AskedVoting(bool? Open = null, int? Budget = null, int? PerItem = null, string? Totals = null);
public sealed record AskedPhase(
    string Kind, string Title, string? Id = null, string? Purpose = null, ImmutableArray<string>? Questions = null, int? Minutes = null,
    AskedConduct? Conduct = null, ImmutableArray<AskedRound>? Rounds = null);
public sealed record AskedRound(string Kind, string? Id = null, int? Minutes = null, AskedConduct? Conduct = null, string? Groups = null);
