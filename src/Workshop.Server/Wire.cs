// The messages of protocol.md as bytes. Everything that goes to many is framed here once, as SignalR's JSON protocol would have written it.
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workshop.Server;

/// <summary>JSON that is written already: answers of the hub and of pages, taken as it is.</summary>
[JsonConverter(typeof(Writer))]
public sealed class Raw(ReadOnlyMemory<byte> utf8)
{
    public ReadOnlyMemory<byte> Utf8 => utf8;

    internal sealed class Writer : JsonConverter<Raw>
    {
        public override Raw Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Raw value, JsonSerializerOptions options) => writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}

public static class Wire
{
    /// <summary>Ends every message. JavaScript clients want whole messages in a frame.</summary>
    public const byte End = 0x1e;

    /// <summary>å, ä, ö as themselves: nothing of this is put into HTML.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Everything of a <c>Happened</c> but the events; <paramref name="dialogueId"/> is made by the server and needs no escape.</summary>
    public static byte[] HappenedHead(string dialogueId, long from, long to) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"type":1,"target":"Happened","arguments":[{"dialogueId":"{{dialogueId}}","from":{{from}},"to":{{to}},"events":["""));

    public static ReadOnlySpan<byte> HappenedTail => "]}]}\x1e"u8;

    public static byte[] At(string dialogueId, long seq) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"type":1,"target":"At","arguments":[{"dialogueId":"{{dialogueId}}","seq":{{seq}}}]}""") + (char)End);

    public static byte[] Resync(string dialogueId) => Encoding.UTF8.GetBytes(
        $$"""{"type":1,"target":"Resync","arguments":[{"dialogueId":"{{dialogueId}}"}]}""" + (char)End);

    public static byte[] Around(Action<Utf8JsonWriter> people) => Json(w =>
    {
        w.WriteStartObject();
        w.WriteNumber("type", 1);
        w.WriteString("target", "Around");
        w.WriteStartArray("arguments");
        w.WriteStartObject();
        w.WriteStartArray("people");
        people(w);
        w.WriteEndArray();
        w.WriteEndObject();
        w.WriteEndArray();
        w.WriteEndObject();
    }, End);

    /// <summary>The answer to Enter. <paramref name="events"/> null: the tail is too long, fetch a snapshot.</summary>
    public static Raw Entered(string history, long seq, DateTimeOffset now, string? participantId, IReadOnlyList<byte[]>? events, bool waiting = false) => new(Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("history", history);
        w.WriteNumber("seq", seq);
        w.WriteString("now", now.UtcDateTime);
        if (participantId is null) w.WriteNull("participantId");
        else w.WriteString("participantId", participantId);
        w.WriteString("build", Build.Name);
        if (waiting) w.WriteBoolean("waiting", true);
        if (events is null) w.WriteBoolean("snapshot", true);
        else Events(w, events);
        w.WriteEndObject();
    }));

    public static Raw Tail(string history, long seq, IReadOnlyList<byte[]>? events) => new(Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("history", history);
        w.WriteNumber("seq", seq);
        if (events is null) w.WriteBoolean("snapshot", true);
        else Events(w, events);
        w.WriteEndObject();
    }));

    /// <summary>The outcome for those who were not there: what it was about, and what was agreed.</summary>
    public static Raw Titled(Rules.Dialogue dialogue) => new(Json(w =>
    {
        w.WriteStartObject();
        w.WriteString("title", dialogue.Title);
        w.WriteString("language", dialogue.Language);
        w.WriteString("targetGroup", dialogue.TargetGroup);
        w.WriteString("status", dialogue.Status);
        w.WritePropertyName("outcome");
        w.WriteRawValue(Rules.Outcome.Of(dialogue), skipInputValidation: true);
        w.WriteEndObject();
    }));

    public static byte[] Json(Action<Utf8JsonWriter> write, byte? end = null)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Writing)) write(writer);
        if (end is not { } sign) return buffer.WrittenSpan.ToArray();
        var framed = new byte[buffer.WrittenCount + 1];
        buffer.WrittenSpan.CopyTo(framed);
        framed[^1] = sign;
        return framed;
    }

    private static void Events(Utf8JsonWriter w, IReadOnlyList<byte[]> events)
    {
        w.WriteStartArray("events");
        foreach (var one in events) w.WriteRawValue(one, skipInputValidation: true);
        w.WriteEndArray();
    }
}

/// <summary>Which build answers: clients offer to reload when it changes.</summary>
public static class Build
{
    public static readonly string Name = typeof(Build).Assembly.GetName().Version?.ToString(3) + "-" + typeof(Build).Module.ModuleVersionId.ToString("n")[..8];
}
