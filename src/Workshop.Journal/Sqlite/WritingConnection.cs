using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Workshop.Journal.Sqlite;

/// <summary>
/// Everything that is ever written to journal.db, as prepared statements on the one connection that writes. Used by the writer's thread alone
/// (<see cref="Interrupt"/> apart). Knows rows, not queues: when to commit and what to do after a failure is <see cref="SqliteWriter"/>'s.
/// </summary>
internal sealed class WritingConnection : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly TimeProvider time;
    private readonly List<Statement> statements = [];
    private readonly Statement begin, commit, rollback, create, move, insert, erase, blank, note, forgetState, find, saveState, dropEvents, dropHead, keep, forget, kept, sweep;

    public WritingConnection(SqliteConnection connection, TimeProvider time)
    {
        this.connection = connection;
        this.time = time;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
        create = Prepare("INSERT INTO head (dialogue, history, seq) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING RETURNING key");
        move = Prepare("UPDATE head SET seq = ?3 WHERE dialogue = ?1 AND seq = ?2 RETURNING key");
        insert = Prepare("INSERT INTO event (id, at, by_whom, command, hash, seen_by, nameless, version, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
        erase = Prepare("UPDATE event SET body = ?2, version = ?3 WHERE id = ?1 RETURNING 1");
        blank = Prepare("UPDATE event SET hash = zeroblob(16) WHERE id BETWEEN ?1 AND ?2 AND command IN "
            + "(SELECT command FROM event WHERE id IN (SELECT ?1 + value FROM json_each(?3)))");
        note = Prepare("UPDATE head SET erased = ?2 WHERE key = ?1");
        forgetState = Prepare("DELETE FROM state WHERE key = ?1");
        find = Prepare("SELECT key FROM head WHERE dialogue = ?1");
        saveState = Prepare("""
            INSERT INTO state (key, seq, schema, state) SELECT key, ?2, ?3, ?4 FROM head WHERE dialogue = ?1 AND ?2 BETWEEN erased AND head.seq
            ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, schema = excluded.schema, state = excluded.state
            """);
        dropEvents = Prepare("DELETE FROM event WHERE id BETWEEN ?1 AND ?2");
        dropHead = Prepare("DELETE FROM head WHERE key = ?1");
        keep = Prepare("""
            INSERT INTO kept (kind, key, value, expires) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, expires = excluded.expires
            """);
        forget = Prepare("DELETE FROM kept WHERE kind = ?1 AND key = ?2 RETURNING 1");
        kept = Prepare("SELECT value FROM kept WHERE kind = ?1 AND key = ?2 AND (expires IS NULL OR expires > ?3)");
        sweep = Prepare("DELETE FROM kept WHERE expires <= ?1 RETURNING 1");
    }

    /// <summary>Something was deleted since the log was last emptied: its old content still lies in the log.</summary>
    public bool Scrub { get; set; }

    public void Begin() => begin.Run();

    public void Commit() => commit.Run();

    /// <summary>Nothing of the transaction stays. SQLite may have rolled back by itself (a full disk), then there is nothing to do.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle!) == 0)
            rollback.Run();
    }

    public Appended Append(Batch batch)
    {
        var seq = batch.Head + batch.Events.Count;
        var key = batch.Head == 0
            ? create.Bind(1, batch.Dialogue).Bind(2, batch.History ?? NewHistory()).Bind(3, seq).Number()
            : move.Bind(1, batch.Dialogue).Bind(2, batch.Head).Bind(3, seq).Number();
        if (key is not { } number)
            return Appended.HeadMoved;
        Span<byte> id = stackalloc byte[16];
        foreach (var e in batch.Events)
        {
            insert.Bind(1, Row.Id(number, e.Seq)).Bind(2, e.At.UtcTicks).Bind(3, e.By).Bind(5, e.ContentHash).Bind(6, e.SeenBy).Bind(7, e.Nameless ? 1 : 0)
                .Bind(8, e.Version).Bind(9, e.Body);
            if (e.Command is { } command && command.TryWriteBytes(id, bigEndian: true, out _))
                insert.Bind(4, id);
            else
                insert.Bind(4, default(byte[]));
            insert.Run();
        }

        if (batch.Erase is { Count: > 0 } erasures)
            Erase(number, erasures, seq + (batch.Events.Count == 0 ? 1 : 0));
        return Appended.Written;
    }

    /// <remarks>A state older than the last erasure still holds what was erased: it is not taken, however late its writer comes.</remarks>
    public const int ProbeBytes = 16 * 1024;

    /// <summary>Writes so much and takes it away again: on a full disk this fails, where an empty transaction does not.</summary>
    public bool Probe()
    {
        keep.Bind(1, "health").Bind(2, "room").Bind(3, new byte[ProbeBytes]).Bind(4, time.GetUtcNow().UtcTicks).Run();
        forget.Bind(1, "health").Bind(2, "room").Number();
        return true;
    }

    public bool Save(string dialogue, SavedState state)
    {
        saveState.Bind(1, dialogue).Bind(2, state.Seq).Bind(3, state.Schema).Bind(4, state.State).Run();
        return true;
    }

    public bool Delete(string dialogue)
    {
        if (find.Bind(1, dialogue).Number() is not { } key)
            return false;
        dropEvents.Bind(1, Row.Id(key, 0)).Bind(2, Row.Id(key, Row.LastSeq)).Run();
        forgetState.Bind(1, key).Run();
        dropHead.Bind(1, key).Run();
        WantVacuum();
        return true;
    }

    public bool Keep(IReadOnlyList<Keepsake> keepsakes)
    {
        foreach (var k in keepsakes)
        {
            // Forgetting is meant (a round's key, a device): it is scrubbed from the log too. Replacing is everyday and waits for the next checkpoint.
            if (k.Value is null)
                Scrub |= forget.Bind(1, k.Kind).Bind(2, k.Key).Number() is not null;
            else
                keep.Bind(1, k.Kind).Bind(2, k.Key).Bind(3, k.Value).Bind(4, k.Expires?.UtcTicks).Run();
        }

        return true;
    }

    public bool KeepIf(Keepsake keepsake, byte[]? expected)
    {
        var present = kept.Bind(1, keepsake.Kind).Bind(2, keepsake.Key).Bind(3, time.GetUtcNow().UtcTicks).All(row => row.Blob(0)).SingleOrDefault();
        var same = expected is null ? present is null : present is not null && present.AsSpan().SequenceEqual(expected);
        return same && Keep([keepsake]);
    }

    /// <summary>In a transaction of its own, like every chore below.</summary>
    public void Sweep() => Scrub |= sweep.Bind(1, time.GetUtcNow().UtcTicks).All(static _ => true).Count > 0;

    /// <summary>Copies the log into the file as far as readers allow; waits for nobody.</summary>
    public void Checkpoint() => Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);

    /// <summary>Empties the log, and with it what was erased. False: somebody is still reading from it.</summary>
    public bool Truncate(TimeSpan patience)
    {
        raw.sqlite3_busy_timeout(connection.Handle!, (int)patience.TotalMilliseconds);
        try
        {
            if (!Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE))
                return false;
            Scrub = false;
            return true;
        }
        finally
        {
            raw.sqlite3_busy_timeout(connection.Handle!, 5_000);
        }
    }

    /// <summary>
    /// Rewrites the file: secure_delete zeroes what is freed, but pages that were split may keep copies in their gaps. That it is due is itself on
    /// disk (a chore), so that a restart does not forget it. Needs the size of the file in memory (temp_store) and in the log.
    /// </summary>
    public void Vacuum()
    {
        Execute("VACUUM");
        Execute("DELETE FROM chore WHERE name = 'vacuum'");
    }

    public bool VacuumDue()
    {
        using var due = new Statement(connection, "SELECT 1 FROM chore WHERE name = 'vacuum'");
        return due.Number() is not null;
    }

    /// <summary>Or the next erasure's VACUUM has to wait for a larger machine; what secure_delete zeroes is gone all the same.</summary>
    public bool FitsInMemory => new FileInfo(connection.DataSource).Length < Math.Max(256 << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>Pages written since last asked.</summary>
    public int PagesWritten()
    {
        raw.sqlite3_db_status(connection.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    /// <summary>From any thread: a running VACUUM gives way.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(connection.Handle!);

    public void Dispose()
    {
        foreach (var statement in statements)
            statement.Dispose();
        connection.Dispose();
    }

    /// <summary>For tests only: to break what cannot be broken from outside.</summary>
    internal SqliteConnection Raw => connection;

    private void Erase(long key, IReadOnlyList<(long Seq, int Version, byte[] Body)> erasures, long erased)
    {
        foreach (var (seq, version, body) in erasures)
        {
            if (erase.Bind(1, Row.Id(key, seq)).Bind(2, body).Bind(3, version).Number() is null)
                throw new ArgumentException($"There is no event {seq} to erase.", nameof(erasures));
        }

        blank.Bind(1, Row.Id(key, 0)).Bind(2, Row.Id(key, Row.LastSeq)).Bind(3, JsonSerializer.Serialize(erasures.Select(e => e.Seq))).Run();
        forgetState.Bind(1, key).Run();
        note.Bind(1, key).Bind(2, erased).Run();
        WantVacuum();
    }

    private void WantVacuum()
    {
        Scrub = true;
        Execute("INSERT OR IGNORE INTO chore (name) VALUES ('vacuum')");
    }

    private bool Checkpoint(int mode)
    {
        var rc = raw.sqlite3_wal_checkpoint_v2(connection.Handle!, "main", mode, out _, out _);
        if (rc is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            return false;
        SqliteException.ThrowExceptionForRC(rc, connection.Handle!);
        return true;
    }

    private void Execute(string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Run();
    }

    private Statement Prepare(string sql)
    {
        var statement = new Statement(connection, sql);
        statements.Add(statement);
        return statement;
    }

    private static string NewHistory() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}

/// <summary>The key of table event: the dialogue's number and the seq in one.</summary>
internal static class Row
{
    public const long LastSeq = 0xffff_ffff;

    public static long Id(long dialogue, long seq) => (dialogue << 32) | seq;

    public static long Seq(long id) => id & LastSeq;
}
