using Npgsql;
using Workshop.Journal.Postgres;
using Workshop.Neighbours;

namespace Workshop.Journal.Tests;

/// <summary>What is demanded of a PostgreSQL before anything is written to it, and how its tables come about.</summary>
public sealed class PostgresOpeningTests
{
    /// <summary>On a thread of its own, as each server is a process of its own: opening blocks, and eight of them left the pool none to go on with.</summary>
    private static Task<T> Alone<T>(Func<T> open) => Task.Factory.StartNew(open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact(DisplayName = "JO45 Servers that start at once on an empty database make it once, and all of them work")]
    public async Task JO45_AtOnce()
    {
        var database = await (await PostgresServer.Shared()).NewDatabase();
        var journals = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Alone(() => new PostgresJournal(database))));
        (await Task.WhenAll(journals.Select(j => j.Answers()))).Should().AllBeEquivalentTo(true);
        (await Task.WhenAll(journals.Select((j, i) => j.Append(Some.Batch($"d{i}", 0))))).Should().AllBeEquivalentTo(Appended.Written);
        (await Ask(database, "SELECT string_agg(version::text, ',') FROM samskapa.schema")).Should().Be("1");
        foreach (var journal in journals)
            await journal.DisposeAsync();
    }

    [Fact(DisplayName = "JO45 An older schema is migrated, once, with what is in it; a step that fails leaves all as it was")]
    public async Task JO45_Older()
    {
        var database = await (await PostgresServer.Shared()).NewDatabase();
        await using (var journal = new PostgresJournal(database))
            await journal.Append(Some.Batch("d", 0));
        string[] next = [.. Database.Steps, "ALTER TABLE samskapa.head ADD note text; CREATE TABLE samskapa.more (a int)"];

        var broken = () => new Database(database, [.. next, "SELECT 1/0"]);
        broken.Should().Throw<JournalUnusableException>().WithMessage("*division by zero*");
        (await Ask(database, "SELECT version FROM samskapa.schema")).Should().Be("1");
        (await Ask(database, "SELECT to_regclass('samskapa.more')::text")).Should().BeEmpty();

        foreach (var opened in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Alone(() => new Database(database, next)))))
            await opened.DisposeAsync();
        (await Ask(database, "SELECT version FROM samskapa.schema")).Should().Be("2");
        (await Ask(database, "SELECT count(note) || '/' || count(*) FROM samskapa.head")).Should().Be("0/1");

        var older = () => new PostgresJournal(database);
        older.Should().Throw<JournalUnusableException>().WithMessage("The PostgreSQL at 127.0.0.1:*has schema 2, this version of Samskapa knows up to 1: start a newer one.");
    }

    [Theory(DisplayName = "JO46 A PostgreSQL that cannot be used, or not be trusted, is refused with one sentence that names it and tells no secret")]
    [InlineData("unreachable", "*127.0.0.1:1 cannot be reached: *")]
    [InlineData("password", "*does not let the user 'samskapa' in*")]
    [InlineData("database", "*has no database 'none'*")]
    [InlineData("foreign", "*has a schema samskapa with 'theirs' in it that is no journal of Samskapa's.")]
    [InlineData("rights", "*does not let the user 'samskapa' do what a journal needs (*")]
    [InlineData("encoding", "*has the encoding LATIN1: make the database with ENCODING 'UTF8'.")]
    [InlineData("synchronous", "*has synchronous_commit = off, but what is acknowledged must be on disk: set it to on.")]
    public async Task JO46_Refused(string what, string sentence)
    {
        var server = await PostgresServer.Shared();
        var database = await server.NewDatabase(what == "encoding" ? "LATIN1" : null);
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        switch (what)
        {
            case "unreachable":
                database = database.Replace($"Port={server.Port}", "Port=1", StringComparison.Ordinal);
                break;
            case "password":
                database = database.Replace(PostgresServer.Password, "ett-annat-ord", StringComparison.Ordinal);
                break;
            case "database":
                database = server.ConnectionString("none");
                break;
            case "foreign":
                await server.Sql(name, $"SET ROLE {PostgresServer.User}; CREATE SCHEMA samskapa; CREATE TABLE samskapa.theirs (a int)");
                break;
            case "rights":
                await server.Sql(name, $"ALTER DATABASE {name} OWNER TO postgres");
                break;
            case "synchronous":
                await server.Sql(name, $"ALTER DATABASE {name} SET synchronous_commit = off");
                break;
        }

        var open = () => new PostgresJournal(database);
        var said = open.Should().Throw<JournalUnusableException>().WithMessage(sentence).Which.Message;
        said.Should().NotContain("\n").And.NotContain("Password").And.NotContain(PostgresServer.Password).And.NotContain("ett-annat-ord").And.EndWith(".");
    }

    [Fact(DisplayName = "JO46 Durability that is switched off later is not taken over by a connection that is open, and no new one is opened")]
    public async Task JO46_Later()
    {
        var server = await PostgresServer.Shared();
        var database = await server.NewDatabase();
        await using var opened = new Database(database);
        await using var connection = await opened.Open();
        await server.Sql("postgres", $"ALTER ROLE {PostgresServer.User} IN DATABASE {new NpgsqlConnectionStringBuilder(database).Database} SET synchronous_commit = off");
        (await Sql.Command(connection, "SELECT current_setting('synchronous_commit')").All(row => row.GetString(0))).Should().Equal("on");
        await opened.Invoking(async o => await o.Open()).Should().ThrowAsync<JournalUnusableException>().WithMessage("*synchronous_commit = off*");
    }

    [Theory(DisplayName = "JO47 A connection string that is none, or names no host, is told apart before anything is tried, and not repeated")]
    [InlineData("Hst=db;Password=hemligt")]
    [InlineData("Database=samskapa;Password=hemligt")]
    [InlineData("Host=db;Port=many;Password=hemligt")]
    [InlineData("Host=db;Port=99999999999;Password=hemligt")]
    [InlineData("postgres://samskapa:hemligt@db/samskapa")]
    [InlineData("hemligt")]
    public void JO47_Flaw(string connectionString) => PostgresJournal.Flaw(connectionString).Should().NotBeNull().And.NotContain("hemligt");

    private static async Task<string> Ask(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}
