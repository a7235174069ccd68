// Given, when, then: one dialogue in memory, commands as JSON through the same door as everybody's, facts as the grain makes them.
// Not here: disk, receipts, retries; those belong to the journal and the sessions.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workshop.Rules.Tests;

public sealed class Room
{
    public const string Lead = "lead";
    public const string Other = "other lead";

    /// <summary>Leads by a code, once the dialogue trusts "@co".</summary>
    public const string Co = "co";
    public const string Projector = "projector";
    public const string Screen = "screen";
    public const string Link = "link";
    public const string Server = "server";
    public static readonly DateTimeOffset Start = new(2026, 10, 3, 9, 0, 0, TimeSpan.Zero);

    private long commands;
    private byte keys;

    public Room() => Names = Key();

    public Pseudonyms Names { get; private set; }

    public Limits Limits { get; init; } = new();

    public Dialogue Dialogue { get; private set; } = Dialogue.Unopened;

    /// <summary>As they lie in the journal: what was erased is gone from them.</summary>
    public List<Fact> Facts { get; } = [];

    public DateTimeOffset Now { get; set; } = Start;

    /// <summary>Called for each command that made something happen: its facts, and the state after them.</summary>
    public Action<IReadOnlyList<Fact>>? Happened { get; set; }

    /// <summary>Three organisations, nobody there yet.</summary>
    public static Room Opened() => new Room().Given(Server, new
    {
        type = "openDialogue", dialogueId = "d1", title = "Samordning kring MS", targetGroup = "Personer med MS", language = "sv", templateId = "samskapande-dialog",
        joinCode = "KANELBULLE", joinToken = "tok-0123456789abcdef",
        organisations = new[] { new { name = "Neurologkliniken", kind = "region" }, new { name = "Hemtjänsten", kind = "municipality" }, new { name = "Vårdcentralen", kind = "region" } },
    });

    /// <summary>anna, bo and david answer for o1, o2 and o3; cilla is of o1; elsa has lived it; frida observes.</summary>
    public static Room WithPeople() => Opened()
        .Joins("anna", "frontline", "Neurologkliniken").Joins("bo", "management", "Hemtjänsten").Joins("cilla", "frontline", "Neurologkliniken")
        .Joins("david", "leadership", "Vårdcentralen").Joins("elsa", "livedExperience").Joins("frida", "management", "Neurologkliniken", "observer");

    /// <summary>With people, and these parts entered, the last one now.</summary>
    public static Room In(params string[] phases) => phases.Aggregate(WithPeople(), (room, phase) => room.Given(Lead, new { type = "enterPhase", phaseId = phase }));

    public Room Joins(string person, string level, string? organisation = null, string? role = null) =>
        Given(Server, new { type = "joinDialogue", participantId = person, name = char.ToUpperInvariant(person[0]) + person[1..], organisation, level, role });

    /// <summary>An item's id.</summary>
    public static string Id(int number) => $"00000000-0000-4000-8000-{number:D12}";

    public static Guid Guid(int number) => System.Guid.Parse(Id(number));

    public string NextId() => $"c0000000-0000-4000-8000-{++commands:D12}";

    /// <summary>Must be done, and must change something.</summary>
    public Room Given(string who, object command)
    {
        var answer = When(who, command);
        answer.Decision.Refused.Should().BeNull($"{who} may do {answer.Asked}");
        answer.Facts.Should().NotBeEmpty($"{answer.Asked} changes something");
        return this;
    }

    /// <summary>An item of a kind, at once.</summary>
    public Room Given(string who, string kind, int id, string phaseId, object? fields = null) => Given(who, Ask.Add(kind, id, phaseId, fields));

    public Answer When(string who, object command) => When(Who(who), who, command);

    public Answer When(Who who, string sender, object command)
    {
        var node = command as JsonObject ?? JsonSerializer.SerializeToNode(command, Json.Plain)!.AsObject();
        node["id"] ??= NextId();
        var text = node.ToJsonString(Json.Plain);
        var asked = Asked.Read(JsonElement.Parse(text), sender);
        if (asked.Command is null) return new Answer(this, text, asked.Refused!, []);
        return Do(who, asked, text);
    }

