using System.Text;
using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>What is taken back, forgotten, saved beside the events, and let go.</summary>
public sealed class KeptTests(Servers servers) : OnServers(servers)
{
    private const string Secret = "Grannen heter Gunhild";
    private static readonly Caller Ann = Calling.Person("pAnn");

    [Fact(DisplayName = "SE50 Words taken back are gone from the older events in the same append, and the seqs stay")]
    public async Task Words_taken_back_are_gone_from_the_older_events()
    {
        await Opened(3, "pAnn");
        var note = Guid.NewGuid();
        var added = (await Grain.One(Ann, Ask.Add(note, Secret))).Seq!.Value;
        var changed = (await Grain.One(Ann, Ask.Change(note, Secret + " Åkesson", added))).Seq!.Value;
        var erased = (await Grain.One(Ann, Ask.Of("eraseContent", null, $"\"itemId\":\"{note}\""))).Seq!.Value;

        var last = Script.Appends.Last();
        last.Events.Should().ContainSingle();
        last.Erase!.Select(one => one.Seq).Should().Equal(added, changed);
        var disk = await OnDisk();
        disk.Select(fact => fact.Seq).Should().Equal(Enumerable.Range(1, (int)erased).Select(seq => (long)seq));
        disk.Should().NotContain(fact => Encoding.UTF8.GetString(fact.Body).Contains("Gunhild"));
        Heard.Of(Dialogue)[^1].After.Live(note)!.Own.Text("text").Should().BeEmpty();
    }

    [Fact(DisplayName = "SE51 Words taken back in the append that brings them never reach the disk, nor the room")]
    public async Task Words_taken_back_in_the_same_append_never_reach_the_disk()
    {
        await Opened(3, "pAnn");
        var note = Guid.NewGuid();
        var before = await HeadOnDisk();
        var got = await Grain.All(Ann, Ask.Add(note, Secret), Ask.Of("eraseContent", null, $"\"itemId\":\"{note}\""), Ask.Add(Guid.NewGuid(), "Bussen går kl. 7"));

        got.Select(one => one.Seq).Should().Equal(before + 1, before + 2, before + 3);
        Script.Appends.Last().Events.Should().HaveCount(3).And.NotContain(stored => Encoding.UTF8.GetString(stored.Body).Contains("Gunhild"));
        Heard.Of(Dialogue).SelectMany(told => told.Facts).Should().NotContain(fact => Encoding.UTF8.GetString(fact.Body).Contains("Gunhild"));
        Encoding.UTF8.GetString((await OnDisk())[^1].Body).Should().Contain("Bussen går kl. 7");
    }

