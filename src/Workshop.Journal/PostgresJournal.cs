using Npgsql;
using Workshop.Journal.Postgres;

namespace Workshop.Journal;

/// <summary>
/// The journal of several servers: one PostgreSQL that all of them write to, each for itself. Nothing rests on who owns a dialogue: the head's
/// compare-and-set decides (<see cref="Writing"/>). Appends gather in <see cref="Writer"/>; everything else is one statement on a connection of its own.
/// Order is that of seqs; a server's clock decides only what has expired.
/// </summary>
public sealed class PostgresJournal : Journal
{
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(2);

    private readonly Database database;
    private readonly TimeProvider time;
    private readonly JournalMeter meter;
    private readonly Queue queue;
    private readonly Writer writer;
    private readonly Sweeper sweeper;
    private readonly SemaphoreSlim connections;
    private Task? closing;

    /// <exception cref="JournalUnusableException">It cannot be reached, or not be used as it must be; the message is for the operator.</exception>
    public PostgresJournal(string connectionString, TimeProvider? time = null, JournalLimits? limits = null)
    {
        this.time = time ?? TimeProvider.System;
        limits ??= JournalLimits.Default;
        database = new Database(connectionString);
        meter = new JournalMeter(this, () => queue?.Count ?? 0);
        queue = new Queue(limits, meter);
        connections = new SemaphoreSlim(database.Connections - 1); // the writer's is always free
        writer = new Writer(database, limits, meter, queue, Ailing);
        sweeper = new Sweeper(database, limits, meter, this.time);
    }

    /// <summary>What is wrong with a connection string, without repeating it (it holds a password); null: nothing.</summary>
    public static string? Flaw(string connectionString)
    {
        try
        {
            Database.Asked(connectionString);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException)
        {
            return "must be like 'Host=db.example.se;Database=samskapa;Username=samskapa;Password=…'";
        }
    }

    /// <summary>Where a connection string leads, without its secrets.</summary>
    public static string Place(string connectionString) => Database.PlaceOf(Database.Asked(connectionString));

    public override Task<Appended> Append(Batch batch)
    {
        var bytes = Checked(batch);
        if (!Storable(batch.Dialogue) || batch.Events.Any(e => !Storable(e.By) || !Storable(e.SeenBy)))
            throw new ArgumentException("A name with a NUL or half a character in it cannot be written.", nameof(batch));
        return writer.Add(batch, bytes);
    }

    public override Task<IReadOnlyList<StoredEvent>> Read(string dialogue, long after, int limit = int.MaxValue) =>
        Look<IReadOnlyList<StoredEvent>>(async connection => Read(await Sql.Read(connection, dialogue, after, limit)), [], dialogue);

    public override Task<IReadOnlyList<StoredEvent>> ReadThese(string dialogue, IReadOnlyList<long> seqs) =>
        Look<IReadOnlyList<StoredEvent>>(async connection => Read(await Sql.ReadThese(connection, dialogue, [.. seqs])), [], dialogue);

    public override Task<IReadOnlyList<(Guid Command, long Seq, byte[] ContentHash)>> Commands(string dialogue) =>
        Look<IReadOnlyList<(Guid Command, long Seq, byte[] ContentHash)>>(async connection =>
    {
        await using var command = Sql.Command(connection, """
            SELECT DISTINCT ON (e.command) e.command, e.seq, e.hash FROM samskapa.head h JOIN samskapa.event e ON e.key = h.key
            WHERE h.dialogue = $1 AND e.command IS NOT NULL ORDER BY e.command, e.seq DESC
            """, dialogue);
        var last = await command.All(static row => (row.GetGuid(0), Seq: row.GetInt64(1), row.Bytes(2)));
        last.Sort(static (one, other) => one.Seq.CompareTo(other.Seq));
        return last;
    }, [], dialogue);

    public override Task<IReadOnlyDictionary<string, Head>> Heads(IReadOnlyCollection<string> dialogues) => Look<IReadOnlyDictionary<string, Head>>(async connection =>
    {
        await using var command = Sql.Command(connection, "SELECT dialogue, history, seq FROM samskapa.head WHERE dialogue = ANY ($1)", (object)dialogues.Where(Storable).ToArray());
        return (await command.All(static row => (Dialogue: row.GetString(0), Head: new Head(row.GetString(1), row.GetInt64(2))))).ToDictionary(one => one.Dialogue, one => one.Head);
    }, new Dictionary<string, Head>());

