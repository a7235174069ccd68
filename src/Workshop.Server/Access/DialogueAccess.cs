// Who may look at a dialogue, speak in it, lead it. Decided here and nowhere else: by the device that calls and all its voices, against one state of the dialogue, for
// every route, hub method, file and cache, and again for every open connection when the people, the devices or the device itself have changed (Listener.Look).
// A screen is a way of looking and never a way in. Pure: the same device, wish, state and time give the same verdict.
//
// A NEW ROUTE declares what it needs where it is mapped, or the server does not start:
//     api.MapGet("/dialogues/{id}/x", (Inside inside) => …).Needs(Right.Looks);     a dialogue of {id}; `inside` is the room, the state it was decided on, and who calls
//     api.MapPost("/x", …).Anybody("why anybody may");                              a key, code or token in the call is the way in, and the route looks at it itself
// and gets its row in tests/golden/access.txt (UPDATE_GOLDEN=1). A new hub method gets a row there too.
using System.Text.Json;
using Workshop.Rules;
using Workshop.Sessions;

namespace Workshop.Server;

/// <summary>Somebody in one dialogue, as access was decided.</summary>
/// <param name="ParticipantId">Null: a facilitator or a screen.</param>
/// <param name="Voices">The participants of the dialogue on the same device who are there: neither removed nor waiting, but for the one asked for.</param>
public sealed record Member(string DialogueId, string? ParticipantId, Standing Standing, string[] Voices, Device Device)
{
    private Caller? caller;

    /// <summary>With every voice of the device, removed ones too: the rules refuse those, and know the receipts of what they did before.</summary>
    public Caller Caller => caller ??= new(ParticipantId, Standing, Device.Voices(DialogueId), Device.Id);

    /// <summary>The same, now that the device has changed.</summary>
    public Member On(Device now) => new(DialogueId, ParticipantId, Standing, Voices, now);

    /// <summary>Whose commands are counted: facilitators by their device.</summary>
    public string RateKey => ParticipantId ?? Device.Key;

    /// <summary>The same again, when it is decided anew: whom a device speaks for does not change under way because somebody else joins on it.</summary>
    public Wish Wish => new(new AskedFor(true, ParticipantId), Standing.Looks());
}

/// <summary>Whom a client says it is: a participant by id, expressly nobody (a facilitator), or nothing said.</summary>
public readonly record struct AskedFor(bool Said, string? ParticipantId)
{
    public static AskedFor In(JsonElement request) => request.TryGetProperty("participantId", out var id)
        ? new(true, id.ValueKind == JsonValueKind.String ? id.GetString() : null) : default;

    /// <summary><c>?participantId=</c> with nothing after it: the facilitator.</summary>
    public static AskedFor In(HttpRequest request) => request.Query.TryGetValue("participantId", out var id)
        ? new(true, string.IsNullOrEmpty(id) ? null : id.ToString()) : default;
}

/// <summary>As whom somebody wants to come in, and whether only to show it on a screen.</summary>
public readonly record struct Wish(AskedFor As, bool Screen);

/// <summary>What was decided.</summary>
/// <param name="Member">Who it is; also one who waits, so that they can be told when they are let in. Null: nobody.</param>
/// <param name="No">Why they may not look: <c>waiting</c>, <c>not-allowed</c>. Null: they may.</param>
public readonly record struct Verdict(Member? Member, string? No)
{
    public static readonly Verdict Nobody = new(null, "not-allowed");

    public bool Looks => No is null;
}