    public Answer Do(Who who, Asked asked, string text)
    {
        var decision = Decide.It(Dialogue, who, asked.Command!, Now, Limits);
        var facts = new List<Fact>();
        foreach (var decided in decision.Events)
        {
            var body = RulesJson.Body(decided.What);
            var at = Now > Dialogue.At ? Now : Dialogue.At;
            var fact = new Fact(Dialogue.Seq + 1, at, decided.By ?? (who.Standing.Leads() ? who.Device : null), asked.Id, decided.SeenBy, decided.Nameless, decided.What, body);
            if (Erasure.Takes(decided.What)) Erase(decided.What);
            facts.Add(fact);
            Facts.Add(fact);
            Dialogue = Dialogue.After(fact);
            if (decided.What is Concluded) Names = Key();
        }
        Now = Now.AddMilliseconds(1234);
        if (facts.Count > 0) Happened?.Invoke(facts);
        return new Answer(this, text, decision, facts);
    }

    private void Erase(Event taking)
    {
        for (var i = 0; i < Facts.Count; i++)
            if (Erasure.Of(Facts[i], taking) is { } without) Facts[i] = Facts[i] with { What = without, Body = RulesJson.Body(without) };
    }

    /// <summary>The key of the pseudonyms is another after the end.</summary>
    private Pseudonyms Key() => new([.. Enumerable.Repeat(++keys, 32)]);

    public Who Who(string who) => who switch
    {
        Lead => new Who(Standing.Facilitator, null, [], Names),
        Other => new Who(Standing.Facilitator, null, [], Names, "@other"),
        Co => new Who(Standing.CoFacilitator, null, [], Names, "@co"),
        Projector => new Who(Standing.Projector, null, [], Names, "@wall"),
        Screen => new Who(Standing.Screen, null, [], Names),
        Link => new Who(Standing.FollowUpLink, null, [], Names),
        Server => new Who(Standing.Server, null, [], Names),
        _ when who.StartsWith(Link + ":", StringComparison.Ordinal) => new Who(Standing.FollowUpLink, who[5..], [who[5..]], Names),
        _ => new Who(Standing.Participant, who, [who], Names),
    };

    public Viewer Viewer(string who, params string[] voices) => who switch
    {
        Lead => new Viewer(null, null, true, false, [], Names) { MayShowTheWayIn = true },
        Other or Co => new Viewer(null, null, true, false, [], Names, "@" + who.Split(' ')[0]) { MayShowTheWayIn = true },
        Screen => new Viewer(null, null, false, true, [], Names),
        Projector => new Viewer(null, null, false, true, [], Names) { MayShowTheWayIn = true },
        _ => new Viewer(who, Dialogue.Person(who)?.Table, false, false, voices.Length == 0 ? [who] : voices, Names)
        {
            AlsoAt = [.. voices.Append(who).Distinct().Select(Dialogue.Person).OfType<Participant>().SelectMany(person => new[] { person.Id == who ? null : person.Table, person.Within }).OfType<string>()],
        },
    };

    /// <summary>The dialogue as it is sent to somebody now.</summary>
    public JsonObject Snapshot(string who) => JsonNode.Parse(SnapshotOf.Dialogue(Dialogue, Viewer(who)))!.AsObject();

    /// <summary>A fact as it is sent to somebody now.</summary>
    public byte[] Bytes(Fact fact, string who) => Bytes(fact, Viewer(who));

    public byte[] Bytes(Fact fact, Viewer viewer) => View.Encode(fact, Dialogue, View.Of(fact, Dialogue, viewer), viewer);

    public JsonObject Told(Fact fact, string who) => JsonNode.Parse(Bytes(fact, who))!.AsObject();

    public IReadOnlyList<JsonObject> Told(string who) => Facts.ConvertAll(fact => Told(fact, who));

    public Item Item(int id) => Dialogue.Items[Guid(id)];
}

/// <summary>What came of a command.</summary>
public sealed record Answer(Room Room, string Asked, Decision Decision, IReadOnlyList<Fact> Facts)
{
    public Answer Refused(string code, string? field = null)
    {
        Decision.Refused.Should().NotBeNull($"{Asked} should be refused {code}");
        Decision.Refused!.Code.Should().Be(code, Asked);
        if (field is not null) Decision.Refused.Field.Should().Be(field);
        Facts.Should().BeEmpty();
        return this;
    }

