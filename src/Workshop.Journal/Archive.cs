using System.Buffers;
using System.Data.Common;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Workshop.Journal;

/// <summary>
/// A backup: gzip'd lines of JSON, format 1. The first says what it is, then per dialogue <c>{"dialogue","seq"}</c> and its events, then what is kept, and
/// the last one counts them all, so that a file that was cut short is told apart. Bytes that are UTF-8 are strings, others base64 (<c>…64</c>).
/// </summary>
public static class Archive
{
    private const int Format = 1;

    /// <summary>Kept in a store that is being filled: a server does not start on half a journal.</summary>
    public static readonly (string Kind, string Key) Unfinished = ("archive", "unfinished");

    /// <summary>A new file that only its owner may read; there is none before it is whole and on disk.</summary>
    public static async Task Write(string path, IAsyncEnumerable<Piece> pieces, DateTimeOffset at)
    {
        var part = path + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(part, options))
        {
            await using (var zip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
                await Lines(zip, pieces, at);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: false);
    }

    /// <exception cref="InvalidDataException">It is no backup, a newer one, damaged or cut short.</exception>
    public static async IAsyncEnumerable<Piece> Read(string path)
    {
        await using var file = File.OpenRead(path);
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress), new UTF8Encoding(false, throwOnInvalidBytes: true));
        var counted = new Counted();
        var first = true;
        while (await Line(lines, path) is { } line)
        {
            if (first)
            {
                if (!line.TryGetProperty("samskapa", out var format))
                    throw new InvalidDataException($"{path} is no backup of Samskapa's.");
                if (format.GetRawText() != $"{Format}")
                    throw new InvalidDataException($"{path} has format {format}, this version of Samskapa knows {Format}: use a newer one.");
                first = false;
                continue;
            }

            var piece = Parse(line, path, out var end);
            if (piece is not null)
            {
                counted = counted.With(piece);
                yield return piece;
            }
            else if (end == counted)
                yield break;
            else
                throw new InvalidDataException($"{path} does not hold what its last line says.");
        }

        throw new InvalidDataException($"{path} was cut short.");
    }

    /// <summary>Writes all of it into an empty store. Until <see cref="Finish"/>, no server starts on it.</summary>
    /// <param name="sameHistory">Nothing is lost on the way, so clients may go on from where they are; otherwise dialogues get new histories.</param>
    public static async Task TakeOver(this Journal journal, IAsyncEnumerable<Piece> pieces, bool sameHistory)
    {
        await journal.Keep(new Keepsake(Unfinished.Kind, Unfinished.Key, [1]));
        Piece.Dialogue? dialogue = null;
        long head = 0;
        var events = new List<StoredEvent>();
        var kept = new List<Keepsake>();
        await foreach (var piece in pieces)
        {
            switch (piece)
            {
                case Piece.Dialogue next:
                    await Append();
                    (dialogue, head) = (next, 0);
                    break;
                case Piece.Event one:
                    events.Add(one.Stored);
                    if (events.Count == 500)
                        await Append();
                    break;
                case Piece.Kept { Keepsake: var keepsake } when keepsake.Kind != Unfinished.Kind:
                    kept.Add(keepsake);
                    if (kept.Count == 500)
                        await Keep();
                    break;
            }
        }

        await Append();
        await Keep();

        async Task Append()
        {
            if (events.Count == 0)
                return;
            if (await journal.Append(new Batch(dialogue!.Id, head, events.ToArray(), History: sameHistory ? dialogue.History : null)) != Appended.Written)
                throw new InvalidDataException($"{dialogue.Id} is there already, or somebody else writes to the store.");
            head += events.Count;
            events.Clear();
        }

        async Task Keep()
        {
            if (kept.Count > 0)
                await journal.Keep(kept.ToArray());
            kept.Clear();
        }
    }

    public static Task Finish(this Journal journal) => journal.Keep(new Keepsake(Unfinished.Kind, Unfinished.Key, null));

    /// <exception cref="JournalUnusableException">It could be opened, and is gone since.</exception>
    public static async Task<bool> IsFinished(this Journal journal)
    {
        try
        {
            return await journal.Kept(Unfinished.Kind, Unfinished.Key) is null;
        }
        catch (DbException gone)
        {
            throw new JournalUnusableException($"The journal could be opened, but not be read: {gone.Message.ReplaceLineEndings(" ")}", gone);
        }
    }

    /// <summary>The piece of a line, or null for the last line, which counts them.</summary>
    private static Piece? Parse(JsonElement line, string path, out Counted? end)
    {
        end = null;
        try
        {
            if (line.TryGetProperty("dialogue", out var dialogue))
                return new Piece.Dialogue(dialogue.GetString()!, null, line.GetProperty("seq").GetInt64());
            if (line.TryGetProperty("n", out var seq))
                return new Piece.Event(new StoredEvent(
                    seq.GetInt64(), new DateTimeOffset(line.GetProperty("at").GetInt64(), TimeSpan.Zero), Text("by"), line.TryGetProperty("command", out var id) ? id.GetGuid() : null,
                    Bytes("hash"), line.GetProperty("seenBy").GetString()!, line.TryGetProperty("nameless", out _), line.GetProperty("version").GetInt32(), Bytes("body")!));
            if (line.TryGetProperty("kept", out var kind))
                return new Piece.Kept(new Keepsake(
                    kind.GetString()!, line.GetProperty("key").GetString()!, Bytes("value"),
                    line.TryGetProperty("expires", out var ticks) ? new DateTimeOffset(ticks.GetInt64(), TimeSpan.Zero) : null));
            end = new Counted(line.GetProperty("end").GetInt64(), line.GetProperty("events").GetInt64(), line.GetProperty("keepsakes").GetInt64());
            return null;
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw Damaged(path, e);
        }

        string? Text(string name) => line.TryGetProperty(name, out var text) ? text.GetString() : null;

        byte[]? Bytes(string name) => line.TryGetProperty(name, out var text) ? Encoding.UTF8.GetBytes(text.GetString()!)
            : line.TryGetProperty(name + "64", out var coded) ? coded.GetBytesFromBase64() : null;
    }

    private static async Task<JsonElement?> Line(StreamReader lines, string path)
    {
        try
        {
            return await lines.ReadLineAsync() is { } line ? JsonElement.Parse(line) : null;
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidDataException)
        {
            throw Damaged(path, e);
        }
    }

    private static InvalidDataException Damaged(string path, Exception e) => new($"{path} is no backup of Samskapa's, or it is damaged.", e);

    private static async Task Lines(Stream stream, IAsyncEnumerable<Piece> pieces, DateTimeOffset at)
    {
        var counted = new Counted();
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        await Line(() =>
        {
            json.WriteNumber("samskapa"u8, Format);
            json.WriteString("at"u8, at);
        });
        await foreach (var piece in pieces)
        {
            if (piece is Piece.Kept { Keepsake.Kind: var kind } && kind == Unfinished.Kind)
                continue;
            counted = counted.With(piece);
            await Line(() => Fields(piece));
        }

        await Line(() =>
        {
            json.WriteNumber("end"u8, counted.Dialogues);
            json.WriteNumber("events"u8, counted.Events);
            json.WriteNumber("keepsakes"u8, counted.Kept);
        });

        async Task Line(Action fields)
        {
            json.WriteStartObject();
            fields();
            json.WriteEndObject();
            await json.FlushAsync();
            buffer.Write("\n"u8);
            await stream.WriteAsync(buffer.WrittenMemory);
            buffer.ResetWrittenCount();
            json.Reset();
        }

        void Fields(Piece piece)
        {
            switch (piece)
            {
                case Piece.Dialogue one:
                    json.WriteString("dialogue"u8, one.Id);
                    json.WriteNumber("seq"u8, one.Seq);
                    break;
                case Piece.Event { Stored: var e }:
                    json.WriteNumber("n"u8, e.Seq);
                    json.WriteNumber("at"u8, e.At.UtcTicks);
                    if (e.By is not null)
                        json.WriteString("by"u8, e.By);
                    if (e.Command is { } command)
                        json.WriteString("command"u8, command);
                    if (e.ContentHash is not null)
                        json.WriteBase64String("hash64"u8, e.ContentHash);
                    json.WriteString("seenBy"u8, e.SeenBy);
                    if (e.Nameless)
                        json.WriteBoolean("nameless"u8, true);
                    json.WriteNumber("version"u8, e.Version);
                    Bytes("body", e.Body);
                    break;
                case Piece.Kept { Keepsake: var k }:
                    json.WriteString("kept"u8, k.Kind);
                    json.WriteString("key"u8, k.Key);
                    Bytes("value", k.Value!);
                    if (k.Expires is { } expires)
                        json.WriteNumber("expires"u8, expires.UtcTicks);
                    break;
            }
        }

        void Bytes(string name, byte[] bytes)
        {
            if (Utf8.IsValid(bytes))
                json.WriteString(name, bytes);
            else
                json.WriteBase64String(name + "64", bytes);
        }
    }

    private sealed record Counted(long Dialogues = 0, long Events = 0, long Kept = 0)
    {
        public Counted With(Piece piece) => piece switch
        {
            Piece.Dialogue => this with { Dialogues = Dialogues + 1 },
            Piece.Event => this with { Events = Events + 1 },
            _ => this with { Kept = Kept + 1 },
        };
    }
}