    [Fact(DisplayName = "SE52 An erasure that loses its race is decided again on all that is there then")]
    public async Task An_erasure_that_loses_its_race_is_decided_again()
    {
        await Opened(3, "pAnn");
        var note = Guid.NewGuid();
        var added = (await Grain.One(Ann, Ask.Add(note, Secret))).Seq!.Value;
        await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()));
        await Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        var barrier = Barrier.HoldNext(Script);
        var erases = Grain.One(Ann, Ask.Of("eraseContent", null, $"\"itemId\":\"{note}\""));
        await barrier.Arrived;
        (await Elsewhere.One(Ann, Ask.Change(note, Secret + " Åkesson", added))).Seq.Should().NotBeNull();
        barrier.Open();

        (await erases).Seq.Should().Be(await HeadOnDisk());
        (await OnDisk()).Should().NotContain(fact => Encoding.UTF8.GetString(fact.Body).Contains("Gunhild"));
    }

    [Fact(DisplayName = "SE53 One person has one pseudonym in a dialogue, on every server and after reading it anew")]
    public async Task One_person_has_one_pseudonym()
    {
        await Opened(3, "pAnn");
        await Grain.One(Calling.Facilitator, Ask.Nameless());
        await Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()));
        await Servers.LetGo();
        await Grain.One(Ann, Ask.Add(Guid.NewGuid()));

        var by = (await OnDisk()).Where(fact => fact.Nameless).Select(fact => fact.By!).ToList();
        by.Should().HaveCount(3).And.OnlyContain(name => Pseudonyms.Is(name));
        by.Distinct().Should().ContainSingle();
        by[0].Should().Be((await Loading.Names(Servers.Journal, Dialogue)).Of("pAnn"));
    }

    [Fact(DisplayName = "SE54 The end forgets the names before anybody hears of it, on both servers")]
    public async Task The_end_forgets_the_names_on_both_servers()
    {
        await Opened(3, "pAnn");
        await Grain.One(Calling.Facilitator, Ask.Nameless());
        await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()));
        var old = (await Loading.Names(Servers.Journal, Dialogue)).Of("pAnn");
        string? atTheEnd = null;
        Heard.OnTell = dialogue => atTheEnd = Task.Run(() => Loading.Names(Servers.Journal, dialogue)).GetAwaiter().GetResult().Of("pAnn");
        try
        {
            (await Grain.One(Calling.Facilitator, Ask.Of("conclude", null))).Seq.Should().NotBeNull();
        }
        finally
        {
            Heard.OnTell = _ => { };
        }
        atTheEnd.Should().NotBeNull().And.NotBe(old);

        await Grain.One(Calling.Facilitator, Ask.Of("reopen", null));
        await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()));
        await Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        (await OnDisk()).Where(fact => fact.Nameless).Select(fact => fact.By).Should().Equal(old, atTheEnd, atTheEnd);
    }

    [Fact(DisplayName = "SE55 Names that could not be forgotten at the end are forgotten after the next write, or by whoever reads the dialogue next")]
    public async Task Names_that_could_not_be_forgotten_are_forgotten_later()
    {
        await Opened(3, "pAnn");
        var note = Guid.NewGuid();
        await Grain.One(Ann, Ask.Add(note));
        var old = (await Loading.Names(Servers.Journal, Dialogue)).Of("pAnn");
        Script.OnKeep = _ => throw new IOException("Nothing can be kept.");
        (await Grain.One(Calling.Facilitator, Ask.Of("conclude", null))).Seq.Should().NotBeNull();
        Script.OnKeep = _ => Task.CompletedTask;
        (await Loading.Names(Servers.Journal, Dialogue)).Of("pAnn").Should().Be(old);

        (await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()))).Refused.Should().Be("concluded");
        var now = (await Loading.Names(Servers.Journal, Dialogue)).Of("pAnn");
        now.Should().NotBe(old);
        (await Grain.One(Ann, Ask.Of("eraseContent", null, $"\"itemId\":\"{note}\""))).Seq.Should().NotBeNull();
        (await Loading.Names(Servers.Journal, Dialogue)).Of("pAnn").Should().Be(now, "it was the same end");
    }

    [Fact(DisplayName = "SE56 After many events the state is saved; who starts from it is where a replay would be")]
    public async Task After_many_events_the_state_is_saved()
    {
        await Opened(100, "pAnn");
        var notes = Enumerable.Range(0, 500).Select(_ => Guid.NewGuid()).ToArray();
        await Grain.All(Ann, notes.Select(note => Ask.Add(note)));
        for (var round = 1; round * notes.Length < DialogueGrain.StateEvery; round++) await Grain.All(Ann, notes.Select(note => Ask.Change(note, $"Lydelse {round}", onSeq: 1)));
        await Grain.All(Ann, notes.Take(50).Select(note => Ask.Vote(note, 1)));

        await Script.StateSaved.Task.WaitAsync(TimeSpan.FromSeconds(60)); // behind the turn
        var saved = (await Servers.Journal.LoadState(Dialogue))!;
        saved.Seq.Should().BeGreaterThanOrEqualTo(DialogueGrain.StateEvery);
        var loaded = (await Loading.Load(Servers.Journal, Dialogue, tail: 7))!;
        loaded.Saved.Should().Be(saved.Seq);
        loaded.Tail.Select(fact => fact.Seq).Should().Equal(Enumerable.Range(0, 7).Select(i => loaded.Dialogue.Seq - 6 + i));
        var replayed = (await OnDisk()).Aggregate(Workshop.Rules.Dialogue.Unopened, (dialogue, fact) => dialogue.After(fact));
        var viewer = new Viewer(null, null, true, false, [], null);
        Encoding.UTF8.GetString(SnapshotOf.Dialogue(loaded.Dialogue, viewer)).Should().Be(Encoding.UTF8.GetString(SnapshotOf.Dialogue(replayed, viewer)));
        (await Elsewhere.One(Ann, Ask.Vote(notes[60], 51))).Refused.Should().Be("votes-spent", "50 of 100 are spent");
    }

    [Theory(DisplayName = "SE56 A state is due after many events, later after as many as there were, and never of little more than items")]
    [InlineData(19_999, 0, 100, false)]
    [InlineData(20_000, 0, 100, true)]
    [InlineData(20_000, 0, 10_000, true)]
    [InlineData(20_000, 0, 10_001, false)]
    [InlineData(49_999, 25_000, 100, false)]
    [InlineData(50_000, 25_000, 100, true)]
    public void A_state_is_due(long seq, long saved, int items, bool due) => DialogueGrain.StateIsDue(seq, saved, items).Should().Be(due);

    [Theory(DisplayName = "SE57 A saved state that cannot be read means a replay")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"dialogue":{"seq":4},"items":null}""")]
    public async Task A_saved_state_that_cannot_be_read_means_a_replay(string state)
    {
        await Opened(3, "pAnn");
        await Servers.Journal.SaveState(Dialogue, new Journal.SavedState(2, 1, Encoding.UTF8.GetBytes(state)));
        var loaded = (await Loading.Load(Servers.Journal, Dialogue, tail: 0))!;
        loaded.Dialogue.Seq.Should().Be(await HeadOnDisk());
        loaded.Dialogue.Title.Should().Be("Vägen hem");
    }

    [Fact(DisplayName = "SE58 Let go and called again under load, a dialogue loses nothing and does nothing twice")]
    public async Task Let_go_and_called_again_under_load()
    {
        var people = Enumerable.Range(0, 8).Select(i => $"p{i}").ToArray();
        await Opened(3, people);
        var done = 0;
        var writing = people.Select(async person =>
        {
            var mine = new List<Guid>();
            for (var i = 0; i < 40; i++)
            {
                var id = Guid.NewGuid();
                while ((await Grain.One(Calling.Person(person), Ask.Add(Guid.NewGuid(), id: id))).Seq is null)
                {
                }
                mine.Add(id);
                Interlocked.Increment(ref done);
            }
            return mine;
        }).ToArray();
        var lettings = 0;
        while (!Array.TrueForAll(writing, one => one.IsCompleted))
        {
            await Servers.LetGo();
            lettings++;
            var seen = Volatile.Read(ref done);
            while (Volatile.Read(ref done) == seen && !Array.TrueForAll(writing, one => one.IsCompleted)) await Task.Yield();
        }

        var written = (await Task.WhenAll(writing)).SelectMany(one => one).ToList();
        lettings.Should().BeGreaterThan(5);
        var disk = await OnDisk();
        disk.Select(fact => fact.Seq).Should().Equal(Enumerable.Range(1, disk.Count).Select(seq => (long)seq));
        disk.Where(fact => fact.What is ItemAdded).Select(fact => fact.Command!.Value).Should().BeEquivalentTo(written);
    }
}
