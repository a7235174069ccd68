using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Workshop.Rules;
using Xunit.Abstractions;

namespace Workshop.Sessions.Tests;

/// <summary>
/// Many people write to one dialogue through two servers that both believe they own it, while the journal fails as a seed says. Afterwards the journal
/// is replayed, and every answer that anybody got must be one that a single, careful clerk could have given.
/// SAMSKAPA_STORM_SEED repeats one (the order of threads is not the seed's), SAMSKAPA_STORM_COMMANDS makes it longer.
/// </summary>
public sealed class StormTests(Servers servers, ITestOutputHelper output) : OnServers(servers)
{
    private const int People = 24;
    private const int Budget = 5;
    private const int LeastCommands = 2_000;
    private const int LeastFaults = 50;
    private readonly Guid[] notes = [.. Enumerable.Range(0, 12).Select(_ => Guid.NewGuid())];
    private readonly ConcurrentQueue<Answered> answers = new();

    /// <summary>A definite answer, and what was on disk when the command was sent and when it was answered.</summary>
    private sealed record Answered(Caller Caller, Asked Asked, Got Got, long HeadBefore, long HeadAfter);

    [Fact(DisplayName = "SE80 In a storm of failures on two servers every acknowledged command is there once, and every answer was true when it was given")]
    public async Task In_a_storm_every_answer_was_true()
    {
        var seed = Setting("SEED", Random.Shared.Next());
        var commands = Setting("COMMANDS", 4_800);
        output.WriteLine($"seed {seed}");
        await Opened(Budget, [.. Enumerable.Range(0, People).Select(i => "p" + i)]);
        await Grain.All(Calling.Facilitator, notes.Select(note => Ask.Add(note)));
        answers.Clear();
        var faults = Failing(seed);
        await Task.WhenAll(Enumerable.Range(0, People).Select(i => Someone(i, new Random(seed + i), commands / People)));
        (Script.OnAppend, Script.OnRead) = (_ => Task.FromResult(Fault.None), () => Task.CompletedTask);
        output.WriteLine($"{answers.Count} commands answered, {Script.Faults} failed appends, {faults()} failed readings, {Script.LostRaces} lost races");

        var disk = await OnDisk();
        disk.Select(fact => fact.Seq).Should().Equal(Enumerable.Range(1, disk.Count).Select(seq => (long)seq));
        disk.Select(fact => fact.At).Should().BeInAscendingOrder();
        var states = new List<Workshop.Rules.Dialogue> { Workshop.Rules.Dialogue.Unopened };
        foreach (var fact in disk) states.Add(states[^1].After(fact));
        WasWithinBudget(states);
        await WereTrue(states, disk);
        foreach (var heard in Servers.Heard) WasToldInOrder(heard, disk);
        answers.Should().HaveCountGreaterThanOrEqualTo(LeastCommands);
        Script.Faults.Should().BeGreaterThanOrEqualTo(LeastFaults);
        faults().Should().BeGreaterThan(0);
        Script.LostRaces.Should().BeGreaterThan(20, "two servers that never meet would prove nothing");
        answers.Count(one => one.Got.Refused == "votes-spent").Should().BeGreaterThan(20);
        answers.Count(one => one.Got.Refused == "id-reused").Should().BeGreaterThan(5);
    }

    /// <summary>Every append and reading may fail; one lock, so that the seed decides.</summary>
    private Func<int> Failing(int seed)
    {
        var random = new Random(seed);
        var readings = 0;
        Script.OnAppend = async _ =>
        {
            int chance, wait;
            lock (random) (chance, wait) = (random.Next(100), random.Next(3));
            for (var i = 0; i < wait; i++) await Task.Yield(); // somebody else may come first
            return chance switch { < 8 => Fault.Before, < 16 => Fault.After, < 20 => Fault.Full, _ => Fault.None };
        };
        Script.OnRead = () =>
        {
            lock (random)
            {
                if (random.Next(100) >= 4) return Task.CompletedTask;
                readings++;
            }
            throw new IOException("The disk said no.");
        };
        return () => readings;
    }

