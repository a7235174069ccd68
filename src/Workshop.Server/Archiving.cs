// backup FILE, restore FILE, move to-postgres | to-sqlite: what an operator does with the whole store, by the server's own settings.
// Whatever is written is read back and replayed; any difference is told, and a non-zero exit.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using Workshop.Journal;
using Workshop.Rules;
using Workshop.Sessions;

namespace Workshop.Server;

public static class Archiving
{
    /// <summary>What expires until then may be swept away while we compare.</summary>
    private static readonly DateTimeOffset MayExpire = DateTimeOffset.UtcNow.AddHours(1);

    private const string Usage = "Workshop.Server backup FILE | restore FILE [--without-erasures] | move to-postgres | move to-sqlite";

    private const string WithoutErasures = "--without-erasures";

    public static bool Asked(string[] args) => args is ["backup" or "restore" or "move", ..];

    /// <returns>0: done and the same; 1: not; 2: wrong usage or setting.</returns>
    public static async Task<int> Run(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["backup", var file, .. var rest] when !file.StartsWith('-'):
                    return await Backup(SettingsOf(rest), Path.GetFullPath(file));
                case ["restore", var file, .. var rest] when !file.StartsWith('-'):
                    return await Restore(Path.GetFullPath(file), SettingsOf([.. rest.Where(one => one != WithoutErasures)]), rest.Contains(WithoutErasures));
                case ["move", "to-postgres", .. var rest]:
                    return await Move(SettingsOf(rest, "sqlite"), SettingsOf(rest, "postgres"));
                case ["move", "to-sqlite", .. var rest]:
                    return await Move(SettingsOf(rest, "postgres"), SettingsOf(rest, "sqlite"));
                default:
                    await Console.Error.WriteLineAsync(Usage);
                    return 2;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync(e.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private static Settings SettingsOf(string[] args, string? kind = null)
    {
        var configuration = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args] }).Configuration;
        if (kind is not null) configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Workshop:Journal"] = kind, ["ConnectionStrings:Redis"] = "" });
        return Settings.Read(configuration);
    }

    /// <summary>Of one moment, while servers go on.</summary>
    private static async Task<int> Backup(Settings from, string file)
    {
        if (File.Exists(file)) throw new WrongSetting($"{file} exists already; a backup replaces none.");
        var taken = new Replayed(MayExpire);
        await using (var moment = await At(from)) await Archive.Write(file, taken.Watch(moment.Pieces()), DateTimeOffset.UtcNow);
        TakenBack.Merge(Beside(file), [.. TakenBack.Read(from.TakenBack) ?? [], .. taken.TakenBack]);
        return await Compare(taken, Archive.Read(file), $"Backed up {Name(from)} to {file}.");
    }

    /// <summary>What was written after the backup is lost, and seqs will be used again: every dialogue gets a new history, so that clients start from a snapshot.</summary>
    private static async Task<int> Restore(string file, Settings to, bool withoutErasures)
    {
        if (!File.Exists(file)) throw new WrongSetting($"There is no {file}.");
        await foreach (var _ in Archive.Read(file)) { } // whole, before anything is written
        IReadOnlyList<IReadOnlyList<string>> lists = [.. new[] { Beside(file), to.TakenBack }.Distinct().Select(TakenBack.Read).OfType<IReadOnlyList<string>>()];
        if (lists.Count == 0 && !withoutErasures)
            throw new WrongSetting($"There is no list of what was taken back, {Beside(file)}{(to.TakenBack is { } own ? $" or {own}" : "")}: words taken back after the backup would come back. Put the newest one there, or say {WithoutErasures}.");
        var restoring = new Restoring(withoutErasures ? [] : lists.SelectMany(one => one).Distinct(StringComparer.Ordinal));
        var exit = await Fill(to, restoring.Of(() => Archive.Read(file)), sameHistory: false, $"Restored {file} to {Name(to)}.");
        if (exit == 0) Console.WriteLine(withoutErasures ? "Nothing that was taken back after the backup was taken from it." : $"{restoring.Applied} erasures and revocations from after the backup were done again.");
        if (exit == 0 && to.TakenBack is { } list) TakenBack.Merge(list, lists.SelectMany(one => one));
        return exit;
    }

    private static string Beside(string file) => Path.Combine(Path.GetDirectoryName(file)!, TakenBack.FileName);

    /// <summary>Nothing is lost, so histories go with it: a client that comes back goes on from where it was. The source is left as it is.</summary>
    private static async Task<int> Move(Settings from, Settings to)
    {
        await using var moment = await At(from, alone: true);
        var exit = await Fill(to, moment.Pieces(), sameHistory: true, $"Moved {Name(from)} to {Name(to)}; the former is left as it was and must not be used any more.");
        if (exit == 0 && to.TakenBack is { } list && TakenBack.Read(from.TakenBack) is { } lines) TakenBack.Merge(list, lines);
        return exit;
    }

    private static async Task<int> Fill(Settings to, IAsyncEnumerable<Piece> pieces, bool sameHistory, string done)
    {
        var taken = new Replayed(MayExpire);
        await using var journal = to.OpenJournal();
        await using (var before = await At(to))
            await foreach (var _ in before.Pieces()) throw new WrongSetting($"{Name(to)} is not empty; only an empty one is filled.");
        await journal.TakeOver(taken.Watch(pieces), sameHistory);
        await using var after = await At(to);
        var exit = await Compare(taken, after.Pieces(), done);
        if (exit == 0) await journal.Finish();
        return exit;
    }

    private static async Task<int> Compare(Replayed taken, IAsyncEnumerable<Piece> written, string done)
    {
        var found = new Replayed(MayExpire);
        await foreach (var _ in found.Watch(written)) { }
        var differing = 0;
        foreach (var id in taken.Dialogues.Keys.Union(found.Dialogues.Keys).Order(StringComparer.Ordinal))
        {
            var (one, other) = (taken.Dialogues.GetValueOrDefault(id), found.Dialogues.GetValueOrDefault(id));
            if (one != other) differing++;
            Console.WriteLine(one == other ? $"{id} {one!.Seq} events, state {one.State[..16]}" : $"{id} DIFFERS: {one?.ToString() ?? "missing"} became {other?.ToString() ?? "missing"}");
        }
        if (taken.Kept != found.Kept) Console.WriteLine($"What is kept beside them DIFFERS: {taken.Kept} became {found.Kept}");
        if (differing > 0 || taken.Kept != found.Kept)
        {
            await Console.Error.WriteLineAsync($"{differing} dialogues differ{(taken.Kept != found.Kept ? ", and what is kept beside them" : "")}: do not use what was written.");
            return 1;
        }
        Console.WriteLine($"{done} {taken.Dialogues.Count} dialogues, {taken.Dialogues.Values.Sum(one => one.Seq)} events and {taken.Kept.Count} kept things were read back and are the same.");
        return 0;
    }

    private static async Task<Moment> At(Settings store, bool alone = false) =>
        store.Postgres is { } postgres ? await Moment.OfPostgres(postgres, alone) : Moment.OfSqlite(store.DataFolder, alone);

    private static string Name(Settings store) => store.Postgres is { } postgres ? $"the PostgreSQL at {PostgresJournal.Place(postgres)}" : $"the SQLite in {store.DataFolder}";

    /// <summary>Looks on while a store's content passes: what is there byte for byte, and what it replays to.</summary>
    private sealed class Replayed(DateTimeOffset mayExpire)
    {
        public sealed record One(long Seq, string Rows, string State);

        public SortedDictionary<string, One> Dialogues { get; } = new(StringComparer.Ordinal);

        public (long Count, string Hash) Kept { get; private set; }

        /// <summary>What the store itself says was taken back.</summary>
        public List<string> TakenBack { get; } = [];

        public async IAsyncEnumerable<Piece> Watch(IAsyncEnumerable<Piece> pieces)
        {
            string? id = null;
            var dialogue = Dialogue.Unopened;
            using var rows = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var kept = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long count = 0;
            await foreach (var piece in pieces)
            {
                switch (piece)
                {
                    case Piece.Dialogue next:
                        Settle();
                        (id, dialogue) = (next.Id, Dialogue.Unopened);
                        break;
                    case Piece.Event { Stored: var e }:
                        foreach (var part in new[] { Number(e.Seq), Number(e.At.UtcTicks), Text(e.By), e.Command?.ToByteArray(), e.ContentHash, Text(e.SeenBy), Number(e.Nameless ? 1 : 0), Number(e.Version), e.Body }) Add(rows, part);
                        var fact = Loading.FactOf(e);
                        dialogue = dialogue.After(fact);
                        if (Server.TakenBack.Is(fact.What)) TakenBack.Add(Server.TakenBack.Line(Server.TakenBack.Of(id!, fact)));
                        break;
                    case Piece.Kept { Keepsake: var k } when k.Kind != Archive.Unfinished.Kind && !(k.Expires <= mayExpire):
                        foreach (var part in new[] { Text(k.Kind), Text(k.Key), k.Value, k.Expires is { } expires ? Number(expires.UtcTicks) : null }) Add(kept, part);
                        count++;
                        if (k.Kind == Server.TakenBack.Kind) TakenBack.Add(Encoding.UTF8.GetString(k.Value!));
                        break;
                }
                yield return piece;
            }
            Settle();
            Kept = (count, Convert.ToHexStringLower(kept.GetHashAndReset()));

            void Settle()
            {
                if (id is not null) Dialogues[id] = new One(dialogue.Seq, Convert.ToHexStringLower(rows.GetHashAndReset()), StateOf(dialogue));
            }
        }

        // Sorted, since the order of a dictionary's names is another one in each process, and the hash is printed to be compared by eye.
        private static string StateOf(Dialogue dialogue)
        {
            var sorted = new System.Buffers.ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(sorted)) Sorted(json, JsonElement.Parse(StateJson.Write(dialogue)));
            return Convert.ToHexStringLower(SHA256.HashData(sorted.WrittenSpan));
        }

        private static void Sorted(Utf8JsonWriter json, JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    Sorted(json, property.Value);
                }
                json.WriteEndObject();
            }
            else if (element.ValueKind == JsonValueKind.Array)
            {
                json.WriteStartArray();
                foreach (var one in element.EnumerateArray()) Sorted(json, one);
                json.WriteEndArray();
            }
            else element.WriteTo(json);
        }

        private static void Add(IncrementalHash hash, byte[]? part)
        {
            hash.AppendData(Number(part?.Length ?? -1));
            hash.AppendData(part ?? []);
        }

        private static byte[]? Text(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

        private static byte[] Number(long number)
        {
            var bytes = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            return bytes;
        }
    }
}
