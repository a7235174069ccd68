using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>
/// Receipts as JSON. A refusal has its code and what its sentence needs (<c>args</c>); the server turns args into a sentence in the reader's language.
/// </summary>
public static class Receipts
{
    /// <summary>Of one caller's line; all of them have ended.</summary>
    /// <param name="caller">Who gets them: an item that changed meanwhile is shown as that person may see it.</param>
    public static Line Write(List<Task<Receipt>> answers, int from, int to, Caller caller, Pseudonyms names)
    {
        if (to - from == 1 && answers[from].Result is { Seq: { } seq, Id: { } id }) return new Line(Plain(id, seq));
        var viewer = new Viewer(caller.ParticipantId, null, caller.Standing.Leads(), false, caller.Voices, names, caller.Device);
        var buffer = new ArrayBufferWriter<byte>(2 + 96 * (to - from));
        using (var json = new Utf8JsonWriter(buffer, RulesJson.Writing))
        {
            json.WriteStartArray();
            for (var i = from; i < to; i++) Write(json, answers[i].Result, viewer);
            json.WriteEndArray();
        }
        return new Line(buffer.WrittenSpan.ToArray());
    }

    /// <summary>Nearly every receipt. Its id was read as a GUID: nothing in it needs an escape.</summary>
    private static byte[] Plain(string id, long seq)
    {
        Span<byte> line = stackalloc byte[128];
        System.Text.Unicode.Utf8.TryWrite(line, CultureInfo.InvariantCulture, $"[{{\"id\":\"{id}\",\"seq\":{seq}}}]", out var length);
        return line[..length].ToArray();
    }

    private static void Write(Utf8JsonWriter json, Receipt receipt, Viewer viewer)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, receipt.Id);
        if (receipt.Refused is { } refused)
        {
            json.WriteString("refused"u8, refused.Code);
            json.WriteStartObject("args"u8);
            if (refused.Field is not null) json.WriteString("field"u8, refused.Field);
            if (refused.Limit is { } limit) json.WriteNumber("limit"u8, limit);
            json.WriteEndObject();
            if (refused.Agenda is { } agenda)
            {
                json.WritePropertyName("current"u8);
                JsonSerializer.Serialize(json, agenda, RulesJson.Parts.ImmutableArrayPhase);
            }
            if (refused.Current is not null)
            {
                json.WritePropertyName("current"u8);
                SnapshotOf.Write(json, refused.Current, viewer);
            }
        }
        else if (receipt.RetryMs is { } ms) json.WriteNumber("retry"u8, ms);
        else json.WriteNumber("seq"u8, receipt.Seq ?? 0);
        json.WriteEndObject();
    }
}
