// tests/golden/wire.txt: the whole vocabulary, generated from the code. What changes here changes for every client.
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Workshop.Rules.Tests;

public class WireList
{
    /// <summary>Refusals as the wire has them; RU611 holds them against the sources.</summary>
    public static readonly string[] Codes =
    [
        "malformed", "unknown-type", "too-large", "unknown-item", "unknown-phase", "unknown-person", "unknown-organisation", "item-exists", "id-reused", "not-allowed",
        "facilitator-only", "participants-only", "own-only", "writing-closed", "phase-not-entered", "kind-not-here", "changed-meanwhile", "voting-closed", "votes-spent",
        "reason-required", "not-answering", "outside-tally", "concluded", "door-closed", "not-concluded", "bad-reference", "not-found", "internal", "seats-impossible", "name-taken",
    ];

    public static IEnumerable<(string Name, Type Type)> Events =>
        typeof(Event).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(one => ((string)one.TypeDiscriminator!, one.DerivedType));

    [Fact(DisplayName = "RU705 wire.txt lists commands, events, kinds, parts, limits and refusals as they are in the code")]
    public void List() => Golden.Equal("wire.txt", Text());

    private static string Text()
    {
        var (text, shapes) = (new StringBuilder(), new SortedDictionary<string, Type>(StringComparer.Ordinal));
        text.Append("# The wire as the code has it. Generated: UPDATE_GOLDEN=1 dotnet test tests/Workshop.Rules.Tests\n# name? may be left out; the rest must be there. json: read with the dialogue at hand.\n");
        text.Append("\n## Commands (all carry id: uuid, type, as?: participant)\n");
        foreach (var (name, type) in Asked.ClientNames.Zip(Asked.ClientTypes, (name, type) => (name, type.Type)).OrderBy(one => one.name, StringComparer.Ordinal))
            text.Append(name).Append(' ').Append(Fields(type, shapes)).Append('\n');
        text.Append("\n## Events as they are kept\n");
        foreach (var (name, type) in Events.OrderBy(one => one.Name, StringComparer.Ordinal)) text.Append(name).Append(' ').Append(Fields(type, shapes)).Append('\n');
        text.Append("\n## Events as they are told (fields met in the golden histories, by those who may see most)\n");
        foreach (var (name, fields) in Told()) text.Append(name).Append(" {").AppendJoin(", ", fields).Append("}\n");
        text.Append("\n## Shapes\n");
        for (var done = new HashSet<string>(); shapes.Keys.FirstOrDefault(name => !done.Contains(name)) is { } next; done.Add(next)) _ = Fields(shapes[next], shapes);
        foreach (var (name, type) in shapes.ToList()) text.Append(name).Append(' ').Append(Fields(type, shapes)).Append('\n');
        text.Append("\n## Kinds of item (every item: id, kind, phaseId, table?, x?, y?, lane?, theme?; told with rank, by, at, seq, shown?, reports?)\n");
        foreach (var kind in ItemKind.All)
        {
            text.Append(kind.Name).Append(kind.Shared ? ": changed by whoever may add it" : ": changed by its author");
            text.Append(kind.OwnExperience ? "; participants with experience of their own\n" : "\n");
            foreach (var field in kind.Fields) text.Append("  ").Append(Field(field)).Append(kind.Agreed.Contains(field.Name) ? "; a change voids stances" : "").Append('\n');
        }
        text.Append("\n## Parts, and what participants may add\n");
        foreach (var phase in PhaseKind.All) text.Append(phase.Name).Append(": ").AppendJoin(", ", phase.Adds.Select(kind => kind.Name)).Append('\n');
        text.Append("\n## Choices\n");
        text.Append("rounds: ").AppendJoin(", ", PhaseKind.RoundKinds).Append("\nlevels: ").AppendJoin(", ", Decide.Levels).Append("\nroles: ").AppendJoin(", ", Decide.Roles)
            .Append("\norganisation kinds: ").AppendJoin(", ", Decide.OrganisationKinds).Append('\n');
        var limits = new Limits();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## Limits\ntext {Limits.Text}, title {Limits.Title}, name {Limits.Name}, command {Limits.Command} bytes, references {Limits.References}, items {limits.Items}, people {limits.People}\n");
        text.Append("\n## Refusals\n").AppendJoin('\n', Codes.Order(StringComparer.Ordinal)).Append('\n');
        return text.ToString();
    }

