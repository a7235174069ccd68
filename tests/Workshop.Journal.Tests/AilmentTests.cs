using Workshop.Neighbours;

namespace Workshop.Journal.Tests;

/// <summary>A store that fails, and what it says of that: the operator hears the engine's code, and nobody is told that something is kept which is not.</summary>
public sealed class AilmentTests : IDisposable
{
    private readonly string folder = Folders.New();

    private string File => Path.Combine(folder, "journal.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(DisplayName = "JO71 SQLite without room: not answering and why, nothing half written, and by itself again")]
    public async Task JO71_Full()
    {
        await using var journal = new SqliteJournal(folder);
        (await journal.Append(Some.Batch("d", 0))).Should().Be(Appended.Written);
        await journal.OnWriter(connection => Sql(connection, "PRAGMA max_page_count = 1"));
        var append = () => journal.Append(Some.Batch("d", 1, Some.Event(2, new string('x', 100_000))));
        await append.Should().ThrowAsync<Microsoft.Data.Sqlite.SqliteException>();
        (await journal.Answers()).Should().BeFalse();
        journal.Ailment.Should().StartWith("SQLite 13 (13): the disk of the data folder is full").And.NotContain("xxx");
        (await journal.Heads(["d"]))["d"].Seq.Should().Be(1);
        (await journal.Answers()).Should().BeFalse("an empty transaction succeeds, and proves nothing");
        await journal.OnWriter(connection => Sql(connection, "PRAGMA max_page_count = 1000000"));
        (await journal.Answers()).Should().BeTrue();
        journal.Ailment.Should().BeNull();
        (await append()).Should().Be(Appended.Written);
        (await journal.AllKept("health")).Should().BeEmpty("the probe leaves nothing");
    }

    [Theory(DisplayName = "JO72 flipped bytes end the next start with a sentence")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task JO72_DamagedAtStart(int page)
    {
        await Filled();
        Flip(page);
        var start = () => new SqliteJournal(folder);
        for (var i = 0; i < 2; i++)
        {
            var sentence = start.Should().Throw<JournalUnusableException>().Which.Message;
            sentence.Should().Contain(File).And.Contain("damaged").And.Contain("restore").And.NotContain("\n").And.NotContain("sju nummer");
        }
    }

    [Fact(DisplayName = "JO72 damage that is met while it runs is not answering, for good, although writing goes on")]
    public async Task JO72_DamagedWhileRunning()
    {
        await Filled();
        await using var journal = new SqliteJournal(folder);
        (await journal.Read("d0", 0)).Should().HaveCount(200);
        foreach (var page in Enumerable.Range(100, 40)) Flip(page); // of the events alone
        await new Func<Task>(async () =>
        {
            for (var i = 0; i < 20; i++) await journal.Read($"d{i}", 0);
        }).Should().ThrowAsync<Microsoft.Data.Sqlite.SqliteException>();
        (await journal.Answers()).Should().BeFalse();
        journal.Ailment.Should().StartWith("SQLite 11 ").And.Contain("damaged");
        await journal.Keep(new Keepsake("kind", "key", [1]));
        (await journal.Answers()).Should().BeFalse("a part that is whole proves nothing of the rest");
    }

    [Fact(DisplayName = "JO73 a store too large for the check is opened unread, and says so")]
    public async Task JO73_Bounded()
    {
        await Filled();
        await using (var journal = new SqliteJournal(folder)) journal.CheckedAll.Should().BeTrue();
        await using (var journal = new SqliteJournal(folder, limits: new JournalLimits { Check = TimeSpan.Zero }))
        {
            journal.CheckedAll.Should().BeFalse();
            (await journal.Answers()).Should().BeTrue();
        }
    }

    [Fact(DisplayName = "JO74 a journal that is asked for its health all the time is rewritten after an erasure all the same")]
    public async Task JO74_Quiet()
    {
        await using var journal = new SqliteJournal(folder, limits: new JournalLimits { Quiet = TimeSpan.FromMilliseconds(300), Sweep = TimeSpan.FromMilliseconds(100) });
        using var readings = new MeterReadings(journal);
        await journal.Append(Some.Batch("d", 0, 3));
        await journal.Append(new Batch("d", 3, [Some.Event(4)], [(2, 1, Some.Body(""))]));
        await Until.True(async () => await journal.Answers() && readings.All("samskapa.journal.vacuums").Length > 0, seconds: 20);
    }

    [Theory(DisplayName = "JO71 PostgreSQL that only reads, or lets its user write no more: not answering and why, nothing written, and by itself again")]
    [InlineData("ALTER DATABASE {0} SET default_transaction_read_only = on", "ALTER DATABASE {0} RESET default_transaction_read_only", "PostgreSQL 25006")]
    [InlineData("REVOKE INSERT ON samskapa.event FROM samskapa", "GRANT INSERT ON samskapa.event TO samskapa", "PostgreSQL 42501")]
    public async Task JO71_Postgres(string harm, string heal, string code)
    {
        var server = await PostgresServer.Shared();
        var database = await server.NewDatabase();
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database!;
        await using var journal = new PostgresJournal(database);
        (await journal.Append(Some.Batch("d", 0))).Should().Be(Appended.Written);
        await Do(harm);
        var append = () => journal.Append(Some.Batch("d", 1));
        await append.Should().ThrowAsync<Npgsql.NpgsqlException>();
        await Until.True(async () => !await journal.Answers() && journal.Ailment?.StartsWith(code, StringComparison.Ordinal) is true);
        journal.Ailment.Should().NotContain(PostgresServer.Password).And.NotContain("sju nummer");
        (await journal.Heads(["d"]))["d"].Seq.Should().Be(1);
        await Do(heal);
        await Until.True(journal.Answers);
        journal.Ailment.Should().BeNull();
        (await append()).Should().Be(Appended.Written);

        async Task Do(string sql)
        {
            await server.Sql(sql.StartsWith("ALTER", StringComparison.Ordinal) ? "postgres" : name, string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, name));
            await server.Sql("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"); // a database's settings are those of new sessions
        }
    }

    private async Task Filled()
    {
        await using var journal = new SqliteJournal(folder);
        for (var i = 0; i < 20; i++) await journal.Append(Some.Batch($"d{i}", 0, 200));
    }

    /// <summary>The head of a page, where its kind and its cells are counted.</summary>
    private void Flip(int page)
    {
        using var file = new FileStream(File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var at = ((page - 1) * 4096) + (page == 1 ? 100 : 0);
        var bytes = new byte[64];
        file.Position = at;
        file.ReadExactly(bytes);
        file.Position = at;
        file.Write(Array.ConvertAll(bytes, one => (byte)~one));
    }

    private static void Sql(Microsoft.Data.Sqlite.SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
