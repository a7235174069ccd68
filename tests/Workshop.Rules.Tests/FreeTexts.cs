// Every string that an event can hold, found in the types: what it is, and for free text the deed that takes it back. A new one without a row fails (RU858).
using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Workshop.Rules.Tests;

public static class FreeTexts
{
    public const string Mark = "MARKED";
    private static readonly Guid ItemId = new("00000000-0000-4000-8000-000000000001");

    /// <summary>Of strings that nobody writes freely: ids, choices, dates, codes, and places (a table's or lane's name is what items and seats refer to).</summary>
    private static readonly Dictionary<string, string> Fixed = new(StringComparer.Ordinal)
    {
        ["id"] = "p1", ["participantId"] = "p1", ["organisation"] = "o1", ["phaseId"] = "story", ["kind"] = "note", ["writing"] = "open", ["names"] = "shown", ["totals"] = "shown",
        ["language"] = "sv", ["joinCode"] = "111222333", ["joinToken"] = "token", ["groups"] = "pairs", ["level"] = "frontline", ["role"] = "participant", ["answersFor"] = "o1", ["accompanies"] = "p2",
        ["table"] = "1", ["within"] = "1", ["lane"] = "nu", ["rank"] = "a", ["stance"] = "standsAside", ["status"] = "done", ["due"] = "2026-12-24", ["difference"] = "yes", ["decision"] = "keep",
        ["by"] = "p1", ["from"] = "o2", ["into"] = "o1", ["removed"] = "o9", ["round"] = "story-1", ["shows"] = "board", ["deviceId"] = "@d", ["seenBy"] = "all", ["route"] = "board", ["when"] = "2026-12-24",
        ["field"] = "title", ["writtenBy"] = "p1",
    };

    /// <summary>By the end of a path: whose words it is.</summary>
    private static readonly (string End, ContentErased Deed)[] Rows =
    [
        ("dialogueOpened.title", new(Field: "title")), ("dialogueOpened.targetGroup", new(Field: "targetGroup")), ("dialogueEdited.title", new(Field: "title")), ("dialogueEdited.targetGroup", new(Field: "targetGroup")),
        ("agenda.title", new(Field: "phaseTitle", PhaseId: "story")), ("agenda.purpose", new(Field: "purpose", PhaseId: "story")), ("agenda.questions", new(Field: "questions", PhaseId: "story")),
        ("organisations.name", new(Field: "organisation", Organisation: "o1")), ("organisations.principal", new(Field: "organisation", Organisation: "o1")),
        ("put.name", new(Field: "organisation", Organisation: "o1")), ("put.principal", new(Field: "organisation", Organisation: "o1")),
        ("card.does", new(Field: "card", Organisation: "o1")), ("card.doesNot", new(Field: "card", Organisation: "o1")), ("card.callWhen", new(Field: "card", Organisation: "o1")),
        ("stanceTaken.reason", new(OfSeq: 5)), ("report.reason", new(OfSeq: 5)), ("report.needs", new(OfSeq: 5)), ("report.learned", new(OfSeq: 5)), ("report.handOverTo", new(OfSeq: 5)), ("report.reporter", new(OfSeq: 5)),
        ("participantJoined.participant.name", new(ParticipantId: "p1")), ("participantChanged.name", new(ParticipantId: "p1")),
        ("paused.pause.words", new(Field: "pause")),
    ];

    /// <summary>Every free text of every event: its path, an event that holds it marked, the event that takes it back. And what stands in no row.</summary>
    public static (List<(string Path, Event Holds, Event Taking)> Texts, List<string> Unknown) All()
    {
        var (texts, unknown) = (new List<(string, Event, Event)>(), new List<string>());
        foreach (var (name, type) in Events)
        {
            var paths = new List<string>();
            var holds = (Event)Make(type, name, paths)!;
            foreach (var path in paths)
                if (DeedFor(path) is { } deed) texts.Add((path, holds, deed));
                else if (!Fixed.ContainsKey(path[(path.LastIndexOf('.') + 1)..])) unknown.Add(path);
        }
        return (texts, unknown);
    }

