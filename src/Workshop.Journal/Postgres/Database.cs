using Npgsql;

namespace Workshop.Journal.Postgres;

/// <summary>
/// The database: how it is reached, what it must promise, and its tables with their versions. A database that is not as durable as it must be is
/// refused on every new connection, since an operator's setting can change while the server runs.
/// Honest limit: what lies in free space of pages, in the write-ahead log and in backups of PostgreSQL is not ours to wipe.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>First half of the keys of our advisory locks; the second is a kind of lock or a dialogue's hash.</summary>
    public const int MigrationLock = 0x5a4d_0001;

    public const int DialogueLock = 0x5a4d_0002;

    private const int OldestServer = 130_000;

    /// <summary>
    /// Step n leads from schema n to n + 1; a line here is for ever. Names are text in "C" collation, so order is that of bytes as in SQLite; times are
    /// ticks, since timestamptz drops the last digit. head: room on its pages, so that moving it stays on the page and touches no index.
    /// A null state is the grave of one that was erased: an upsert finds a state that came too late, where a DELETE would not see it.
    /// </summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE samskapa.head (key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, dialogue text COLLATE "C" NOT NULL UNIQUE, history text NOT NULL,
            seq bigint NOT NULL, erased bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
        CREATE TABLE samskapa.event (key bigint NOT NULL, seq bigint NOT NULL, at bigint NOT NULL, by_whom text, command uuid, hash bytea,
            seen_by text NOT NULL, nameless boolean NOT NULL, version integer NOT NULL, body bytea NOT NULL, PRIMARY KEY (key, seq));
        CREATE INDEX event_command ON samskapa.event (key, command) WHERE command IS NOT NULL;
        CREATE TABLE samskapa.state (key bigint PRIMARY KEY, seq bigint NOT NULL, schema integer NOT NULL, state bytea);
        CREATE TABLE samskapa.kept (kind text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, value bytea NOT NULL, expires bigint, PRIMARY KEY (kind, key));
        CREATE INDEX kept_expires ON samskapa.kept (expires) WHERE expires IS NOT NULL;
        """,
    ];

    private readonly NpgsqlDataSource source;
    private readonly IReadOnlyList<string> steps;
    private readonly bool existing;

    /// <exception cref="JournalUnusableException">It cannot be reached, or not be used as it must be.</exception>
    /// <param name="existing">Only read: there must be a journal of this version already.</param>
    public Database(string connectionString, IReadOnlyList<string>? steps = null, bool existing = false)
    {
        (this.steps, this.existing) = (steps ?? Steps, existing);
        var asked = Asked(connectionString);
        Place = PlaceOf(asked);
        Connections = asked.MaxPoolSize;
        var builder = new NpgsqlDataSourceBuilder(asked.ToString());
        builder.UsePhysicalConnectionInitializer(connection => Demand(connection).GetAwaiter().GetResult(), Demand);
        source = builder.Build();
        try
        {
            Migrate();
        }
        catch (Exception e)
        {
            source.Dispose();
            if (Unusable(e, asked) is { } unusable)
                throw unusable;
            throw;
        }
    }

    /// <summary>Without a password, for sentences.</summary>
    public string Place { get; }

    public int Connections { get; }

    public ValueTask<NpgsqlConnection> Open() => source.OpenConnectionAsync();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    public static string PlaceOf(NpgsqlConnectionStringBuilder asked) => $"{asked.Host}:{asked.Port}/{asked.Database}";

    /// <summary>What the operator wrote, with our defaults where nothing is said.</summary>
    /// <exception cref="ArgumentException">It is no connection string, or names no host.</exception>
    public static NpgsqlConnectionStringBuilder Asked(string connectionString)
    {
        var asked = new NpgsqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrWhiteSpace(asked.Host))
            throw new ArgumentException("It names no Host.", nameof(connectionString));
        Default("Timeout", () => asked.Timeout = 5);
        Default("Command Timeout", () => asked.CommandTimeout = 10);
        Default("Maximum Pool Size", () => asked.MaxPoolSize = 20);
        Default("Max Auto Prepare", () => asked.MaxAutoPrepare = 40);
        Default("Auto Prepare Min Usages", () => asked.AutoPrepareMinUsages = 2);
        Default("Application Name", () => asked.ApplicationName = "samskapa");
        Default("Tcp Keepalive", () => asked.TcpKeepAlive = true);
        asked.MaxPoolSize = Math.Max(2, asked.MaxPoolSize); // one writes, at least one reads
        asked.NoResetOnClose = true; // nothing is set on a connection but what Demand sets, and that must stay
        asked.IncludeErrorDetail = false; // it would repeat what people wrote
        asked.Database ??= asked.Username;
        return asked;

        void Default(string keyword, Action set)
        {
            if (!asked.ShouldSerialize(keyword))
                set();
        }
    }

    private static string? Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <remarks>The setting is made the session's own, so that a reload of the configuration does not change it any more.</remarks>
    private async Task Demand(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('server_encoding'), current_setting('server_version_num')::int,
                set_config('synchronous_commit', current_setting('synchronous_commit'), false)
            """, connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        if (row.GetString(0) is not ("on" or "remote_apply"))
            throw Bad($"has synchronous_commit = {row.GetString(0)}, but what is acknowledged must be on disk: set it to on");
        if (row.GetString(1) != "on")
            throw Bad("runs with fsync = off, but what is acknowledged must be on disk: set it to on");
        if (row.GetString(2) != "UTF8")
            throw Bad($"has the encoding {row.GetString(2)}: make the database with ENCODING 'UTF8'");
        if (row.GetInt32(3) < OldestServer)
            throw Bad("is older than version 13");
    }

    private void Migrate()
    {
        using var connection = source.OpenConnection();
        if (Version(connection) == steps.Count)
            return;
        if (existing)
            throw Bad(Version(connection) is > 0 and var other ? $"has schema {other}, this version of Samskapa needs {steps.Count}" : "holds no journal of Samskapa's");
        using var transaction = connection.BeginTransaction();
        Ask(connection, "SET LOCAL lock_timeout = '30s'");
        Ask(connection, $"SELECT pg_advisory_xact_lock({MigrationLock}, 0)"); // servers that start at once: one migrates, the others then see that it is done
        var version = Version(connection);
        if (version > steps.Count)
            throw Bad($"has schema {version}, this version of Samskapa knows up to {steps.Count}: start a newer one");
        if (version == 0)
            Ask(connection, Foreign(connection) is null
                ? "CREATE SCHEMA IF NOT EXISTS samskapa; CREATE TABLE samskapa.schema (version integer NOT NULL); INSERT INTO samskapa.schema VALUES (0)"
                : throw Bad($"has a schema samskapa with '{Foreign(connection)}' in it that is no journal of Samskapa's"));
        for (; version < steps.Count; version++)
        {
            using var command = new NpgsqlCommand(steps[version], connection) { CommandTimeout = 0 };
            command.ExecuteNonQuery();
        }

        Ask(connection, $"UPDATE samskapa.schema SET version = {version}");
        transaction.Commit();
    }

    /// <remarks>Not by to_regclass: it may remember from before the lock that there was nothing.</remarks>
    private static int Version(NpgsqlConnection connection) => Ask(connection, "SELECT 1 FROM pg_tables WHERE schemaname = 'samskapa' AND tablename = 'schema'") is { Length: > 0 }
        ? int.Parse(Ask(connection, "SELECT version FROM samskapa.schema") ?? "0", System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    private static string? Foreign(NpgsqlConnection connection) => Ask(connection,
        "SELECT relname FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'samskapa') LIMIT 1") is { Length: > 0 } name ? name : null;

    private JournalUnusableException Bad(string what) => new($"The PostgreSQL at {Place} {what}.");

    /// <summary>One sentence of why, for the operator; never the connection string, since it holds a password.</summary>
    private static JournalUnusableException? Unusable(Exception e, NpgsqlConnectionStringBuilder asked)
    {
        var place = $"The PostgreSQL at {asked.Host}:{asked.Port}";
        var sentence = e switch
        {
            JournalUnusableException => null,
            PostgresException { SqlState: "28P01" or "28000" } => $"{place} does not let the user '{asked.Username}' in: check user, password and pg_hba.conf.",
            PostgresException { SqlState: "3D000" } => $"{place} has no database '{asked.Database}': create it, with ENCODING 'UTF8'.",
            PostgresException { SqlState: "42501" } p => $"{place} does not let the user '{asked.Username}' do what a journal needs ({p.MessageText}).",
            PostgresException { SqlState: "55P03" } => $"{place} is being migrated by somebody else and that did not end within 30 s; look for a session that hangs.",
            PostgresException p => $"{place} cannot be used: {p.MessageText} ({p.SqlState}).",
            NpgsqlException or System.Net.Sockets.SocketException or TimeoutException => $"{place} cannot be reached: {OneLine((e.InnerException ?? e).Message)}",
            _ => null,
        };
        return sentence is null ? null : new JournalUnusableException(sentence, e);

        static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ') + ".";
    }
}
