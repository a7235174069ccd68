using Microsoft.Data.Sqlite;
using Npgsql;

namespace Workshop.Journal;

/// <summary>What a store fails with, for the operator: the engine's own code and what it means. Never the engine's message, since that may repeat what people wrote.</summary>
public sealed class Ailment
{
    private readonly Lock gate = new();
    private bool damaged;

    public string? Sentence { get; private set; }

    /// <summary>The code of an exception and its meaning in a sentence; of what is no store's failure the kind.</summary>
    public static string Of(Exception e) => e switch
    {
        SqliteException s => $"SQLite {s.SqliteErrorCode} ({s.SqliteExtendedErrorCode}): {OfSqlite(s.SqliteErrorCode)}",
        PostgresException p => $"PostgreSQL {p.SqlState}: {OfPostgres(p.SqlState)}",
        NpgsqlException => $"PostgreSQL cannot be reached or does not answer in time ({(e.InnerException ?? e).GetType().Name})",
        _ => e.GetType().Name,
    };

    /// <summary>Something failed. What only means that somebody was faster, or too much waits, is no ailment.</summary>
    public void Note(Exception e)
    {
        if (e is not (SqliteException { SqliteErrorCode: not (SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_INTERRUPT) } or NpgsqlException))
            return;
        lock (gate)
        {
            if (damaged)
                return;
            damaged = e is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB } or PostgresException { SqlState: "XX001" or "XX002" };
            Sentence = Of(e);
        }
    }

    /// <summary>Something was written.</summary>
    public void Recovered()
    {
        if (Sentence is null)
            return;
        lock (gate)
        {
            if (!damaged)
                Sentence = null;
        }
    }

    private static string OfSqlite(int code) => code switch
    {
        SQLitePCL.raw.SQLITE_FULL => "the disk of the data folder is full; make room, the server goes on by itself",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => "journal.db is damaged; stop the server, keep the file, restore the latest backup",
        SQLitePCL.raw.SQLITE_IOERR => "the disk of the data folder cannot be read or written; look at the disk and at the limits of the process",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM => "journal.db may not be written; look at the rights of the data folder",
        SQLitePCL.raw.SQLITE_CANTOPEN => "journal.db cannot be opened; look at the data folder, its rights and the number of open files",
        _ => SQLitePCL.raw.sqlite3_errstr(code).utf8_to_string(),
    };

    private static string OfPostgres(string state) => state switch
    {
        "53100" => "its disk is full; make room, the server goes on by itself",
        "25006" => "it only reads; is this a standby, or is default_transaction_read_only on?",
        "42501" => "the server's user lacks rights in the schema samskapa",
        "53300" => "it has no free connection; raise max_connections or lower Maximum Pool Size",
        "XX001" or "XX002" => "the database is damaged; stop the servers, restore the latest backup",
        "57P01" or "57P02" or "57P03" => "it is stopping or starting",
        _ when state.StartsWith("53", StringComparison.Ordinal) => "it lacks memory, disk or connections",
        _ when state.StartsWith("58", StringComparison.Ordinal) => "its disk cannot be read or written",
        _ => "look the code up in PostgreSQL's appendix A",
    };
}
