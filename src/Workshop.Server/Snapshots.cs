// Snapshots of one dialogue, made once per seq and way of seeing it, kept compressed: 150 people who come back at once cost one.
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Workshop.Rules;

namespace Workshop.Server;

public sealed record Snapshot(long Seq, string Tag, byte[] Plain, byte[] Brotli, byte[] Gzip);

public sealed class Snapshots
{
    private const int MostKept = 32;
    private readonly ConcurrentDictionary<Viewer, Lazy<Snapshot>> kept = new();

    public Snapshot Of(string history, Dialogue dialogue, Viewer viewer)
    {
        var key = SnapshotOf.Key(dialogue, viewer);
        if (kept.TryGetValue(key, out var lazy) && lazy.Value.Seq == dialogue.Seq) return lazy.Value;
        if (kept.Count >= MostKept) kept.Clear();
        return kept.AddOrUpdate(key,
            _ => new Lazy<Snapshot>(() => Make(history, dialogue, key)),
            (_, old) => old.IsValueCreated && old.Value.Seq >= dialogue.Seq ? old : new Lazy<Snapshot>(() => Make(history, dialogue, key))).Value;
    }

    /// <summary>Words were taken back: an older one that nobody asks for again would hold them as long as the room is open.</summary>
    public void Forget() => kept.Clear();

    private static Snapshot Make(string history, Dialogue dialogue, Viewer viewer)
    {
        var plain = Wire.Json(w =>
        {
            w.WriteStartObject();
            w.WriteString("history", history);
            w.WriteNumber("seq", dialogue.Seq);
            w.WritePropertyName("dialogue");
            w.WriteRawValue(SnapshotOf.Dialogue(dialogue, viewer), skipInputValidation: true);
            w.WriteEndObject();
        });
        var view = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8)); // what is the same has the same tag, on every server
        return new Snapshot(dialogue.Seq, string.Create(CultureInfo.InvariantCulture, $"\"{history}-{dialogue.Seq}-{view}\""), plain,
            Assets.Compress(plain, to => new BrotliStream(to, CompressionLevel.Fastest)), Assets.Compress(plain, to => new GZipStream(to, CompressionLevel.Fastest)));
    }
}
