// Taking words back: what is no item's, what lies under what is seen now, and all that one person wrote.
using System.Text;
using System.Text.Json.Nodes;
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class ErasureRules
{
    private const string Secret = "HEMLIGT";

    private static string Journal(Room room) => string.Concat(room.Facts.Select(fact => Encoding.UTF8.GetString(fact.Body)));

    private static void Gone(Room room)
    {
        Journal(room).Should().NotContain(Secret);
        Encoding.UTF8.GetString(StateJson.Write(room.Dialogue)).Should().NotContain(Secret);
        foreach (var who in new[] { Lead, "anna", "bo" }) room.Snapshot(who).ToJsonString().Should().NotContain(Secret);
        Replay.Same(room);
    }

    private static object Erase(string field, string? organisation = null, string? phaseId = null) =>
        organisation is not null ? new { type = "eraseContent", field, organisation } : phaseId is not null ? new { type = "eraseContent", field, phaseId } : new { type = "eraseContent", field };

    [Fact(DisplayName = "RU850 words that are no item's are named by their field; only those who lead take them back, and one's own card whoever wrote it")]
    public void Fields()
    {
        var room = In("nextSteps").Given("bo", new { type = "setCard", organisation = "o2", does = "Hjälper", doesNot = "", callWhen = "" });
        foreach (var field in new[] { "title", "targetGroup", "pause" }) room.When("bo", Erase(field)).Refused("facilitator-only");
        room.When("bo", Erase("organisation", organisation: "o2")).Refused("facilitator-only");
        room.When("anna", Erase("card", organisation: "o2")).Refused("facilitator-only");
        room.When(Lead, Erase("name")).Refused("malformed");
        room.When(Lead, Erase("purpose")).Refused("unknown-phase");
        room.When(Lead, Erase("purpose", phaseId: "nowhere")).Refused("unknown-phase");
        room.When(Lead, Erase("organisation", organisation: "o99")).Refused("unknown-organisation");
        room.When(Lead, new { type = "eraseContent", field = "title", itemId = Id(1) }).Refused("malformed");
        room.Given("bo", Erase("card", organisation: "o2"));
        room.Dialogue.OrganisationOf("o2")!.Card.Should().BeNull();
        Replay.Same(room);
    }

    [Fact(DisplayName = "RU851 title, target group, purposes, questions, names of parts and the words of a pause go with all they ever were, also of a part that is no more")]
    public void EarlierOnes()
    {
        var room = In("nextSteps");
        foreach (var text in new[] { "HEMLIGT ett", "HEMLIGT två", "Öppet" })
        {
            room.Given(Lead, new { type = "editDialogue", patch = new { title = text, targetGroup = text } });
            var agenda = room.Snapshot(Lead)["agenda"]!.DeepClone().AsArray();
            foreach (var part in agenda.Where(part => (string)part!["id"]! is "story" or "closing")) (part!["title"], part["purpose"], part["questions"]) = (text, text, new JsonArray(text));
            room.Given(Lead, new JsonObject { ["type"] = "editAgenda", ["agenda"] = agenda });
            room.Given(Lead, new { type = "pause", words = text });
        }
        var without = room.Snapshot(Lead)["agenda"]!.DeepClone().AsArray();
        without.Remove(without.Single(part => (string)part!["id"]! == "closing"));
        room.Given(Lead, new JsonObject { ["type"] = "editAgenda", ["agenda"] = without });
        Journal(room).Should().Contain(Secret);
        room.Given(Lead, Erase("title")).Given(Lead, Erase("targetGroup")).Given(Lead, Erase("pause"));
        foreach (var part in new[] { "story", "closing" }) room.Given(Lead, Erase("phaseTitle", phaseId: part)).Given(Lead, Erase("purpose", phaseId: part)).Given(Lead, Erase("questions", phaseId: part));
        Gone(room);
        room.Dialogue.Title.Should().BeEmpty();
        room.Dialogue.PhaseOf("story")!.Questions.Should().BeEmpty();
        room.Dialogue.Pause!.Words.Should().BeNull();
        room.Given(Lead, new { type = "conclude" }).Given(Lead, Erase("title"));
    }

    [Fact(DisplayName = "RU852 earlier names of people and organisations go too, those of organisations that became one, and cards wherever an organisation was put with one")]
    public void EarlierNames()
    {
        var room = In("nextSteps").Given("anna", new { type = "changeParticipant", participantId = "anna", patch = new { name = "HEMLIGT namn" } })
            .Given("anna", new { type = "changeParticipant", participantId = "anna", patch = new { name = "Anna" } }).Given(Lead, new { type = "eraseContent", participantId = "anna" });
        Gone(room);
        room.Given(Lead, new { type = "editOrganisations", add = new[] { new { name = "HEMLIGT hem", kind = "region", principal = "HEMLIGT bolag" } } });
        var added = room.Dialogue.Organisations[^1].Id;
        room.Given(Lead, new { type = "setCard", organisation = added, does = "HEMLIGT", doesNot = "HEMLIGT", callWhen = "HEMLIGT" })
            .Given(Lead, new { type = "editOrganisations", rename = new[] { new { id = added, name = "HEMLIGT igen" } } })
            .Given(Lead, new { type = "editOrganisations", merge = new[] { new { from = added, into = "o1" } } });
        room.Given(Lead, new { type = "setCard", organisation = "o1", does = "HEMLIGT", doesNot = "", callWhen = "" }).Given(Lead, new { type = "editOrganisations", rename = new[] { new { id = "o1", name = "Kliniken" } } });
        room.Given(Lead, Erase("card", organisation: "o1")).Given(Lead, Erase("organisation", organisation: "o1"));
        Gone(room);
        room.Dialogue.OrganisationOf("o1").Should().Match<Organisation>(one => one.Name == "" && one.Principal == null && one.Card == null);
    }

    [Fact(DisplayName = "RU853 of a report every text goes: reason, needs, learned, to whom it was handed over, who said it; how it goes stays")]
    public void Reports()
    {
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1" })
            .Given("anna", new { type = "reportProgress", itemId = Id(1), status = "stuck", reason = Secret, needs = Secret, learned = Secret, handOverTo = Secret, reporter = Secret });
        var seq = room.Dialogue.Seq;
        Journal(room).Split(Secret).Should().HaveCount(6);
        room.Given(Lead, new { type = "eraseContent", seq });
        Gone(room);
        room.Item(1).Reports.Single().Status.Should().Be("stuck");
        room.When(Lead, new { type = "eraseContent", seq }).Nothing();
    }

    [Fact(DisplayName = "RU854 with a reason go those that the same voice gave before it and those that a change has voided; others' stay")]
    public void Reasons()
    {
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1" })
            .Given("bo", Ask.Stance(1, "standsAside", reason: "HEMLIGT ett")).Given("bo", Ask.Stance(1, "needsChange", reason: "HEMLIGT två")).Given("cilla", Ask.Stance(1, "needsChange", reason: "Cillas skäl"));
        room.Given("anna", Ask.Change(1, new { what = "Ringa i dag" }));
        room.Dialogue.Stances.Should().BeEmpty("a change of what is agreed voids them");
        room.Given("bo", Ask.Stance(1, "standsBehind", reason: "HEMLIGT tre"));
        var last = room.Dialogue.Seq;
        room.When("cilla", new { type = "eraseContent", seq = last }).Refused("own-only");
        room.Given("bo", new { type = "eraseContent", seq = last });
        Gone(room);
        Journal(room).Should().Contain("Cillas skäl");
        room.When("bo", new { type = "eraseContent", seq = last }).Nothing();
    }

    private static Room Written()
    {
        var room = In("nextSteps").Given("anna", Ask.Note(1, "nextSteps", "HEMLIGT ett")).Given("bo", "nextStep", 2, "nextSteps", new { what = "Bos ord", organisation = "o2" })
            .Given("anna", Ask.Change(2, new { what = "HEMLIGT två" })).Given("bo", Ask.Change(2, new { what = "Bos nya ord" })).Given("anna", Ask.Change(2, new { role = "HEMLIGT tre" }))
            .Given("anna", Ask.Stance(2, "standsAside", reason: "HEMLIGT fyra")).Given("anna", Ask.Stance(2, "needsChange", reason: "HEMLIGT fem")).Given("bo", Ask.Stance(2, "needsChange", reason: "Bos skäl"))
            .Given("anna", "nextStep", 3, "nextSteps", new { what = "HEMLIGT sex", organisation = "o1" }).Given("anna", new { type = "reportProgress", itemId = Id(3), status = "done", learned = "HEMLIGT sju", reporter = "HEMLIGT" })
            .Given("anna", new { type = "setCard", organisation = "o1", does = "HEMLIGT åtta", doesNot = "", callWhen = "" }).Given(Lead, new { type = "editOrganisations", rename = new[] { new { id = "o1", name = "Kliniken" } } })
            .Given("cilla", new { type = "setCard", organisation = "o1", does = "Cillas kort", doesNot = "", callWhen = "" })
            .Given("anna", new { type = "changeParticipant", participantId = "anna", patch = new { name = "HEMLIGT nio" } });
        return room;
    }

    [Theory(DisplayName = "RU855 all that one person wrote goes in one deed, by herself or a facilitator: texts, words in others' texts also where they were written over, reasons, reports, cards, names; others' words stay")]
    [InlineData("anna")]
    [InlineData(Lead)]
    public void AllThatOneWrote(string by)
    {
        var room = Written();
        room.When("bo", new { type = "eraseContent", writtenBy = "anna" }).Refused("own-only");
        room.When(Lead, new { type = "eraseContent", writtenBy = "nobody" }).Refused("unknown-person");
        room.Given(by, new { type = "eraseContent", writtenBy = "anna" });
        Gone(room);
        foreach (var kept in new[] { "Bos ord", "Bos nya ord", "Bos skäl", "Cillas kort" }) Journal(room).Should().Contain(kept);
        room.Item(2).Text("what").Should().Be("Bos nya ord");
        room.Dialogue.OrganisationOf("o1")!.Card!.Does.Should().Be("Cillas kort");
        room.Dialogue.Person("anna")!.Name.Should().BeEmpty();
    }

    [Fact(DisplayName = "RU856 what was written without a name goes when its author asks, and is left when a facilitator does: that it went would tell whose it was")]
    public void Nameless()
    {
        var room = In("nextSteps").Given(Lead, Ask.Conduct("nextSteps", new { names = "hidden" })).Given("anna", Ask.Note(1, "nextSteps", "HEMLIGT ett"))
            .Given("bo", "nextStep", 2, "nextSteps", new { what = "Bos steg", organisation = "o2" }).Given("anna", Ask.Change(2, new { role = "HEMLIGT två" })).Given("anna", Ask.Stance(2, "standsAside", reason: "HEMLIGT tre"));
        var before = room.Facts.Count;
        room.Given(Lead, new { type = "eraseContent", writtenBy = "anna" });
        Journal(room).Split(Secret).Should().HaveCount(4, "three texts are left");
        room.Facts.Skip(before).Should().NotContain(fact => fact.Nameless || ((ContentErased)fact.What).ItemId != null || ((ContentErased)fact.What).OfSeq != null);
        before = room.Facts.Count;
        room.Given("anna", new { type = "eraseContent", writtenBy = "anna" });
        Gone(room);
        foreach (var fact in room.Facts.Skip(before).Where(fact => fact.Nameless))
        {
            room.Told(fact, "bo").ContainsKey("by").Should().BeFalse();
            room.Told(fact, Lead).ToJsonString().Should().NotContain("writtenBy", "a pseudonym is told to nobody");
        }
    }

    [Fact(DisplayName = "RU857 several items that come back together bring each their votes, and of a budget overspent only so many fall as must, the latest first")]
    public void RestoredVotes()
    {
        var room = In("initiatives").Given(Lead, Ask.Conduct("initiatives", new { voting = new { open = true, budget = 4 } }));
        for (var id = 1; id <= 4; id++) room.Given("bo", Ask.Note(id, "initiatives", $"Lapp {id}"));
        room.Given("anna", Ask.Vote(1, 1)).Given("anna", Ask.Vote(2, 1)).Given("anna", Ask.Vote(3, 2)).Given("cilla", Ask.Vote(1, 1)).Given("cilla", Ask.Vote(2, 3));
        room.Given(Lead, Ask.Remove(1, 2, 3)).Given("anna", Ask.Vote(4, 3)).Given(Lead, Ask.Restore(1, 2, 3));
        var votes = room.Dialogue.Votes.Values.Select(vote => $"{vote.By}:{Array.IndexOf([Id(1), Id(2), Id(3), Id(4)], vote.ItemId.ToString())}:{vote.Weight}").Order();
        votes.Should().Equal("anna:0:1", "anna:3:3", "cilla:0:1", "cilla:1:3");
        Replay.Same(room);
    }
}
