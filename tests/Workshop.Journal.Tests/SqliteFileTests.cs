using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Workshop.Journal.Sqlite;
using Xunit.Abstractions;

namespace Workshop.Journal.Tests;

/// <summary>What is SQLite's own: the locked folder, the pragmas, refusals to open, full and failing disks, chores.</summary>
public sealed class SqliteFileTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly string folder = Folders.New();

    private string File => Path.Combine(folder, "journal.db");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "JO20 A second process is refused the data folder, with one clear sentence")]
    public async Task JO20_Locked()
    {
        await using (new SqliteJournal(folder))
        {
            var second = () => new SqliteJournal(folder);
            second.Should().Throw<JournalUnusableException>().WithMessage($"*{folder}*in use by another process*");
            using var child = Child.Start("append", folder, "1");
            var said = await child.StandardError.ReadToEndAsync();
            await child.WaitForExitAsync();
            child.ExitCode.Should().NotBe(0);
            said.Should().Contain("in use by another process");
        }

        await using var after = new SqliteJournal(folder);
        (await after.Answers()).Should().BeTrue();
    }

    [Fact(DisplayName = "JO21 The writing connection is as durable and as forgetful as asked for, and a connection that is not is refused")]
    public async Task JO21_Pragmas()
    {
        await using var journal = new SqliteJournal(folder);
        var got = new Dictionary<string, string>();
        await journal.OnWriter(connection =>
        {
            foreach (var name in new[] { "journal_mode", "synchronous", "secure_delete", "temp_store", "mmap_size", "wal_autocheckpoint", "integrity_check" })
                got[name] = Sql(connection, $"PRAGMA {name}");
            var set = () => DataFolder.Set(connection, [("page_size", "8192")]);
            set.Should().Throw<JournalUnusableException>().WithMessage("*needs SQLite's page_size to be 8192, but here it is 4096*");
        });
        got.Should().Equal(new Dictionary<string, string>
        {
            ["journal_mode"] = "wal", ["synchronous"] = "2", ["secure_delete"] = "1", ["temp_store"] = "2", ["mmap_size"] = "0", ["wal_autocheckpoint"] = "0",
            ["integrity_check"] = "ok",
        });
        if (!OperatingSystem.IsWindows())
            System.IO.File.GetUnixFileMode(File).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory(DisplayName = "JO22 A journal of a newer version, a foreign database and a file that is none are refused with a sentence, and left as they were")]
    [InlineData("newer", "*has schema 9*start a newer one*")]
    [InlineData("foreign", "*not a journal of Samskapa's*")]
    [InlineData("garbage", "*is damaged, or is none (SQLite 26)*")]
    public async Task JO22_Refused(string what, string sentence)
    {
        if (what == "newer")
            await new SqliteJournal(folder).DisposeAsync();
        if (what == "garbage")
            await System.IO.File.WriteAllTextAsync(File, new string('x', 10_000));
        else
            OnFile(what == "newer" ? "PRAGMA user_version = 9" : "CREATE TABLE t (a)");
        for (var i = 0; i < 2; i++) // twice: a refusal must not keep the folder locked
        {
            var open = () => new SqliteJournal(folder);
            open.Should().Throw<JournalUnusableException>().WithMessage(sentence);
        }

        if (what == "garbage")
            (await System.IO.File.ReadAllTextAsync(File)).Should().Be(new string('x', 10_000));
    }

    [Fact(DisplayName = "JO23 On a full disk appends fail and what was acknowledged stays; with room again they succeed")]
    public async Task JO23_Full()
    {
        await using var journal = new SqliteJournal(folder);
        await journal.Append(Some.Batch("d", 0));
        await journal.OnWriter(connection => Sql(connection, "PRAGMA max_page_count = 100"));
        long head = 1;
        Func<Task> append = async () =>
        {
            while (true)
            {
                await journal.Append(Some.Batch("d", head, Some.Event(head + 1, new string('x', 20_000))));
                head++;
            }
        };
        (await append.Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(13);
        head.Should().BeGreaterThan(3);
        (await journal.Heads(["d"]))["d"].Seq.Should().Be(head);

        // What still fits is written though it shares a commit with what does not.
        Task<Appended> small, large;
        using (new Held(journal))
        {
            large = journal.Append(Some.Batch("d", head, Some.Event(head + 1, new string('x', 20_000))));
            small = journal.Append(Some.Batch("e", 0));
        }

        await large.Invoking(l => l).Should().ThrowAsync<SqliteException>();
        (await small).Should().Be(Appended.Written);

        await journal.OnWriter(connection => Sql(connection, "PRAGMA max_page_count = 100000"));
        (await journal.Append(Some.Batch("d", head, Some.Event(head + 1, new string('x', 20_000))))).Should().Be(Appended.Written);
        (await journal.Read("d", 0)).Should().HaveCount((int)head + 1);
        await journal.OnWriter(connection => Sql(connection, "PRAGMA integrity_check").Should().Be("ok"));
    }

    [Fact(DisplayName = "JO24 When a commit fails, all that shared it are told so, and the journal goes on")]
    public async Task JO24_CommitFails()
    {
        await using var journal = new SqliteJournal(folder);
        await journal.Append(Some.Batch("d", 0));
        SQLitePCL.delegate_commit refuse = _ => 1;
        Task[] shared;
        using (new Held(journal))
        {
            shared =
            [
                journal.Append(Some.Batch("d", 1)), journal.Append(Some.Batch("e", 0)), journal.Keep(new Keepsake("k", "k", [1])),
                journal.OnWriter(connection => SQLitePCL.raw.sqlite3_commit_hook(connection.Handle!, refuse, null)),
            ];
        }

        foreach (var one in shared)
            await one.Invoking(o => o).Should().ThrowAsync<SqliteException>();
        GC.KeepAlive(refuse);

        (await journal.Heads(["d", "e"])).Should().ContainKey("d").And.NotContainKey("e");
        (await journal.Append(Some.Batch("d", 1))).Should().Be(Appended.Written);
        (await journal.Append(Some.Batch("e", 0))).Should().Be(Appended.Written);
        (await journal.Kept("k", "k")).Should().BeNull();
        (await journal.Answers()).Should().BeTrue();
    }

    [Fact(DisplayName = "JO25 After an erasure the file is cleaned without being asked, and nobody who writes meanwhile is harmed")]
    public async Task JO25_CleansByItself()
    {
        var secret = "hemlighet-" + Guid.NewGuid().ToString("N");
        await using var journal = new SqliteJournal(folder, limits: new JournalLimits { Quiet = TimeSpan.FromMilliseconds(50) });
        using var readings = new MeterReadings(journal);
        long head = 0, written = 0;
        for (; head < 3_000; head += 100) // what stays is large, so that a VACUUM takes a while
        {
            await journal.Append(Some.Batch("stays", head, [.. Enumerable.Range(1, 100).Select(i => Some.Event(head + i, new string('b', 9_000)))]));
            await journal.Append(Some.Batch("d", head, [.. Enumerable.Range(1, 100).Select(i => Some.Event(head + i, secret + new string('a', i * 7)))]));
        }

        Folders.Holds(folder, secret).Should().BeTrue("or this test proves nothing");
        await Erase();

        // Writes with quiet between them, so that a VACUUM begins and is disturbed; then silence, which is what it waits for.
        var patience = Stopwatch.StartNew();
        while (readings.All("samskapa.journal.vacuums.disturbed").Length == 0)
        {
            patience.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30), "a write comes while it runs, sooner or later");
            if (readings.All("samskapa.journal.vacuums").Length > 0 && !VacuumDue())
                await Erase();
            await Task.Delay(200 + (int)(written * 13 % 120)); // a chore begins after a fifth of a second
            (await journal.Append(Some.Batch("e", written++))).Should().Be(Appended.Written);
        }

        patience.Restart();
        await Until.True(() => Task.FromResult(!Folders.Holds(folder, secret) && !VacuumDue()));

        output.WriteLine($"disturbed by the last of {written} writes; clean after {patience.Elapsed.TotalSeconds:n1} s of quiet");
        readings.All("samskapa.journal.failed").Should().BeEmpty();
        (await journal.Read("e", 0)).Should().HaveCount((int)written);

        Task Erase() => journal.Append(new Batch("d", head, [], [.. Enumerable.Range(1, (int)head).Select(i => ((long)i, 1, Some.Body("")))]));

        bool VacuumDue() => OnFile("SELECT count(*) FROM chore") != "0";
    }

    [Fact(DisplayName = "JO25 A VACUUM that was due when the process ended is done by the next")]
    public async Task JO25_SurvivesRestart()
    {
        await using (var journal = new SqliteJournal(folder))
        {
            await journal.Append(Some.Batch("d", 0));
            await journal.Append(new Batch("d", 1, [], [(1, 1, Some.Body(""))]));
        }

        OnFile("SELECT count(*) FROM chore").Should().Be("1");
        await using (var next = new SqliteJournal(folder, limits: new JournalLimits { Quiet = TimeSpan.FromMilliseconds(50) }))
        {
            await Until.True(() => Task.FromResult(OnFile("SELECT count(*) FROM chore") == "0"));
        }
    }

    [Fact(DisplayName = "JO26 The log is emptied into the file while many write, so it does not grow without end")]
    public async Task JO26_LogStaysSmall()
    {
        await using var journal = new SqliteJournal(folder);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async d =>
        {
            for (var head = 0; head < 4_000; head += 20)
                await journal.Append(Some.Batch($"d{d}", head, 20));
        }));
        var (log, file) = (new FileInfo(File + "-wal").Length, new FileInfo(File).Length);
        output.WriteLine($"log {log:n0}, file {file:n0} bytes after 80 000 events");
        file.Should().BeGreaterThan(10 << 20);
        log.Should().BeLessThan(64 << 20);
    }

    [Fact(DisplayName = "JO28 A closed journal is one file, without a log: a copy of it is a whole backup")]
    public async Task JO28_OneFile()
    {
        await using (var journal = new SqliteJournal(folder))
        {
            await journal.Append(Some.Batch("d", 0, 3));
            (await journal.Read("d", 0)).Should().HaveCount(3);
        }

        Directory.EnumerateFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo("journal.db", "journal.lock");
        var copy = Folders.New();
        System.IO.File.Copy(File, Path.Combine(copy, "journal.db"));
        await using (var restored = new SqliteJournal(copy))
            (await restored.Read("d", 0)).Should().HaveCount(3);
        Directory.Delete(copy, recursive: true);
    }

    private static string Sql(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    private string OnFile(string sql)
    {
        // A journal may have the file open: then only to read.
        var mode = sql.StartsWith("SELECT", StringComparison.Ordinal) ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return Sql(connection, sql);
    }
}
