using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Workshop.Journal.Sqlite;

/// <summary>Every question that is asked of journal.db, on a connection that cannot write. One statement a question: it sees one moment, and ends soon.</summary>
internal sealed class ReadingConnection(SqliteConnection connection) : IDisposable
{
    private readonly Statement read = new(connection, $"""
        SELECT e.id, e.at, e.by_whom, e.command, e.hash, e.seen_by, e.nameless, e.version, e.body
        FROM head h CROSS JOIN event e ON e.id > (h.key << 32) + ?2 AND e.id <= (h.key << 32) + {Row.LastSeq} WHERE h.dialogue = ?1 ORDER BY e.id LIMIT ?3
        """);

    private readonly Statement readThese = new(connection, """
        SELECT e.id, e.at, e.by_whom, e.command, e.hash, e.seen_by, e.nameless, e.version, e.body
        FROM head h CROSS JOIN json_each(?2) s CROSS JOIN event e ON e.id = (h.key << 32) + s.value WHERE h.dialogue = ?1 ORDER BY e.id
        """);

    private readonly Statement commands = new(connection, $"""
        SELECT e.id, e.command, e.hash
        FROM head h CROSS JOIN event e ON e.id > h.key << 32 AND e.id <= (h.key << 32) + {Row.LastSeq} WHERE h.dialogue = ?1 AND e.command IS NOT NULL ORDER BY e.id
        """);

    private readonly Statement heads = new(connection, "SELECT dialogue, history, seq FROM head WHERE dialogue IN (SELECT value FROM json_each(?1))");
    private readonly Statement state = new(connection, "SELECT s.seq, s.schema, s.state FROM head h JOIN state s ON s.key = h.key WHERE h.dialogue = ?1");
    private readonly Statement kept = new(connection, "SELECT value FROM kept WHERE kind = ?1 AND key = ?2 AND (expires IS NULL OR expires > ?3)");

    private readonly Statement allKept = new(connection, """
        SELECT key, value FROM kept WHERE kind = ?1 AND key >= ?2 AND key < ?2 || char(0x10FFFF) AND (expires IS NULL OR expires > ?3) ORDER BY key
        """);

    public List<StoredEvent> Read(string dialogue, long after, int limit) =>
        read.Bind(1, dialogue).Bind(2, Math.Clamp(after, 0, Row.LastSeq)).Bind(3, limit).All(Stored);

    public List<StoredEvent> ReadThese(string dialogue, IReadOnlyList<long> seqs) =>
        readThese.Bind(1, dialogue).Bind(2, JsonSerializer.Serialize(seqs.Where(seq => seq is > 0 and <= Row.LastSeq).Distinct())).All(Stored);

    public List<(Guid Command, long Seq, byte[] ContentHash)> Commands(string dialogue)
    {
        // A command's events follow each other in all but name; the dictionary is for the last seq of one that does not.
        var last = new Dictionary<Guid, (Guid Command, long Seq, byte[] ContentHash)>();
        foreach (var one in commands.Bind(1, dialogue).All(static row => (Command: Command(row.Blob(1))!.Value, Seq: Row.Seq(row.Long(0)), ContentHash: row.Blob(2))))
            last[one.Command] = one;
        return [.. last.Values.OrderBy(one => one.Seq)];
    }

    public Dictionary<string, Head> Heads(IEnumerable<string> dialogues) =>
        heads.Bind(1, JsonSerializer.Serialize(dialogues)).All(static row => (Dialogue: row.Text(0), Head: new Head(row.Text(1), row.Long(2))))
            .ToDictionary(one => one.Dialogue, one => one.Head);

    public SavedState? State(string dialogue) =>
        state.Bind(1, dialogue).All(static row => new SavedState(row.Long(0), (int)row.Long(1), row.Blob(2))).SingleOrDefault();

    public byte[]? Kept(string kind, string key, DateTimeOffset now) =>
        kept.Bind(1, kind).Bind(2, key).Bind(3, now.UtcTicks).All(static row => row.Blob(0)).SingleOrDefault();

    public List<(string Key, byte[] Value)> AllKept(string kind, string prefix, DateTimeOffset now) =>
        allKept.Bind(1, kind).Bind(2, prefix).Bind(3, now.UtcTicks).All(static row => (row.Text(0), row.Blob(1)));

    /// <summary>From now on everything is seen as it is now, until this is disposed.</summary>
    public void Stay()
    {
        Run("BEGIN");
        Run("SELECT 1 FROM head LIMIT 1");

        void Run(string sql)
        {
            using var statement = new Statement(connection, sql);
            statement.Run();
        }
    }

    public List<(string Dialogue, Head Head)> Dialogues()
    {
        using var all = new Statement(connection, "SELECT dialogue, history, seq FROM head ORDER BY dialogue");
        return all.All(static row => (row.Text(0), new Head(row.Text(1), row.Long(2))));
    }

    /// <summary>Expired or not.</summary>
    public List<Keepsake> Keepsakes()
    {
        using var all = new Statement(connection, "SELECT kind, key, value, expires FROM kept ORDER BY kind, key");
        return all.All(static row => new Keepsake(row.Text(0), row.Text(1), row.Blob(2), row.LongOrNull(3) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null));
    }

    public void Dispose()
    {
        foreach (var statement in new[] { read, readThese, commands, heads, state, kept, allKept })
            statement.Dispose();
        connection.Dispose();
    }

    private static StoredEvent Stored(Statement row) => new(
        Row.Seq(row.Long(0)), new DateTimeOffset(row.Long(1), TimeSpan.Zero), row.TextOrNull(2), Command(row.BlobOrNull(3)), row.BlobOrNull(4),
        row.Text(5), row.Long(6) != 0, (int)row.Long(7), row.Blob(8));

    private static Guid? Command(byte[]? id) => id is null ? null : new Guid(id, bigEndian: true);
}

/// <summary>A few reading connections, made when needed and kept.</summary>
internal sealed class Readers(Func<ReadingConnection> open, int most, Ailment ailing) : IDisposable
{
    private readonly SemaphoreSlim free = new(most);
    private readonly Stack<ReadingConnection> resting = new();
    private bool closed;

    /// <remarks>On the thread pool: SQLite blocks, and a dialogue's turn must not.</remarks>
    public async Task<T> Ask<T>(Func<ReadingConnection, T> question)
    {
        await free.WaitAsync();
        try
        {
            return await Task.Run(() => Answer(question));
        }
        catch (SqliteException e)
        {
            ailing.Note(e);
            throw;
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        lock (resting)
        {
            closed = true;
            while (resting.TryPop(out var reader))
                reader.Dispose();
        }
    }

    private T Answer<T>(Func<ReadingConnection, T> question)
    {
        ReadingConnection? reader;
        lock (resting)
        {
            ObjectDisposedException.ThrowIf(closed, typeof(SqliteJournal));
            resting.TryPop(out reader);
        }

        reader ??= open();
        try
        {
            var answer = question(reader);
            lock (resting)
            {
                if (!closed)
                {
                    resting.Push(reader);
                    reader = null;
                }
            }

            return answer;
        }
        finally
        {
            reader?.Dispose(); // after an error, too: the next question gets a new one
        }
    }
}
