// Mina uppgifter: one person's words and data as a file. On that person's own device only, so what was written without a name is in it as well.
using System.Text.Json;
using Workshop.Rules;

namespace Workshop.Server.Pages;

public static class OwnData
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/dialogues/{id}/participants/{participantId}/data", async (HttpContext http, string participantId, Inside inside) =>
        {
            var (room, dialogue, device) = (inside.Room, inside.Dialogue, inside.Member.Device);
            // Nobody else's, whoever leads: what was written without a name stands in it beside the name.
            if (!device.Voices(room.Id).Contains(participantId, StringComparer.Ordinal) || dialogue.Person(participantId) is not { Removed: not true } person) return http.Problem(403, "own-only");
            // This voice alone: others at the same table have their own file.
            var viewer = new Viewer(person.Id, person.Table, false, false, [person.Id], room.Names, device.Id);
            var theirs = await room.Of(fact => viewer.Is(fact.By) || IsOf(fact.What, person.Id));
            http.Response.Headers.CacheControl = "private, no-store";
            return Results.File(Write(dialogue, person, theirs, viewer), "application/json; charset=utf-8", "mina-uppgifter.json");
        }).Needs(Right.Looks);

    private static bool IsOf(Event what, string person) => what switch
    {
        ParticipantJoined e => e.Participant.Id == person,
        ParticipantChanged e => e.ParticipantId == person,
        _ => false,
    };

    private static byte[] Write(Dialogue dialogue, Participant person, List<Fact> theirs, Viewer viewer) => Wire.Json(w =>
    {
        w.WriteStartObject();
        w.WriteStartObject("dialogue");
        w.WriteString("id", dialogue.Id);
        w.WriteString("title", dialogue.Title);
        w.WriteEndObject();
        w.WritePropertyName("participant");
        JsonSerializer.Serialize(w, person, RulesJson.Parts.Participant);
        if (dialogue.OrganisationOf(person.Organisation) is { } organisation) w.WriteString("organisation", organisation.Name);
        w.WriteStartArray("done");
        foreach (var fact in theirs) w.WriteRawValue(One(fact, dialogue, viewer), skipInputValidation: true);
        w.WriteEndArray();
        w.WriteEndObject();
    });

    // What comes back into sight is told with what others have said of it; here it is enough which it was.
    private static byte[] One(Fact fact, Dialogue dialogue, Viewer viewer) => !View.IsPersonal(fact) ? View.Encode(fact, dialogue, View.Of(fact, dialogue, viewer), viewer) : Wire.Json(w =>
    {
        w.WriteStartObject();
        w.WriteNumber("seq", fact.Seq);
        w.WriteString("at", View.Time(fact.At));
        w.WriteString("type", Fact.TypeOf(fact.Body));
        w.WriteStartArray("itemIds");
        foreach (var item in fact.What switch { ItemsShown e => e.ItemIds, ItemsRestored e => e.ItemIds, _ => [] }) w.WriteStringValue(item);
        w.WriteEndArray();
        w.WriteEndObject();
    });
}