    public override Task<SavedState?> LoadState(string dialogue) => Look(async connection =>
    {
        await using var command = Sql.Command(connection,
            "SELECT s.seq, s.schema, s.state FROM samskapa.head h JOIN samskapa.state s ON s.key = h.key WHERE h.dialogue = $1 AND s.state IS NOT NULL", dialogue);
        return (await command.All(static row => new SavedState(row.GetInt64(0), row.GetInt32(1), row.Bytes(2)))).SingleOrDefault();
    }, null, dialogue);

    /// <remarks>A cache: while an erasure has the head, nothing is saved; a state older than the last erasure is not taken, however late it comes.</remarks>
    public override Task SaveState(string dialogue, SavedState state) => Write(100 + state.State.Length, Sql.One("""
        INSERT INTO samskapa.state (key, seq, schema, state)
        SELECT key, $2, $3, $4 FROM (SELECT key FROM samskapa.head WHERE dialogue = $1 AND $2 BETWEEN erased AND seq FOR KEY SHARE SKIP LOCKED) h
        ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, schema = excluded.schema, state = excluded.state
        """, dialogue, state.Seq, state.Schema, state.State));

    /// <remarks>The locks first, so that the statements after them see all there is: an append under way ends before, none begins after.</remarks>
    public override Task Delete(string dialogue) => Write(100, async connection =>
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in new[]
        {
            $"SELECT pg_advisory_xact_lock({Database.DialogueLock}, hashtext($1))",
            "SELECT 1 FROM samskapa.head WHERE dialogue = $1 FOR UPDATE",
            "DELETE FROM samskapa.event WHERE key = (SELECT key FROM samskapa.head WHERE dialogue = $1)",
            "DELETE FROM samskapa.state WHERE key = (SELECT key FROM samskapa.head WHERE dialogue = $1)",
            "DELETE FROM samskapa.head WHERE dialogue = $1",
        })
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter { Value = dialogue } } });
        return await batch.ExecuteNonQueryAsync();
    });

    public override Task<byte[]?> Kept(string kind, string key) => Look(async connection =>
    {
        await using var command = Sql.Command(connection, "SELECT value FROM samskapa.kept WHERE kind = $1 AND key = $2 AND (expires IS NULL OR expires > $3)", kind, key, Now);
        return (await command.All(static row => row.Bytes(0))).SingleOrDefault();
    }, null, kind, key);

    public override Task<IReadOnlyList<(string Key, byte[] Value)>> AllKept(string kind, string prefix = "") => Look<IReadOnlyList<(string Key, byte[] Value)>>(async connection =>
    {
        await using var command = Sql.Command(connection,
            "SELECT key, value FROM samskapa.kept WHERE kind = $1 AND starts_with(key, $2) AND (expires IS NULL OR expires > $3) ORDER BY key", kind, prefix, Now);
        return await command.All(static row => (row.GetString(0), row.Bytes(1)));
    }, [], kind, prefix);

    public override Task Keep(params IReadOnlyList<Keepsake> keepsakes) => Telling(Put(keepsakes), keepsakes);

    public override Task<bool> KeepIf(Keepsake keepsake, byte[]? expected) => Telling(PutIf(keepsake, expected), keepsake);

    private Task Put(IReadOnlyList<Keepsake> keepsakes)
    {
        // Said twice, the last counts; and in one order everywhere, so that two servers who keep the same things do not wait for each other in a circle.
        var last = keepsakes.GroupBy(k => (k.Kind, k.Key)).Select(same => same.Last()).OrderBy(k => k.Kind, StringComparer.Ordinal).ThenBy(k => k.Key, StringComparer.Ordinal).ToArray();
        return Write(keepsakes.Sum(k => 100L + (k.Value?.Length ?? 0)), Sql.One("""
            WITH k AS MATERIALIZED (SELECT * FROM unnest($1, $2, $3, $4) AS k(kind, key, value, expires)),
            forgotten AS (DELETE FROM samskapa.kept t USING k WHERE t.kind = k.kind AND t.key = k.key AND k.value IS NULL)
            INSERT INTO samskapa.kept (kind, key, value, expires) SELECT kind, key, value, expires FROM k WHERE value IS NOT NULL OR kind IS NULL OR key IS NULL
            ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, expires = excluded.expires
            """, last.Select(k => k.Kind).ToArray(), last.Select(k => k.Key).ToArray(), last.Select(k => k.Value!).ToArray(), last.Select(k => k.Expires?.UtcTicks).ToArray()));
    }

    private async Task<bool> PutIf(Keepsake keepsake, byte[]? expected)
    {
        var (kind, key, value, expires) = (keepsake.Kind, keepsake.Key, keepsake.Value, keepsake.Expires?.UtcTicks);
        if (value is null && expected is null)
            return await Kept(kind, key) is null;
        return await Write(100L + (value?.Length ?? 0), value is null
            ? Sql.One("DELETE FROM samskapa.kept WHERE kind = $1 AND key = $2 AND value = $3 AND (expires IS NULL OR expires > $4)", kind, key, expected, Now)
            : expected is null
            ? Sql.One("""
                INSERT INTO samskapa.kept AS t (kind, key, value, expires) VALUES ($1, $2, $3, $4)
                ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE t.expires <= $5
                """, kind, key, value, expires, Now)
            : Sql.One("UPDATE samskapa.kept SET value = $3, expires = $4 WHERE kind = $1 AND key = $2 AND value = $5 AND (expires IS NULL OR expires > $6)",
                kind, key, value, expires, expected, Now)) > 0;
    }

    /// <summary>What otherwise waits for a quiet moment, now: expired things swept, and what was erased vacuumed away.</summary>
    public Task Tidy() => sweeper.Tidy();

    /// <remarks>Asks both ways, and after a write that failed writes something, since a question succeeds on a full disk; a database that was taken over by a read-only standby can be read, and still does not answer.</remarks>
    public override async Task<bool> Answers()
    {
        try
        {
            await Task.WhenAll(writer.Add(null, 0), Kept("", ""), Ailment is null ? Task.CompletedTask : Probe()).WaitAsync(Impatience);
            return Ailment is null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    public override async ValueTask DisposeAsync() => await (closing ??= Close());

    /// <summary>It has expired already, so nobody finds it and the next sweep takes it. Random, or PostgreSQL would fold it to nothing.</summary>
    private Task Probe() => Keep(new Keepsake("health", "room", System.Security.Cryptography.RandomNumberGenerator.GetBytes(16 * 1024), DateTimeOffset.UnixEpoch));

    private List<StoredEvent> Read(List<StoredEvent> events)
    {
        meter.Read(events.Count);
        return events;
    }

    private long Now => time.GetUtcNow().UtcTicks;

    private async Task Close()
    {
        await queue.Close();
        await writer.Stop();
        await sweeper.Stop();
        meter.Dispose();
        await database.DisposeAsync();
    }

    /// <summary>A question, asked once more on a new connection when the old one turns out to be dead: PostgreSQL may have been restarted since.</summary>
    /// <param name="nothing">The answer for names that cannot be in the database.</param>
    private async Task<T> Look<T>(Func<NpgsqlConnection, Task<T>> question, T nothing, params string[] names)
    {
        ObjectDisposedException.ThrowIf(queue.Closed, this);
        if (!names.All(Storable))
            return nothing;
        try
        {
            return await OnConnection(question);
        }
        catch (NpgsqlException dead) when (dead is PostgresException { SqlState: "57P01" or "57P02" } or { InnerException: IOException or System.Net.Sockets.SocketException })
        {
            return await OnConnection(question);
        }
    }

    private async Task<int> Write(long bytes, Func<NpgsqlConnection, Task<int>> deed)
    {
        if (!queue.Enter(bytes, out var refused))
            throw refused;
        try
        {
            var rows = await OnConnection(deed);
            Ailing.Recovered();
            return rows;
        }
        catch (Exception e)
        {
            meter.Failed();
            Ailing.Note(e);
            throw;
        }
        finally
        {
            queue.Leave(bytes);
        }
    }

    private async Task<T> OnConnection<T>(Func<NpgsqlConnection, Task<T>> what)
    {
        await connections.WaitAsync();
        try
        {
            await using var connection = await database.Open();
            return await what(connection);
        }
        finally
        {
            connections.Release();
        }
    }

    /// <summary>PostgreSQL's text takes no NUL, and UTF-8 no half of a surrogate pair; who asks for such a name asks for something that does not exist.</summary>
    private static bool Storable(string? name) => name is null || (!name.Contains('\0') && !HasHalf(name));

    private static bool HasHalf(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i]))
                continue;
            if (i + 1 == name.Length || !char.IsSurrogatePair(name, i++))
                return true;
        }

        return false;
    }
}