public static class DialogueAccess
{
    /// <summary>
    /// Unless said otherwise the last who joined on the device, else a facilitator. Whoever signed in with the installation's key is a facilitator of all its dialogues; a code
    /// makes a facilitator or a projector of one, as long as the dialogue trusts the device.
    /// </summary>
    public static Verdict Of(Device device, Wish wish, string dialogueId, Dialogue dialogue, DateTimeOffset now)
    {
        var voices = Here(device, dialogueId, dialogue);
        if (wish.Screen) return Screen(device, voices, dialogueId, dialogue, now);
        if (wish.As is { Said: true, ParticipantId: { } asked }) return As(asked);
        if (!wish.As.Said && Array.FindLast(device.Voices(dialogueId), id => dialogue.Person(id) is { Removed: not true }) is { } last) return As(last);
        return Leads(device, dialogue, now) is { } standing ? new(new Member(dialogueId, null, standing, voices, device), null) : Verdict.Nobody;

        Verdict As(string id) => device.Voices(dialogueId).Contains(id, StringComparer.Ordinal) && dialogue.Person(id) is { Removed: not true } person
            ? person.Waiting is true ? new(new Member(dialogueId, id, Standing.Participant, [id, .. voices], device), "waiting") : new(new Member(dialogueId, id, Standing.Participant, voices, device), null)
            : Verdict.Nobody;
    }

    /// <summary>A device that leads or is trusted as a projector shows the way in as well; a participant's shows what is open to all, as long as one of its voices is there.</summary>
    private static Verdict Screen(Device device, string[] voices, string dialogueId, Dialogue dialogue, DateTimeOffset now)
    {
        if (Leads(device, dialogue, now) is not null || dialogue.Trusts(device.Id)) return new(new Member(dialogueId, null, Standing.Projector, [], device), null);
        if (voices.Length > 0) return new(new Member(dialogueId, null, Standing.Screen, [], device), null);
        return device.Voices(dialogueId).Any(id => dialogue.Person(id) is { Removed: not true, Waiting: true }) ? new(null, "waiting") : Verdict.Nobody;
    }

    public static Standing? Leads(Device device, Dialogue dialogue, DateTimeOffset now) =>
        device.IsFacilitator(now) ? Standing.Facilitator : dialogue.Trusts(device.Id, "lead") ? Standing.CoFacilitator : null;

    /// <summary>Everybody who was ever on the device here has been removed: it is no way in again, neither with the code nor with another name. Others of a table stay.</summary>
    public static bool Barred(Device? device, string dialogueId, Dialogue dialogue) =>
        device?.Voices(dialogueId) is { Length: > 0 } all && Array.TrueForAll(all, id => dialogue.Person(id) is { Removed: true });

    /// <summary>
    /// Whether a command of somebody who came in earlier goes on to the rules. They refuse who was removed, waits, or leads no more by a code, and still know the receipt of what was on
    /// disk before; what they cannot know is what only the device tells: that it was left, or is signed in no more.
    /// </summary>
    public static bool MayAsk(Device? device, Member member, DateTimeOffset now) => device is not null && member.Standing switch
    {
        Standing.Facilitator => device.IsFacilitator(now),
        Standing.Participant => device.Voices(member.DialogueId).Contains(member.ParticipantId, StringComparer.Ordinal),
        _ => true,
    };

    /// <summary>Those on the device who are here: neither removed nor waiting.</summary>
    private static string[] Here(Device device, string dialogueId, Dialogue dialogue) =>
        Array.FindAll(device.Voices(dialogueId), id => dialogue.Person(id) is { Removed: not true, Waiting: not true });

    /// <summary>What a member may see of one state.</summary>
    public static Viewer Viewer(this Member member, Dialogue dialogue, Pseudonyms? names) => new(
        member.ParticipantId, dialogue.Person(member.ParticipantId)?.Table, member.Standing.Leads(),
        member.Standing.Looks(), member.Voices, names, member.Device.Id)
    {
        AlsoAt = [.. dialogue.Participants.Where(person => person.Table is not null && (person.Id == member.ParticipantId || member.Voices.Contains(person.Id, StringComparer.Ordinal)))
            .SelectMany(person => new[] { person.Id == member.ParticipantId ? null : person.Table, person.Within }).OfType<string>()],
        MayShowTheWayIn = member.Standing.Leads() || member.Standing == Standing.Projector,
    };
}
