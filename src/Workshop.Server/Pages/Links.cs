// Links that leave the room: the outcome for everybody afterwards, without an account. Each is a row that those who lead see, show again, renew and end.
namespace Workshop.Server.Pages;

public static class Links
{
    private sealed record Asked(string? Kind, string? Organisation, string? ParticipantId);

    public static void Map(RouteGroupBuilder api)
    {
        var tries = new Tries(30, TimeSpan.FromMilliseconds(50), TimeProvider.System, secret: 22);

        api.MapGet("/dialogues/{id}/links", async (HttpContext http, Inside inside, AccessLinks links) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Results.Ok((await links.Of(inside.Room)).Select(one => new
            {
                id = one.Id, kind = one.Kind.Name, organisation = one.Row.Organisation, participantId = one.Row.ParticipantId,
                createdAt = one.Row.Made?.UtcDateTime, until = one.Row.Expires.UtcDateTime, lastUsed = one.Row.Used?.UtcDateTime,
                shown = one.Kind.Shown && links.Show(one) is not null, renewed = one.Kind.Given,
            }));
        }).Needs(Right.Leads);

        api.MapPost("/dialogues/{id}/links", async (HttpContext http, Asked asked, Inside inside, AccessLinks links, TimeProvider clock) =>
        {
            if (LinkKind.Named(asked.Kind) is not { Given: true } kind) return http.Problem(400, "malformed");
            return Given(http, kind, await links.Make(kind, inside.Room.Id, Maker.Of(inside.Member.Device, clock.GetUtcNow()), asked.ParticipantId, asked.Organisation));
        }).Needs(Right.Leads);

        api.MapPost("/dialogues/{id}/links/{linkId}/show", async (HttpContext http, string id, string linkId, Inside inside, AccessLinks links, ILogger<AccessLinks> log) =>
        {
            if (await links.Named(inside.Room, linkId) is not { } link) return http.Problem(404, "not-found");
            if (!link.Kind.Shown) return http.Problem(403, "not-allowed");
            if (links.Show(link) is not { } token) return http.Problem(409, "link-renew-only");
            log.LinkAudited("shown", link.Id, link.Kind.Name, id, inside.Member.Device.Id);
            return Given(http, link.Kind, (link.Id, token));
        }).Needs(Right.Leads);

        api.MapPost("/dialogues/{id}/links/{linkId}/renew", async (HttpContext http, string id, string linkId, Inside inside, AccessLinks links, TimeProvider clock, ILogger<AccessLinks> log) =>
        {
            if (await links.Named(inside.Room, linkId) is not { } link) return http.Problem(404, "not-found");
            if (!link.Kind.Given) return http.Problem(403, "not-allowed");
            var device = inside.Member.Device;
            log.LinkAudited("renewed", link.Id, link.Kind.Name, id, device.Id);
            return Given(http, link.Kind, await links.Renew(link, Maker.Of(device, clock.GetUtcNow())));
        }).Needs(Right.Leads);

        api.MapDelete("/dialogues/{id}/links/{linkId}", async (HttpContext http, string id, string linkId, Inside inside, AccessLinks links, ILogger<AccessLinks> log) =>
        {
            if (await links.Named(inside.Room, linkId) is not { } link) return http.Problem(404, "not-found");
            log.LinkAudited("ended", link.Id, link.Kind.Name, id, inside.Member.Device.Id);
            await links.End([link]);
            return Results.NoContent();
        }).Needs(Right.Leads);

        api.MapDelete("/dialogues/{id}/links", async (Inside inside, AccessLinks links) =>
        {
            var all = (await links.Of(inside.Room)).FindAll(one => one.Kind == LinkKind.Outcome);
            await links.End(all);
            return Results.Ok(new { revoked = all.Count });
        }).Needs(Right.Leads);

        // The code that is shown in the room: another one instead, at once.
        api.MapPost("/dialogues/{id}/join-code", async (HttpContext http, string id, Inside inside, JoinCodes codes) =>
        {
            var (code, receipt) = await codes.Renew(id);
            return code is not null ? Results.Ok(new { joinCode = code }) : receipt.Refused(http, inside.Dialogue.Language) ?? http.Problem(503, "unavailable");
        }).Needs(Right.Leads);

        api.MapGet("/r/{token}", async (HttpContext http, string token, AccessLinks links) =>
        {
            var dot = token.LastIndexOf('.');
            var (secret, form) = dot < 0 ? (token, "") : (token[..dot], token[(dot + 1)..]);
            var (room, tooMany) = await tries.Try(http.Connection.RemoteIpAddress, secret, async () => (await links.Find(LinkKind.Outcome, secret))?.Room);
            if (room is null) return tooMany ? http.Problem(429, "too-many") : http.Problem(404, "not-found");
            var dialogue = await room.Now();
            return form.Length > 0 ? await Outcomes.Download(http, dialogue, form) : Wire.Titled(dialogue).Result();
        }).Anybody("the token is the way in");
    }

    private static IResult Given(HttpContext http, LinkKind kind, (string Id, string Token) link)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new { id = link.Id, link = kind.Page + link.Token });
    }
}
