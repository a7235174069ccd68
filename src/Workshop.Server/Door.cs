// Who is this, and where may they go? Nothing a client sends decides that but the cookie of its device.
using System.Text.Json;
using Workshop.Rules;
using Workshop.Sessions;

namespace Workshop.Server;

/// <summary>Somebody in one dialogue, as the Door established it.</summary>
/// <param name="ParticipantId">Null: a facilitator or a screen.</param>
/// <param name="Voices">All participants of the dialogue on the same device, this one too.</param>
/// <param name="ByCode">Only as long as the dialogue trusts the device.</param>
public sealed record Member(string DialogueId, string? ParticipantId, Standing Standing, string[] Voices, Device Device, bool ByCode = false)
{
    private Caller? caller;

    public Caller Caller => caller is { } known && ReferenceEquals(known.Voices, Voices) ? known : caller = new(ParticipantId, Standing, Voices, Device.Id);

    /// <summary>Whose commands are counted: facilitators by their device.</summary>
    public string RateKey => ParticipantId ?? Device.Key;
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

public sealed class Door(Devices devices, Rooms rooms, Settings settings, TimeProvider clock)
{
    /// <summary>The dialogue, if this device may lead it.</summary>
    public async Task<Room?> Led(HttpContext http, string dialogueId) =>
        await devices.Of(http) is { } device && await rooms.Open(dialogueId) is { } room && Leads(device, await room.Now()) is not null ? room : null;

    public async Task<bool> IsFacilitator(HttpContext http) => await devices.Of(http) is { } device && device.IsFacilitator(clock.GetUtcNow());

    public async Task<(Room Room, Member Member)?> Enter(HttpContext http, string dialogueId)
    {
        var device = await devices.Of(http);
        if (device is null || await rooms.Open(dialogueId) is not { } room) return null;
        await room.Now(); // who joined a moment ago is in it
        return MemberOf(device, room, AskedFor.In(http.Request), screen: HttpMethods.IsGet(http.Request.Method) && http.Request.Query["view"] == "screen") is { } member ? (room, member) : null;
    }

    /// <summary>
    /// Who a device is in a dialogue; null: nobody. Unless said otherwise the last who joined on it, else a facilitator.
    /// Whoever signed in with the installation's key is a facilitator of all its dialogues; a code makes a facilitator or a projector of one.
    /// </summary>
    public Member? MemberOf(Device device, Room room, AskedFor asked, bool screen = false)
    {
        var dialogue = room.Dialogue;
        var voices = Array.FindAll(device.Voices(room.Id), id => dialogue.Person(id) is { Removed: not true });
        var leads = Leads(device, dialogue);
        if (screen && (leads is not null || dialogue.Trusts(device.Id))) return new Member(room.Id, null, Standing.Projector, [], device, leads is not Standing.Facilitator);
        if (screen) return voices.Length > 0 ? new Member(room.Id, null, Standing.Screen, [], device) : null;
        if (asked is { Said: true, ParticipantId: { } id })
            return voices.Contains(id, StringComparer.Ordinal) ? new Member(room.Id, id, Standing.Participant, voices, device) : null;
        if (!asked.Said && voices.Length > 0) return new Member(room.Id, voices[^1], Standing.Participant, voices, device);
        return leads is { } standing ? new Member(room.Id, null, standing, voices, device, standing is Standing.CoFacilitator) : null;
    }

    private Standing? Leads(Device device, Dialogue dialogue) =>
        device.IsFacilitator(clock.GetUtcNow()) ? Standing.Facilitator : dialogue.Trusts(device.Id, "lead") ? Standing.CoFacilitator : null;

    /// <summary>The status for somebody who may not: 401 without a device we know, 403 with one.</summary>
    public async Task<int> Stranger(HttpContext http) => await devices.Of(http) is null ? 401 : 403;

    /// <summary>As people reach us, for links that leave the page.</summary>
    public string Outside(HttpRequest request) =>
        settings.PublicUrl is { } url ? url.GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host}";
}
