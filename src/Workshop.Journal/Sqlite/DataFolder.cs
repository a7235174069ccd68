using Microsoft.Data.Sqlite;

namespace Workshop.Journal.Sqlite;

/// <summary>
/// The data folder: locked by one process, the files in it, and how connections to journal.db are opened. A connection that is not as durable
/// as asked for is refused: every PRAGMA is read back, since SQLite answers a wish it cannot fulfil with silence.
/// Honest limit: the lock is advisory (flock); a network file system may ignore it, and the journal does not belong on one.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    public const int Schema = 1;

    /// <summary>secure_delete from the first open: what is deleted later must not already have left copies. No mmap: an I/O error there kills the process.</summary>
    private static readonly (string Name, string Wanted)[] Writing =
    [
        ("secure_delete", "1"), ("temp_store", "2"), ("mmap_size", "0"), ("journal_mode", "wal"), ("synchronous", "2"), ("wal_autocheckpoint", "0"),
        ("journal_size_limit", "16777216"),
    ];

    private static readonly (string Name, string Wanted)[] Reading = [("query_only", "1"), ("temp_store", "2"), ("mmap_size", "0")];

    // "event" is one b-tree: its key holds the dialogue's number (upper 31 bits) and the seq (lower 32). An index over (dialogue, seq) would be
    // a second tree to write for every row. The body is last, so that commands are listed without reading bodies that fill several pages.
    private const string Tables = """
        CREATE TABLE head (key INTEGER PRIMARY KEY, dialogue TEXT NOT NULL UNIQUE, history TEXT NOT NULL, seq INTEGER NOT NULL,
            erased INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE event (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by_whom TEXT, command BLOB, hash BLOB, seen_by TEXT NOT NULL,
            nameless INTEGER NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE state (key INTEGER PRIMARY KEY, seq INTEGER NOT NULL, schema INTEGER NOT NULL, state BLOB NOT NULL) STRICT;
        CREATE TABLE kept (kind TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, expires INTEGER, PRIMARY KEY (kind, key)) STRICT;
        CREATE INDEX kept_expires ON kept (expires) WHERE expires IS NOT NULL;
        CREATE TABLE chore (name TEXT PRIMARY KEY) STRICT;
        PRAGMA user_version = 1;
        """;

    private readonly FileStream? locked;

    public DataFolder(string folder) : this(folder, alone: true)
    {
    }

    private DataFolder(string folder, bool alone)
    {
        Path = System.IO.Path.GetFullPath(folder);
        File = System.IO.Path.Combine(Path, "journal.db");
        if (!alone)
            return;
        try
        {
            Directory.CreateDirectory(Path);
            locked = new FileStream(System.IO.Path.Combine(Path, "journal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Directory.Exists(Path))
        {
            throw new JournalUnusableException($"The data folder {Path} is in use by another process; one server at a time may write there.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnusableException($"The data folder {Path} cannot be written: {e.Message}", e);
        }
    }

    public string Path { get; }

    public string File { get; }

    /// <summary>One that is only read; there must be a journal in it.</summary>
    /// <param name="alone">False: beside the server that has it.</param>
    public static DataFolder Existing(string folder, bool alone)
    {
        var file = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "journal.db");
        return System.IO.File.Exists(file) ? new DataFolder(folder, alone) : throw new JournalUnusableException($"There is no journal in {System.IO.Path.GetDirectoryName(file)}.");
    }

    /// <summary>The one connection that writes; makes the file when there is none.</summary>
    public SqliteConnection OpenWriting()
    {
        CreatePrivate();
        var connection = Open(SqliteOpenMode.ReadWrite, Writing);
        try
        {
            Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// SQLite's own look at the whole file, before anything is served from it: its structure, not what stands in texts, of which SQLite keeps no checksum.
    /// It reads the file once; a store so large that this takes too long is opened unread, since a long start is an outage too.
    /// </summary>
    /// <param name="all">False: there was not time enough.</param>
    /// <exception cref="JournalUnusableException">It is damaged.</exception>
    public void Check(TimeSpan most, out bool all)
    {
        all = true;
        if (!System.IO.File.Exists(File) || new FileInfo(File).Length == 0)
            return;
        using var connection = Open(SqliteOpenMode.ReadWrite, Writing);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        SQLitePCL.raw.sqlite3_progress_handler(connection.Handle!, 10_000, _ => System.Diagnostics.Stopwatch.GetElapsedTime(started) > most ? 1 : 0, null);
        try
        {
            if (Ask(connection, "PRAGMA quick_check(1)") is not "ok" and var flaw)
                throw Damaged(flaw.ReplaceLineEndings(" "));
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            all = false;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            throw Damaged($"SQLite {e.SqliteErrorCode}", e);
        }
    }

    public SqliteConnection OpenReading() => Open(SqliteOpenMode.ReadOnly, Reading);

    /// <summary>For who reads without having opened it for writing.</summary>
    public void DemandSchema(SqliteConnection connection)
    {
        var version = Ask(connection, "PRAGMA user_version");
        if (version != Schema.ToString(System.Globalization.CultureInfo.InvariantCulture))
            throw new JournalUnusableException($"The journal {File} has schema {version}, this version of Samskapa needs {Schema}.");
    }

    public void Dispose() => locked?.Dispose();

    internal static void Set(SqliteConnection connection, IEnumerable<(string Name, string Wanted)> pragmas)
    {
        foreach (var (name, wanted) in pragmas)
        {
            Ask(connection, $"PRAGMA {name} = {wanted}");
            var got = Ask(connection, $"PRAGMA {name}");
            if (got != wanted)
                throw new JournalUnusableException($"The journal {connection.DataSource} needs SQLite's {name} to be {wanted}, but here it is {got}.");
        }
    }

    private JournalUnusableException Damaged(string flaw, Exception? inner = null) =>
        new($"The journal {File} is damaged, or is none ({flaw}): keep the file, and restore the latest backup (infra/OPERATING.md).", inner);

    private static string Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    private SqliteConnection Open(SqliteOpenMode mode, (string Name, string Wanted)[] pragmas)
    {
        // A file that lies on a disk is opened by its own connection: pooling would share pragmas and outlive the lock.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle!, 5_000);
            Set(connection, pragmas);
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            connection.Dispose();
            throw Damaged($"SQLite {e.SqliteErrorCode}", e);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new JournalUnusableException($"The journal {File} cannot be opened: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Migrate(SqliteConnection connection)
    {
        var version = Ask(connection, "PRAGMA user_version");
        if (version == Schema.ToString(System.Globalization.CultureInfo.InvariantCulture))
            return;
        if (version != "0")
            throw new JournalUnusableException($"The journal {File} has schema {version}, this version of Samskapa knows up to {Schema}: start a newer one.");
        if (Ask(connection, "SELECT count(*) FROM sqlite_schema") != "0")
            throw new JournalUnusableException($"The file {File} is a database, but not a journal of Samskapa's.");
        using var transaction = connection.BeginTransaction(deferred: false);
        Ask(connection, Tables, transaction);
        transaction.Commit();
    }

    private static void Ask(SqliteConnection connection, string sql, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    // Only the owner may read it; SQLite gives its -wal and -shm the same mode.
    private void CreatePrivate()
    {
        if (System.IO.File.Exists(File))
            return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var made = new FileStream(File, options);
    }
}
