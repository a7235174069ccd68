// Codes that facilitators give out: to lead one dialogue together, to show it on a projector. No account, and revocable: the code until it is used, the device after.
namespace Workshop.Server.Pages;

public static class Codes
{
    private sealed record Asked(string? Role);

    private sealed record Typed(string? Code, string? Name);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/dialogues/{id}/codes", async (HttpContext http, string id, Asked asked, Inside inside, Settings settings, Keys keys, TimeProvider clock) =>
        {
            if (asked.Role is not ("lead" or "screen")) return http.Problem(400, "malformed");
            var (code, secret) = await keys.MakeDeviceCode(id, asked.Role, Maker.Of(inside.Member.Device, clock.GetUtcNow()));
            return Results.Created((string?)null, Told(code, $"{settings.Outside(http.Request)}/{(asked.Role == "lead" ? "lead" : "screen")}#code={secret}"));
        }).Needs(Right.Leads);

        api.MapGet("/dialogues/{id}/codes", async (HttpContext http, string id, Inside inside, Keys keys) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.Ok((await keys.DeviceCodes(id)).Where(code => code.Stands(inside.Dialogue)).Select(code => Told(code)));
        }).Needs(Right.Leads);

        api.MapDelete("/dialogues/{id}/codes/{code}", async (string id, string code, Keys keys) =>
        {
            if (await keys.FindDeviceCode(code) is { } found && found.DialogueId == id) await keys.EndDeviceCode(found);
            return Results.NoContent();
        }).Needs(Right.Leads);

        api.MapPost("/codes", async (HttpContext http, Typed typed, Keys keys, Rooms rooms, Devices devices, Turnstile turnstile, Tries tries) =>
        {
            var (code, tooMany) = await tries.Try(http.Connection.RemoteIpAddress, typed.Code, async () => await keys.FindDeviceCode(typed.Code) is { } found && await rooms.Open(found.DialogueId) is { } into && found.Stands(await into.Now()) ? found : null, "device");
            if (code is null || await rooms.Open(code.DialogueId) is not { } room) return Wrong();
            var leads = code.Role == "lead";
            var name = Rules.Words.Line(typed.Name ?? "");
            if (leads && name.Length == 0) return http.Problem(400, "malformed"); // asked for once more: a name is not worth a code
            if (leads && !await keys.EndDeviceCode(code)) return Wrong();
            var device = await devices.Change(http, device => leads && !device.Led.Contains(room.Id) ? device with { Led = [.. device.Led, room.Id] } : device);
            var receipt = await turnstile.Server(room.Id, w =>
            {
                w.WriteString("type", "trustDevice");
                w.WriteString("deviceId", device.Id);
                w.WriteString("role", code.Role);
                if (name.Length > 0) w.WriteString("name", name);
            });
            return receipt.Refused(http, room.Dialogue.Language) ?? Results.Ok(new { dialogueId = room.Id, role = code.Role });

            IResult Wrong() => tooMany ? http.Problem(429, "too-many") : http.Problem(404, "unknown-code");
        }).Anybody("the code is the way in");
    }

    private static object Told(Keys.DeviceCode code, string? link = null) => new { role = code.Role, code = code.Code, expires = code.Expires.UtcDateTime, link };
}
