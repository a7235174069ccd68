// Ten seconds from code to first note: look at what a code leads to, then join with a name. No account.
using Workshop.Server.Words;

namespace Workshop.Server.Pages;

public static class Join
{
    private sealed record Looked(string? JoinCode);

    private sealed record Asked(string? JoinCode, string? Name, string? Organisation, string? Level, string? Role);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/join/look", async (HttpContext http, Looked asked, Keys keys, Rooms rooms, Tries tries) =>
        {
            var (room, tooMany) = await tries.Try(http.Connection.RemoteIpAddress, asked.JoinCode, () => Find(asked.JoinCode, keys, rooms));
            if (room is null) return Wrong(http, tooMany);
            var dialogue = await room.Now();
            return Results.Ok(new { title = dialogue.Title, language = dialogue.Language, organisations = dialogue.Organisations.Select(one => one.Name) });
        }).Anybody("the code is the way in");

        api.MapPost("/join", async (HttpContext http, Asked asked, Keys keys, Rooms rooms, Turnstile turnstile, Devices devices, Settings settings, Tries tries) =>
        {
            var (room, tooMany) = await tries.Try(http.Connection.RemoteIpAddress, asked.JoinCode, () => Find(asked.JoinCode, keys, rooms));
            if (room is null) return Wrong(http, tooMany);
            var device = await devices.Of(http);
            if (DialogueAccess.Barred(device, room.Id, await room.Now())) return http.Problem(403, "removed");
            var id = "p" + Guid.NewGuid().ToString("n")[..12];
            var beside = device?.Voices(room.Id).LastOrDefault();
            var receipt = await turnstile.Server(room.Id, w =>
            {
                w.WriteString("type", "joinDialogue");
                w.WriteString("participantId", id);
                w.WriteString("name", asked.Name ?? "");
                w.WriteString("organisation", asked.Organisation);
                w.WriteString("level", asked.Level ?? "");
                w.WriteString("role", asked.Role);
                w.WriteString("beside", beside);
            });
            if (receipt.Refused(http, room.Dialogue.Language) is { } refused) return refused;
            await devices.Change(http, device => device with { People = [.. device.People, new Joined(room.Id, id)] });
            var link = await keys.MakeLink("return", room.Id, id, Keys.ReturnKept);
            return Results.Ok(new { dialogueId = room.Id, participantId = id, returnLink = $"{settings.Outside(http.Request)}/d/{room.Id}#return={link}" });
        }).Anybody("the code is the way in");
    }

    private static async Task<Room?> Find(string? code, Keys keys, Rooms rooms) =>
        await keys.Joinable(code) is { } dialogueId ? await rooms.Open(dialogueId) : null;

    // No hint of what is wrong with it.
    private static IResult Wrong(HttpContext http, bool tooMany) =>
        tooMany ? http.Problem(429, "too-many") : http.Problem(404, "unknown-code");
}
