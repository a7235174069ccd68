using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Workshop.Journal.Sqlite;

/// <summary>
/// One prepared statement, kept as long as its connection. Straight on SQLite's C interface: through ADO.NET each row
/// costs a reader, boxed parameters and copies, and inserting rows is the server's hottest path. Not thread-safe.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 db;
    private readonly sqlite3_stmt statement;

    public Statement(SqliteConnection connection, string sql)
    {
        db = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement), db);
    }

    public Statement Bind(int index, long value) => Checked(raw.sqlite3_bind_int64(statement, index, value));

    public Statement Bind(int index, long? value) => value is { } known ? Bind(index, known) : Checked(raw.sqlite3_bind_null(statement, index));

    public Statement Bind(int index, string? value) =>
        Checked(value is null ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_text(statement, index, value));

    /// <remarks>An empty array is an empty blob, not NULL.</remarks>
    public Statement Bind(int index, byte[]? value) => value is null
        ? Checked(raw.sqlite3_bind_null(statement, index))
        : Bind(index, value.AsSpan());

    public Statement Bind(int index, ReadOnlySpan<byte> value) =>
        Checked(value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, index, 0) : raw.sqlite3_bind_blob(statement, index, value));

    /// <summary>Runs to the end.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The first column of the first row as a number; null without a row.</summary>
    public long? Number()
    {
        try
        {
            return Step() ? Long(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    public List<T> All<T>(Func<Statement, T> row)
    {
        var all = new List<T>();
        try
        {
            while (Step())
                all.Add(row(this));
        }
        finally
        {
            Reset();
        }

        return all;
    }

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public byte[]? BlobOrNull(int column) => IsNull(column) ? null : Blob(column);

    public void Dispose() => statement.Dispose();

    private bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    private bool Step()
    {
        var rc = raw.sqlite3_step(statement);
        if (rc == raw.SQLITE_ROW)
            return true;
        if (rc == raw.SQLITE_DONE)
            return false;
        SqliteException.ThrowExceptionForRC(rc, db);
        return false;
    }

    // The result of a reset repeats the error of the step before it, which has been thrown already.
    private void Reset() => raw.sqlite3_reset(statement);

    private Statement Checked(int rc)
    {
        if (rc != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(rc, db);
        return this;
    }
}
