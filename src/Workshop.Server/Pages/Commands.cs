// Commands over plain HTTP: follow-up pages, blocked WebSockets, a page that is closing. 200 also when refused: the receipt says so.
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Workshop.Server.Pages;

public static class Commands
{
    private const int MostCommands = 100;
    private const int MostBytes = 2 * 1024 * 1024;

    public static void Map(RouteGroupBuilder api) => api.MapPost("/dialogues/{id}/commands", async (HttpContext http, Inside inside, Turnstile turnstile) =>
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var language = http.Language(inside.Dialogue.Language);
        var commands = body.RootElement;
        if (commands.ValueKind != JsonValueKind.Array) return new Raw(await turnstile.One(inside.Room, inside.Member, commands, language)).Result();
        return commands.GetArrayLength() > MostCommands ? http.Problem(413, "too-large")
            : new Raw(await turnstile.Many(inside.Room, inside.Member, commands, language)).Result();
    }).Needs(Right.Speaks);
}
