using System.Data;
using System.Diagnostics;
using Npgsql;

namespace Workshop.Journal.Postgres;

/// <summary>One connection in one REPEATABLE READ transaction.</summary>
internal sealed class PostgresMoment : Moment
{
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(5);

    private readonly Database database;
    private readonly NpgsqlConnection connection;

    private PostgresMoment(Database database, NpgsqlConnection connection) => (this.database, this.connection) = (database, connection);

    public static async Task<PostgresMoment> Open(string connectionString, bool alone)
    {
        var opened = new Database(connectionString, existing: true);
        try
        {
            var session = await opened.Open();
            if (alone)
                await Alone(opened, session);
            await session.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            await Sql.One("SET TRANSACTION READ ONLY")(session);
            if (alone)
                await Sql.One("LOCK TABLE samskapa.head, samskapa.kept IN SHARE MODE")(session); // whoever starts now waits, and is not ready
            await Sql.One("SELECT 1 FROM samskapa.head LIMIT 1")(session); // the moment
            return new PostgresMoment(opened, session);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await database.DisposeAsync();
    }

    protected override async Task<IReadOnlyList<(string Dialogue, Head Head)>> Dialogues()
    {
        await using var command = Sql.Command(connection, "SELECT dialogue, history, seq FROM samskapa.head ORDER BY dialogue");
        return await command.All(static row => (row.GetString(0), new Head(row.GetString(1), row.GetInt64(2))));
    }

    protected override async Task<IReadOnlyList<StoredEvent>> Read(string dialogue, long after, int limit) => await Sql.Read(connection, dialogue, after, limit);

    protected override async Task<IReadOnlyList<Keepsake>> Keepsakes()
    {
        await using var command = Sql.Command(connection, "SELECT kind, key, value, expires FROM samskapa.kept ORDER BY kind, key");
        return await command.All(static row => new Keepsake(
            row.GetString(0), row.GetString(1), row.Bytes(2), row.IsDBNull(3) ? null : new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero)));
    }

    /// <summary>Whoever else is connected as our user is taken for a server: what it writes from now on would be left behind.</summary>
    private static async Task Alone(Database opened, NpgsqlConnection session)
    {
        var patience = Stopwatch.StartNew(); // a server that has just been stopped takes a moment to be gone
        while (true)
        {
            await using var others = Sql.Command(session, """
                SELECT count(*), max(application_name) FROM pg_stat_activity
                WHERE datname = current_database() AND usename = current_user AND backend_type = 'client backend' AND pid <> pg_backend_pid()
                """);
            var (count, name) = (await others.All(static row => (row.GetInt64(0), row.TextOrNull(1)))).Single();
            if (count == 0)
                return;
            if (patience.Elapsed > Leaving)
                throw new JournalUnusableException($"The PostgreSQL at {opened.Place} is in use ({count} connections, '{name}'); stop the servers first.");
            await Task.Delay(200);
        }
    }
}
