namespace Workshop.Journal.Tests;

/// <summary>The contract's part by chance: random deeds against a model in memory, and many writers who race for the same heads. Seeds are printed.</summary>
public abstract partial class JournalContract
{
    [Theory(DisplayName = "JO17 After any order of deeds the journal says what a model in memory says")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    public async Task JO17_Model(int? seed)
    {
        var chosen = seed ?? Environment.TickCount;
        var model = new JournalModel(Time, new Random(chosen));
        for (var step = 0; step < 600; step++)
        {
            if (step % 200 == 150)
            {
                await journal.DisposeAsync();
                journal = await Open(JournalLimits.Default);
            }

            if (step % 100 == 99)
                await Tidy(journal);
            var deed = await model.Do(journal);
            deed.Agreed.Should().BeTrue($"seed {chosen}, step {step}: {deed.Told}");
        }

        output.WriteLine($"seed {chosen}: {model.Summary}");
        model.Kinds.Should().BeGreaterThanOrEqualTo(JournalModel.Deeds, "every kind of deed must have been done");
        model.Moved.Should().BeGreaterThan(8, "a twelfth of two thirds of 600 tries is 33 by chance");
        model.Written.Should().BeGreaterThan(100);
    }

    [Fact(DisplayName = "JO18 Writers who race for the same heads each get their batches in once, whole, and nobody else's is lost")]
    public async Task JO18_Races()
    {
        var seed = Environment.TickCount;
        var names = Enumerable.Range(0, 6).Select(_ => Some.Dialogue()).ToArray();
        int moved = 0, written = 0;
        var batches = (await Task.WhenAll(Enumerable.Range(0, 18).Select(w => Task.Run(async () =>
        {
            var random = new Random(seed + w);
            var mine = new List<(string Dialogue, Guid Command, long First, int Count)>();
            while (mine.Count < 40)
            {
                var dialogue = names[random.Next(names.Length)];
                var (count, command) = (random.Next(1, 4), Guid.NewGuid());
                while (true) // as a server does: catch up, decide again
                {
                    var head = (await journal.Heads([dialogue])).TryGetValue(dialogue, out var known) ? known.Seq : 0;
                    var events = Enumerable.Range(1, count).Select(i => Some.Event(head + i, command: command)).ToArray();
                    if (await journal.Append(Some.Batch(dialogue, head, events)) == Appended.Written)
                    {
                        mine.Add((dialogue, command, head + 1, count));
                        Interlocked.Increment(ref written);
                        break;
                    }

                    Interlocked.Increment(ref moved);
                }
            }

            return mine;
        })))).SelectMany(b => b).ToArray();
        output.WriteLine($"seed {seed}: {written} written, {moved} lost a race");
        moved.Should().BeGreaterThan(10, "or nobody raced");
        foreach (var dialogue in names)
        {
            var events = await journal.Read(dialogue, 0);
            events.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, events.Count).Select(i => (long)i));
            var expected = batches.Where(b => b.Dialogue == dialogue).OrderBy(b => b.First).SelectMany(b => Enumerable.Repeat((Guid?)b.Command, b.Count));
            events.Select(e => e.Command).Should().Equal(expected);
            (await journal.Heads([dialogue]))[dialogue].Seq.Should().Be(events.Count);
        }
    }
}
