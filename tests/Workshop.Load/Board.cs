// A dialogue as one client can know it: a snapshot, and raw events put on it. A third evolve, on purpose naive and its own: it
// shares no code with the server's, so that what agrees with it agrees with protocol.md. Not fast; load is Generator's business.
using System.Text.Json.Nodes;

namespace Workshop.Load;

public sealed class Board
{
    private static readonly string[] Kept = ["items", "concealed", "votes", "ratings", "stances", "participants", "organisations"];

    /// <summary>What is neither a list nor computed: id, title, status, agenda, phaseId, round, timer, entered, expected, …</summary>
    public JsonObject Head { get; private set; } = [];

    /// <summary>Live items by id.</summary>
    public Dictionary<string, JsonObject> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>What is there, and may not be seen.</summary>
    public Dictionary<string, JsonObject> Concealed { get; } = new(StringComparer.Ordinal);

    /// <summary>By <see cref="Voice"/>, like the next two.</summary>
    public Dictionary<string, JsonObject> Votes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, JsonObject> Ratings { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, JsonObject> Stances { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, JsonObject> Participants { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, JsonObject> Organisations { get; } = new(StringComparer.Ordinal);

    public string? PhaseId => (string?)Head["phaseId"];

    public string? Round => (string?)Head["round"];

    /// <summary>Types of events this board did not know: their seq is kept, nothing else.</summary>
    public HashSet<string> Unknown { get; } = new(StringComparer.Ordinal);

    public JsonObject Phase(string kind) =>
        Head["agenda"]!.AsArray().Select(phase => phase!.AsObject()).First(phase => (string?)phase["kind"] == kind);

    /// <summary>Starts anew from a snapshot's <c>dialogue</c>.</summary>
    public void Load(JsonObject dialogue)
    {
        Head = [];
        foreach (var (name, value) in dialogue)
            if (!Kept.Contains(name)) Head[name] = value?.DeepClone();
        Fill(Items, dialogue, "items", item => (string)item["id"]!);
        Fill(Concealed, dialogue, "concealed", hidden => (string)hidden["itemId"]!);
        Fill(Votes, dialogue, "votes", Voice);
        Fill(Ratings, dialogue, "ratings", Voice);
        Fill(Stances, dialogue, "stances", Voice);
        Fill(Participants, dialogue, "participants", person => (string)person["id"]!);
        Fill(Organisations, dialogue, "organisations", organisation => (string)organisation["id"]!);
    }

    /// <summary>What a vote, rating or stance is about.</summary>
    internal static string About(JsonObject said) => (string)(said["itemId"] ?? said["targetId"])!;

    /// <summary>The item, and whose voice: an organisation's, a person's, or one without a name, known by its seq only.</summary>
    internal static string Voice(JsonObject said) => $"{About(said)} {(string?)said["organisation"] ?? (string?)said["by"] ?? "#" + said["seq"]}";

    private static void Fill(Dictionary<string, JsonObject> into, JsonObject dialogue, string name, Func<JsonObject, string> key)
    {
        into.Clear();
        foreach (var entry in dialogue[name] as JsonArray ?? [])
            into[key(entry!.AsObject())] = entry.DeepClone().AsObject();
    }

    /// <summary>The fields of <paramref name="patch"/> put on <paramref name="target"/>; null: the field is gone.</summary>
    internal static void Patch(JsonObject target, JsonNode? patch)
    {
        foreach (var (name, value) in patch as JsonObject ?? [])
            if (value is null) target.Remove(name);
            else target[name] = value.DeepClone();
    }
}
