// Looking at a dialogue over plain HTTP: the snapshot, the events since.
using Workshop.Rules;

namespace Workshop.Server.Pages;

public static class Looking
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dialogues/{id}", async (HttpContext http, string id, Door door) =>
        {
            if (await door.Enter(http, id) is not var (room, member)) return http.Problem(await door.Stranger(http), "not-allowed");
            var dialogue = await room.Now();
            if (dialogue.Person(member.ParticipantId)?.Waiting is true) return http.Problem(403, "waiting");
            var viewer = member.Viewer(dialogue, room.Names);
            var snapshot = room.Snapshots.Of(room.History, dialogue, viewer);
            http.Response.Headers.ETag = snapshot.Tag;
            http.Response.Headers.CacheControl = "private, no-cache";
            http.Response.Headers.Vary = "Cookie, Accept-Encoding";
            if (http.Request.Headers.IfNoneMatch == snapshot.Tag) return Results.StatusCode(304);
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.SendCompressed(snapshot.Plain, snapshot.Brotli, snapshot.Gzip);
            return Results.Empty;
        });

        api.MapGet("/dialogues/{id}/events", async (HttpContext http, string id, Door door) =>
        {
            if (!long.TryParse(http.Request.Query["after"], System.Globalization.NumberStyles.None, null, out var after)) return http.Problem(400, "malformed");
            if (await door.Enter(http, id) is not var (room, member)) return http.Problem(await door.Stranger(http), "not-allowed");
            var history = http.Request.Query["history"].ToString();
            var (seq, events) = await room.Tail(member, after, history.Length == 0 ? null : history);
            http.Response.Headers.CacheControl = "private, no-store";
            return Wire.Tail(room.History, seq, events).Result();
        });
    }

    public static IResult Result(this Raw raw) => new RawResult(raw.Utf8);

    private sealed class RawResult(ReadOnlyMemory<byte> utf8) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = utf8.Length;
            return http.Response.Body.WriteAsync(utf8, http.RequestAborted).AsTask();
        }
    }
}
