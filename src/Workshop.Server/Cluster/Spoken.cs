// What servers say to each other, as JSON. A server of another version must be able to read it, or to pass over it: facts go as they lie in the journal.
using System.Runtime.InteropServices;
using System.Text.Json;
using Workshop.Journal;
using Workshop.Rules;
using Workshop.Sessions;

namespace Workshop.Server;

public static class Spoken
{
    /// <summary>More than this is not sent, only the seq it leads to: everybody who listens reads it from the journal.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>Facts that were just written; when they are many, or were written by somebody else, the seq they lead to.</summary>
    public static byte[] Facts(string server, IReadOnlyList<Fact> facts, bool written)
    {
        if (!written || facts.Sum(fact => fact.Body.Length) > MostBytes) return Saying(server, "head", w => w.WriteNumber("seq", facts[^1].Seq));
        return Saying(server, "facts", w =>
        {
            w.WriteStartArray("facts");
            foreach (var fact in facts)
            {
                w.WriteStartObject();
                w.WriteNumber("seq", fact.Seq);
                w.WriteNumber("at", fact.At.ToUnixTimeMilliseconds());
                if (fact.By is not null) w.WriteString("by", fact.By);
                if (fact.Command is { } command) w.WriteString("command", command);
                w.WriteString("seenBy", fact.SeenBy);
                if (fact.Nameless) w.WriteBoolean("nameless", true);
                w.WriteNumber("version", EventCodec.Default.Current(Fact.TypeOf(fact.Body)));
                w.WritePropertyName("body");
                w.WriteRawValue(fact.Body, skipInputValidation: true);
                w.WriteEndObject();
            }
            w.WriteEndArray();
        });
    }

    public static List<Fact> FactsIn(JsonElement said) => [.. said.GetProperty("facts").EnumerateArray().Select(one => Loading.FactOf(new StoredEvent(
        one.GetProperty("seq").GetInt64(),
        DateTimeOffset.FromUnixTimeMilliseconds(one.GetProperty("at").GetInt64()),
        one.TryGetProperty("by", out var by) ? by.GetString() : null,
        one.TryGetProperty("command", out var command) ? command.GetGuid() : null,
        null,
        one.GetProperty("seenBy").GetString()!,
        one.TryGetProperty("nameless", out _),
        one.GetProperty("version").GetInt32(),
        JsonMarshal.GetRawUtf8Value(one.GetProperty("body")).ToArray())))];

    /// <param name="all">These and nobody else are here by this server.</param>
    public static byte[] Here(string server, bool all, Action<Utf8JsonWriter> people) => Saying(server, "here", w =>
    {
        w.WriteBoolean("all", all);
        w.WriteStartArray("people");
        people(w);
        w.WriteEndArray();
    });

    /// <summary>Who has just begun to listen asks who is there.</summary>
    public static byte[] Who(string server) => Saying(server, "who", _ => { });

    public static byte[] Device(string server, string key) => Saying(server, "device", w => w.WriteString("key", key));

    private static byte[] Saying(string server, string what, Action<Utf8JsonWriter> rest) => Wire.Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("server", server);
        w.WriteString("says", what);
        rest(w);
        w.WriteEndObject();
    });
}
