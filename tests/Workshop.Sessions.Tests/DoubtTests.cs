using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>Writes that fail, or may have; readings that fail; a full queue.</summary>
public sealed class DoubtTests(Servers servers) : OnServers(servers)
{
    private static readonly Caller Ann = Calling.Person("pAnn");

    [Fact(DisplayName = "SE30 An append that throws though it is on disk is answered as written, once, and told once")]
    public async Task An_append_that_throws_though_it_is_on_disk_is_answered_as_written()
    {
        await Opened(3, "pAnn");
        var before = await HeadOnDisk();
        Barrier.HoldNext(Script, then: Fault.After).Open();

        (await Grain.All(Ann, Ask.Add(Guid.NewGuid()), Ask.Add(Guid.NewGuid()))).Select(got => got.Seq).Should().Equal(before + 1, before + 2);
        (await HeadOnDisk()).Should().Be(before + 2);
        Heard.Seqs(Dialogue).Should().Equal(Enumerable.Range(1, (int)before + 2).Select(seq => (long)seq));
    }

    [Fact(DisplayName = "SE31 An append that throws and is not on disk is answered retry, even for what it only refused; the same ids are then done once")]
    public async Task An_append_that_throws_and_is_not_on_disk_is_answered_retry()
    {
        await Opened(3, "pAnn");
        var before = await HeadOnDisk();
        Barrier.HoldNext(Script, then: Fault.Before).Open();
        string[] commands = [Ask.Add(Guid.NewGuid()), Ask.Vote(Guid.NewGuid(), 1), Ask.Add(Guid.NewGuid())];

        (await Grain.All(Ann, commands)).Should().OnlyContain(got => got.Retry > 0);
        (await HeadOnDisk()).Should().Be(before);
        var again = await Grain.All(Ann, commands);
        again.Select(got => got.Seq).Should().Equal(before + 1, null, before + 2);
        again[1].Refused.Should().Be("unknown-item");
    }

    [Fact(DisplayName = "SE32 What gathered behind a failed append is decided anew on what is on disk, and answered")]
    public async Task What_gathered_behind_a_failed_append_is_decided_anew()
    {
        await Opened(3, "pAnn");
        var note = Guid.NewGuid();
        var before = await HeadOnDisk();
        var barrier = Barrier.HoldNext(Script, then: Fault.Before);
        var fails = Grain.One(Calling.Facilitator, Ask.Add(note));
        await barrier.Arrived;
        var rests = Grain.All(Ann, Ask.Vote(note, 1), Ask.Add(Guid.NewGuid()));
        await ATurn();
        barrier.Open();

        (await fails).Retry.Should().NotBeNull();
        var got = await rests;
        got[0].Refused.Should().Be("unknown-item", "the note that it was decided on never got to the disk");
        got[1].Seq.Should().Be(before + 1);
    }

    [Fact(DisplayName = "SE33 When the journal cannot be read either, everybody is told to retry; when it can again, all goes on, and once")]
    public async Task When_reading_fails_too_everybody_is_told_to_retry()
    {
        await Opened(3, "pAnn");
        var before = await HeadOnDisk();
        Script.OnRead = () => throw new IOException("No reading today.");
        var barrier = Barrier.HoldNext(Script, then: Fault.After);
        var command = Ask.Add(Guid.NewGuid());
        var written = Grain.One(Ann, command);
        await barrier.Arrived;
        var waits = Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        await ATurn();
        barrier.Open();
        (await written).Retry.Should().NotBeNull();
        (await waits).Retry.Should().NotBeNull();
        (await Grain.One(Ann, command)).Retry.Should().NotBeNull("nothing may be decided before the journal has been read");
        Heard.Seqs(Dialogue).Should().EndWith(before);
        Script.OnRead = () => Task.CompletedTask;

        (await Grain.One(Ann, command)).Seq.Should().Be(before + 1);
        (await HeadOnDisk()).Should().Be(before + 1);
        Heard.Seqs(Dialogue).Should().EndWith(before + 1);
    }

    [Fact(DisplayName = "SE34 Those who come while the journal is being read wait for that one reading, and are decided in the order they came")]
    public async Task Those_who_come_while_the_journal_is_read_wait_for_that_reading()
    {
        await Opened(3, "pAnn");
        var before = await HeadOnDisk();
        var reading = new Barrier();
        var readings = 0;
        Script.OnRead = () => Interlocked.Increment(ref readings) == 1 ? reading.Stop() : Task.CompletedTask;
        Barrier.HoldNext(Script, then: Fault.Before).Open();
        var fails = Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        await reading.Arrived;
        var waiting = Enumerable.Range(0, 10).Select(_ => Grain.One(Ann, Ask.Add(Guid.NewGuid()))).ToArray();
        await ATurn();
        readings.Should().Be(1);
        waiting.Should().OnlyContain(one => !one.IsCompleted);
        reading.Open();

        (await fails).Retry.Should().NotBeNull();
        (await Task.WhenAll(waiting)).Select(got => got.Seq).Should().BeEquivalentTo(Enumerable.Range(1, 10).Select(i => before + i));
        readings.Should().Be(2, "the head, and what follows after what is known");
    }

