// A dialogue in memory that a facilitator fills, by the same commands as everybody's.
using System.Text.Encodings.Web;
using System.Text.Json;
using Workshop.Rules;

namespace Workshop.Tests;

internal sealed class FilledDialogue
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Dictionary<string, string> Phase = new(StringComparer.Ordinal)
    {
        ["moment"] = "story", ["contact"] = "systemMap", ["connection"] = "systemMap", ["visionSentence"] = "valueVision", ["theme"] = "initiatives", ["initiative"] = "initiatives", ["nextStep"] = "nextSteps",
    };

    private readonly Pseudonyms names = new(new byte[32]);
    private readonly Dictionary<string, string> first = new(StringComparer.Ordinal);
    private DateTimeOffset now = new(2026, 10, 3, 9, 0, 0, TimeSpan.Zero);

    public FilledDialogue(string title)
    {
        Does(new JsonObject
        {
            ["type"] = "openDialogue", ["dialogueId"] = "d1", ["title"] = Line(title, Limits.Title), ["targetGroup"] = Line(title, Limits.Title), ["language"] = "sv", ["templateId"] = "samskapande-dialog",
            ["joinCode"] = "123456789", ["joinToken"] = "tok-0123456789abcdef", ["organisations"] = new JsonArray(new JsonObject { ["name"] = Line(title, Limits.Name) }),
        });
        Organisation = Dialogue.Organisations[0].Id;
        foreach (var (kind, fields) in new (string, Dictionary<string, JsonNode?>)[]
        {
            ("moment", new() { ["text"] = "Det brast" }), ("contact", new() { ["name"] = "Kim" }), ("visionSentence", new() { ["text"] = "Vi håller ihop" }), ("initiative", new() { ["title"] = "Samordnare" }),
        }) Adds(ItemKind.Named(kind)!, fields);
        Adds(ItemKind.Named("connection")!, new() { ["from"] = first["contact"], ["to"] = first["contact"], ["state"] = "missing", ["carriedBy"] = "person" });
    }

    public Dialogue Dialogue { get; private set; } = Dialogue.Unopened;

    public string Organisation { get; }

    public string Adds(ItemKind kind, Dictionary<string, JsonNode?> fields)
    {
        var id = Guid.NewGuid().ToString("D");
        var item = new JsonObject { ["id"] = id, ["kind"] = kind.Name, ["phaseId"] = Dialogue.Agenda.First(phase => phase.Kind == Phase.GetValueOrDefault(kind.Name, "closing")).Id };
        foreach (var (name, value) in fields) item[name] = value?.DeepClone();
        Does(new JsonObject { ["type"] = "addItem", ["item"] = item });
        first.TryAdd(kind.Name, id);
        return id;
    }

    /// <summary>Somebody answers for the organisation and stands aside from everything, with this reason.</summary>
    public void Stands(string reason)
    {
        Does(new JsonObject { ["type"] = "joinDialogue", ["participantId"] = "anna", ["name"] = Line(reason, Limits.Name), ["level"] = "frontline", ["organisation"] = Dialogue.Organisations[0].Name });
        foreach (var target in Dialogue.LiveInOrder().Where(item => item.Kind is "visionSentence" or "initiative" or "nextStep").ToList())
            Does(new JsonObject { ["type"] = "takeStance", ["targetId"] = target.Id.ToString("D"), ["stance"] = "standsAside", ["organisation"] = Organisation, ["reason"] = Seen(reason) }, "anna");
    }

    /// <summary>The most of a text that may stand in a field; of the others something that exists.</summary>
    public JsonNode? Value(FieldRule field, string text) => field.Shape switch
    {
        FieldShape.Text => field.Required ? Seen(Cut(text, field.Limit)) : Cut(text, field.Limit),
        FieldShape.Choice => field.Choices[^1],
        FieldShape.Choices => new JsonArray([.. field.Choices.Select(choice => (JsonNode)choice)]),
        FieldShape.Item => first[field.Of!],
        FieldShape.Items => new JsonArray(first[field.Of!]),
        FieldShape.Organisation => Organisation,
        FieldShape.Organisations => new JsonArray(Organisation),
        FieldShape.Number => 1.7976931348623157e308,
        FieldShape.Date => "9999-12-31",
        _ => new JsonArray(new JsonObject
        {
            ["organisation"] = Organisation, ["body"] = Cut(text, Limits.Title), ["route"] = "board", ["takenBy"] = Cut(text, Limits.Name), ["when"] = "0001-01-01", ["outcome"] = Cut(text, Limits.Title),
        }),
    };

    public void Does(JsonObject command, string? who = null)
    {
        command["id"] = Guid.NewGuid().ToString("D");
        var asked = Asked.Read(JsonElement.Parse(command.ToJsonString(Plain)), "test");
        asked.Command.Should().NotBeNull("{0}", asked.Refused);
        var standing = who is not null ? Standing.Participant : command["type"]!.GetValue<string>() is "openDialogue" or "joinDialogue" ? Standing.Server : Standing.Facilitator;
        var decision = Decide.It(Dialogue, new Who(standing, who, who is null ? [] : [who], names), asked.Command!, now, new Limits());
        decision.Refused.Should().BeNull("{0}", command.ToJsonString(Plain));
        foreach (var decided in decision.Events)
            Dialogue = Dialogue.After(new Fact(Dialogue.Seq + 1, now, decided.By, asked.Id, decided.SeenBy, decided.Nameless, decided.What, RulesJson.Body(decided.What)));
        now = now.AddSeconds(1);
    }

    private static string Line(string text, int limit) => Seen(Cut(text, limit));

    /// <summary>Of some texts nothing would be left: those stand behind a letter where something must.</summary>
    private static string Seen(string text) => text.Any(char.IsLetterOrDigit) ? text : text.Length > 70 ? "x" + Cut(text, text.Length - 2) : "x" + text;

    private static string Cut(string text, int limit) => text.Length <= limit ? text : char.IsHighSurrogate(text[limit - 1]) ? text[..(limit - 1)] : text[..limit];
}
