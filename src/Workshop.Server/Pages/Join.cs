// Ten seconds from code to first note: look at what a code leads to, then join with a name. No account.
using Workshop.Server.Words;

namespace Workshop.Server.Pages;

public static class Join
{
    private sealed record Looked(string? JoinCode);

    private sealed record Asked(string? JoinCode, string? DialogueId, string? Name, string? Organisation, string? Level, string? Role);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/join/look", async (HttpContext http, Looked asked, JoinCodes codes, Tries tries) =>
        {
            var (room, tooMany) = await tries.Try(http.Connection.RemoteIpAddress, asked.JoinCode, () => codes.Find(asked.JoinCode));
            if (room is null) return Wrong(http, tooMany);
            var dialogue = await room.Now();
            return Results.Ok(new { title = dialogue.Title, language = dialogue.Language, organisations = dialogue.Organisations.Select(one => one.Name) });
        }).Anybody("the code is the way in");

        // One more on a device that is in needs no code: a renewed one is not told to participants.
        api.MapPost("/join", async (HttpContext http, Asked asked, JoinCodes codes, AccessLinks links, Rooms rooms, Turnstile turnstile, Devices devices, Settings settings, Tries tries, Arrivals arrivals) =>
        {
            var (room, tooMany) = asked is { JoinCode: null, DialogueId: { } beside } ? (await Beside(http, beside, devices, rooms), false)
                : await tries.Try(http.Connection.RemoteIpAddress, asked.JoinCode, () => codes.Find(asked.JoinCode));
            if (room is null) return Wrong(http, tooMany);
            var device = await devices.Of(http);
            if (DialogueAccess.Barred(device, room.Id, await room.Now())) return http.Problem(403, "removed");
            if (!await arrivals.Admits(http.Connection.RemoteIpAddress, room.Id, http.RequestAborted))
            {
                http.Response.Headers.RetryAfter = "30";
                return http.Problem(429, "too-fast");
            }
            var id = "p" + Guid.NewGuid().ToString("n")[..12];
            var voice = device?.Voices(room.Id).LastOrDefault();
            var receipt = await turnstile.Server(room.Id, w =>
            {
                w.WriteString("type", "joinDialogue");
                w.WriteString("participantId", id);
                w.WriteString("name", asked.Name ?? "");
                w.WriteString("organisation", asked.Organisation);
                w.WriteString("level", asked.Level ?? "");
                w.WriteString("role", asked.Role);
                w.WriteString("beside", voice);
            });
            if (receipt.Refused(http, room.Dialogue.Language) is { } refused) return refused;
            var changed = await devices.Change(http, known => known with { People = [.. known.People, new Joined(room.Id, id)] });
            var (_, link) = await links.Make(LinkKind.Return, room.Id, new Maker(changed.Id), id);
            return Results.Ok(new { dialogueId = room.Id, participantId = id, returnLink = $"{settings.Outside(http.Request)}/d/{room.Id}#return={link}" });
        }).Anybody("the code is the way in");
    }

    private static async Task<Room?> Beside(HttpContext http, string dialogueId, Devices devices, Rooms rooms) =>
        await devices.Of(http) is { } device && await rooms.Open(dialogueId) is { } room && await room.Now() is var dialogue
            && device.Voices(room.Id).Any(id => dialogue.Person(id) is { Removed: not true, Waiting: not true }) ? room : null;

    // No hint of what is wrong with it.
    private static IResult Wrong(HttpContext http, bool tooMany) =>
        tooMany ? http.Problem(429, "too-many") : http.Problem(404, "unknown-code");
}
