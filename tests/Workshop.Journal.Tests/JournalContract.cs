using Xunit.Abstractions;

namespace Workshop.Journal.Tests;

/// <summary>
/// What every store must keep to; one subclass a store. This part: appending and reading. The rules are listed in tests/SPEC.
/// Dialogues have fresh names in every test, so a store that is not emptied between tests will do.
/// </summary>
public abstract partial class JournalContract(ITestOutputHelper output) : IAsyncLifetime
{
    private Journal journal = null!;

    private protected SettableTime Time { get; } = new();

    public async Task InitializeAsync() => journal = await Open(JournalLimits.Default);

    public async Task DisposeAsync()
    {
        await journal.DisposeAsync();
        await Clean();
    }

    /// <summary>Opens the store; within a test always the same one. With <see cref="Time"/>.</summary>
    protected abstract Task<Journal> Open(JournalLimits limits);

    protected abstract Task Clean();

    /// <summary>Until it is disposed, the journal commits nothing; what is asked meanwhile waits.</summary>
    protected abstract IDisposable Hold(Journal held);

    /// <summary>What the store does in quiet, now.</summary>
    protected abstract Task Tidy(Journal tidied);

    /// <summary>Whether the bytes of the text lie anywhere in the store's files or tables.</summary>
    protected abstract Task<bool> Holds(string text);

    [Fact(DisplayName = "JO1 The first append makes the dialogue with a history of its own, and seqs are 1, 2, 3 …")]
    public async Task JO1_Gapless()
    {
        var (one, other) = (Some.Dialogue(), Some.Dialogue());
        (await journal.Append(Some.Batch(one, 0, 3))).Should().Be(Appended.Written);
        (await journal.Append(Some.Batch(one, 3, 2))).Should().Be(Appended.Written);
        (await journal.Append(Some.Batch(other, 0))).Should().Be(Appended.Written);

        (await journal.Read(one, 0)).Select(e => e.Seq).Should().Equal(1, 2, 3, 4, 5);
        (await journal.Read(one, 2, 2)).Select(e => e.Seq).Should().Equal(3, 4);
        (await journal.Read(one, 5)).Should().BeEmpty();
        (await journal.Read(Some.Dialogue(), 0)).Should().BeEmpty();
        var heads = await journal.Heads([one, other, Some.Dialogue()]);
        heads.Should().HaveCount(2);
        heads[one].Seq.Should().Be(5);
        heads[other].Seq.Should().Be(1);
        heads[one].History.Should().NotBeNullOrEmpty().And.NotBe(heads[other].History);
        (await journal.Heads([])).Should().BeEmpty();
    }

    [Fact(DisplayName = "JO70 Events are read by their seqs alone, in order, and counted")]
    public async Task JO70_BySeq()
    {
        var (one, other) = (Some.Dialogue(), Some.Dialogue());
        await journal.Append(Some.Batch(one, 0, 50));
        await journal.Append(Some.Batch(other, 0, 5));
        using var readings = new MeterReadings(journal);
        var these = await journal.ReadThese(one, [40, 3, 3, 17, 51, 0, -1, long.MaxValue]);
        these.Select(e => e.Seq).Should().Equal(3, 17, 40);
        these[1].Should().BeEquivalentTo((await journal.Read(one, 16, 1))[0]);
        (await journal.ReadThese(one, [])).Should().BeEmpty();
        (await journal.ReadThese(Some.Dialogue(), [1])).Should().BeEmpty();
        readings.All("samskapa.journal.read").Sum().Should().Be(4);
    }

    [Fact(DisplayName = "JO1 A batch that would leave a gap, or nothing, is a bug and is not taken")]
    public async Task JO1_NoGaps()
    {
        var dialogue = Some.Dialogue();
        Func<Batch, Func<Task>> append = batch => () => journal.Append(batch);
        await append(Some.Batch(dialogue, 0, Some.Event(2))).Should().ThrowAsync<ArgumentException>();
        await append(Some.Batch(dialogue, 0, Some.Event(1), Some.Event(3))).Should().ThrowAsync<ArgumentException>();
        await append(Some.Batch(dialogue, 0, [])).Should().ThrowAsync<ArgumentException>();
        await append(Some.Batch(dialogue, 0, Some.Event(1) with { ContentHash = null })).Should().ThrowAsync<ArgumentException>();
        await append(new Batch(dialogue, 1, [Some.Event(2)], [(2, 1, [])])).Should().ThrowAsync<ArgumentException>("it erases what it writes");
        (await journal.Heads([dialogue])).Should().BeEmpty();
    }

