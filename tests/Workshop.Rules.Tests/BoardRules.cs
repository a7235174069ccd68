// What people put on the board, change, take away: RU1xx; where it stands is in PlaceRules.cs.
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class BoardRules
{
    [Fact(DisplayName = "RU101 a participant adds a note where the part has been entered, and everybody hears of it with author, rank and seq")]
    public void Adds()
    {
        var answer = In("welcome").When("anna", Ask.Note(1, "welcome", "Hej"));
        answer.Then<ItemAdded>().Item.Text("text").Should().Be("Hej");
        var told = answer.Told("bo");
        ((string?)told["by"]).Should().Be("anna");
        told.ContainsKey("command").Should().BeFalse("only its sender gets the command's id");
        answer.Told("anna").ContainsKey("command").Should().BeTrue();
        ((string?)told["item"]!["rank"]).Should().NotBeNullOrEmpty();
        answer.Room.Item(1).Seq.Should().Be(answer.Fact.Seq);
    }

    public static TheoryData<string, string, bool> Additions()
    {
        // protocol.md, "What participants may add, by phase", word for word.
        var may = new Dictionary<string, string[]>
        {
            ["welcome"] = ["note"], ["story"] = ["note", "moment"], ["systemMap"] = ["note", "contact", "connection"], ["valueVision"] = ["note", "theme", "visionSentence"],
            ["initiatives"] = ["note", "theme", "initiative"], ["nextSteps"] = ["note", "nextStep"], ["closing"] = ["note"],
        };
        var data = new TheoryData<string, string, bool>();
        foreach (var (phase, kinds) in may)
            foreach (var kind in new[] { "note", "theme", "finding", "moment", "contact", "connection", "visionSentence", "initiative", "nextStep" })
                data.Add(phase, kind, kinds.Contains(kind));
        return data;
    }

    [Theory(DisplayName = "RU102 each part takes its own kinds from participants, and every kind from facilitators")]
    [MemberData(nameof(Additions))]
    public void Kinds(string phase, string kind, bool may)
    {
        var room = In(phase).Given(Lead, "contact", 801, phase).Given(Lead, "contact", 802, phase);
        room.When(Lead, Ask.Add(kind, 1, phase)).Then<ItemAdded>();
        var answer = room.When("elsa", Ask.Add(kind, 2, phase));
        if (may) answer.Then<ItemAdded>();
        else answer.Refused("kind-not-here");
    }

    [Fact(DisplayName = "RU103 a moment is added by those with experience of their own, and by facilitators")]
    public void Moments()
    {
        var room = In("story").Given("elsa", "moment", 1, "story", new { text = "Ingen visste", tags = new[] { "repetition" } });
        room.When("anna", Ask.Add("moment", 2, "story")).Refused("kind-not-here");
        room.Given(Lead, "moment", 3, "story");
    }

    [Fact(DisplayName = "RU104 a part never entered takes writing from facilitators only, also in a draft")]
    public void NotEntered()
    {
        var room = WithPeople();
        room.When("anna", Ask.Note(1, "welcome")).Refused("phase-not-entered");
        room.Given(Lead, "finding", 2, "story", new { text = "Var fjärde", source = "Enkät", answers = 41, quote = "Ingen frågade" });
        room.Dialogue.Status.Should().Be("draft");
    }

    [Fact(DisplayName = "RU105 a part once entered takes writing when it is another's turn, until its conduct closes it")]
    public void Late()
    {
        var room = In("welcome", "story").Given("anna", Ask.Note(1, "welcome")).Given(Lead, Ask.Writing("welcome", "closed"));
        room.When("anna", Ask.Note(2, "welcome")).Refused("writing-closed");
        room.When("anna", Ask.Change(1, new { text = "Ny" })).Refused("writing-closed");
        room.Given(Lead, Ask.Note(3, "welcome"));
    }

    [Fact(DisplayName = "RU106 an item's id is used once, also when it was removed")]
    public void Exists()
    {
        var room = In("welcome").Given("anna", Ask.Note(1, "welcome"));
        room.When("bo", Ask.Note(1, "welcome")).Refused("item-exists");
        room.Given("anna", Ask.Remove(1)).When("anna", Ask.Note(1, "welcome")).Refused("item-exists");
    }

    [Fact(DisplayName = "RU107 unknown kinds, parts, items and references are refused, each with its code")]
    public void Unknown()
    {
        var room = In("welcome");
        room.When("anna", Ask.Add("poem", 1, "welcome", new { text = "?" })).Refused("unknown-type", "kind");
        room.When("anna", Ask.Note(1, "elsewhere")).Refused("unknown-phase");
        room.When("anna", Ask.Change(1, new { text = "?" })).Refused("unknown-item");
        room.When("anna", Ask.Remove(1)).Refused("unknown-item");
        room.When("anna", Ask.Restore(1)).Refused("unknown-item");
        room.When(Lead, Ask.Show(1)).Refused("unknown-item");
        room.When("anna", Ask.Add("note", 1, "welcome", new { text = "Hej", moments = new[] { Id(9) } })).Refused("bad-reference", "moments");
        room.When("anna", Ask.Add("note", 1, "welcome", new { text = "Hej", theme = Id(9) })).Refused("bad-reference", "theme");
        room.When(Lead, Ask.Add("contact", 1, "welcome", new { name = "Hej", organisation = "o9" })).Refused("unknown-organisation", "organisation");
        room.Given(Lead, "moment", 8, "story").Given("anna", "note", 1, "welcome", new { text = "Hej", moments = new[] { Id(8).ToUpperInvariant() } });
        room.Item(1).Texts("moments").Should().Equal(Id(8));
        room.When(Lead, Ask.Add("initiative", 2, "welcome", new { title = "Hej", gaps = new[] { Id(8) } })).Refused("bad-reference", "gaps");
    }

    [Fact(DisplayName = "RU108 a note or moment is changed by its author and facilitators, other kinds by whoever may add them there")]
    public void Changers()
    {
        var room = In("valueVision").Given("anna", Ask.Note(1, "valueVision")).Given("anna", "visionSentence", 2, "valueVision");
        room.When("bo", Ask.Change(1, new { text = "Bo" })).Refused("own-only");
        room.Given("anna", Ask.Change(1, new { text = "Anna" })).Given(Lead, Ask.Change(1, new { text = "Lead" }));
        room.Given("bo", Ask.Change(2, new { text = "Bo" }));
        room.Given(Lead, "finding", 3, "valueVision").When("bo", Ask.Change(3, new { text = "Bo" })).Refused("kind-not-here");
    }

    [Fact(DisplayName = "RU109 who changes a field that somebody else has changed since is refused with the item as it is; another field, one's own change and the same value pass")]
    public void Meanwhile()
    {
        var room = In("valueVision").Given("anna", "visionSentence", 1, "valueVision", new { text = "Ett" });
        var known = room.Item(1).Seq;
        room.Given("bo", Ask.Change(1, new { text = "Två" }, known));
        var refused = room.When("anna", Ask.Change(1, new { text = "Tre" }, known)).Refused("changed-meanwhile", "text").Decision.Refused!;
        refused.Current!.Text("text").Should().Be("Två");
        room.When("anna", Ask.Change(1, new { text = "Två" }, known)).Nothing();
        room.Given("anna", Ask.Change(1, new { sign = "Lugnet" }, known)).Given("bo", Ask.Change(1, new { text = "Fyra" }, known)).Given("anna", Ask.Change(1, new { text = "Tre" }, room.Item(1).Seq));
    }

    [Fact(DisplayName = "RU110 undo is an ordinary change back with the seq of one's own change as base: it wins unless somebody else came between")]
    public void Undo()
    {
        var room = In("valueVision").Given("anna", "visionSentence", 1, "valueVision", new { text = "Ett" }).Given("anna", Ask.Change(1, new { text = "Två" }, 0));
        var mine = room.Item(1).Seq;
        room.Given("anna", Ask.Change(1, new { text = "Ett" }, mine)).Item(1).Text("text").Should().Be("Ett");
        room.Given("bo", Ask.Change(1, new { text = "Bo" }, room.Item(1).Seq)).When("anna", Ask.Change(1, new { text = "Två" }, mine)).Refused("changed-meanwhile");
        room.Given("anna", Ask.Remove(1)).Given("anna", Ask.Restore(1)).Item(1).Text("text").Should().Be("Bo");
    }

    [Fact(DisplayName = "RU111 a patch puts its fields, null takes one away, a required one cannot be taken, what lies on every item cannot be patched, what is unknown is ignored")]
    public void Patches()
    {
        var room = In("valueVision").Given("anna", "visionSentence", 1, "valueVision", new { text = "Ett", sign = "Lugnet" });
        room.Given("anna", Ask.Raw($$"""{"type":"changeItem","itemId":"{{Id(1)}}","base":99,"patch":{"sign":null} }""")).Item(1).Text("sign").Should().BeNull();
        room.When("anna", Ask.Raw($$"""{"type":"changeItem","itemId":"{{Id(1)}}","base":99,"patch":{"text":null} }""")).Refused("malformed", "text");
        room.When("anna", Ask.Change(1, new { text = "  " })).Refused("malformed", "text");
        foreach (var field in new[] { "id", "kind", "phaseId", "x", "rank", "by", "at", "seq" })
            room.When("anna", Ask.Raw($$"""{"type":"changeItem","itemId":"{{Id(1)}}","base":99,"patch":{"{{field}}":"1"} }""")).Refused("malformed", field);
        room.When("anna", Ask.Change(1, new { mood = "glad" })).Nothing();
    }

    [Fact(DisplayName = "RU112 only facilitators colour a note, since colour means level")]
    public void Colour()
    {
        var room = In("welcome");
        room.When("anna", Ask.Add("note", 1, "welcome", new { text = "Hej", colour = "blue" })).Refused("facilitator-only", "colour");
        room.Given("anna", Ask.Note(1, "welcome")).When("anna", Ask.Change(1, new { colour = "blue" })).Refused("facilitator-only", "colour");
        room.Given(Lead, Ask.Change(1, new { colour = "blue" }));
        room.When(Lead, Ask.Change(1, new { colour = "black" })).Refused("malformed", "colour");
    }

    [Fact(DisplayName = "RU117 one removes and restores one's own, a facilitator anybody's; what is so already changes nothing")]
    public void Removes()
    {
        var room = In("welcome").Given("anna", Ask.Note(1, "welcome")).Given("bo", Ask.Note(2, "welcome"));
        room.When("anna", Ask.Remove(1, 2)).Refused("own-only");
        room.Given(Lead, Ask.Remove(1, 2)).Dialogue.LiveItems.Should().Be(0);
        room.When("anna", Ask.Remove(1)).Nothing();
        room.When("bo", Ask.Restore(1)).Refused("own-only");
        room.Given("anna", Ask.Restore(1)).Dialogue.LiveItems.Should().Be(1);
        room.When("anna", Ask.Restore(1)).Nothing();
        room.When("anna", Ask.Raw("""{"type":"removeItems","itemIds":[]}""")).Refused("malformed", "itemIds");
    }

    [Fact(DisplayName = "RU118 what comes back comes with its votes, ratings and stances")]
    public void ComesBack()
    {
        var room = In("valueVision").Given(Lead, Ask.Conduct("valueVision", new { voting = new { open = true } })).Given("anna", "visionSentence", 1, "valueVision")
            .Given("bo", Ask.Vote(1, 2)).Given("bo", Ask.Rate(1, 4, 2)).Given("bo", Ask.Stance(1, "canLiveWith", "o2")).Given("anna", Ask.Remove(1));
        room.Snapshot("cilla")["votes"]!.AsArray().Should().BeEmpty();
        var told = room.When("anna", Ask.Restore(1)).Told("cilla");
        told["votes"]!.AsArray().Should().ContainSingle();
        told["ratings"]!.AsArray().Should().ContainSingle();
        told["stances"]!.AsArray().Should().ContainSingle();
    }

    [Fact(DisplayName = "RU119 a removed theme leaves its notes without one, and restored it has them back")]
    public void Themes()
    {
        var room = In("valueVision").Given("anna", "theme", 1, "valueVision").Given("anna", "note", 2, "valueVision", new { text = "Hej", theme = Id(1) });
        room.Given("anna", Ask.Remove(1)).Item(2).Theme.Should().Be(Guid(1));
        room.Given("anna", Ask.Restore(1)).Snapshot("bo")["items"]!.AsArray().Should().HaveCount(2);
    }

    [Fact(DisplayName = "RU120 a facilitator types in a paper note under the name or table that wrote it, and speaks for nobody otherwise")]
    public void Paper()
    {
        var room = In("welcome");
        var note = Ask.Add("note", 1, "welcome", new { text = "På papper", table = "3" });
        note["as"] = "elsa";
        room.Given(Lead, note).Item(1).Should().Match<Item>(item => item.By == "elsa" && item.Table == "3");
        room.When(Lead, new { type = "setReady", value = true, @as = "elsa" }).Refused("not-allowed");
        room.When(Lead, new { type = "vote", itemId = Id(1), weight = 1, @as = "elsa" }).Refused("not-allowed");
        room.When(Lead, new { type = "setReady", value = true, @as = "nobody" }).Refused("unknown-person");
        room.When("anna", Ask.Add("note", 2, "welcome", new { text = "Fel bord", table = "3" })).Refused("not-allowed", "table");
    }

    [Fact(DisplayName = "RU121 a table device speaks for each of its voices and for nobody else")]
    public void Voices()
    {
        var room = In("welcome");
        var device = new Who(Standing.Participant, "anna", ["anna", "elsa"], room.Names);
        var note = Ask.Note(1, "welcome") as System.Text.Json.Nodes.JsonObject;
        note!["as"] = "elsa";
        room.When(device, "anna", note).Fact.By.Should().Be("elsa");
        var other = (System.Text.Json.Nodes.JsonObject)Ask.Note(2, "welcome");
        other["as"] = "bo";
        room.When(device, "anna", other).Refused("not-allowed");
    }

    [Fact(DisplayName = "RU122 contact, a work e-mail, is told to facilitators only: in the event, in a change, in the snapshot and in the outcome")]
    public void Contact()
    {
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", role = "chef", contact = "karin@region.example", due = "2026-11-01" });
        var added = room.Facts[^1];
        room.Given("anna", Ask.Change(1, new { contact = "eva@region.example" }));
        string All(string who) => room.Told(added, who).ToJsonString() + room.Told(room.Facts[^1], who).ToJsonString() + room.Snapshot(who).ToJsonString();
        All(Lead).Should().Contain("karin@").And.Contain("eva@");
        foreach (var who in new[] { "anna", "bo", Screen }) All(who).Should().NotContain("@region");
        System.Text.Encoding.UTF8.GetString(Outcome.Of(room.Dialogue)).Should().NotContain("@region");
    }

    [Fact(DisplayName = "RU123 every field keeps its shape: choices, dates, lists of ids, numbers, mandates")]
    public void Shapes()
    {
        var room = In("nextSteps", "systemMap").Given(Lead, "contact", 801, "systemMap").Given(Lead, "contact", 802, "systemMap");
        object Step(object fields) => Ask.Add("nextStep", 1, "nextSteps", fields);
        room.When("anna", Step(new { what = "Ringa" })).Refused("malformed", "organisation");
        room.When("anna", Step(new { what = "Ringa", organisation = "o1", due = "2026-02-30" })).Refused("malformed", "due");
        room.When("anna", Step(new { what = "Ringa", organisation = "o1", with = "o2" })).Refused("malformed", "with");
        room.When("anna", Step(new { what = "Ringa", organisation = "o1", with = new[] { "o9" } })).Refused("unknown-organisation", "with");
        room.When("anna", Step(new { what = "Ringa", organisation = "o1", mandates = new[] { new { organisation = "o2", body = "Nämnden", route = "phone" } } })).Refused("malformed", "mandates");
        room.When("anna", Step(new { what = "Ringa", organisation = "o1", mandates = new[] { new { organisation = "o9", body = "Nämnden", route = "board" } } })).Refused("unknown-organisation", "mandates");
        room.When("anna", Step(new { what = "Ringa", organisation = "o1", mandates = new[] { new { organisation = "o2", route = "board" } } })).Refused("malformed", "mandates");
        room.When("anna", Step(new { what = 7, organisation = "o1" })).Refused("malformed", "what");
        room.When("anna", Ask.Raw($$"""{"type":"addItem","item":{"id":"{{Id(1)}}","kind":"nextStep","phaseId":"nextSteps","what":"Ringa","organisation":"o1","mandates":[null]} }""")).Refused("malformed", "mandates");
        object Edge(string state) => Ask.Add("connection", 2, "systemMap", new { from = Id(801), to = Id(802), state, carriedBy = "nobody" });
        room.When("anna", Edge("broken")).Refused("malformed", "state");
        room.Given("anna", Edge("missing"));
        room.When("anna", Ask.Add("contact", 3, "systemMap", new { name = "Kurator", distance = "nära" })).Refused("malformed", "distance");
    }

    [Fact(DisplayName = "RU124 every item's keys are told once: a contact has no field kind beside its own kind")]
    public void Keys()
    {
        var room = In("systemMap").Given("anna", "contact", 1, "systemMap", new { name = "Kurator", contributes = "Lyssnar", distance = 2, organisation = "o1" });
        var told = System.Text.Encoding.UTF8.GetString(room.Bytes(room.Facts[^1], "bo"));
        told.Split("\"kind\"").Should().HaveCount(2);
    }

    [Fact(DisplayName = "RU130 where moving is open anybody who may add themes removes an empty one and brings one back: whole themes are merged by all")]
    public void Merging()
    {
        var room = In("valueVision").Given("anna", "theme", 1, "valueVision").Given("bo", "theme", 2, "valueVision").Given("cilla", "note", 3, "valueVision", new { text = "Hej", theme = Id(1) });
        var over = new { type = "moveItems", moves = new[] { new { itemId = Id(3), theme = Id(2), before = (string?)null } } };
        room.When("david", over).Refused("own-only");
        room.When("david", Ask.Remove(1)).Refused("own-only");
        room.Given(Lead, Ask.Conduct("valueVision", new { moving = true }));
        room.When("david", Ask.Remove(1)).Refused("own-only");
        room.Given("david", over).Given("david", Ask.Remove(1)).Dialogue.Live(Guid(1)).Should().BeNull();
        room.Item(3).Theme.Should().Be(Guid(2));
        room.Given("cilla", Ask.Restore(1)).Dialogue.Live(Guid(1)).Should().NotBeNull();
        room.When("david", Ask.Remove(3)).Refused("own-only");
        room.Given(Lead, Ask.Conduct("valueVision", new { writing = "closed" })).When("david", Ask.Remove(1)).Refused("own-only");
    }

    [Fact(DisplayName = "RU131 a theme that holds only what one may not see is empty to that person, and its notes lie in it again when it comes back")]
    public void HiddenInTheme()
    {
        var room = In("valueVision").Given("anna", "theme", 1, "valueVision").Given(Lead, Ask.Conduct("valueVision", new { moving = true, writing = "private" }))
            .Given("cilla", "note", 3, "valueVision", new { text = "Hemligt", theme = Id(1) });
        room.When("cilla", Ask.Remove(1)).Refused("own-only");
        room.Given("david", Ask.Remove(1)).Given("david", Ask.Restore(1)).Item(3).Theme.Should().Be(Guid(1));
    }
}
