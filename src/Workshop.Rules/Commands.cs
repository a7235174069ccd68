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
public sealed record ShowItems(ImmutableArray<string> ItemIds) : Command;

// Voices
public sealed record Rate(string ItemId, int Effect, int Effort) : Command;
public sealed record CastVote(string ItemId, int Weight) : Command;
public sealed record TakeStance(string TargetId, string Stance, string? Reason, string? Organisation) : Command;
public sealed record SetReady(bool Value) : Command;
public sealed record RaiseHand(bool Value) : Command;
public sealed record ReportProgress(
    string ItemId, string Status, string? Due, string? Reason, string? Needs, string? Difference, string? Learned, string? Decision,
    string? HandOverTo, string Reporter) : Command;

// People
public sealed record ChangeParticipant(string ParticipantId, JsonElement Patch) : Command;
public sealed record EditOrganisations(
    ImmutableArray<NewOrganisation>? Add, ImmutableArray<Renaming>? Rename, ImmutableArray<Merging>? Merge, ImmutableArray<Expected>? Expected) : Command;
public sealed record SetCard(string Organisation, string Does, string DoesNot, string CallWhen) : Command;
public sealed record Seat(ImmutableArray<Seating> Seats) : Command;
public sealed record Admit(ImmutableArray<string> ParticipantIds) : Command;
public sealed record RemovePerson(string ParticipantId) : Command;

// The course of the dialogue
public sealed record EnterPhase(string PhaseId) : Command;
public sealed record EnterRound(string? Round) : Command;
public sealed record SetTimer(int? Seconds, bool? Paused) : Command;
public sealed record SetConduct(string PhaseId, AskedConduct Conduct) : Command;
public sealed record EditDialogue(JsonElement Patch) : Command;
public sealed record EditAgenda(ImmutableArray<AskedPhase> Agenda) : Command;
public sealed record EraseContent(string? ItemId, string? ParticipantId, long? Seq) : Command;
public sealed record Conclude : Command;
public sealed record Reopen : Command;

// From the server only: the Door has already looked at who and where.
public sealed record OpenDialogue(
    string DialogueId, string Title, string TargetGroup, string Language, string TemplateId, string JoinCode, string JoinToken, ImmutableArray<NewOrganisation>? Organisations) : Command;
public sealed record JoinDialogue(string ParticipantId, string Name, string? Organisation, string Level, string? Role) : Command;

/// <summary>x, y, lane, theme: absent leaves it, null clears it. <c>before</c>: the item to stand in front of; null: last.</summary>
public sealed record AskedMove(string ItemId, JsonElement X, JsonElement Y, JsonElement Lane, JsonElement Theme, JsonElement Before);
public sealed record NewOrganisation(string Name, string? Kind, string? Principal);
public sealed record Renaming(string Id, string Name);
public sealed record AskedConduct(string? Writing, string? Names, bool? Moving, AskedVoting? Voting);
public sealed record AskedVoting(bool? Open, int? Budget, int? PerItem, string? Totals);
public sealed record AskedPhase(
    string? Id, string Kind, string Title, string? Purpose, ImmutableArray<string>? Questions, int? Minutes, AskedConduct? Conduct, ImmutableArray<AskedRound>? Rounds);
public sealed record AskedRound(string? Id, string Kind, int? Minutes, AskedConduct? Conduct);