    public Room Nothing()
    {
        Decision.Refused.Should().BeNull(Asked);
        Facts.Should().BeEmpty($"{Asked} changes nothing");
        return Room;
    }

    /// <summary>Exactly these events, in this order.</summary>
    public Answer Then(params Type[] events)
    {
        Decision.Refused.Should().BeNull(Asked);
        Facts.Select(fact => fact.What.GetType()).Should().Equal(events);
        return this;
    }

    /// <summary>Exactly one event, of this type.</summary>
    public T Then<T>() where T : Event
    {
        Then(typeof(T));
        return (T)Facts[0].What;
    }

    public Fact Fact => Facts.Should().ContainSingle(Asked).Subject;

    public JsonObject Told(string who) => Room.Told(Fact, who);
}

public static class Json
{
    /// <summary>As a client writes: camelCase comes from the anonymous types, what is null is left out.</summary>
    public static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The same for the same content: keys sorted, numbers written alike, and in no order what has none on the wire.</summary>
    public static string Canonical(JsonNode? node, string? name = null)
    {
        switch (node)
        {
            case JsonObject one:
                return "{" + string.Join(',', one.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"\"{field.Key}\":{Canonical(field.Value, field.Key)}")) + "}";
            case JsonArray many:
                var parts = many.Select(part => Canonical(part));
                return "[" + string.Join(",\n ", name is "votes" or "ratings" or "stances" or "concealed" ? parts.Order(StringComparer.Ordinal) : parts) + "]";
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                return double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            default:
                return node?.ToJsonString(Plain) ?? "null";
        }
    }
}

/// <summary>Commands that tests ask often.</summary>
public static class Ask
{
    public static JsonObject Add(string kind, int id, string phaseId, object? fields = null)
    {
        var item = new JsonObject { ["id"] = Room.Id(id), ["kind"] = kind, ["phaseId"] = phaseId };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(fields ?? Least(kind), Json.Plain)!.AsObject()) item[name] = value?.DeepClone();
        return new JsonObject { ["type"] = "addItem", ["item"] = item };
    }

    /// <summary>The fields that a kind must have.</summary>
    private static object Least(string kind) => kind switch
    {
        "theme" or "initiative" => new { title = "Rubrik" },
        "contact" => new { name = "Distriktssköterskan" },
        "connection" => new { from = Room.Id(801), to = Room.Id(802), state = "missing", carriedBy = "person" },
        "nextStep" => new { what = "Ringa varandra", organisation = "o1" },
        _ => new { text = "En lapp" },
    };

    public static object Note(int id, string phaseId, string text = "En lapp") => Add("note", id, phaseId, new { text });

    public static object Change(int id, object patch, long @base = 1000) => new { type = "changeItem", itemId = Room.Id(id), patch, @base };

    public static object Remove(params int[] ids) => new { type = "removeItems", itemIds = ids.Select(Room.Id) };

    public static object Restore(params int[] ids) => new { type = "restoreItems", itemIds = ids.Select(Room.Id) };

    public static object Show(params int[] ids) => new { type = "showItems", itemIds = ids.Select(Room.Id) };

    public static object Vote(int id, int weight) => new { type = "vote", itemId = Room.Id(id), weight };

    public static object Rate(int id, int effect, int effort) => new { type = "rate", itemId = Room.Id(id), effect, effort };

    public static object Stance(int id, string stance, string? organisation = null, string? reason = null) => new { type = "takeStance", targetId = Room.Id(id), stance, organisation, reason };

    public static object Conduct(string phaseId, object conduct) => new { type = "setConduct", phaseId, conduct };

    public static object Writing(string phaseId, string writing) => Conduct(phaseId, new { writing });

    public static object Enter(string phaseId) => new { type = "enterPhase", phaseId };

    public static object Seat(string participantId, string? table) =>
        new JsonObject { ["type"] = "seat", ["seats"] = new JsonArray(new JsonObject { ["participantId"] = participantId, ["table"] = table }) };

    /// <summary>A command as raw JSON, where null and absent differ.</summary>
    public static JsonObject Raw(string json) => JsonNode.Parse(json)!.AsObject();
}