    [Fact(DisplayName = "SE35 A full journal: all that waits is told to retry and nothing of it is written; then it goes on")]
    public async Task A_full_journal_tells_all_that_waits_to_retry()
    {
        await Opened(3, "pAnn");
        var before = await HeadOnDisk();
        var barrier = Barrier.HoldNext(Script, then: Fault.Full);
        var first = Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        await barrier.Arrived;
        var second = Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        await ATurn();
        barrier.Open();

        (await first).Retry.Should().NotBeNull();
        (await second).Retry.Should().NotBeNull();
        (await HeadOnDisk()).Should().Be(before);
        (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Seq.Should().Be(before + 1);
    }

    [Fact(DisplayName = "SE36 A disk that never writes answers retry each time and does not spin")]
    public async Task A_disk_that_never_writes_answers_and_does_not_spin()
    {
        await Opened(3, "pAnn");
        var appends = Script.Appends.Count;
        Script.OnAppend = _ => Task.FromResult(Fault.Before);
        for (var i = 0; i < 5; i++) (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Retry.Should().NotBeNull();

        Script.Appends.Count.Should().Be(appends + 5);
    }

    [Fact(DisplayName = "SE37 A journal that cannot be read at the first call answers retry; the activation is not lost")]
    public async Task A_journal_that_cannot_be_read_at_first_answers_retry()
    {
        await Opened(3, "pAnn");
        Script.OnRead = () => throw new IOException("Not yet.");
        (await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()))).Retry.Should().NotBeNull();
        Script.OnRead = () => Task.CompletedTask;
        (await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()))).Seq.Should().Be(await HeadOnDisk());
    }

    [Fact(DisplayName = "SE38 The same id under way is written once and answered alike")]
    public async Task The_same_id_under_way_is_written_once()
    {
        await Opened(3, "pAnn");
        var command = Ask.Add(Guid.NewGuid());
        var barrier = Barrier.HoldNext(Script);
        var first = Grain.One(Ann, command);
        await barrier.Arrived;
        var again = Grain.All(Ann, command, command);
        await ATurn();
        barrier.Open();

        (await again).Should().AllBeEquivalentTo(await first);
        (await OnDisk()).Count(fact => fact.What is ItemAdded).Should().Be(1);
    }

    [Fact(DisplayName = "SE39 The same id on disk gets the same receipt, also from a server that has just read it")]
    public async Task The_same_id_on_disk_gets_the_same_receipt()
    {
        await Opened(3, "pAnn");
        var joins = Ask.Join("pNew", organisation: "En ny aktör");
        var first = await Grain.One(Calling.Server, joins);
        (await OnDisk()).Count(fact => fact.Command == Guid.Parse(first.Id!)).Should().Be(2, "a new organisation and a new participant");
        (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Seq.Should().Be(first.Seq + 1);

        (await Grain.One(Calling.Server, joins)).Should().Be(first);
        (await Elsewhere.One(Calling.Server, joins)).Should().Be(first);
    }

    [Fact(DisplayName = "SE40 The same id for something else, or from somebody else, is refused id-reused")]
    public async Task The_same_id_for_something_else_is_refused()
    {
        await Opened(3, "pAnn", "pBo");
        var (id, note) = (Guid.NewGuid(), Guid.NewGuid());
        (await Grain.One(Ann, Ask.Add(note, "ett", id))).Seq.Should().NotBeNull();
        (await Grain.One(Ann, Ask.Add(note, "två", id))).Refused.Should().Be("id-reused");
        (await Grain.One(Calling.Person("pBo"), Ask.Add(note, "ett", id))).Refused.Should().Be("id-reused");
        (await Elsewhere.One(Ann, Ask.Add(note, "två", id))).Refused.Should().Be("id-reused");
    }

    [Theory(DisplayName = "SE41 The same id for something else while the first is under way: refused when the first gets to the disk, decided itself when it does not")]
    [InlineData(Fault.None)]
    [InlineData(Fault.After)]
    [InlineData(Fault.Before)]
    public async Task The_same_id_for_something_else_under_way(Fault fault)
    {
        await Opened(3, "pAnn");
        var id = Guid.NewGuid();
        var barrier = Barrier.HoldNext(Script, fault);
        var first = Grain.One(Ann, Ask.Add(Guid.NewGuid(), "ett", id));
        await barrier.Arrived;
        var second = Grain.One(Ann, Ask.Add(Guid.NewGuid(), "två", id));
        await ATurn();
        second.IsCompleted.Should().BeFalse("whether the id is taken is not on disk yet");
        barrier.Open();

        if (fault == Fault.Before)
        {
            (await first).Retry.Should().NotBeNull();
            (await second).Seq.Should().NotBeNull();
        }
        else
        {
            (await first).Seq.Should().NotBeNull();
            (await second).Refused.Should().Be("id-reused");
        }
        (await OnDisk()).Count(fact => fact.Command == id).Should().Be(1);
    }
}
