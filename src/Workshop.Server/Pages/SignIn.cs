// Signing in as a facilitator, returning as a participant, leaving a device, and who one is.
using System.Security.Cryptography;
using System.Text;

namespace Workshop.Server.Pages;

public static class SignIn
{
    private sealed record Asked(string? Key);

    private sealed record AskedReturn(string? Token);

    private sealed record AskedLeave(string? DialogueId, string? ParticipantId, string? TakeAlong);

    private sealed record AskedSignOut(string[]? TakeAlong);

    public static void Map(RouteGroupBuilder api)
    {
        var tries = new Tries(10, TimeSpan.FromMilliseconds(500), TimeProvider.System);

        api.MapPost("/sign-in", async (HttpContext http, Asked asked, Settings settings, Keys keys, Devices devices, AccessLinks links, Rooms rooms, Turnstile turnstile) =>
        {
            var from = http.Connection.RemoteIpAddress;
            var key = Settings.Trimmed(asked.Key ?? "");
            var (right, tooMany) = await tries.Try(from, key, async () => Same(key, settings.FacilitatorKey) || await keys.RedeemSignIn(key) ? key : null);
            if (right is null) return tooMany ? http.Problem(429, "too-many") : http.Problem(401, "wrong-key");
            var (before, now) = await devices.SignIn(http);
            if (before is not null) await Move(before, now, keys, links, rooms, turnstile);
            return Results.NoContent();
        }).Anybody("the key is the way in");

        // Lämna enheten. The ways back that this device was given go with it, but for those that the people take along.
        api.MapPost("/sign-out", async (HttpContext http, Devices devices, AccessLinks links) =>
        {
            var asked = http.Request.ContentLength is null or 0 ? null : await http.Request.ReadFromJsonAsync<AskedSignOut>(http.RequestAborted);
            if (await devices.Of(http) is { } device)
                foreach (var one in device.People) await links.EndOf(one.ParticipantId, device, asked?.TakeAlong);
            await devices.Forget(http);
            return Results.NoContent();
        }).Anybody("of one's own device only");

        api.MapPost("/sign-out/everywhere", async (Devices devices) => Results.Ok(new { ended = await devices.SignOutEverywhere() })).Needs(Right.Facilitates);

        // A way back for whoever leaves this device; the one that the device has stays until it is left.
        api.MapPost("/return-link", async (HttpContext http, AskedLeave asked, Devices devices, AccessLinks links, Rooms rooms, Settings settings) =>
        {
            if (await devices.Of(http) is not { } device || !device.People.Any(p => p.DialogueId == asked.DialogueId && p.ParticipantId == asked.ParticipantId)
                || await rooms.Open(asked.DialogueId!) is not { } room || (await room.Now()).Person(asked.ParticipantId) is not { Removed: not true }) return http.Problem(404, "not-found");
            var (_, token) = await links.Make(LinkKind.Return, room.Id, new Maker(device.Id), asked.ParticipantId);
            http.Response.Headers.CacheControl = "no-store";
            return Results.Ok(new { returnLink = $"{settings.Outside(http.Request)}/d/{room.Id}#return={token}" });
        }).Anybody("of one's own device only");

        // One of several voices goes; the others stay. What that person wrote in private is no longer told to the device.
        api.MapPost("/leave", async (HttpContext http, AskedLeave asked, Devices devices, AccessLinks links, Rooms rooms) =>
        {
            if (await devices.Of(http) is not { } device || !device.People.Any(p => p.DialogueId == asked.DialogueId && p.ParticipantId == asked.ParticipantId)) return http.Problem(404, "not-found");
            // Who was removed stays known to the device, or leaving would be the way in again.
            if (await rooms.Open(asked.DialogueId!) is { } room && (await room.Now()).Person(asked.ParticipantId) is { Removed: true }) return Results.NoContent();
            await devices.Change(http, known => known with { People = [.. known.People.Where(p => p.DialogueId != asked.DialogueId || p.ParticipantId != asked.ParticipantId)] });
            await links.EndOf(asked.ParticipantId!, device, asked.TakeAlong is null ? null : [asked.TakeAlong]);
            return Results.NoContent();
        }).Anybody("of one's own device only");

        api.MapPost("/return", async (HttpContext http, AskedReturn asked, AccessLinks links, Devices devices) =>
        {
            var from = http.Connection.RemoteIpAddress;
            var (target, tooMany) = await tries.Try(from, asked.Token, async () => await links.Find(LinkKind.Return, asked.Token) is var (row, room) && row.ParticipantId is not null
                && (await room.Now()).Person(row.ParticipantId) is { Removed: not true } ? row : null, "return");
            if (target is not { ParticipantId: { } person }) return tooMany ? http.Problem(429, "too-many") : http.Problem(404, "not-found");
            await devices.Change(http, device => device with { People = [.. device.People.Where(p => p.ParticipantId != person), new Joined(target.DialogueId, person)] });
            return Results.NoContent();
        }).Anybody("the token is the way in");

        api.MapGet("/me", async (HttpContext http, Devices devices, Rooms rooms, TimeProvider clock) =>
        {
            var device = await devices.Of(http);
            var people = new List<object>();
            foreach (var one in device?.People ?? [])
                if (await rooms.Open(one.DialogueId) is { } room && (await room.Now()).Person(one.ParticipantId) is { Removed: not true } person)
                    people.Add(new { dialogueId = one.DialogueId, participantId = one.ParticipantId, name = person.Name });
            http.Response.Headers.CacheControl = "no-store";
            return Results.Ok(new { facilitator = device?.IsFacilitator(clock.GetUtcNow()) is true, participants = people, leads = device?.Led ?? [], device = device?.Id });
        }).Anybody("of one's own device only");
    }

    /// <summary>Who came by a code and now has the key is the same person under another id: trusted where it was, with what it made.</summary>
    private static async Task Move(Device before, Device now, Keys keys, AccessLinks links, Rooms rooms, Turnstile turnstile)
    {
        await links.Move(before.Id, now.Id);
        await keys.OfMaker(before.Id, now.Id);
        foreach (var id in before.Led)
            if (await rooms.Open(id) is { } room && (await room.Now()).Devices.FirstOrDefault(one => one.Id == before.Id) is { } trusted)
            {
                await turnstile.Server(id, w =>
                {
                    w.WriteString("type", "trustDevice");
                    w.WriteString("deviceId", now.Id);
                    w.WriteString("role", trusted.Role);
                    if (!string.IsNullOrEmpty(trusted.Name)) w.WriteString("name", trusted.Name);
                });
                await turnstile.Server(id, w =>
                {
                    w.WriteString("type", "dropDevice");
                    w.WriteString("deviceId", before.Id);
                });
            }
    }

    // Hashed first, so that neither length nor content can be measured.
    private static bool Same(string given, string? key) => key is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
