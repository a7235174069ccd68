// Is this board what the server says it is? Answers with the first difference in words, or null. Order within lists of votes
// and stances is not compared, nor anything that only one of the two has reason to know.
using System.Globalization;
using System.Text.Json.Nodes;

namespace Workshop.Load;

public static class Compare
{
    private static readonly string[] HeadFields = ["id", "title", "status", "phaseId", "round", "agenda", "entered"];

    /// <param name="dialogue">A snapshot's <c>dialogue</c> taken at the board's seq, as the same person sees it.</param>
    public static string? With(this Board board, JsonObject dialogue)
    {
        var truth = new Board();
        truth.Load(dialogue);
        foreach (var field in HeadFields)
            if (!Same(board.Head[field], truth.Head[field])) return $"{field}: {Text(board.Head[field])}, the snapshot has {Text(truth.Head[field])}";
        return Differ("item", board.Items, truth.Items)
            ?? Differ("concealed", board.Concealed, truth.Concealed)
            ?? Differ("vote", board.Votes, truth.Votes)
            ?? Differ("rating", board.Ratings, truth.Ratings)
            ?? Differ("stance", board.Stances, truth.Stances)
            ?? Differ("participant", board.Participants, truth.Participants)
            ?? Differ("organisation", board.Organisations, truth.Organisations);
    }

    private static string? Differ(string what, Dictionary<string, JsonObject> mine, Dictionary<string, JsonObject> truth)
    {
        foreach (var (key, entry) in truth)
        {
            if (!mine.TryGetValue(key, out var held)) return $"{what} {key} is missing: {Text(entry)}";
            foreach (var field in entry.Select(pair => pair.Key).Union(held.Select(pair => pair.Key)))
                if (!Same(held[field], entry[field])) return $"{what} {key}: {field} is {Text(held[field])}, the snapshot has {Text(entry[field])}";
        }

        return mine.Keys.FirstOrDefault(key => !truth.ContainsKey(key)) is { } extra ? $"{what} {extra} is not in the snapshot: {Text(mine[extra])}" : null;
    }

    /// <summary>An absent field, null, false and an empty list say the same: nothing. So do two spellings of a moment.</summary>
    private static bool Same(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        _ when Empty(one) && Empty(other) => true,
        (JsonObject here, JsonObject there) => here.Select(pair => pair.Key).Union(there.Select(pair => pair.Key)).All(name => Same(here[name], there[name])),
        (JsonArray here, JsonArray there) => here.Count == there.Count && here.Zip(there).All(pair => Same(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(one, other) || SameMoment(one, other),
    };

    /// <summary>"…Z" and "…+00:00" are the same moment: the wire promises ISO 8601 in UTC, not its spelling.</summary>
    private static bool SameMoment(JsonNode? one, JsonNode? other) =>
        one is JsonValue left && other is JsonValue right && left.TryGetValue<string>(out var here) && right.TryGetValue<string>(out var there)
        && DateTimeOffset.TryParse(here, CultureInfo.InvariantCulture, out var at) && DateTimeOffset.TryParse(there, CultureInfo.InvariantCulture, out var then) && at == then;

    private static bool Empty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray array => array.Count == 0,
        JsonValue value => value.TryGetValue<bool>(out var flag) && !flag,
        _ => false,
    };

    private static string Text(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "absent";
        return text.Length <= 300 ? text : text[..300] + "…";
    }
}
