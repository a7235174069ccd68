using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Workshop.Neighbours;
using Xunit.Abstractions;

namespace Workshop.Journal.Tests;

/// <summary>
/// A process of its own appends and says what was acknowledged; it is killed (SIGKILL) at random moments, again and again on the same file.
/// Honest limit: the machine stays up, so this proves order and atomicity of what reaches the kernel; that it reaches the platter is synchronous=FULL (JO21).
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>More of them: JOURNAL_KILLS=200.</summary>
    private static readonly int LeastKills = int.Parse(Environment.GetEnvironmentVariable("JOURNAL_KILLS") ?? "10", CultureInfo.InvariantCulture);
    private const int LeastCommands = 2_000;

    [Fact(DisplayName = "JO27 SIGKILL at any moment loses nothing acknowledged, doubles nothing and leaves no gap")]
    public async Task JO27_Kill()
    {
        var folder = Folders.New();
        await Kill(folder, LeastKills);
        Directory.Delete(folder, recursive: true);
    }

    [Fact(DisplayName = "JO27 SIGKILL at any moment, with PostgreSQL")]
    public async Task JO27_KillOnPostgres() => await Kill(await (await PostgresServer.Shared()).NewDatabase(), LeastKills / 2);

    private async Task Kill(string where, int least)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var acknowledged = new Dictionary<(string Dialogue, long Seq), string>();
        int kills = 0, unacknowledged = 0;
        while (kills < least || acknowledged.Count < LeastCommands)
        {
            var before = acknowledged.Count;
            await AppendAndKill(where, random, acknowledged);
            kills++;
            acknowledged.Count.Should().BeGreaterThan(before, $"the child wrote something before it was killed (seed {seed})");
            unacknowledged = await Verify(where, acknowledged, seed, kills);
        }

        output.WriteLine($"seed {seed}: {kills} kills, {acknowledged.Count} acknowledged commands, {unacknowledged} on disk that nobody heard of");
        kills.Should().BeGreaterThanOrEqualTo(least);
        acknowledged.Count.Should().BeGreaterThanOrEqualTo(LeastCommands);
    }

    private static async Task AppendAndKill(string where, Random random, Dictionary<(string Dialogue, long Seq), string> acknowledged)
    {
        using var child = Child.Start("append", where, random.Next().ToString(CultureInfo.InvariantCulture));
        var errors = child.StandardError.ReadToEndAsync();
        var (after, spin) = (random.Next(1, 600), TimeSpan.FromMicroseconds(random.Next(0, 4_000)));
        var lines = 0;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["ack", var dialogue, var seq, { Length: 36 } command])
                acknowledged.Add((dialogue, long.Parse(seq, CultureInfo.InvariantCulture)), command);
            if (++lines != after)
                continue;
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < spin)
                Thread.SpinWait(20);
            child.Kill(); // what it had said by then is still in the pipe, and is read on
        }

        await child.WaitForExitAsync();
        (await errors).Should().BeEmpty();
        child.ExitCode.Should().Be(128 + 9);
    }

    private static async Task<int> Verify(string where, Dictionary<(string Dialogue, long Seq), string> acknowledged, int seed, int kill)
    {
        var why = $"seed {seed}, after kill {kill}";
        var found = new Dictionary<(string Dialogue, long Seq), string>();
        var commands = new HashSet<Guid>();
        await Ended(where);
        await using (var journal = Appending.Open(where))
        {
            if (journal is SqliteJournal sqlite)
            {
                await sqlite.OnWriter(connection =>
                {
                    using var check = new SqliteCommand("PRAGMA integrity_check", connection);
                    check.ExecuteScalar().Should().Be("ok", why);
                });
            }

            var names = Enumerable.Range(0, Appending.Dialogues).Select(i => $"d{i}").ToArray();
            var heads = await journal.Heads(names);
            foreach (var name in names)
            {
                var events = await journal.Read(name, 0);
                events.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), why);
                heads.GetValueOrDefault(name)?.Seq.Should().Be(events.Count, why);
                foreach (var e in events)
                {
                    commands.Add(e.Command!.Value).Should().BeTrue($"command {e.Command} is there once; {why}");
                    System.Text.Encoding.UTF8.GetString(e.Body).Should().Contain(e.Command.ToString(), why);
                    found.Add((name, e.Seq), e.Command!.Value.ToString());
                }
            }
        }

        acknowledged.Where(a => found.GetValueOrDefault(a.Key) != a.Value).Should().BeEmpty(why);
        return found.Count - acknowledged.Count;
    }

    /// <summary>What the dead process had sent, PostgreSQL still does; until then nobody can count.</summary>
    private static async Task Ended(string where)
    {
        if (!where.StartsWith("Host=", StringComparison.Ordinal))
            return;
        await using var connection = new NpgsqlConnection(where + ";Pooling=false");
        await connection.OpenAsync();
        await using var others = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'", connection);
        await Until.True(async () => (long)(await others.ExecuteScalarAsync())! == 0);
    }
}
