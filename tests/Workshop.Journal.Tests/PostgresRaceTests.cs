using System.Diagnostics;
using Npgsql;
using Workshop.Neighbours;
using Xunit.Abstractions;

namespace Workshop.Journal.Tests;

/// <summary>Several servers on one PostgreSQL: each with a journal of its own that knows nothing of the others, and one that stands still in the middle.</summary>
public sealed class PostgresRaceTests(ITestOutputHelper output) : IAsyncLifetime
{
    private string database = "";
    private PostgresJournal journal = null!;

    public async Task InitializeAsync()
    {
        database = await (await PostgresServer.Shared()).NewDatabase();
        journal = new PostgresJournal(database);
    }

    public async Task DisposeAsync() => await journal.DisposeAsync();

    [Fact(DisplayName = "JO40 Servers who race for the same heads get every batch in once and whole, and none of them starves")]
    public async Task JO40_Race()
    {
        var seed = Environment.TickCount;
        var names = Enumerable.Range(0, 3).Select(_ => Some.Dialogue()).ToArray();
        PostgresJournal[] servers = [journal, new PostgresJournal(database), new PostgresJournal(database)];
        var watch = Stopwatch.StartNew();
        var written = new int[servers.Length];
        var moved = new int[servers.Length];
        var longest = new TimeSpan[servers.Length];
        var mine = (await Task.WhenAll(servers.SelectMany((server, s) => names.Select(name => Task.Run(async () =>
        {
            // Without pause, so that the head is never at rest; longer and longer batches, so that whole can be told from half.
            var random = new Random(seed + s);
            var done = new List<(string Dialogue, Guid Command, int Count)>();
            while (watch.Elapsed < TimeSpan.FromSeconds(4))
            {
                var (command, count, began) = (Guid.NewGuid(), random.Next(1, 4), watch.Elapsed);
                while (true)
                {
                    var head = (await server.Heads([name])).TryGetValue(name, out var known) ? known.Seq : 0;
                    if (await server.Append(Some.Batch(name, head, [.. Enumerable.Range(1, count).Select(i => Some.Event(head + i, command: command))])) == Appended.Written)
                        break;
                    Interlocked.Increment(ref moved[s]);
                }

                Interlocked.Increment(ref written[s]);
                lock (longest)
                    longest[s] = watch.Elapsed - began > longest[s] ? watch.Elapsed - began : longest[s];
                done.Add((name, command, count));
            }

            return done;
        }))))).SelectMany(d => d).ToArray();

        output.WriteLine($"seed {seed}: written {string.Join('/', written)}, lost {string.Join('/', moved)}, longest {string.Join('/', longest.Select(l => $"{l.TotalMilliseconds:n0}"))} ms");
        moved.Sum().Should().BeGreaterThan(20, "or nobody raced");
        written.Min().Should().BeGreaterThan(written.Max() / 5, "chance, not place, says who wins");
        longest.Max().Should().BeLessThan(TimeSpan.FromSeconds(3));
        foreach (var name in names)
        {
            var events = await journal.Read(name, 0);
            events.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, events.Count).Select(i => (long)i));
            events.GroupBy(e => e.Command!.Value).Select(g => (name, g.Key, g.Count())).Should().BeEquivalentTo(mine.Where(m => m.Dialogue == name));
            (await journal.Heads([name]))[name].Seq.Should().Be(events.Count);
        }

        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Theory(DisplayName = "JO41 One who stands still with a head delays that dialogue only; when it gives the head back, what waited is written")]
    [InlineData("a dialogue")]
    [InlineData("a new dialogue")]
    public async Task JO41_Frozen(string what)
    {
        var held = Some.Dialogue();
        var others = Enumerable.Range(0, 20).Select(_ => Some.Dialogue()).ToArray();
        foreach (var other in others[..10])
            await journal.Append(Some.Batch(other, 0));
        if (what == "a dialogue")
            await journal.Append(Some.Batch(held, 0, 2));
        var head = what == "a dialogue" ? 2 : 0;
        Task<Appended> waits;
        using (Stand(held, head))
        {
            waits = journal.Append(Some.Batch(held, head));
            var watch = Stopwatch.StartNew();
            (await Task.WhenAll(others.Select((other, i) => journal.Append(Some.Batch(other, i < 10 ? 1 : 0))))).Should().AllBeEquivalentTo(Appended.Written);
            output.WriteLine($"20 others in {watch.ElapsedMilliseconds} ms");
            (await journal.Answers()).Should().BeTrue();
            waits.IsCompleted.Should().BeFalse("nobody can say yet whether that head will move");
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
        }

        (await waits).Should().Be(Appended.Written, "the one who stood still was rolled back");
        (await journal.Read(held, head)).Should().ContainSingle();
    }

    [Fact(DisplayName = "JO41 When the one who had the head moved it, who waited is told so")]
    public async Task JO41_Moved()
    {
        var held = Some.Dialogue();
        await journal.Append(Some.Batch(held, 0, 2));
        var standing = Stand(held, 2);
        var waits = journal.Append(Some.Batch(held, 2));
        (await journal.Append(Some.Batch(held, 1))).Should().Be(Appended.HeadMoved, "that one is too late, whatever the other does");
        standing.Commit("UPDATE samskapa.head SET seq = 3");
        (await waits).Should().Be(Appended.HeadMoved);
        standing.Dispose();
    }

    [Fact(DisplayName = "JO41 Who waits too long is told that nothing is known, and nothing was written; later it can be")]
    public async Task JO41_GivesUp()
    {
        var held = Some.Dialogue();
        await journal.Append(Some.Batch(held, 0));
        using (Stand(held, 1))
            await journal.Invoking(j => j.Append(Some.Batch(held, 1))).Should().ThrowAsync<TimeoutException>().WithMessage("*nothing was written*");
        (await journal.Read(held, 0)).Should().ContainSingle();
        (await journal.Append(Some.Batch(held, 1))).Should().Be(Appended.Written);
    }

    [Fact(DisplayName = "JO13 A state that is saved while others erase never brings back what is erased")]
    public async Task JO13_StateAgainstErasure()
    {
        await using var other = new PostgresJournal(database);
        for (var round = 0; round < 40; round++)
        {
            var dialogue = Some.Dialogue();
            var secret = System.Text.Encoding.UTF8.GetBytes("hemlig");
            await journal.Append(Some.Batch(dialogue, 0, 2));
            var saving = Task.Run(() => Task.WhenAll(Enumerable.Range(0, 6).Select(_ => other.SaveState(dialogue, new SavedState(2, 1, secret)))));
            (await journal.Append(new Batch(dialogue, 2, [Some.Event(3)], [(1, 1, Some.Body(""))]))).Should().Be(Appended.Written);
            await saving;
            (await other.LoadState(dialogue)).Should().BeNull($"round {round}");
        }

        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var left = new NpgsqlCommand("SELECT count(*) FROM samskapa.state WHERE state IS NOT NULL", connection);
        (await left.ExecuteScalarAsync()).Should().Be(0L);
    }

    [Fact(DisplayName = "JO42 A name that PostgreSQL cannot hold is one that does not exist, and none can be made")]
    public async Task JO42_Names()
    {
        foreach (var name in new[] { "d\0", "d\ud83d", "\ude42d" })
        {
            (await journal.Heads([name, "nobody"])).Should().BeEmpty();
            (await journal.Read(name, 0)).Should().BeEmpty();
            (await journal.Commands(name)).Should().BeEmpty();
            (await journal.LoadState(name)).Should().BeNull();
            (await journal.Kept("k", name)).Should().BeNull();
            (await journal.AllKept("k", name)).Should().BeEmpty();
            await journal.Invoking(j => j.Append(Some.Batch(name, 0))).Should().ThrowAsync<ArgumentException>();
        }

        (await journal.Append(Some.Batch("d🙂", 0))).Should().Be(Appended.Written);
        (await journal.Answers()).Should().BeTrue();
    }

    /// <summary>What a server does between the first and the last byte of an append, and stays there.</summary>
    private Session Stand(string dialogue, int head) => new(database, head > 0
        ? $"UPDATE samskapa.head SET seq = {head} WHERE dialogue = '{dialogue}'"
        : $"SELECT pg_advisory_xact_lock({Postgres.Database.DialogueLock}, hashtext('{dialogue}')); INSERT INTO samskapa.head (dialogue, history, seq) VALUES ('{dialogue}', 'h', 1)");
}
