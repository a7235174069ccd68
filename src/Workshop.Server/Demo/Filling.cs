using System.Globalization;
using System.Text.Json.Nodes;

namespace Workshop.Server.Demo;

/// <summary>Puts ids and dates where a beat has <c>@key</c>, <c>#key</c> and <c>+30d</c>. What points to nothing is left out; where nothing is left to say, null.</summary>
public sealed class Filling(Staged staged, Func<string, bool> there, Func<string, string?> organisationId, string? own)
{
    private static readonly HashSet<string> Needed = ["from", "to", "targetId", "itemId", "theme"];

    /// <summary>Keys of what it points to.</summary>
    public static IEnumerable<string> Keys(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(one => Keys(one.Value)),
        JsonArray all => all.SelectMany(Keys),
        JsonValue value when value.TryGetValue(out string? text) && text is ['@', ..] => [text[1..]],
        _ => [],
    };

    public JsonNode? Fill(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject all:
                var filled = new JsonObject();
                foreach (var (name, value) in all)
                    if (Fill(value) is { } kept) filled[name] = kept;
                    else if (value is not null && Needed.Contains(name)) return null;
                return filled;
            case JsonArray all:
                return new JsonArray([.. all.Select(Fill).OfType<JsonNode>()]);
            case JsonValue value when value.TryGetValue(out string? text):
                return text switch
                {
                    ['@', .. var key] => there(key) ? staged.Id($"item {key}") : null,
                    "#own" => own is null ? null : organisationId(own),
                    "#personal" => own is null ? JsonValue.Create(true) : null,
                    ['#', .. var key] => organisationId(staged.Organisations[key]),
                    ['+', .. var days, 'd'] => Workday(staged.Day.AddDays(int.Parse(days, CultureInfo.InvariantCulture))).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    _ => text,
                };
            default:
                return node?.DeepClone();
        }
    }

    private static DateOnly Workday(DateOnly day) => day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(2), DayOfWeek.Sunday => day.AddDays(1), _ => day };
}
