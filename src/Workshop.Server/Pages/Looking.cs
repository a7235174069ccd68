// Looking at a dialogue over plain HTTP: the snapshot, the events since.
namespace Workshop.Server.Pages;

public static class Looking
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dialogues/{id}", async (HttpContext http, Inside inside) =>
        {
            var snapshot = inside.Room.Snapshots.Of(inside.Room.History, inside.Dialogue, inside.Viewer);
            http.Response.Headers.ETag = snapshot.Tag;
            http.Response.Headers.CacheControl = "private, no-cache";
            http.Response.Headers.Vary = "Cookie, Accept-Encoding";
            if (http.Request.Headers.IfNoneMatch == snapshot.Tag) return Results.StatusCode(304);
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.SendCompressed(snapshot.Plain, snapshot.Brotli, snapshot.Gzip);
            return Results.Empty;
        }).Needs(Right.Looks);

        api.MapGet("/dialogues/{id}/events", async (HttpContext http, Inside inside) =>
        {
            if (!long.TryParse(http.Request.Query["after"], System.Globalization.NumberStyles.None, null, out var after)) return http.Problem(400, "malformed");
            var history = http.Request.Query["history"].ToString();
            var (seq, events) = await inside.Room.Tail(inside.Member, after, history.Length == 0 ? null : history);
            http.Response.Headers.CacheControl = "private, no-store";
            return Wire.Tail(inside.Room.History, seq, events).Result();
        }).Needs(Right.Looks);
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
