// A facilitator's dialogues: open one from a template, list them. Whoever signed in with the installation's key sees all of them.
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workshop.Journal;
using Workshop.Rules;
using Workshop.Server.Words;

namespace Workshop.Server.Pages;

public static class Dialogues
{
    private const string Kind = "dialogue";

    internal sealed record AskedOrganisation(string? Name, string? Kind, string? Principal);

    internal sealed record Asked(string? TemplateId, string? Title, string? TargetGroup, string? Language, AskedOrganisation[]? Organisations);

    /// <summary>A line of the list, kept beside the journal so that listing a hundred dialogues does not read a hundred dialogues.</summary>
    private sealed record Line(DateTimeOffset CreatedAt, long Seq, string Title, string TargetGroup, string Status, string JoinCode, int People, bool Paused = false, DateTimeOffset? Until = null, bool? Rehearsal = null);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/templates", (HttpContext http) => Results.Ok(Template.In(http.Language() == "en" ? "en" : "sv").Select(template => new
        {
            id = template.Id, name = template.Name, description = template.Description,
            phases = JsonSerializer.SerializeToElement(template, RulesJson.Default.Template).GetProperty("phases"),
        }))).Anybody("nothing of any dialogue");

        api.MapPost("/dialogues", async (HttpContext http, Asked asked, Keys keys, Turnstile turnstile, Store journal, TimeProvider clock) =>
        {
            var id = "d" + Guid.NewGuid().ToString("n")[..16];
            var (code, token) = await keys.MakeJoinCode(id);
            var receipt = await turnstile.Server(id, w => Opening(w, asked, id, code, token));
            if (receipt.Refused(http, asked.Language ?? "sv") is { } refused)
            {
                await journal.Keep(new Keepsake("joinCode", code, null), new Keepsake("joinToken", Devices.Hash(token), null));
                return refused;
            }
            await List(journal, id, code, clock.GetUtcNow());
            return Results.Created($"/api/dialogues/{id}", new { id, joinCode = code });
        }).Needs(Right.Facilitates);

        api.MapGet("/dialogues", async (HttpContext http, Devices devices, Rooms rooms, Store journal, TimeProvider clock) =>
        {
            // Whoever came by a code sees the dialogues it was for, those that still trust the device.
            var device = await devices.Of(http);
            http.Response.Headers.CacheControl = "no-store";
            return Results.Ok(await All(rooms, journal, device!.IsFacilitator(clock.GetUtcNow()) ? null : device));
        }).Needs(Right.LeadsAny);
    }

    /// <summary>Puts it on the facilitators' list; what the line says is read when somebody looks.</summary>
    internal static Task List(Store journal, string id, string code, DateTimeOffset now) =>
        journal.Keep(new Keepsake(Kind, id, JsonSerializer.SerializeToUtf8Bytes(new Line(now, 0, "", "", "", code, 0))));

    /// <summary>Its words were taken back: they lie in the line too, until somebody looks. Forgotten first, so that the store wipes them from its files.</summary>
    internal static async Task Forget(Store journal, string id)
    {
        if (await journal.Kept(Kind, id) is not { } kept) return;
        var line = JsonSerializer.Deserialize<Line>(kept)! with { Seq = 0, Title = "", TargetGroup = "" };
        await journal.Keep(new Keepsake(Kind, id, null), new Keepsake(Kind, id, JsonSerializer.SerializeToUtf8Bytes(line)));
    }

    internal static void Opening(Utf8JsonWriter w, Asked asked, string id, string code, string token, bool rehearsal = false)
    {
        w.WriteString("type", "openDialogue");
        w.WriteString("dialogueId", id);
        w.WriteString("title", asked.Title ?? "");
        w.WriteString("targetGroup", asked.TargetGroup ?? "");
        w.WriteString("language", asked.Language ?? "sv");
        w.WriteString("templateId", asked.TemplateId ?? "");
        w.WriteString("joinCode", code);
        w.WriteString("joinToken", token);
        if (rehearsal) w.WriteBoolean("rehearsal", true);
        w.WriteStartArray("organisations");
        foreach (var organisation in asked.Organisations ?? [])
        {
            w.WriteStartObject();
            w.WriteString("name", organisation?.Name ?? "");
            w.WriteString("kind", organisation?.Kind);
            w.WriteString("principal", organisation?.Principal);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    private static async Task<List<object>> All(Rooms rooms, Store journal, Device? led)
    {
        var lines = (await journal.AllKept(Kind)).Select(one => (Id: one.Key, Bytes: one.Value, Line: JsonSerializer.Deserialize<Line>(one.Value)!)).Where(one => led is null || led.Led.Contains(one.Id)).ToList();
        var heads = await journal.Heads([.. lines.Select(one => one.Id)]);
        var list = new List<object>();
        foreach (var (id, bytes, kept) in lines.OrderByDescending(one => one.Line.CreatedAt))
        {
            if (!heads.TryGetValue(id, out var head)) continue;
            var line = kept;
            if (led is not null && (await rooms.Open(id) is not { } mine || !(await mine.Now()).Trusts(led.Id, "lead"))) continue;
            if (line.Seq != head.Seq && await rooms.Open(id) is { } room)
            {
                var now = await room.Now();
                line = new Line(kept.CreatedAt, now.Seq, now.Title, now.TargetGroup, now.Status, now.JoinCode, now.Participants.Count(person => person.Removed is not true), now.Pause is not null, now.Pause?.Until, now.Rehearsal);
                // Not over what was forgotten meanwhile: the state it was made from may be older than that.
                await journal.KeepIf(new Keepsake(Kind, id, JsonSerializer.SerializeToUtf8Bytes(line)), bytes);
            }
            list.Add(new
            {
                id, title = line.Title, targetGroup = line.TargetGroup, status = line.Status, joinCode = line.JoinCode, createdAt = line.CreatedAt.UtcDateTime, people = line.People,
                paused = line.Paused, until = line.Until?.UtcDateTime,
                rehearsal = line.Rehearsal is true,
            });
        }
        return list;
    }
}
