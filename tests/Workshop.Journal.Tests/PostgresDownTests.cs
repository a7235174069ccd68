using System.Collections.Concurrent;
using System.Diagnostics;
using Workshop.Neighbours;
using Xunit.Abstractions;

namespace Workshop.Journal.Tests;

/// <summary>PostgreSQL is stopped, crashes, stands still and comes back while many write; it is this test's own.</summary>
public sealed class PostgresDownTests(ITestOutputHelper output) : IAsyncLifetime
{
    private PostgresServer server = null!;
    private string database = "";

    public async Task InitializeAsync()
    {
        server = await PostgresServer.Start();
        database = await server.NewDatabase() + ";Timeout=2;Command Timeout=2";
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact(DisplayName = "JO66 PostgreSQL lost between opening the journal and the first question of a start: a sentence for the operator, not a stack")]
    public async Task JO66_LostAtStart()
    {
        await using var journal = new PostgresJournal(database);
        (await journal.IsFinished()).Should().BeTrue();
        await server.Crash();
        var asking = () => journal.IsFinished();
        (await asking.Should().ThrowAsync<JournalUnusableException>()).Which.Message.Should().StartWith("The journal could be opened, but not be read: ").And.NotContain("\n").And.NotContain(PostgresServer.Password);
    }

    [Fact(DisplayName = "JO43 PostgreSQL stopped, crashed or frozen in the middle of appends: what was acknowledged is there, what is uncertain is read and right, and it comes back by itself")]
    public async Task JO43_ComesBack()
    {
        await using var journal = new PostgresJournal(database);
        var written = new ConcurrentDictionary<Guid, int>();
        var (uncertain, found, failing) = (0, 0, 0);
        var stop = false;
        var writers = Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            // As a dialogue's turn does: one append at a time; after an exception it reads, and until it can read it knows nothing.
            var dialogue = $"d{i}";
            for (long head = 0; !Volatile.Read(ref stop);)
            {
                var command = Guid.NewGuid();
                var batch = Some.Batch(dialogue, head, Some.Event(head + 1, command: command), Some.Event(head + 2, command: command));
                try
                {
                    (await journal.Append(batch)).Should().Be(Appended.Written, "nobody else writes here");
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Interlocked.Increment(ref uncertain);
                    Interlocked.Increment(ref failing);
                    await Until.True(async () =>
                    {
                        try
                        {
                            return await journal.Commands(dialogue) is var commands && (commands.Any(c => c.Command == command) ? Interlocked.Increment(ref found) > 0 : command == (command = Guid.Empty) || true);
                        }
                        catch (Exception down) when (down is not Xunit.Sdk.XunitException)
                        {
                            return false;
                        }
                    }, seconds: 60);
                    Interlocked.Decrement(ref failing);
                }

                if (command == Guid.Empty)
                    continue;
                written[command] = i;
                head += 2;
            }
        })).ToArray();

        await Written(200);
        await server.Stop();
        await Until.True(() => Task.FromResult(Volatile.Read(ref failing) == writers.Length));
        (await journal.Answers()).Should().BeFalse();
        await server.Restart();
        await Back("a stop");

        await server.Crash();
        await Until.True(() => Task.FromResult(Volatile.Read(ref failing) == writers.Length));
        await server.Restart();
        await Back("a crash");

        server.Freeze();
        (await journal.Answers()).Should().BeFalse();
        await Until.True(() => Task.FromResult(Volatile.Read(ref failing) == writers.Length));
        server.Thaw();
        await Back("standing still");

        Volatile.Write(ref stop, true);
        await Task.WhenAll(writers);
        output.WriteLine($"{written.Count} written, {uncertain} uncertain, of them {found} on disk");
        uncertain.Should().BeGreaterThanOrEqualTo(3 * writers.Length);
        for (var i = 0; i < writers.Length; i++)
        {
            var events = await journal.Read($"d{i}", 0);
            events.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, events.Count).Select(s => (long)s));
            events.GroupBy(e => e.Command!.Value).Should().OnlyContain(g => g.Count() == 2);
            events.Select(e => e.Command!.Value).Distinct().Should().BeEquivalentTo(written.Where(w => w.Value == i).Select(w => w.Key));
        }

        async Task Written(int more)
        {
            var enough = written.Count + more;
            await Until.True(() => Task.FromResult(written.Count >= enough), seconds: 60);
        }

        async Task Back(string from)
        {
            var watch = Stopwatch.StartNew();
            await Until.True(journal.Answers, seconds: 30);
            await Written(200);
            output.WriteLine($"back after {from}: {watch.ElapsedMilliseconds} ms");
        }
    }

    [Fact(DisplayName = "JO44 A PostgreSQL that can only be read does not answer, and what is asked of it meanwhile is not lost in silence")]
    public async Task JO44_ReadOnly()
    {
        await using var journal = new PostgresJournal(database);
        await journal.Append(Some.Batch("d", 0));
        await server.Sql("postgres", "ALTER SYSTEM SET default_transaction_read_only = on");
        await server.Restart();
        (await journal.Answers()).Should().BeFalse();
        (await journal.Read("d", 0)).Should().ContainSingle();
        await journal.Invoking(j => j.Append(Some.Batch("d", 1))).Should().ThrowAsync<Npgsql.PostgresException>();
        await server.Sql("postgres", "SET default_transaction_read_only = off", "ALTER SYSTEM RESET default_transaction_read_only");
        await server.Restart();
        await Until.True(journal.Answers);
        (await journal.Append(Some.Batch("d", 1))).Should().Be(Appended.Written);
    }
}
