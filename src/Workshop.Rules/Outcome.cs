using System.Buffers;
using System.Text.Json;
using Workshop.Rules.Items;

namespace Workshop.Rules;

/// <summary>
/// What was agreed, for members and for those who read it afterwards: shaped from the state as an outsider may see it, so nothing hidden is in it.
/// <c>{"vision","initiatives","nextSteps":[{…item,"state"}],"stances","people", "moments","findings","gaps","organisations", …}</c>
/// </summary>
public static class Outcome
{
    public static byte[] Of(Dialogue dialogue)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, RulesJson.Writing)) Write(json, dialogue);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Live items of a kind that everybody may see, in the order they were made.</summary>
    public static IEnumerable<Item> Open(Dialogue dialogue, string kind) => dialogue.LiveInOrder().Where(item => item.Kind == kind && item.SeenBy == Audience.All);

    private static void Write(Utf8JsonWriter json, Dialogue dialogue)
    {
        json.WriteStartObject();
        Items(json, "vision"u8, Open(dialogue, "visionSentence"));
        Items(json, "initiatives"u8, Open(dialogue, "initiative"));
        json.WriteStartArray("nextSteps"u8);
        foreach (var step in Open(dialogue, "nextStep"))
        {
            json.WriteStartObject();
            json.WriteString("state"u8, NextStep.State(dialogue, step));
            json.WriteStartArray("named"u8);
            foreach (var organisation in NextStep.Named(step)) json.WriteStringValue(organisation);
            json.WriteEndArray();
            SnapshotOf.WriteInto(json, step, Viewer.Outside);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        SnapshotOf.Stances(json, dialogue.Stances.Values.Where(stance => dialogue.Live(stance.TargetId) is { SeenBy: Audience.All }), Viewer.Outside);
        People(json, dialogue);
        Items(json, "moments"u8, Open(dialogue, "moment"));
        Items(json, "findings"u8, Open(dialogue, "finding"));
        Items(json, "contacts"u8, Open(dialogue, "contact"));
        Items(json, "connections"u8, Open(dialogue, "connection"));
        json.WritePropertyName("organisations"u8);
        JsonSerializer.Serialize(json, dialogue.Organisations, RulesJson.Parts.ImmutableArrayOrganisation);
        Unanswered(json, dialogue);
        json.WriteEndObject();
    }

    private static void Items(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<Item> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items) SnapshotOf.Write(json, item, Viewer.Outside);
        json.WriteEndArray();
    }

    /// <summary>Who took part. Nothing of ready, hands or tables: those were of the day.</summary>
    private static void People(Utf8JsonWriter json, Dialogue dialogue)
    {
        json.WriteStartArray("people"u8);
        foreach (var person in dialogue.Participants.Where(person => person.Removed is not true && person.Waiting is not true))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, person.Id);
            json.WriteString("name"u8, person.Name);
            if (person.Organisation is not null) json.WriteString("organisation"u8, person.Organisation);
            json.WriteString("level"u8, person.Level);
            json.WriteString("role"u8, person.Role);
            json.WriteStartArray("answersFor"u8);
            foreach (var organisation in person.AnswersFor) json.WriteStringValue(organisation);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Moments that no vision sentence, initiative or gap points to.</summary>
    private static void Unanswered(Utf8JsonWriter json, Dialogue dialogue)
    {
        var answers = Open(dialogue, "visionSentence").Concat(Open(dialogue, "initiative")).Concat(Open(dialogue, "connection").Where(connection => connection.Text("state") == "missing"));
        var answered = answers.SelectMany(item => item.Texts("moments")).ToHashSet(StringComparer.Ordinal);
        json.WriteStartArray("unanswered"u8);
        foreach (var moment in Open(dialogue, "moment").Where(moment => !answered.Contains(moment.Id.ToString("D")))) json.WriteStringValue(moment.Id);
        json.WriteEndArray();
    }
}
