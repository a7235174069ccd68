using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>Decide, write, tell: in that order, one append at a time, nobody told before the disk.</summary>
public sealed class TurnTests(Servers servers) : OnServers(servers)
{
    private static readonly Caller Ann = Calling.Person("pAnn");
    private static readonly Caller Bo = Calling.Person("pBo");

    [Fact(DisplayName = "SE1 A receipt leaves when its command is on disk, and not before; nor is the room told")]
    public async Task A_receipt_leaves_when_its_command_is_on_disk()
    {
        await Opened(3, "pAnn");
        var before = await HeadOnDisk();
        var barrier = Barrier.HoldNext(Script);
        var asked = Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        await barrier.Arrived;
        await ATurn();

        asked.IsCompleted.Should().BeFalse("the append is held");
        Heard.Seqs(Dialogue).Should().EndWith(before);
        barrier.Open();
        (await asked).Seq.Should().Be(before + 1);
        (await HeadOnDisk()).Should().Be(before + 1);
        Heard.Seqs(Dialogue).Should().EndWith(before + 1);
    }

    [Fact(DisplayName = "SE2 The room is told every event once, in order, with the dialogue after them")]
    public async Task The_room_is_told_every_event_once_in_order()
    {
        await Opened(3, "pAnn", "pBo");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Grain.One(i % 2 == 0 ? Ann : Bo, Ask.Add(Guid.NewGuid()))));
        var head = await HeadOnDisk();

        Heard.Seqs(Dialogue).Should().Equal(Enumerable.Range(1, (int)head).Select(seq => (long)seq));
        Heard.Of(Dialogue).Should().OnlyContain(told => told.After.Seq == told.Facts.Last().Seq);
    }

    [Fact(DisplayName = "SE3 At most one append of a dialogue is under way; what is decided meanwhile gathers into the next")]
    public async Task One_append_is_under_way_and_the_rest_gathers()
    {
        await Opened(3, "pAnn");
        var appends = Script.Appends.Count;
        var barrier = Barrier.HoldNext(Script);
        var first = Grain.One(Ann, Ask.Add(Guid.NewGuid()));
        await barrier.Arrived;
        var others = Enumerable.Range(0, 20).Select(_ => Grain.One(Ann, Ask.Add(Guid.NewGuid()))).ToArray();
        await ATurn();
        Script.Appends.Count.Should().Be(appends + 1);
        barrier.Open();
        await Task.WhenAll([first, .. others]);

        Script.Appends.Skip(appends).Select(batch => batch.Events.Count).Should().Equal(1, 20);
        Script.MostUnderWay.Should().Be(1);
    }

    [Fact(DisplayName = "SE4 Two votes in one flush cannot both pass the budget")]
    public async Task Two_votes_in_one_flush_cannot_both_pass_the_budget()
    {
        await Opened(3, "pAnn");
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        await Grain.All(Calling.Facilitator, Ask.Add(one), Ask.Add(two));
        var barrier = Barrier.HoldNext(Script);
        var held = Grain.One(Calling.Facilitator, Ask.Add(Guid.NewGuid()));
        await barrier.Arrived;
        var votes = Task.WhenAll(Grain.One(Ann, Ask.Vote(one, 2)), Grain.One(Ann, Ask.Vote(two, 2)));
        await ATurn();
        barrier.Open();
        await held;

        (await votes).Select(got => got.Refused).Should().BeEquivalentTo(new string?[] { null, "votes-spent" });
    }

    [Fact(DisplayName = "SE5 A refusal waits until what it was decided on is on disk; when that never gets there, it is decided again")]
    public async Task A_refusal_waits_for_what_it_was_decided_on()
    {
        await Opened(3, "pAnn");
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        await Grain.All(Calling.Facilitator, Ask.Add(one), Ask.Add(two));
        var barrier = Barrier.HoldNext(Script, then: Fault.Before);
        var spends = Grain.One(Ann, Ask.Vote(one, 3));
        await barrier.Arrived;
        var refused = Grain.One(Ann, Ask.Vote(two, 1));
        await ATurn();
        refused.IsCompleted.Should().BeFalse("the vote that spends the budget is not on disk");
        barrier.Open();

        (await spends).Retry.Should().NotBeNull();
        (await refused).Seq.Should().NotBeNull("the budget was never spent");
    }

    [Fact(DisplayName = "SE6 What changes nothing is answered when what it was decided on is on disk, with that seq, and writes nothing")]
    public async Task What_changes_nothing_waits_too_and_writes_nothing()
    {
        await Opened(3, "pAnn");
        var note = Guid.NewGuid();
        await Grain.One(Calling.Facilitator, Ask.Add(note));
        var before = await HeadOnDisk();
        var barrier = Barrier.HoldNext(Script);
        var vote = Grain.One(Ann, Ask.Vote(note, 2));
        await barrier.Arrived;
        var again = Grain.One(Ann, Ask.Vote(note, 2));
        await ATurn();
        again.IsCompleted.Should().BeFalse();
        barrier.Open();

        (await vote).Seq.Should().Be(before + 1);
        (await again).Seq.Should().Be(before + 1);
        (await HeadOnDisk()).Should().Be(before + 1);
    }

    [Fact(DisplayName = "SE7 Commands sent together are decided together, in order, with nothing in between")]
    public async Task Commands_sent_together_are_decided_in_order_with_nothing_in_between()
    {
        await Opened(3, "pAnn", "pBo");
        var sent = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Grain.All(i % 2 == 0 ? Ann : Bo, Enumerable.Range(0, 5).Select(_ => Ask.Add(Guid.NewGuid())))));
        foreach (var receipts in sent)
            receipts.Select(got => got.Seq - receipts[0].Seq).Should().Equal(0, 1, 2, 3, 4);
    }

    [Fact(DisplayName = "SE8 Whatever is sent, there is an answer to each, in order, and no exception")]
    public async Task Whatever_is_sent_there_is_an_answer()
    {
        await Opened(3, "pAnn");
        byte[][] lines =
        [
            [], "{"u8.ToArray(), "{}"u8.ToArray(), "null"u8.ToArray(), [0xff, 0xfe], [.. "[{\"id\":\""u8, 0xff, .. "\"}]"u8],
            System.Text.Encoding.UTF8.GetBytes(new string('[', 100)),
        ];
        foreach (var line in lines)
            Got.Read(await Grain.Do(Ann, new Line(line))).Should().ContainSingle().Which.Refused.Should().Be("malformed");
        Got.Read(await Grain.Do(Ann, new Line("[]"u8.ToArray()))).Should().BeEmpty();
        var mixed = await Grain.All(Ann, "1", Ask.Add(Guid.NewGuid()), Ask.Of("dance", null), Ask.Add(Guid.NewGuid()));
        mixed.Select(got => got.Refused).Should().Equal("malformed", null, "unknown-type", null);
    }

    [Fact(DisplayName = "SE9 Time never goes back in a dialogue, whatever the clock does, and is in whole milliseconds")]
    public async Task Time_never_goes_back()
    {
        await Opened(3, "pAnn");
        var start = Servers.Clock.GetUtcNow();
        try
        {
            foreach (var minutes in new[] { 5, -60, 7 })
            {
                Servers.Clock.Set(start + TimeSpan.FromMinutes(minutes) + TimeSpan.FromTicks(7));
                (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Seq.Should().NotBeNull();
            }
        }
        finally
        {
            Servers.Clock.Set(start);
        }
        var times = (await OnDisk()).ConvertAll(fact => fact.At);
        times.Should().BeInAscendingOrder();
        times.TakeLast(3).Should().Equal(start.AddMinutes(5), start.AddMinutes(5), start.AddMinutes(7));
    }

    [Fact(DisplayName = "SE10 A bug in a rule refuses its command, internal, and the room lives on")]
    public async Task A_bug_refuses_its_command_and_the_room_lives_on()
    {
        await Opened(3, "pAnn");
        Servers.Clock.Broken = true;
        try
        {
            (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Refused.Should().Be("internal");
        }
        finally
        {
            Servers.Clock.Broken = false;
        }
        (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Seq.Should().NotBeNull();
    }

    [Fact(DisplayName = "SE11 A bug after the first event of a command leaves none of it")]
    public void A_bug_after_the_first_event_leaves_none_of_the_command()
    {
        var gathering = new Gathering(Workshop.Rules.Dialogue.Unopened);
        var asked = new Asked("x", Guid.NewGuid(), null, null, []);
        var act = () => gathering.Add([new Decided(new RoundEntered("r"), null), new Decided(new ItemAdded(null!), null)], asked, DateTimeOffset.UnixEpoch);

        act.Should().Throw<Exception>();
        gathering.Facts.Should().BeEmpty();
        gathering.Hashes.Should().BeEmpty();
        gathering.Becomes.Should().BeSameAs(Workshop.Rules.Dialogue.Unopened);
    }

    [Fact(DisplayName = "SE12 A room that fails when it is told costs nobody an answer")]
    public async Task A_room_that_fails_costs_nobody_an_answer()
    {
        await Opened(3, "pAnn");
        Heard.OnTell = dialogue => throw new InvalidOperationException(dialogue);
        try
        {
            (await Grain.All(Ann, Ask.Add(Guid.NewGuid()), Ask.Add(Guid.NewGuid()))).Should().OnlyContain(got => got.Seq > 0);
        }
        finally
        {
            Heard.OnTell = _ => { };
        }
        (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Seq.Should().Be(await HeadOnDisk());
    }

    [Fact(DisplayName = "SE13 More than may wait is told to retry; what waits is written")]
    public async Task More_than_may_wait_is_told_to_retry()
    {
        await Opened(3, "pAnn");
        var before = await HeadOnDisk();
        var barrier = Barrier.HoldNext(Script);
        var first = Grain.One(Calling.Facilitator, Ask.Enter("closing"));
        await barrier.Arrived;
        var many = Grain.All(Calling.Facilitator, Enumerable.Range(0, DialogueGrain.MostWaiting + 10).Select(_ => Ask.Add(Guid.NewGuid())));
        await ATurn();
        barrier.Open();
        await first;

        var got = await many;
        got.Take(DialogueGrain.MostWaiting).Should().OnlyContain(one => one.Seq > 0);
        got.Skip(DialogueGrain.MostWaiting).Should().HaveCount(10).And.OnlyContain(one => one.Retry > 0);
        (await HeadOnDisk()).Should().Be(before + 1 + got.Count(one => one.Seq > 0));
    }
}
