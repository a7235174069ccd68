// Links that leave the room: the outcome for everybody afterwards, without an account. Made and revoked by facilitators.
namespace Workshop.Server.Pages;

public static class Links
{
    private const string Kind = "outcomeLink";

    private sealed record Asked(string? Kind);

    public static void Map(RouteGroupBuilder api)
    {
        var tries = new Tries(30, TimeSpan.FromMilliseconds(50), TimeProvider.System, secret: 22);

        api.MapPost("/dialogues/{id}/links", async (HttpContext http, string id, Asked asked, Keys keys) =>
        {
            if (asked.Kind != "outcome") return http.Problem(400, "malformed");
            return Results.Ok(new { link = "/r/" + await keys.MakeLink(Kind, id, null, Keys.OutcomeKept) });
        }).Needs(Right.Leads);

        api.MapDelete("/dialogues/{id}/links", async (string id, Keys keys) => Results.Ok(new { revoked = await keys.Revoke(Kind, id) })).Needs(Right.Leads);

        api.MapGet("/r/{token}", async (HttpContext http, string token, Keys keys, Rooms rooms) =>
        {
            var dot = token.LastIndexOf('.');
            var (secret, form) = dot < 0 ? (token, "") : (token[..dot], token[(dot + 1)..]);
            var (room, tooMany) = await tries.Try(http.Connection.RemoteIpAddress, secret, async () => await keys.Find(Kind, secret) is { } target ? await rooms.Open(target.DialogueId) : null);
            if (room is null) return tooMany ? http.Problem(429, "too-many") : http.Problem(404, "not-found");
            var dialogue = await room.Now();
            return form.Length > 0 ? Outcomes.Download(http, dialogue, form) : Wire.Titled(dialogue).Result();
        }).Anybody("the token is the way in");
    }
}
