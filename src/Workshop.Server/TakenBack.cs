// What a backup must not bring back: words taken back, links, codes and devices ended, dialogues deleted. A list of ids and times beside the backups, no words.
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Server;

/// <summary>One line of the list.</summary>
/// <param name="Event">The erasing or dropping event, which holds ids only.</param>
/// <param name="Kept">The kind of what was ended; <paramref name="Key"/> is the hash of its key.</param>
/// <param name="Deleted">The dialogue is no more: <paramref name="Key"/> is the hash of its id, since not even that stays of it.</param>
public sealed record Taken(DateTimeOffset At, string? Dialogue = null, JsonElement? Event = null, string? Kept = null, string? Key = null, bool? Deleted = null);

/// <summary>
/// Append-only: a line is added when something is taken back, each on disk before the next. <c>backup</c> adds what it does not have yet to the one beside the backup.
/// Revocations also lie in the store, since PostgreSQL's servers need no place on disk; erasures lie there as events.
/// </summary>
public sealed class TakenBack
{
    public const string FileName = "taken-back.jsonl";

    /// <summary>Of revocations in the store.</summary>
    public const string Kind = "revoked";

    /// <summary>As long as the longest link lasts.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(3 * 365);
    private const string Head = """{"samskapa":"taken-back","format":1}""";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly Lock gate = new();
    private readonly string? file;

    /// <param name="file">Null: there is none, and what is in the store must do.</param>
    public TakenBack(string? file)
    {
        this.file = file;
        if (file is not null && !File.Exists(file)) Write(file, [Head]);
    }

    public static bool Is(Event what) => what is ContentErased or DeviceDropped;

    public void Add(string dialogue, IReadOnlyList<Fact> facts) => Add([.. facts.Where(fact => Is(fact.What)).Select(fact => Line(Of(dialogue, fact)))]);

    public static Taken Of(string dialogue, Fact fact) => new(fact.At, dialogue, JsonElement.Parse(fact.Body));

    /// <summary>Before it is: a list that says too much deletes what was to be deleted.</summary>
    public async Task Deleted(Store journal, string dialogue, DateTimeOffset now) => await Keep(journal, now, new Taken(now, Key: Devices.Hash(dialogue), Deleted: true));

    /// <summary>What the store forgets, but for what only changes there and what goes with its dialogue.</summary>
    public Func<IReadOnlyList<Keepsake>, Task> Listening(Store journal, TimeProvider clock) => async forgotten =>
    {
        var now = clock.GetUtcNow();
        foreach (var one in forgotten)
            if (one.Kind is not ("names" or "dialogue" or "archive" or Kind)) await Keep(journal, now, new Taken(now, Kept: one.Kind, Key: Devices.Hash(one.Key)));
    };

    private async Task Keep(Store journal, DateTimeOffset now, Taken taken)
    {
        var line = Line(taken);
        Add([line]);
        await journal.Keep(new Keepsake(Kind, Devices.Hash(line), Encoding.UTF8.GetBytes(line), now + Remembered));
    }

    private void Add(IReadOnlyList<string> lines)
    {
        if (file is null || lines.Count == 0) return;
        lock (gate) Write(file, lines);
    }

    /// <summary>The lines of a list; null: there is none. A line that was cut off in a crash is none.</summary>
    public static IReadOnlyList<string>? Read(string? file)
    {
        if (file is null || !File.Exists(file)) return null;
        var lines = File.ReadAllLines(file);
        if (lines is not [Head, .. var rest]) throw new InvalidDataException($"{file} is no list of what was taken back.");
        return [.. rest.Where(line => line.EndsWith('}'))];
    }

    /// <summary>Adds what the list does not have; makes it if there is none.</summary>
    public static void Merge(string file, IEnumerable<string> lines)
    {
        var known = Read(file);
        if (known is null) Write(file, [Head]);
        Write(file, [.. lines.Distinct(StringComparer.Ordinal).Except(known ?? [], StringComparer.Ordinal)]);
    }

    public static string Line(Taken taken) => JsonSerializer.Serialize(taken, Json);

    public static Taken Parse(string line) => JsonSerializer.Deserialize<Taken>(line, Json)!;

    private static void Write(string file, IReadOnlyList<string> lines)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        stream.Flush(flushToDisk: true);
    }
}
