// Signing in as a facilitator, returning as a participant, leaving a device, and who one is.
using System.Security.Cryptography;
using System.Text;

namespace Workshop.Server.Pages;

public static class SignIn
{
    private sealed record Asked(string? Key);

    private sealed record AskedReturn(string? Token);

    private sealed record AskedLeave(string? DialogueId, string? ParticipantId);

    public static void Map(RouteGroupBuilder api)
    {
        var tries = new Tries(10, TimeSpan.FromMilliseconds(500), TimeProvider.System);

        api.MapPost("/sign-in", async (HttpContext http, Asked asked, Settings settings, Keys keys, Devices devices, TimeProvider clock) =>
        {
            var from = http.Connection.RemoteIpAddress;
            var key = asked.Key ?? "";
            var (right, tooMany) = await tries.Try(from, key, async () => Same(key, settings.FacilitatorKey) || await keys.RedeemSignIn(key) ? key : null);
            if (right is null) return tooMany ? http.Problem(429, "too-many") : http.Problem(401, "wrong-key");
            await devices.Change(http, device => device with { FacilitatorUntil = clock.GetUtcNow() + Devices.SignedIn });
            return Results.NoContent();
        }).Anybody("the key is the way in");

        api.MapPost("/sign-out", async (HttpContext http, Devices devices) =>
        {
            await devices.Forget(http);
            return Results.NoContent();
        }).Anybody("of one's own device only");

        // One of several voices goes; the others stay. What that person wrote in private is no longer told to the device.
        api.MapPost("/leave", async (HttpContext http, AskedLeave asked, Devices devices, Rooms rooms) =>
        {
            if (await devices.Of(http) is not { } device || !device.People.Any(p => p.DialogueId == asked.DialogueId && p.ParticipantId == asked.ParticipantId)) return http.Problem(404, "not-found");
            // Who was removed stays known to the device, or leaving would be the way in again.
            if (await rooms.Open(asked.DialogueId!) is { } room && (await room.Now()).Person(asked.ParticipantId) is { Removed: true }) return Results.NoContent();
            await devices.Change(http, known => known with { People = [.. known.People.Where(p => p.DialogueId != asked.DialogueId || p.ParticipantId != asked.ParticipantId)] });
            return Results.NoContent();
        }).Anybody("of one's own device only");

        api.MapPost("/return", async (HttpContext http, AskedReturn asked, Keys keys, Devices devices, Rooms rooms) =>
        {
            var from = http.Connection.RemoteIpAddress;
            var (target, tooMany) = await tries.Try(from, asked.Token, async () => await keys.Find("return", asked.Token) is { ParticipantId: { } who } found
                && await rooms.Open(found.DialogueId) is { } room && (await room.Now()).Person(who) is { Removed: not true } ? found : null, "return");
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

    // Hashed first, so that neither length nor content can be measured.
    private static bool Same(string given, string? key) => key is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
