// Leading it together, over several days, and what the projector shows: RU52x.
using System.Text.Json.Nodes;
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class LeadingRules
{
    private static object Pause(string? until = null, string? words = null) => new { type = "pause", until, words };

    private static object Screen(string? shows, int? item = null) => new { type = "setScreen", shows, itemId = item is { } number ? Id(number) : null };

    private static object Trust(string device, string role, string? name = null) => new { type = "trustDevice", deviceId = device, role, name };

    [Fact(DisplayName = "RU520 a dialogue pauses until another day: its time is taken away, all else stays; pausing again says another time; a draft cannot pause")]
    public void Pauses()
    {
        var room = WithPeople();
        room.When(Lead, Pause()).Refused("phase-not-entered");
        room.Given(Lead, Ask.Enter("story")).Given("anna", Ask.Note(1, "story")).Given(Lead, new { type = "setTimer", seconds = 60 }).Given("anna", new { type = "setReady", value = true });
        room.Given(Lead, Pause("2026-10-10T07:00:00Z", " Samma sal.  "));
        room.Dialogue.Pause.Should().Match<Pause>(pause => pause.Words == "Samma sal." && pause.Until == new DateTimeOffset(2026, 10, 10, 7, 0, 0, TimeSpan.Zero));
        room.Dialogue.Should().Match<Dialogue>(dialogue => dialogue.Timer == null && dialogue.Status == "live" && dialogue.PhaseId == "story" && dialogue.LiveItems == 1 && dialogue.Person("anna")!.Ready == true);
        var since = room.Dialogue.Pause!.Since;
        room.When(Lead, Pause("2026-10-10T07:00:00Z", "Samma sal.")).Nothing();
        room.Given(Lead, Pause("2026-10-17T07:00:00+02:00")).Dialogue.Pause.Should().Be(new Pause(since, new DateTimeOffset(2026, 10, 17, 5, 0, 0, TimeSpan.Zero)));
        room.When(Lead, Pause("på torsdag")).Refused("malformed");
        room.When(Lead, Pause(words: new string('x', 2001))).Refused("too-large", "words");
        room.When("anna", Pause()).Refused("facilitator-only");
    }

    [Fact(DisplayName = "RU521 going on ends the pause, so does moving everyone; what is written meanwhile is taken; the end ends it too")]
    public void GoesOn()
    {
        var room = In("story").Given(Lead, Pause());
        room.Given("anna", Ask.Note(1, "story")).Dialogue.Pause.Should().NotBeNull();
        room.When("anna", new { type = "resume" }).Refused("facilitator-only");
        room.When(Lead, new { type = "resume" }).Then<Resumed>();
        room.When(Lead, new { type = "resume" }).Nothing();
        room.Given(Lead, Pause()).When(Lead, Ask.Enter("systemMap")).Then(typeof(Resumed), typeof(PhaseEntered));
        room.Given(Lead, Pause()).When(Lead, Ask.Enter("systemMap")).Then<Resumed>();
        room.Given(Lead, Pause()).When(Lead, new { type = "enterRound", round = "systemMap-2" }).Then(typeof(Resumed), typeof(RoundEntered));
        room.Given(Lead, Pause()).Given(Lead, new { type = "conclude" }).Dialogue.Pause.Should().BeNull();
        room.When(Lead, Pause()).Refused("concluded");
        room.Dialogue.Visits.Select(visit => visit.PhaseId).Should().StartWith(["story", null, "story", null, "story", "systemMap"]).And.EndWith([null, null]);
    }

    [Fact(DisplayName = "RU522 the projector shows what is set until everyone moves; one thing alone is live and open to all; the projector itself may turn pages and nothing else")]
    public void Shows()
    {
        var room = In("story").Given("anna", Ask.Note(1, "story")).Given(Lead, Ask.Writing("story", "private")).Given("anna", Ask.Note(2, "story"));
        room.Given(Lead, Screen("note", 1)).Dialogue.Screen.Should().Be(new Showing("note", Guid(1)));
        room.When(Lead, Screen("note", 1)).Nothing();
        room.When(Lead, Screen("note", 2)).Refused("unknown-item");
        room.When(Lead, Screen("note", 3)).Refused("unknown-item");
        room.When(Lead, Screen("note")).Refused("malformed", "itemId");
        room.When(Lead, Screen("time", 1)).Refused("malformed", "itemId");
        room.When(Lead, Screen("everything")).Refused("malformed", "shows");
        room.When("anna", Screen("time")).Refused("facilitator-only");
        room.When(Room.Screen, Screen("time")).Refused("not-allowed");
        room.Given(Projector, Screen("story")).When(Projector, Ask.Enter("welcome")).Refused("not-allowed");
        room.Given(Lead, new { type = "enterRound", round = "story-1" }).Dialogue.Screen.Should().BeNull();
        room.Given(Lead, Screen("code")).Given(Lead, Ask.Enter("welcome")).Dialogue.Screen.Should().BeNull();
        room.Given(Lead, Screen("time")).Given(Lead, new JsonObject { ["type"] = "setScreen" }).Dialogue.Screen.Should().BeNull();
        room.Given(Lead, Screen("note", 1)).Given("anna", Ask.Remove(1)).When(Lead, Screen("story", 1)).Refused("unknown-item");
    }

    [Fact(DisplayName = "RU523 a device trusted to lead does what facilitators do, in this dialogue, until it is dropped; only the server trusts")]
    public void Trusts()
    {
        var room = WithPeople();
        room.When(Co, Ask.Enter("story")).Refused("not-allowed");
        room.When(Lead, Trust("@co", "lead", "Johan")).Refused("not-allowed");
        room.When(Server, Trust("@co", "king")).Refused("malformed", "role");
        room.When(Server, Trust("@co", "lead", " ")).Refused("malformed", "name");
        room.Given(Server, Trust("@co", "lead", " Johan ")).Given(Co, Ask.Enter("story"));
        room.Dialogue.Devices.Should().Equal(new TrustedDevice("@co", "lead", "Johan"));
        room.When(Server, Trust("@co", "lead", "Johan")).Nothing();
        room.When(Server, Trust("@co", "screen")).Nothing();
        room.When("anna", new { type = "dropDevice", deviceId = "@co" }).Refused("facilitator-only");
        room.Given(Lead, new { type = "conclude" }).Given(Lead, new { type = "dropDevice", deviceId = "@co" }).Given(Lead, new { type = "reopen" });
        room.When(Co, Ask.Enter("welcome")).Refused("not-allowed");
        room.When(Lead, new { type = "dropDevice", deviceId = "@co" }).Nothing();
    }

    [Fact(DisplayName = "RU529 who is dropped is not named any more, in what is told from now on and in what lies in the journal; others are")]
    public void Forgets()
    {
        var room = WithPeople().Given(Server, Trust("@co", "lead", "Johan")).Given(Server, Trust("@other", "lead", "Eva"));
        room.Given(Lead, new { type = "dropDevice", deviceId = "@co" });
        string All() => string.Concat(room.Facts.Select(fact => System.Text.Encoding.UTF8.GetString(fact.Body)));
        All().Should().NotContain("Johan").And.Contain("Eva");
        room.Dialogue.Devices.Should().Equal(new TrustedDevice("@other", "lead", "Eva"));
    }

    [Fact(DisplayName = "RU524 who is trusted is told to facilitators alone")]
    public void Quietly()
    {
        var room = WithPeople();
        var trusted = room.When(Server, Trust("@co", "lead", "Johan"));
        trusted.Told(Lead)["device"]!["name"]!.GetValue<string>().Should().Be("Johan");
        foreach (var who in new[] { "anna", Room.Screen })
        {
            trusted.Told(who).ToJsonString().Should().Contain("concealed").And.NotContain("Johan").And.NotContain("@co");
            room.Snapshot(who).ToJsonString().Should().NotContain("Johan").And.NotContain("@co");
        }
        room.Snapshot(Other)["devices"]!.AsArray().Should().ContainSingle();
    }

    [Fact(DisplayName = "RU525 two facilitators are two: the second change of a field, from before the first, is refused with what is now; to everybody they are by null")]
    public void Parted()
    {
        var room = In("story").Given(Lead, "moment", 1, "story", new { text = "Ett", tags = Array.Empty<string>() });
        var seq = room.Dialogue.Seq;
        room.Given(Other, Ask.Change(1, new { text = "Två" }, seq)).Given(Other, Ask.Change(1, new { text = "Två igen" }, seq));
        room.Given(Server, Trust("@co", "lead", "Johan"));
        room.When(Co, Ask.Change(1, new { text = "Tre" }, seq)).Refused("changed-meanwhile", "text").Decision.Refused!.Current!.Text("text").Should().Be("Två igen");
        room.When("anna", Ask.Change(1, new { text = "Tre" }, seq)).Refused("own-only");
        room.Given(Co, Ask.Change(1, new { when = "i mars" }, seq));
        foreach (var who in new[] { "anna", Lead, Other, Co, Room.Screen })
            foreach (var fact in room.Facts.Where(fact => fact.What is ItemChanged)) room.Told(fact, who).Should().ContainKey("by").WhoseValue.Should().BeNull();
        room.Snapshot("anna").ToJsonString().Should().NotContain("@");
        room.Snapshot(Lead)["items"]![0]!["by"].Should().BeNull();
    }

    [Fact(DisplayName = "RU526 a facilitator hears its own command back, and no other facilitator does")]
    public void Heard()
    {
        var fact = WithPeople().When(Other, Ask.Enter("story"));
        fact.Told(Other).Should().ContainKey("command");
        fact.Told(Co).Should().NotContainKey("command");
        fact.Told("anna").Should().NotContainKey("command");
    }

    [Fact(DisplayName = "RU527 an agenda saved over one that somebody else saved meanwhile is refused with the agenda that is now; one's own later save and one without base are taken")]
    public void Agendas()
    {
        var room = WithPeople();
        JsonObject Titled(string title, long? from)
        {
            var agenda = room.Snapshot(Lead)["agenda"]!.DeepClone().AsArray();
            agenda[0]!["title"] = title;
            var command = new JsonObject { ["type"] = "editAgenda", ["agenda"] = agenda };
            if (from is { } seq) command["base"] = seq;
            return command;
        }
        var began = room.Dialogue.Seq;
        room.Given(Other, Titled("Hej", began));
        var refused = room.When(Lead, Titled("Tjena", began)).Refused("changed-meanwhile", "agenda").Decision.Refused!;
        refused.Agenda!.Value[0].Title.Should().Be("Hej");
        room.Given(Other, Titled("Hallå", began)).Given(Lead, Titled("Tjena", room.Dialogue.Seq)).Given(Other, Titled("God dag", null));
    }

    [Fact(DisplayName = "RU528 every template opens a dialogue in both languages, with parts and rounds; heldag has pauses, två tillfällen has two welcomes and two closings")]
    public void Templates()
    {
        foreach (var language in new[] { "sv", "en" })
        {
            foreach (var template in Template.In(language))
            {
                var room = new Room().Given(Server, new { type = "openDialogue", dialogueId = "d1", title = "T", targetGroup = "G", language, templateId = template.Id, joinCode = "1", joinToken = "t" });
                room.Dialogue.Agenda.Should().OnlyContain(phase => phase.Rounds.Length > 0 && phase.Minutes > 0 && phase.Questions.Length > 0 && phase.Conduct == Conduct.Start, template.Id);
                room.Dialogue.Agenda.Should().OnlyContain(phase => phase.Rounds.Sum(round => round.Minutes ?? 0) <= phase.Minutes, "the rounds of a part fit into it");
            }
        }
        Template.In("sv").Select(template => template.Id).Should().Contain(["samskapande-dialog", "samskapande-dialog-heldag", "samskapande-dialog-tva-tillfallen"]);
        Template.Named("samskapande-dialog-heldag", "sv")!.Phases.SelectMany(phase => phase.Rounds!.Value).Should().Contain(round => round.Kind == "pause");
        Template.Named("samskapande-dialog-tva-tillfallen", "sv")!.Phases.Count(phase => phase.Kind is "welcome" or "closing").Should().Be(4);
    }
}