    private static SortedDictionary<string, SortedSet<string>> Told()
    {
        var told = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var script in Scripts.All.Keys)
            Scripts.Play(script, room => room.Happened += facts =>
            {
                foreach (var one in facts.SelectMany(fact => GoldenHistories.Viewers.Select(who => room.Told(fact, who))))
                {
                    var type = (string)one["type"]!;
                    if (!told.TryGetValue(type, out var fields)) told[type] = fields = new SortedSet<string>(StringComparer.Ordinal);
                    fields.UnionWith(one.Select(field => field.Key).Except(["type"]));
                }
            });
        return told;
    }

    private static string Fields(Type type, SortedDictionary<string, Type> shapes)
    {
        var (nullability, shown) = (new NullabilityInfoContext(), new List<string>());
        foreach (var parameter in type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First().GetParameters())
        {
            var optional = parameter.HasDefaultValue || nullability.Create(parameter).WriteState == NullabilityState.Nullable;
            shown.Add($"{JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!)}{(optional ? "?" : "")}: {Name(parameter.ParameterType, shapes)}");
        }
        return "{" + string.Join(", ", shown) + "}";
    }

    private static string Name(Type type, SortedDictionary<string, Type> shapes)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "string";
        if (type == typeof(int) || type == typeof(long)) return "integer";
        if (type == typeof(bool)) return "boolean";
        if (type == typeof(Guid)) return "uuid";
        if (type == typeof(DateTimeOffset)) return "time";
        if (type == typeof(JsonElement)) return "json";
        if (type == typeof(Fields)) return "fields";
        if (type == typeof(Item)) return "item";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return "[" + Name(type.GetGenericArguments()[0], shapes) + "]";
        shapes[type.Name] = type;
        return type.Name;
    }

    private static string Field(FieldRule field)
    {
        var shape = field.Shape switch
        {
            FieldShape.Text => $"text ≤ {field.Limit}",
            FieldShape.Choice => string.Join(" | ", field.Choices),
            FieldShape.Choices => "list of " + string.Join(" | ", field.Choices),
            FieldShape.Item => field.Of ?? "item",
            FieldShape.Items => "list of " + (field.Of ?? "item"),
            FieldShape.Organisation => "organisation",
            FieldShape.Organisations => "list of organisation",
            FieldShape.Mandates => "list of Mandate {organisation, body, route: execution | delegation | board, takenBy?, when?, outcome?}",
            _ => field.Shape.ToString().ToLowerInvariant(),
        };
        return $"{field.Name}{(field.Required ? "" : "?")}: {shape}{(field.FacilitatorsWrite ? "; only facilitators write it" : "")}{(field.FacilitatorsRead ? "; told to facilitators only" : "")}";
    }
}

/// <summary>The rules in words, one line each, are the tests' own names.</summary>
public class Spec
{
    [Fact(DisplayName = "RU706 the specification's RU rules are exactly the names of these tests")]
    public void Named()
    {
        var rules = typeof(Spec).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<FactAttribute>()?.DisplayName)
            .OfType<string>().Order(StringComparer.Ordinal).ToList();
        rules.Select(rule => rule.Split(' ')[0]).Should().OnlyHaveUniqueItems().And.OnlyContain(id => id.StartsWith("RU", StringComparison.Ordinal));
        var spec = File.ReadAllText(Golden.Source("tests/SPEC.md"));
        var written = spec.Split('\n').Where(line => line.StartsWith("- **RU", StringComparison.Ordinal)).Select(line => line[2..].Replace("**", "", StringComparison.Ordinal)).ToList();
        written.Should().BeEquivalentTo(rules);
    }
}
