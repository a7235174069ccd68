// Votes, ratings, stances, ready, hands: RU3xx.
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class VoiceRules
{
    /// <summary>Two sentences of the vision, the first anna's, the second bo's.</summary>
    private static Room Voting(object voting)
    {
        var room = Sentences();
        return room.Given(Lead, Ask.Conduct("valueVision", new { voting }));
    }

    internal static Room Sentences() => In("valueVision").Given("anna", "visionSentence", 1, "valueVision").Given("bo", "visionSentence", 2, "valueVision");

    [Fact(DisplayName = "RU301 votes are taken while voting is open, and not before or after")]
    public void Open()
    {
        var room = In("valueVision").Given("anna", "visionSentence", 1, "valueVision");
        room.When("anna", Ask.Vote(1, 1)).Refused("voting-closed");
        room.Given(Lead, Ask.Conduct("valueVision", new { voting = new { open = true } })).Given("anna", Ask.Vote(1, 1));
        room.Given(Lead, Ask.Conduct("valueVision", new { voting = new { open = false } })).When("anna", Ask.Vote(1, 0)).Refused("voting-closed");
    }

    [Fact(DisplayName = "RU302 a person's weights in a part never pass its budget, nor one item's its perItem; zero takes back and frees")]
    public void Budget()
    {
        var room = Voting(new { open = true, budget = 3, perItem = 2 });
        room.When("anna", Ask.Vote(1, 3)).Refused("votes-spent").Decision.Refused!.Limit.Should().Be(2);
        room.Given("anna", Ask.Vote(1, 2)).When("anna", Ask.Vote(2, 2)).Refused("votes-spent").Decision.Refused!.Limit.Should().Be(3);
        room.Given("anna", Ask.Vote(2, 1)).When("anna", Ask.Vote(1, 2)).Nothing();
        room.Given("anna", Ask.Vote(1, 0)).Given("anna", Ask.Vote(2, 2)).Given("bo", Ask.Vote(1, 2));
        room.Dialogue.Votes.Should().HaveCount(2);
        room.When("anna", Ask.Vote(1, -1)).Refused("malformed", "weight");
        room.When("anna", Ask.Vote(9, 1)).Refused("unknown-item");
    }

    [Fact(DisplayName = "RU303 the budget is of the part: another part has its own")]
    public void PerPart()
    {
        var room = Voting(new { open = true, budget = 1 }).Given("anna", Ask.Vote(1, 1)).Given(Lead, Ask.Enter("initiatives"))
            .Given(Lead, Ask.Conduct("initiatives", new { voting = new { open = true, budget = 1 } })).Given("anna", "initiative", 5, "initiatives");
        room.Given("anna", Ask.Vote(5, 1)).When("anna", Ask.Vote(2, 1)).Refused("votes-spent");
    }

    [Fact(DisplayName = "RU304 votes on what is removed are free to lay elsewhere; when it comes back, the later ones stand and the budget holds")]
    public void Overspent()
    {
        var room = Voting(new { open = true, budget = 2 }).Given("anna", Ask.Vote(1, 2)).Given("cilla", Ask.Vote(1, 2)).Given("anna", Ask.Remove(1)).Given("anna", Ask.Vote(2, 2));
        room.When("anna", Ask.Restore(1)).Then(typeof(ItemsRestored), typeof(VoteCast));
        room.Dialogue.Votes.Values.Where(vote => vote.By == "anna").Should().ContainSingle().Which.ItemId.Should().Be(Guid(2));
        room.Dialogue.Votes.Values.Should().Contain(vote => vote.By == "cilla" && vote.ItemId == Guid(1));
    }

    [Fact(DisplayName = "RU305 facilitators, links and screens have no vote, rating, stance, ready or hand of their own")]
    public void Facilitators()
    {
        var room = Voting(new { open = true });
        foreach (var command in new[] { Ask.Vote(1, 1), Ask.Rate(1, 1, 1), Ask.Stance(1, "canLiveWith"), new { type = "setReady", value = true }, new { type = "raiseHand", value = true } })
        {
            room.When(Lead, command).Refused("participants-only");
            room.When(Screen, command).Refused("not-allowed");
        }
    }

    [Fact(DisplayName = "RU306 companions, interpreters and observers stand outside all tallies, but may be ready and raise a hand")]
    public void Outside()
    {
        var room = Voting(new { open = true });
        foreach (var command in new[] { Ask.Vote(1, 1), Ask.Rate(1, 1, 1), Ask.Stance(1, "canLiveWith") }) room.When("frida", command).Refused("outside-tally");
        room.Given("frida", new { type = "setReady", value = true }).Given("frida", new { type = "raiseHand", value = true });
    }

    [Fact(DisplayName = "RU307 ratings are from 1 to 5 in effect and effort, zero takes them back, the latest stands")]
    public void Ratings()
    {
        var room = Sentences();
        room.When("anna", Ask.Rate(1, 6, 1)).Refused("malformed", "effect");
        room.When("anna", Ask.Rate(1, 1, -1)).Refused("malformed", "effort");
        room.Given("anna", Ask.Rate(1, 5, 2)).When("anna", Ask.Rate(1, 5, 2)).Nothing();
        room.Given("anna", Ask.Rate(1, 4, 2)).Dialogue.Ratings.Should().ContainSingle();
        room.Given("anna", Ask.Rate(1, 0, 0)).Dialogue.Ratings.Should().BeEmpty();
    }

    [Fact(DisplayName = "RU308 an organisation's stance is given only by who answers for it; a personal one by anybody")]
    public void Answering()
    {
        var room = Sentences();
        room.When("cilla", Ask.Stance(1, "standsBehind", "o1")).Refused("not-answering");
        room.When("anna", Ask.Stance(1, "standsBehind", "o2")).Refused("not-answering");
        room.When("anna", Ask.Stance(1, "standsBehind", "o9")).Refused("unknown-organisation");
        room.When("anna", Ask.Stance(1, "loves")).Refused("malformed", "stance");
        room.Given("anna", Ask.Stance(1, "standsBehind", "o1")).Given("cilla", Ask.Stance(1, "canLiveWith")).Given("elsa", Ask.Stance(1, "standsBehind"));
        room.Dialogue.Stances.Should().HaveCount(3);
    }

    [Fact(DisplayName = "RU309 needsChange and standsAside need a reason, and blanks are none")]
    public void Reasons()
    {
        var room = Sentences();
        foreach (var stance in new[] { "needsChange", "standsAside" })
        {
            room.When("anna", Ask.Stance(1, stance)).Refused("reason-required");
            room.When("anna", Ask.Stance(1, stance, "o1", " \n")).Refused("reason-required");
            room.Given("anna", Ask.Stance(1, stance, "o1", "För dyrt"));
        }
    }

    [Fact(DisplayName = "RU310 a stance replaces the earlier one of the same voice, and the same again changes nothing")]
    public void Replaces()
    {
        var room = Sentences().Given("anna", Ask.Stance(1, "standsBehind", "o1")).Given("anna", Ask.Stance(1, "canLiveWith", "o1"));
        room.When("anna", Ask.Stance(1, "canLiveWith", "o1")).Nothing();
        room.Given("anna", Ask.Stance(1, "canLiveWith")).Dialogue.Stances.Should().HaveCount(2);
    }

    [Fact(DisplayName = "RU311 changing what, organisation, with, due or mandates voids earlier stances on a step; other fields do not")]
    public void Voids()
    {
        foreach (var patch in new object[]
        {
            new { what = "Mejla" }, new { organisation = "o2" }, new { with = new[] { "o3" } }, new { due = "2026-12-01" },
            new { mandates = new[] { new { organisation = "o3", body = "Nämnden", route = "board" } } },
        })
        {
            var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", due = "2026-11-01" }).Given("anna", Ask.Stance(1, "standsBehind", "o1"));
            room.When("anna", Ask.Change(1, patch)).Then<ItemChanged>().Voids.Should().BeTrue();
            room.Dialogue.Stances.Should().BeEmpty();
        }
        var kept = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1" }).Given("anna", Ask.Stance(1, "standsBehind", "o1"));
        kept.When("anna", Ask.Change(1, new { role = "chef", contact = "a@b.se" })).Then<ItemChanged>().Voids.Should().BeNull();
        kept.Dialogue.Stances.Should().ContainSingle();
    }

    private static string State(Room room, int id = 1) => Items.NextStep.State(room.Dialogue, room.Item(id));

    [Fact(DisplayName = "RU312 a step is asked while a named organisation has nobody here who answers for it and has not answered; before anything else")]
    public void Asked()
    {
        var room = In("nextSteps").Given(Lead, new { type = "editOrganisations", add = new[] { new { name = "Kommunen" } } });
        room.Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", with = new[] { "o4" } });
        State(room).Should().Be("asked");
        room.Given("anna", Ask.Stance(1, "needsChange", "o1", "Nej"));
        State(room).Should().Be("asked", "it comes before proposed");
    }

    [Fact(DisplayName = "RU313 proposed until every organisation named, with and mandates too, has said yes: stands behind or can live with")]
    public void Proposed()
    {
        var mandate = new[] { new { organisation = "o3", body = "Nämnden", route = "board" } };
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", with = new[] { "o2" }, mandates = mandate });
        State(room).Should().Be("proposed");
        room.Given("anna", Ask.Stance(1, "standsBehind", "o1")).Given("bo", Ask.Stance(1, "canLiveWith", "o2"));
        State(room).Should().Be("proposed", "who must decide is named too");
        room.Given("david", Ask.Stance(1, "needsChange", "o3", "Nej"));
        State(room).Should().Be("proposed");
        room.Given("elsa", Ask.Stance(1, "standsBehind"));
        State(room).Should().Be("proposed", "a personal yes is nobody else's");
    }

    [Fact(DisplayName = "RU314 all yes and a mandate without outcome: awaiting decision; with it: agreed; without mandates: agreed")]
    public void Agreed()
    {
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", mandates = new[] { new { organisation = "o3", body = "Nämnden", route = "board" } } })
            .Given("anna", Ask.Stance(1, "standsBehind", "o1")).Given("david", Ask.Stance(1, "canLiveWith", "o3"));
        State(room).Should().Be("awaitingDecision");
        room.Given(Lead, Ask.Change(1, new { mandates = new[] { new { organisation = "o3", body = "Nämnden", route = "board", outcome = "Bifall" } } }))
            .Given("anna", Ask.Stance(1, "standsBehind", "o1")).Given("david", Ask.Stance(1, "canLiveWith", "o3"));
        State(room).Should().Be("agreed");
        room.Given("bo", "nextStep", 2, "nextSteps", new { what = "Mejla", organisation = "o2" }).Given("bo", Ask.Stance(2, "canLiveWith", "o2"));
        State(room, 2).Should().Be("agreed");
    }

    [Fact(DisplayName = "RU315 ready and raised hands are set and taken down, the same again changes nothing, and a hand knows since when")]
    public void Ready()
    {
        var room = In("welcome").Given("anna", new { type = "setReady", value = true });
        room.When("anna", new { type = "setReady", value = true }).Nothing();
        var told = room.When("anna", new { type = "raiseHand", value = true }).Told("bo");
        ((string?)room.Snapshot("bo")["participants"]![0]!["handAt"]).Should().Be((string?)told["at"]);
        room.Given("anna", new { type = "raiseHand", value = false }).Dialogue.Person("anna")!.HandAt.Should().BeNull();
    }

    [Fact(DisplayName = "RU316 an organisation with nobody here answers a step that names it by its link, and no other")]
    public void ByLink()
    {
        var room = In("nextSteps").Given(Lead, new { type = "editOrganisations", add = new[] { new { name = "Kommunen" } } });
        room.Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o4" });
        room.When(Link, Ask.Stance(1, "standsBehind", "o1")).Refused("not-answering");
        room.When(Link, Ask.Stance(1, "standsBehind")).Refused("malformed", "organisation");
        room.Given(Link, Ask.Stance(1, "standsBehind", "o4"));
        State(room).Should().Be("agreed");
        room.Snapshot("bo")["stances"]![0]!.AsObject().ContainsKey("by").Should().BeFalse();
    }

    [Fact(DisplayName = "RU317 a facilitator lowers a hand that was heard, and raises none for anybody")]
    public void Lowers()
    {
        var room = In("welcome").Given("anna", new { type = "raiseHand", value = true }).Given(Lead, new { type = "raiseHand", value = false, @as = "anna" });
        room.Dialogue.Person("anna")!.Hand.Should().BeNull();
        room.When(Lead, new { type = "raiseHand", value = true, @as = "anna" }).Refused("not-allowed");
    }
}
