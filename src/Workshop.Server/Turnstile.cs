// The one way for commands: small enough, shaped like a command, not too many; then the dialogue's turn; then a sentence for each no.
// What a command means is not looked at here.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Workshop.Rules;
using Workshop.Server.Words;
using Workshop.Sessions;

namespace Workshop.Server;

public sealed class Turnstile(IGrainFactory grains, Rates rates, TimeProvider clock, ILogger<Decider> log)
{
    /// <summary>After so many ms again, when nobody knows whether it is on disk.</summary>
    private const int Unknown = 1_000;
    private readonly ConditionalWeakTable<Room, Intake> intakes = [];

    /// <summary>One command in, one receipt out. Runs synchronously until it is the grain's: so the order of calls is kept.</summary>
    public async Task<ReadOnlyMemory<byte>> One(Room room, Member member, JsonElement command, string language)
    {
        if (Wrong(command) is { } wrong) return Refusal(command, wrong, language);
        if (rates.Of(member.DialogueId, member.RateKey).Take(1) is { Got: 0, RetryMs: var ms }) return Retry(command, ms);
        var line = Line(JsonMarshal.GetRawUtf8Value(command));
        return Receipt(line, await Pass(room, member, line, 1), language).ToArray();
    }

    /// <summary>Many in, as many receipts out, in the same order. Over the rate: <c>retry</c> for that command and all after it.</summary>
    public async Task<byte[]> Many(Room room, Member member, JsonElement commands, string language)
    {
        var all = commands.EnumerateArray().ToArray();
        var answers = new ReadOnlyMemory<byte>[all.Length];
        var passing = new List<int>(all.Length);
        for (var i = 0; i < all.Length; i++)
            if (Wrong(all[i]) is { } wrong) answers[i] = Refusal(all[i], wrong, language);
            else passing.Add(i);
        var (got, ms) = rates.Of(member.DialogueId, member.RateKey).Take(passing.Count);
        foreach (var i in passing.Skip(got)) answers[i] = Retry(all[i], ms);
        if (got > 0)
        {
            var asked = passing.Take(got).ToArray();
            if (await Pass(room, member, new Line(Joined(asked.Select(i => (ReadOnlyMemory<byte>)JsonMarshal.GetRawUtf8Value(all[i]).ToArray()))), got) is { } receipts)
            {
                using var parsed = JsonDocument.Parse(Said(receipts.Utf8, language) ?? receipts.Utf8);
                var at = 0;
                foreach (var receipt in parsed.RootElement.EnumerateArray()) answers[asked[at++]] = JsonMarshal.GetRawUtf8Value(receipt).ToArray();
            }
            else
                foreach (var i in asked) answers[i] = Retry(all[i], Unknown);
        }
        return Joined(answers);
    }

    /// <summary>A command that only the server may send: to open a dialogue, to let somebody join.</summary>
    public async Task<JsonElement> Server(string dialogueId, Action<Utf8JsonWriter> fields)
    {
        var line = Wire.Json(w =>
        {
            w.WriteStartArray();
            w.WriteStartObject();
            w.WriteString("id", Guid.CreateVersion7());
            fields(w);
            w.WriteEndObject();
            w.WriteEndArray();
        });
        var receipts = await DeciderOf(dialogueId).Each([new Call(new Caller(null, Standing.Server, []), new Line(line))]);
        using var parsed = JsonDocument.Parse(receipts[0].Utf8);
        return parsed.RootElement[0].Clone();
    }

    /// <summary>The receipt for a line of one command, with its sentence if it is a refusal. Null: nobody knows, ask again.</summary>
    public static ReadOnlySpan<byte> Receipt(Line asked, Line? receipt, string language, int retryMs = Unknown)
    {
        if (receipt is not null) return (Said(receipt.Utf8, language) ?? receipt.Utf8).AsSpan()[1..^1];
        using var command = JsonDocument.Parse(asked.Utf8);
        return Retry(command.RootElement[0], retryMs).Span;
    }

    private Task<Line?> Pass(Room room, Member member, Line line, int commands)
    {
        var asking = new Asking(new Call(member.Caller, line), commands);
        IntakeOf(room).Post(asking);
        return asking.Receipts;
    }

    private Intake IntakeOf(Room room) => intakes.TryGetValue(room, out var intake) ? intake : intakes.GetValue(room, entered => new Intake(DeciderOf(entered.Id)));

    private Decider DeciderOf(string dialogueId) => new(dialogueId, grains.GetGrain<IDialogueGrain>(dialogueId).Each, grains.Here(dialogueId), clock, log);

    private static (string Code, string? Args)? Wrong(JsonElement command)
    {
        if (command.ValueKind != JsonValueKind.Object || !Asked.Readable(command)) return ("malformed", null);
        if (!command.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String || !id.TryGetGuid(out _)) return ("malformed", """{"field":"id"}""");
        return JsonMarshal.GetRawUtf8Value(command).Length > Limits.Command ? ("too-large", """{"field":"command"}""") : null;
    }

    private static ReadOnlyMemory<byte> Refusal(JsonElement command, (string Code, string? Args) wrong, string language) => Wire.Json(w =>
    {
        Telemetry.Refused(wrong.Code);
        w.WriteStartObject();
        WriteId(w, command);
        w.WriteString("refused", wrong.Code);
        using var args = wrong.Args is null ? null : JsonDocument.Parse(wrong.Args);
        w.WriteString("message", Sentences.Of(wrong.Code, language, args?.RootElement));
        w.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Retry(JsonElement command, int ms) => Wire.Json(w =>
    {
        w.WriteStartObject();
        WriteId(w, command);
        w.WriteNumber("retry", ms);
        w.WriteEndObject();
    });

    private static void WriteId(Utf8JsonWriter w, JsonElement command)
    {
        if (command.ValueKind == JsonValueKind.Object && Asked.Readable(command) && command.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String) w.WriteString("id", id.GetString());
        else w.WriteNull("id");
    }

    private static Line Line(ReadOnlySpan<byte> command)
    {
        var line = new byte[command.Length + 2];
        line[0] = (byte)'[';
        command.CopyTo(line.AsSpan(1));
        line[^1] = (byte)']';
        return new Line(line);
    }

    private static byte[] Joined(IEnumerable<ReadOnlyMemory<byte>> all) => Wire.Json(w =>
    {
        w.WriteStartArray();
        foreach (var one in all) w.WriteRawValue(one.Span, skipInputValidation: true);
        w.WriteEndArray();
    });

    /// <summary>Args become a sentence; null when nothing was refused, which is nearly always.</summary>
    private static byte[]? Said(byte[] receipts, string language)
    {
        if (receipts.AsSpan().IndexOf("\"refused\":"u8) < 0) return null;
        using var parsed = JsonDocument.Parse(receipts);
        return Wire.Json(w =>
        {
            w.WriteStartArray();
            foreach (var receipt in parsed.RootElement.EnumerateArray())
            {
                if (!receipt.TryGetProperty("refused", out var code))
                {
                    receipt.WriteTo(w);
                    continue;
                }
                Telemetry.Refused(code.GetString()!);
                w.WriteStartObject();
                foreach (var field in receipt.EnumerateObject())
                    if (field.Name is not ("args" or "message")) field.WriteTo(w);
                w.WriteString("message", Sentences.Of(code.GetString()!, language, receipt.TryGetProperty("args", out var args) ? args : null));
                w.WriteEndObject();
            }
            w.WriteEndArray();
        });
    }
}