    [Fact(DisplayName = "JO2 What is read is what was written, byte for byte")]
    public async Task JO2_RoundTrip()
    {
        var dialogue = Some.Dialogue();
        var command = Guid.NewGuid();
        StoredEvent[] events =
        [
            new(1, Some.Then.AddTicks(7), "p1", command, Some.Hash(command), "table:åäö", true, 3, Some.Body("ett 🙂 \u0000")),
            new(2, Some.Then.AddMilliseconds(1), null, command, Some.Hash(command), "facilitators", false, 1, []),
            new(3, Some.Then.ToOffset(TimeSpan.FromHours(2)), "", null, null, "all", false, 1, new byte[30_000]),
        ];
        await journal.Append(Some.Batch(dialogue, 0, events));
        (await journal.Read(dialogue, 0)).Should().BeEquivalentTo(events, o => o.WithStrictOrdering());
        (await journal.Read(dialogue, 2))[0].At.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact(DisplayName = "JO3 An append on a head that moved says so and writes nothing")]
    public async Task JO3_CompareAndSet()
    {
        var dialogue = Some.Dialogue();
        (await journal.Append(Some.Batch(dialogue, 1))).Should().Be(Appended.HeadMoved, "there is no such dialogue");
        (await journal.Heads([dialogue])).Should().BeEmpty();
        await journal.Append(Some.Batch(dialogue, 0, 2));
        var before = await journal.Read(dialogue, 0);
        var history = (await journal.Heads([dialogue]))[dialogue].History;

        (await journal.Append(Some.Batch(dialogue, 0))).Should().Be(Appended.HeadMoved, "the dialogue exists");
        (await journal.Append(Some.Batch(dialogue, 1, 5))).Should().Be(Appended.HeadMoved, "the head is past 1");
        (await journal.Append(Some.Batch(dialogue, 3))).Should().Be(Appended.HeadMoved, "the head is before 3");
        (await journal.Append(new Batch(dialogue, 1, [Some.Event(2)], [(1, 1, [])]))).Should().Be(Appended.HeadMoved);

        (await journal.Read(dialogue, 0)).Should().BeEquivalentTo(before, o => o.WithStrictOrdering());
        (await journal.Heads([dialogue]))[dialogue].Should().Be(new Head(history, 2));
    }

    [Fact(DisplayName = "JO4 A batch is written whole or not at all, and one that fails fails alone")]
    public async Task JO4_AllOrNothing()
    {
        var bad = Some.Dialogue();
        var good = Enumerable.Range(0, 20).Select(_ => Some.Dialogue()).ToArray();
        await journal.Append(Some.Batch(bad, 0));
        List<Task<Appended>> written;
        Task<Appended> failing, moved;
        using (Hold(journal))
        {
            written = [.. good[..10].Select(d => journal.Append(Some.Batch(d, 0, 2)))];
            failing = journal.Append(Some.Batch(bad, 1, Some.Event(2), Some.Event(3) with { SeenBy = null! }));
            moved = journal.Append(Some.Batch(bad, 7));
            written.AddRange(good[10..].Select(d => journal.Append(Some.Batch(d, 0, 2))));
        }

        await failing.Invoking(f => f).Should().ThrowAsync<Exception>();
        (await moved).Should().Be(Appended.HeadMoved);
        (await Task.WhenAll(written)).Should().AllBeEquivalentTo(Appended.Written);
        (await journal.Heads(good)).Values.Should().HaveCount(20).And.OnlyContain(h => h.Seq == 2);
        (await journal.Heads([bad]))[bad].Seq.Should().Be(1);
        (await journal.Read(bad, 0)).Should().HaveCount(1);
        (await journal.Append(Some.Batch(bad, 1))).Should().Be(Appended.Written, "nothing of the failed batch is in the way");
    }

