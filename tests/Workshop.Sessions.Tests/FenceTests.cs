using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>Two servers that both believe they own a dialogue. The journal's head lets one win; the other catches up and decides again.</summary>
public sealed class FenceTests(Servers servers) : OnServers(servers)
{
    private static readonly Caller Ann = Calling.Person("pAnn");

    private Heard HeardElsewhere => Servers.Heard[1];

    [Fact(DisplayName = "SE20 Who loses the race catches up, tells its room, and decides the same commands again in order")]
    public async Task Who_loses_the_race_catches_up_and_decides_again_in_order()
    {
        await Opened(3, "pAnn");
        var mine = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
        var theirs = Guid.NewGuid();
        var before = await HeadOnDisk();
        var barrier = Barrier.HoldNext(Script);
        var first = Grain.All(Ann, Ask.Add(mine[0]), Ask.Add(mine[1]));
        await barrier.Arrived;
        var gathered = Grain.All(Ann, Ask.Add(mine[2]), Ask.Add(mine[3]), Ask.Add(mine[4]));
        await ATurn();
        (await Elsewhere.One(Calling.Facilitator, Ask.Add(theirs))).Seq.Should().Be(before + 1);
        barrier.Open();

        (await first).Select(got => got.Seq).Should().Equal(before + 2, before + 3);
        (await gathered).Select(got => got.Seq).Should().Equal(before + 4, before + 5, before + 6);
        Script.LostRaces.Should().Be(1);
        (await OnDisk()).Select(fact => fact.What).OfType<ItemAdded>().Select(added => added.Item.Id).Should().Equal([theirs, .. mine]);
        Heard.Seqs(Dialogue).Should().Equal(Enumerable.Range(1, (int)before + 6).Select(seq => (long)seq));
    }

    [Fact(DisplayName = "SE21 Decided again means by what is on disk then: a budget spent elsewhere refuses")]
    public async Task A_budget_spent_elsewhere_refuses()
    {
        await Opened(3, "pAnn");
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        await Grain.All(Calling.Facilitator, Ask.Add(one), Ask.Add(two));
        var barrier = Barrier.HoldNext(Script);
        var here = Grain.One(Ann, Ask.Vote(one, 3));
        await barrier.Arrived;
        (await Elsewhere.One(Ann, Ask.Vote(two, 3))).Seq.Should().NotBeNull();
        barrier.Open();

        (await here).Refused.Should().Be("votes-spent");
    }

    [Fact(DisplayName = "SE22 A refusal is confirmed against the journal's head first: what it rests on may have changed elsewhere")]
    public async Task A_refusal_is_confirmed_against_the_head()
    {
        await Opened(3, "pAnn");
        var note = Guid.NewGuid();
        (await Elsewhere.One(Calling.Facilitator, Ask.Add(note))).Seq.Should().NotBeNull();

        (await Grain.One(Ann, Ask.Vote(note, 1))).Refused.Should().BeNull("the note is on disk, this server only did not know");
    }

    [Fact(DisplayName = "SE23 What seems to change nothing is confirmed against the head too")]
    public async Task What_seems_to_change_nothing_is_confirmed_against_the_head()
    {
        await Opened(3, "pAnn");
        var note = Guid.NewGuid();
        await Grain.All(Calling.Facilitator, Ask.Add(note));
        await Grain.One(Ann, Ask.Vote(note, 1));
        (await Elsewhere.One(Ann, Ask.Vote(note, 0))).Seq.Should().NotBeNull();
        var before = await HeadOnDisk();

        (await Grain.One(Ann, Ask.Vote(note, 1))).Seq.Should().Be(before + 1, "the vote was taken back elsewhere, so it must be written");
    }

    [Fact(DisplayName = "SE24 The same id sent to both servers is done once and answered alike")]
    public async Task The_same_id_sent_to_both_servers_is_done_once()
    {
        await Opened(3, "pAnn");
        await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()));
        var command = Ask.Add(Guid.NewGuid());
        var barrier = Barrier.HoldNext(Script);
        var here = Grain.One(Ann, command);
        await barrier.Arrived;
        var there = await Elsewhere.One(Ann, command);
        barrier.Open();

        (await here).Should().Be(there);
        (await OnDisk()).Count(fact => fact.Command == Guid.Parse(there.Id!)).Should().Be(1);
    }

    [Fact(DisplayName = "SE25 A deleted dialogue is unknown to whoever still has it, at once and without an end of trying")]
    public async Task A_deleted_dialogue_is_unknown()
    {
        await Opened(3, "pAnn");
        await Servers.Journal.Delete(Dialogue);
        (await Grain.All(Ann, Ask.Add(Guid.NewGuid()), "1")).Select(got => got.Refused).Should().Equal("not-found", "malformed");
        (await HeadOnDisk()).Should().Be(0);
        (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Refused.Should().Be("not-found");
    }

    [Fact(DisplayName = "SE26 A dialogue that nobody opened is refused and leaves nothing behind")]
    public async Task A_dialogue_that_nobody_opened_leaves_nothing_behind()
    {
        (await Grain.One(Ann, Ask.Add(Guid.NewGuid()))).Refused.Should().Be("not-found");
        (await Servers.Journal.Kept("names", Dialogue)).Should().BeNull();
    }

    [Fact(DisplayName = "SE27 The other server's room hears what its own grain caught up with")]
    public async Task The_other_servers_room_hears_what_its_grain_caught_up_with()
    {
        await Opened(3, "pAnn");
        await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()));
        var loadedAt = HeardElsewhere.Seqs(Dialogue)[0];
        await Grain.All(Ann, Ask.Add(Guid.NewGuid()), Ask.Add(Guid.NewGuid()));
        await Elsewhere.One(Ann, Ask.Add(Guid.NewGuid()));

        HeardElsewhere.Seqs(Dialogue).Should().Equal(loadedAt, loadedAt + 1, loadedAt + 2, loadedAt + 3);
    }
}