    private async Task Someone(int i, Random random, int commands)
    {
        var me = Calling.Person("p" + i);
        var used = new List<(string Id, string Sent)>();
        for (var n = 0; n < commands; n++)
        {
            var note = notes[random.Next(notes.Length)];
            var sent = random.Next(20) switch
            {
                < 6 => [Ask.Add(Guid.NewGuid(), "lapp " + n)],
                < 13 => [Ask.Vote(note, random.Next(4))],
                < 15 => [Ask.Vote(note, 1), Ask.Vote(notes[random.Next(notes.Length)], 1), Ask.Add(Guid.NewGuid())],
                < 16 => [Ask.Of("setReady", null, $"\"value\":{(random.Next(2) == 0 ? "true" : "false")}")],
                < 17 => [Ask.Vote(Guid.NewGuid(), 1)],
                < 18 when used.Count > 0 => [used[random.Next(used.Count)].Sent], // once more
                < 19 when used.Count > 0 => [Ask.Add(Guid.NewGuid(), "annat", Guid.Parse(used[random.Next(used.Count)].Id))],
                _ => (string[])[Ask.Add(Guid.NewGuid(), "bud")],
            };
            var impatient = random.Next(10) == 0; // sends the same to the other server at once
            var server = random.Next(2);
            await Task.WhenAll(UntilAnswered(server, me, sent), impatient ? UntilAnswered(1 - server, me, sent) : Task.CompletedTask);
            foreach (var one in sent)
                using (var json = JsonDocument.Parse(one))
                    used.Add((json.RootElement.GetProperty("id").GetString()!, one));
        }
    }

    private async Task UntilAnswered(int server, Caller me, string[] sent)
    {
        var left = sent;
        while (left.Length > 0)
        {
            var before = Head();
            var got = await Servers.Grain(server, Dialogue).All(me, left);
            var after = await HeadOnDisk();
            got.Should().HaveCount(left.Length);
            for (var i = 0; i < left.Length; i++)
            {
                if (got[i].Retry is not null) continue;
                using var json = JsonDocument.Parse(left[i]);
                answers.Enqueue(new Answered(me, Asked.Read(json.RootElement.Clone(), me.ParticipantId!), got[i], before, after));
            }
            left = [.. left.Where((_, i) => got[i].Retry is not null)];
        }
    }

    /// <summary>At least so much is on disk.</summary>
    private long Head()
    {
        lock (Script) return Script.Head;
    }

    private static void WasWithinBudget(List<Workshop.Rules.Dialogue> states)
    {
        foreach (var state in states)
            state.Votes.Values.GroupBy(vote => vote.By).All(mine => mine.Sum(vote => vote.Weight) <= Budget).Should().BeTrue($"the budget holds at seq {state.Seq}");
    }

    /// <summary>What was accepted is there once and was decided on the state before it; what was refused or changed nothing was so in some state between question and answer.</summary>
    private async Task WereTrue(List<Workshop.Rules.Dialogue> states, List<Fact> disk)
    {
        var names = await Loading.Names(Servers.Journal, Dialogue);
        var written = disk.Where(fact => fact.Command is not null).ToLookup(fact => fact.Command!.Value);
        var hashes = (await Servers.Journal.Inner.Commands(Dialogue)).ToDictionary(one => one.Command, one => one.ContentHash);
        foreach (var one in answers)
        {
            Decision Then(Workshop.Rules.Dialogue state) => Decide.It(state, new Who(one.Caller.Standing, one.Caller.ParticipantId, one.Caller.Voices, names), one.Asked.Command!, state.At, new Limits());
            var because = $"{one.Asked.Command} was answered {one.Got} between seq {one.HeadBefore} and {one.HeadAfter}";
            var range = states.GetRange((int)one.HeadBefore, (int)(one.HeadAfter - one.HeadBefore) + 1);
            var mine = written[one.Asked.Id].ToList();
            var isMine = mine.Count > 0 && mine[0].Seq <= one.HeadAfter && hashes[one.Asked.Id].AsSpan().SequenceEqual(one.Asked.Hash);
            if (one.Got.Refused == "id-reused") (mine.Count > 0 && mine[0].Seq <= one.HeadAfter && !isMine).Should().BeTrue(because);
            else if (one.Got.Refused is { } code) range.Exists(state => Then(state).Refused?.Code == code).Should().BeTrue(because);
            else if (isMine)
            {
                mine.Should().ContainSingle(because).Which.Seq.Should().Be(one.Got.Seq, because);
                Then(states[(int)mine[0].Seq - 1]).Events.Select(decided => decided.What.GetType()).Should().Equal([mine[0].What.GetType()], because);
            }
            else
            {
                var seq = one.Got.Seq!.Value;
                seq.Should().BeInRange(0, one.HeadAfter, because);
                Then(states[(int)seq]).Should().Match<Decision>(it => it.Refused == null && it.Events.Length == 0, because);
                seq.Should().BeGreaterThanOrEqualTo(one.HeadBefore, because);
            }
        }
    }

    private void WasToldInOrder(Heard heard, List<Fact> disk)
    {
        var seqs = heard.Seqs(Dialogue);
        seqs.Should().NotBeEmpty();
        seqs.Should().Equal(Enumerable.Range(0, seqs.Count).Select(i => seqs[0] + i));
        heard.Of(Dialogue).SelectMany(told => told.Facts).All(fact => fact.Body.AsSpan().SequenceEqual(disk[(int)fact.Seq - 1].Body)).Should().BeTrue();
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("SAMSKAPA_STORM_" + name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;
}
