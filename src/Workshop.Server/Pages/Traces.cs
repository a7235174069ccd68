// What became of things: what was removed, by whom and when, for facilitators; and what happened to one item, as the caller may see it.
// Read from the journal when somebody asks (Mentions.cs knows where), and not kept beside it: what was erased there is gone here at once.
using Workshop.Rules;

namespace Workshop.Server.Pages;

public static class Traces
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dialogues/{id}/removed", async (HttpContext http, Inside inside) =>
        {
            var removals = await inside.Room.Removals();
            http.Response.Headers.CacheControl = "private, no-store";
            return Removed(removals, inside.Dialogue, inside.Viewer).Result();
        }).Needs(Right.Leads);

        // Who came when, so that all who came since a time can be removed at once. Times alone: from where somebody came is not kept.
        api.MapGet("/dialogues/{id}/joins", async (HttpContext http, Inside inside) =>
        {
            http.Response.Headers.CacheControl = "private, no-store";
            return Results.Ok((await inside.Room.Joins()).Select(one => new { participantId = one.ParticipantId, at = one.At.UtcDateTime, seq = one.Seq }));
        }).Needs(Right.Leads);

        api.MapGet("/dialogues/{id}/items/{itemId}/events", async (HttpContext http, string itemId, Inside inside) =>
        {
            var (room, dialogue, viewer) = (inside.Room, inside.Dialogue, inside.Viewer);
            if (!Guid.TryParseExact(itemId, "D", out var item) || !dialogue.Items.TryGetValue(item, out var found) || !Audience.Includes(found.SeenBy, viewer, found.By)
                || (found.Removed && !View.MayReadGone(found, null, viewer)))
                return http.Problem(404, "unknown-item");
            var story = (await room.Story(item)).Select(fact => (Fact: fact, Sight: View.Of(fact, dialogue, viewer)));
            var events = story.Where(one => !one.Sight.HasFlag(Sight.Concealed)).Select(one => View.Encode(one.Fact, dialogue, one.Sight, viewer)).ToList();
            http.Response.Headers.CacheControl = "private, no-store";
            return Wire.Tail(room.History, dialogue.Seq, events).Result();
        }).Needs(Right.Looks);
    }

    private static Raw Removed(List<Fact> removals, Dialogue dialogue, Viewer viewer) => new(Wire.Json(w =>
    {
        var gone = dialogue.Items.Values.Where(item => item.Removed && Audience.Includes(item.SeenBy, viewer, item.By)).ToDictionary(item => item.Id);
        w.WriteStartObject();
        SnapshotOf.Items(w, gone.Values.OrderBy(item => item.Made), viewer);
        w.WriteStartArray("removals");
        var last = removals.SelectMany(fact => ((ItemsRemoved)fact.What).ItemIds.Select(id => (id, fact))).Where(one => gone.ContainsKey(one.id)).GroupBy(one => one.id, (_, same) => same.Last());
        foreach (var (id, fact) in last.OrderByDescending(one => one.fact.Seq))
        {
            w.WriteStartObject();
            w.WriteString("itemId", id);
            w.WriteString("at", View.Time(fact.At));
            w.WriteNumber("seq", fact.Seq);
            if (!fact.Nameless) w.WriteString("by", fact.By);
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteEndObject();
    }));
}
