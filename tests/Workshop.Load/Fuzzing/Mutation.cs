// A valid message made wrong: in its tree (types, names, fields), then in its text (what no tree can hold), then in its bytes.
using System.Text;
using System.Text.Json.Nodes;

namespace Workshop.Load.Fuzzing;

internal static class Mutation
{
    /// <summary>Well-formed JSON that no tree of ours would write.</summary>
    private static readonly string[] Odd =
    [
        "1e999", "-1e999", "-0", "-0.0", "1E400", "9223372036854775808", "99999999999999999999999999", "1.0", "1e0", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\uFFFF\"", "\"\u202e\u200f\"", "\"ﷺ\u0300\u0301\"",
        "{\"$type\":\"System.Object\"}", "{\"__proto__\":{}}", "{\"a\":1,\"a\":2}", "\"' OR 1=1 --\"", "\"<script>\"", "\"2027-02-30\"", "\"\\u200b\"", "\" \"",
    ];

    /// <summary>No JSON at all.</summary>
    private static readonly string[] Broken = ["NaN", "Infinity", "01", "0x10", "1.", ".5", "\"\\x41\"", "'single'", "undefined", "tru", "nul", "[,]", "{,}", "[1,]", "{\"a\":1,}", "/* */ 1", "\u0007"];

    /// <summary>The message as text, wrong in one to three ways; one in five stays right, so that something happens at all.</summary>
    /// <param name="brokenOneIn">How often it is no JSON: over the hub rarely, since the framework then closes and the messages behind are lost.</param>
    public static string Of(JsonObject message, Random random, Known known, int brokenOneIn)
    {
        if (random.Next(5) == 0) return message.ToJsonString();
        var tree = message.DeepClone();
        for (var times = random.Next(1, 4); times > 0; times--) tree = Tree(tree, random, known);
        var text = tree.ToJsonString();
        for (var i = 0; i < Odd.Length; i++) text = text.Replace($"\"odd{i}odd\"", Odd[i], StringComparison.Ordinal);
        if (random.Next(12) == 0 && text.StartsWith('{')) text = "{\"id\":\"dubbel\",\"type\":\"vote\"," + text[1..];
        return random.Next(brokenOneIn) == 0 ? Text(text, random) : text;
    }

    private static JsonNode Tree(JsonNode root, Random random, Known known)
    {
        var places = new List<JsonNode>();
        Walk(root, places);
        var place = places[random.Next(places.Count)];
        switch (place)
        {
            case JsonObject { Count: > 0 } o:
                var name = o.ElementAt(random.Next(o.Count)).Key;
                switch (random.Next(6))
                {
                    case 0: o.Remove(name); break;
                    case 1: Rename(o, name, random.Next(2) == 0 ? name.ToUpperInvariant() : char.ToUpperInvariant(name[0]) + name[1..]); break;
                    case 2: o["extra" + random.Next(100)] = Value(random, known); break;
                    default: o[name] = Value(random, known); break;
                }

                return root;
            case JsonArray { Count: > 0 } a:
                switch (random.Next(4))
                {
                    case 0: a.RemoveAt(random.Next(a.Count)); break;
                    case 1: a.Add(a[random.Next(a.Count)]?.DeepClone()); break;
                    case 2: for (var i = random.Next(600); i > 0; i--) a.Add(Value(random, known, small: true)); break;
                    default: a[random.Next(a.Count)] = Value(random, known); break;
                }

                return root;
            default: return random.Next(20) == 0 ? new JsonArray(root.DeepClone()) : root;
        }
    }

    private static JsonNode? Value(Random random, Known known, bool small = false) => random.Next(small ? 8 : 20) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(-3, 3),
        3 => double.MaxValue * (random.Next(2) - 0.5),
        4 => "",
        5 => Asks.NewId(),
        6 => known.OtherItem,
        7 => new JsonArray(),
        8 => new JsonObject(),
        9 => Long(random),
        10 => Deep(random),
        11 => known.OtherDialogueId,
        12 => known.OtherPerson,
        13 => Unicode(random),
        14 => long.MaxValue - random.Next(3),
        15 or 16 or 17 => $"odd{random.Next(Odd.Length)}odd",
        _ => new JsonArray(new JsonObject { ["id"] = 1 }, "x", null),
    };

    private static string Text(string text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(6))
        {
            case 0: return text[..at];
            case 1: return text.Insert(at, Broken[random.Next(Broken.Length)]);
            case 2: return text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at));
            case 3: return text.Insert(at, ((char)random.Next(1, 0x1e)).ToString());
            case 4: return text + text;
            default:
                var colon = text.IndexOf(':', at);
                if (colon < 0) return text;
                var end = text.IndexOfAny([',', '}', ']'], colon);
                return end < 0 ? text : text[..(colon + 1)] + Broken[random.Next(Broken.Length)] + text[end..];
        }
    }

    /// <summary>Bytes as they go out: now and then not UTF-8.</summary>
    public static byte[] Bytes(string text, Random random, int brokenOneIn)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && random.Next(brokenOneIn) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(0x80, 0x100);
        return bytes;
    }

    private static void Rename(JsonObject o, string name, string to)
    {
        var value = o[name]?.DeepClone();
        o.Remove(name);
        o[to] = value;
    }

    private static void Walk(JsonNode? node, List<JsonNode> into)
    {
        if (node is null) return;
        into.Add(node);
        if (node is JsonObject o)
            foreach (var (_, value) in o) Walk(value, into);
        if (node is JsonArray a)
            foreach (var value in a) Walk(value, into);
    }

    private static string Long(Random random) => new('å', random.Next(3) switch { 0 => 81, 1 => 2001, _ => random.Next(20_000) });

    private static JsonNode Deep(Random random)
    {
        JsonNode node = "botten";
        for (var depth = random.Next(1, 60); depth > 0; depth--) node = random.Next(2) == 0 ? new JsonArray(node) : new JsonObject { ["d"] = node };
        return node;
    }

    private static string Unicode(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 60); i > 0; i--) text.Append(char.ConvertFromUtf32(random.Next(0x20, 0xD7FF)));
        return text.Append("👩‍👩‍👧\u0000\u200b").ToString();
    }
}
