// Generalrepetition: a copy of one's own dialogue, with simulated people in it, to practise leading; and deleting, of that and of any dialogue.
using System.Text.Json;
using Workshop.Rules;
using Workshop.Server.Demo;

namespace Workshop.Server.Pages;

public static class Rehearsals
{
    private sealed record Asked(int? People, bool? Fast);

    private sealed record AskedDeletion(string? Title);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/dialogues/{id}/rehearsal", async (HttpContext http, Inside inside, Asked asked, Keys keys, Turnstile turnstile, Troupe troupe, Store journal, TimeProvider clock) =>
        {
            if (asked.People is < 2 or > Casting.MostPeople) return http.Problem(400, "malformed");
            var (of, member) = (inside.Dialogue, inside.Member);
            Staged? staged = null;
            var refused = await troupe.Rehearse(member.Device.Key, async () =>
            {
                var copy = "d" + Guid.NewGuid().ToString("n")[..16];
                var (code, token) = await keys.MakeJoinCode(copy);
                if (!await Copy(of, copy, code, token, turnstile)) return null;
                await Dialogues.List(journal, copy, code, clock.GetUtcNow());
                return staged = Casting.Rehearsal(Script.Swedish, of, copy, code, member.Device.Key, asked.People ?? Casting.MostPeople, asked.Fast is true ? 0.12 : 0.5, troupe.Today);
            });
            if (refused is not null) return http.Problem(refused == "internal" ? 500 : 409, refused);
            return Results.Created($"/api/dialogues/{staged!.DialogueId}", new { id = staged.DialogueId, joinCode = staged.JoinCode });
        }).Needs(Right.Owns);

        // The title is typed again, because there is no way back. A rehearsal is there to be wiped and needs none.
        api.MapDelete("/dialogues/{id}", async (HttpContext http, string id, Inside inside, Deletion deletion) =>
        {
            var dialogue = inside.Dialogue;
            if (dialogue.Rehearsal is not true)
            {
                if (dialogue.Status == "live") return http.Problem(409, "dialogue-live");
                var typed = http.Request.ContentLength is null or 0 ? null : await http.Request.ReadFromJsonAsync<AskedDeletion>(http.RequestAborted);
                if (typed?.Title is null || Rules.Words.Line(typed.Title) != dialogue.Title) return http.Problem(422, "confirm-title");
            }
            await deletion.Of(id);
            return Results.NoContent();
        }).Needs(Right.Owns);
    }

    /// <summary>Agenda, organisations, who is expected, and what the facilitator has laid in; nothing that anybody else has written.</summary>
    private static async Task<bool> Copy(Dialogue of, string id, string code, string token, Turnstile turnstile)
    {
        var title = (of.Language == "en" ? "Rehearsal: " : "Generalrepetition: ") + of.Title;
        var opened = await turnstile.Server(id, w => Dialogues.Opening(w, new Dialogues.Asked(
            "samskapande-dialog", title[..Math.Min(title.Length, Limits.Title)], of.TargetGroup, of.Language, [.. of.Organisations.Select(one => new Dialogues.AskedOrganisation(one.Name, one.Kind, one.Principal))]), id, code, token, rehearsal: true));
        if (!opened.TryGetProperty("seq", out _)) return false;
        await turnstile.Server(id, w =>
        {
            w.WriteString("type", "editAgenda");
            w.WritePropertyName("agenda");
            // Conduct as it was prepared; in a dialogue that has begun it is what the day made of it.
            var agenda = of.Status == "draft" ? of.Agenda : [.. of.Agenda.Select(phase => phase with { Conduct = Conduct.Start })];
            JsonSerializer.Serialize(w, agenda, RulesJson.Parts.ImmutableArrayPhase);
        });
        // Organisations get their ids in the order they were named.
        var ids = of.Organisations.Select((one, at) => (one.Id, New: $"o{at + 1}")).ToDictionary(one => one.Id, one => one.New, StringComparer.Ordinal);
        await turnstile.Server(id, w =>
        {
            w.WriteString("type", "editOrganisations");
            w.WriteStartArray("expected");
            foreach (var one in of.Expected)
            {
                w.WriteStartObject();
                w.WriteString("organisation", ids[one.Organisation]);
                w.WriteString("level", one.Level);
                w.WriteNumber("count", one.Count);
                w.WriteEndObject();
            }
            w.WriteEndArray();
        });
        foreach (var item in of.LiveInOrder().Where(item => item.By is null && item.Kind is "moment" or "finding"))
            await turnstile.Server(id, w =>
            {
                w.WriteString("type", "addItem");
                w.WriteStartObject("item");
                w.WriteString("id", Guid.CreateVersion7());
                w.WriteString("kind", item.Kind);
                w.WriteString("phaseId", item.PhaseId);
                item.Own.WriteInto(w);
                w.WriteEndObject();
            });
        return true;
    }
}
