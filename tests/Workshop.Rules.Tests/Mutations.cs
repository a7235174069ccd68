// What a client never sends: RU803's commands. From a seed, so that a failure comes back.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workshop.Rules.Tests;

/// <summary>Commands made wrong: another type of value, one missing, one too many, nested, huge, or other bytes.</summary>
internal sealed class Mutations(int seed)
{
    private static readonly string[] Odd =
    [
        "null", "0", "-1", "1.5", "1e999", "99999999999999999999", "true", "\"\"", "\"x\"", "\" \"", "[]", "{}", "[null]", "[[]]", "{\"a\":null}", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e\"",
        "\"00000000-0000-4000-8000-000000000001\"", "\"{00000000-0000-4000-8000-000000000001}\"", "\"anna\"", "\"o1\"", "\"welcome\"", "\"2026-13-45\"", "-0", "2147483648", "\"\uFEFFé👩‍👧\"",
    ];

    private readonly Random random = new(seed);

    public byte[] Of(JsonObject command)
    {
        var text = command.ToJsonString(Json.Plain);
        for (var times = random.Next(3); times > 0; times--)
        {
            var node = JsonNode.Parse(text, null, new JsonDocumentOptions { AllowDuplicateProperties = true });
            if (Places(node).ToList() is not { Count: > 0 } places) break;
            var (parent, key) = places[random.Next(places.Count)];
            var odd = random.Next(12) == 0 ? $"\"{new string('å', random.Next(1, 3000))}\"" : Odd[random.Next(Odd.Length)];
            JsonNode? value;
            try
            {
                value = JsonNode.Parse(odd);
                _ = value?.ToJsonString(Json.Plain);
            }
            catch (Exception)
            {
                value = JsonValue.Create("odd");
            }
            switch (random.Next(5))
            {
                case 0 when parent is JsonObject one: one.Remove((string)key); break;
                case 1 when parent is JsonObject one: one["extra"] = value; break;
                case 2 when parent is JsonArray many: many.Add(value); break;
                default:
                    if (parent is JsonObject named) named[(string)key] = value;
                    else parent[(int)key] = value;
                    break;
            }
            text = node!.ToJsonString(Json.Plain);
        }
        if (random.Next(20) == 0) text = text.Replace("\"type\"", "\"text\":1,\"text\":2,\"type\"", StringComparison.Ordinal);
        if (random.Next(25) == 0) text = text.Replace("o1", "\\ud83d", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(15) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject one:
                foreach (var (name, value) in one)
                {
                    yield return (one, name);
                    foreach (var place in Places(value)) yield return place;
                }
                break;
            case JsonArray many:
                for (var i = 0; i < many.Count; i++)
                {
                    yield return (many, i);
                    foreach (var place in Places(many[i])) yield return place;
                }
                break;
        }
    }
}