    [Fact(DisplayName = "JO5 Batches of many dialogues share a commit")]
    public async Task JO5_GroupCommit()
    {
        using var listener = new MeterReadings(journal);
        Task<Appended>[] appends;
        using (Hold(journal))
        {
            appends = [.. Enumerable.Range(0, 200).Select(_ => journal.Append(Some.Batch(Some.Dialogue(), 0)))];
            listener.Observe();
            listener.Last("samskapa.journal.waiting").Should().Be(200);
        }

        (await Task.WhenAll(appends)).Should().AllBeEquivalentTo(Appended.Written);
        var commits = listener.All("samskapa.journal.commit.events").Where(events => events > 0).ToArray();
        output.WriteLine($"200 batches in {commits.Length} commits");
        commits.Sum().Should().Be(200);
        commits.Length.Should().BeLessThan(10);
        listener.All("samskapa.journal.write.duration").Should().HaveCount(200).And.OnlyContain(seconds => seconds > 0);
    }

    [Fact(DisplayName = "JO6 Commands are listed with their last seq and their hash")]
    public async Task JO6_Commands()
    {
        var dialogue = Some.Dialogue();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await journal.Append(Some.Batch(dialogue, 0, Some.Event(1, command: first), Some.Event(2, command: first), Some.Event(3) with { Command = null, ContentHash = null }));
        await journal.Append(Some.Batch(dialogue, 3, Some.Event(4, command: second)));
        await journal.Append(Some.Batch(Some.Dialogue(), 0));
        (await journal.Commands(dialogue)).Should().BeEquivalentTo([(first, 2L, Some.Hash(first)), (second, 4L, Some.Hash(second))], o => o.WithStrictOrdering());
        (await journal.Commands(Some.Dialogue())).Should().BeEmpty();
    }

    [Fact(DisplayName = "JO7 Over the bound an append is refused at once, and what waited is written all the same")]
    public async Task JO7_Full()
    {
        await journal.DisposeAsync();
        journal = await Open(new JournalLimits { Waiting = 10, WaitingBytes = 20_000 });
        var names = Enumerable.Range(0, 11).Select(_ => Some.Dialogue()).ToArray();
        Task<Appended>[] appends;
        Task<Appended> heavy;
        using (Hold(journal))
        {
            appends = [.. names.Select(d => journal.Append(Some.Batch(d, 0)))];
            appends[10].IsFaulted.Should().BeTrue("it is refused before the disk is");
            await appends[10].Invoking(a => a).Should().ThrowAsync<JournalFullException>();
            await journal.Invoking(j => j.Keep(new Keepsake("k", names[0], [1]))).Should().ThrowAsync<JournalFullException>();
        }

        (await Task.WhenAll(appends[..10])).Should().AllBeEquivalentTo(Appended.Written);
        (await journal.Heads(names)).Should().HaveCount(10).And.NotContainKey(names[10]);
        using (Hold(journal))
        {
            heavy = journal.Append(Some.Batch(names[10], 0, Some.Event(1) with { Body = new byte[50_000] }));
            await journal.Invoking(j => j.Append(Some.Batch(Some.Dialogue(), 0))).Should().ThrowAsync<JournalFullException>("that one fills the queue");
        }

        (await heavy).Should().Be(Appended.Written, "alone it may be larger than the bound, or it could never be written");
    }

    [Fact(DisplayName = "JO8 Who reads while others write sees whole batches, in order, without gaps")]
    public async Task JO8_ReadingWhileWriting()
    {
        var dialogue = Some.Dialogue();
        await journal.Append(Some.Batch(dialogue, 0, 3));
        var reads = 0;
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var last = 0;
            while (!done.IsCancellationRequested)
            {
                var seqs = (await journal.Read(dialogue, 0)).Select(e => e.Seq).ToArray();
                seqs.Should().Equal(Enumerable.Range(1, seqs.Length).Select(i => (long)i));
                (seqs.Length % 3).Should().Be(0);
                seqs.Length.Should().BeGreaterThanOrEqualTo(last);
                last = seqs.Length;
                Interlocked.Increment(ref reads);
            }
        })).ToArray();
        for (var i = 1; i < 150 || Volatile.Read(ref reads) < 20; i++)
            (await journal.Append(Some.Batch(dialogue, i * 3, 3))).Should().Be(Appended.Written);
        await done.CancelAsync();
        await Task.WhenAll(readers);
        output.WriteLine($"{reads} reads");
    }
}