    private static Event? DeedFor(string path) =>
        path == "deviceTrusted.device.name" ? new DeviceDropped("@d")
        : path.StartsWith("itemAdded.item.own.", StringComparison.Ordinal) || path.StartsWith("itemChanged.own.", StringComparison.Ordinal) ? new ContentErased(ItemId)
        : Rows.FirstOrDefault(row => path.EndsWith(row.End, StringComparison.Ordinal)).Deed;

    private static IEnumerable<(string Name, Type Type)> Events =>
        typeof(Event).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(one => ((string)one.TypeDiscriminator!, one.DerivedType));

    /// <summary>One of a type with every string in it, at any depth.</summary>
    private static object? Make(Type type, string path, List<string> paths)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return Text(path, paths);
        if (type == typeof(Guid)) return ItemId;
        if (type == typeof(Fields)) return FieldsAt(path, paths);
        if (type == typeof(Item)) return new Item { Id = ItemId, Kind = "nextStep", PhaseId = "story", Rank = "a", Own = OwnOf("itemAdded.item.own", paths) };
        if (type == typeof(Move)) return new Move(ItemId, Fields.Of([("lane", System.Text.Json.JsonSerializer.SerializeToElement(Text(path + ".lane", paths)))]));
        if (type.IsValueType && !type.IsGenericType) return type == typeof(bool) ? true : Activator.CreateInstance(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            var of = type.GetGenericArguments()[0];
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(of))!;
            list.Add(Make(of, path, paths));
            return typeof(ImmutableArray).GetMethods().First(one => one.Name == "CreateRange" && one.GetParameters().Length == 1).MakeGenericMethod(of).Invoke(null, [list]);
        }
        var making = type.GetConstructors().Where(one => one.GetParameters() is not [{ } only] || only.ParameterType != type).MaxBy(one => one.GetParameters().Length)!;
        return making.Invoke([.. making.GetParameters().Select(parameter => Make(parameter.ParameterType, path + "." + Camel(parameter.Name!), paths))]);
    }

    private static string Text(string path, List<string> paths)
    {
        paths.Add(path);
        if (DeedFor(path) is not null) return $"{Mark} {path}";
        return path is "deviceTrusted.device.id" ? "@d" : path.EndsWith("agenda.id", StringComparison.Ordinal) ? "story"
            : path.EndsWith("organisations.id", StringComparison.Ordinal) || path.EndsWith("put.id", StringComparison.Ordinal) ? "o1" : Fixed.GetValueOrDefault(path[(path.LastIndexOf('.') + 1)..], "?");
    }

    /// <summary>Patches hold what the record they patch holds.</summary>
    private static Fields FieldsAt(string path, List<string> paths) => path.Split('.')[0] switch
    {
        "itemChanged" => OwnOf("itemChanged.own", paths),
        "dialogueEdited" => Of(["title", "targetGroup", "language"], "dialogueEdited", paths),
        "participantChanged" => Of([.. typeof(Participant).GetProperties().Where(one => one.PropertyType == typeof(string) && one.Name != "Id").Select(one => Camel(one.Name))], "participantChanged", paths),
        _ => throw new InvalidOperationException($"{path}: a patch of what?"),
    };

    private static Fields Of(IEnumerable<string> names, string path, List<string> paths) => Fields.Of([.. names.Select(name => (name, System.Text.Json.JsonSerializer.SerializeToElement(Text(path + "." + name, paths))))]);

    /// <summary>Every text of every kind of item, and what lies in a mandate.</summary>
    private static Fields OwnOf(string path, List<string> paths)
    {
        var names = ItemKind.All.SelectMany(kind => kind.Fields).Where(field => field.Shape == FieldShape.Text).Select(field => field.Name).Distinct();
        var mandate = new Items.Mandate("o1", Text(path + ".mandates.body", paths), "board", Text(path + ".mandates.takenBy", paths), "2026-12-24", Text(path + ".mandates.outcome", paths));
        return Of(names, path, paths).With("mandates", System.Text.Json.JsonSerializer.SerializeToElement([mandate], RulesJson.Default.ImmutableArrayMandate));
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
