// How the dialogue goes on, ends and is followed up: RU5xx.
using System.Text.Json.Nodes;
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class CourseRules
{
    private static object Round(string? round) => new JsonObject { ["type"] = "enterRound", ["round"] = round };

    private static JsonObject Agenda(Room room, Action<JsonArray> edit)
    {
        var agenda = room.Snapshot(Lead)["agenda"]!.DeepClone().AsArray();
        edit(agenda);
        return new JsonObject { ["type"] = "editAgenda", ["agenda"] = agenda };
    }

    [Fact(DisplayName = "RU501 what leads the dialogue is for facilitators: every such command is refused to participants")]
    public void FacilitatorOnly()
    {
        var room = In("welcome");
        foreach (var command in new object[]
        {
            Ask.Enter("story"), Round("welcome-1"), new { type = "setTimer", seconds = 60 }, Ask.Writing("welcome", "private"), new { type = "editDialogue", patch = new { title = "X" } },
            Agenda(room, _ => { }), new { type = "conclude" }, new { type = "reopen" }, Ask.Seat("anna", "1"), new { type = "removePerson", participantId = "bo" },
        })
        {
            room.When("anna", command).Refused("facilitator-only");
            room.When(Link, command).Refused("facilitator-only");
            room.When(Screen, command).Refused("not-allowed");
        }
    }

    [Fact(DisplayName = "RU502 the first part entered makes a draft live; entering enters no round and clears every ready; it can be entered back")]
    public void Entering()
    {
        var room = WithPeople().Given(Lead, Ask.Enter("welcome"));
        room.Dialogue.Status.Should().Be("live");
        room.Given(Lead, Round("welcome-1")).Given("anna", new { type = "setReady", value = true }).Given(Lead, Ask.Enter("story"));
        room.Dialogue.Should().Match<Dialogue>(dialogue => dialogue.Round == null && dialogue.Person("anna")!.Ready == null && dialogue.Entered.SequenceEqual(new[] { "welcome", "story" }));
        room.Given(Lead, Ask.Enter("welcome")).Dialogue.Entered.Should().HaveCount(2);
        room.When(Lead, Ask.Enter("welcome")).Nothing();
        room.When(Lead, Ask.Enter("nowhere")).Refused("unknown-phase");
    }

    [Fact(DisplayName = "RU503 a round is of the part that is now; entering one sets its conduct and clears every ready; null leaves it")]
    public void Rounds()
    {
        var room = In("story").Given("anna", new { type = "setReady", value = true });
        room.When(Lead, Round("welcome-1")).Refused("malformed", "round");
        room.When(Lead, Round("story-2")).Then(typeof(RoundEntered), typeof(ConductSet));
        room.Dialogue.Should().Match<Dialogue>(dialogue => dialogue.Round == "story-2" && dialogue.PhaseOf("story")!.Conduct.Writing == "private" && dialogue.Person("anna")!.Ready == null);
        room.When(Lead, Round("story-2")).Nothing();
        room.When(Lead, Round(null)).Then(typeof(RoundEntered));
        room.Dialogue.PhaseOf("story")!.Conduct.Writing.Should().Be("private", "conduct changes only when a round is entered");
        WithPeople().When(Lead, Round("story-2")).Refused("malformed", "round");
    }

    [Fact(DisplayName = "RU504 parts of conduct may be left out and stay; the same again changes nothing; what is no conduct is refused")]
    public void Conducts()
    {
        var room = In("welcome").Given(Lead, Ask.Conduct("welcome", new { moving = true, voting = new { open = true, budget = 3 } })).Given(Lead, Ask.Conduct("welcome", new { voting = new { totals = "hidden" } }));
        room.Dialogue.PhaseOf("welcome")!.Conduct.Should().Be(new Conduct("open", "shown", true, new Voting(true, 3, null, "hidden")));
        room.When(Lead, Ask.Conduct("welcome", new { moving = true })).Nothing();
        room.When(Lead, Ask.Conduct("nowhere", new { moving = true })).Refused("unknown-phase");
        foreach (var (wrong, field) in new (object, string)[]
        {
            (new { writing = "loud" }, "writing"), (new { names = "maybe" }, "names"), (new { voting = new { totals = "late" } }, "totals"), (new { voting = new { budget = -1 } }, "budget"),
            (new { voting = new { perItem = 0 } }, "perItem"),
        }) room.When(Lead, Ask.Conduct("welcome", wrong)).Refused("malformed", field);
    }

    [Fact(DisplayName = "RU505 a timer counts down, pauses with what is left, goes on, is prolonged and taken away; one that has run out is no part of the next")]
    public void Timers()
    {
        var room = In("welcome");
        room.When(Lead, new { type = "setTimer", seconds = 600 }).Then<TimerSet>().Timer.Should().Be(new Timer(600, room.Dialogue.At.AddSeconds(600)));
        room.Given(Lead, new { type = "setTimer", seconds = 200, paused = true }).Dialogue.Timer.Should().Be(new Timer(600, Seconds: 200));
        room.Given(Lead, new { type = "setTimer", seconds = 260 }).Dialogue.Timer!.Total.Should().Be(600);
        room.Now = room.Now.AddHours(1);
        room.Given(Lead, new { type = "setTimer", seconds = 300 }).Dialogue.Timer!.Total.Should().Be(300);
        room.Given(Lead, Ask.Raw("""{"type":"setTimer","seconds":null}""")).Dialogue.Timer.Should().BeNull();
        room.When(Lead, Ask.Raw("""{"type":"setTimer","seconds":null}""")).Nothing();
        room.When(Lead, new { type = "setTimer", seconds = -1 }).Refused("malformed", "seconds");
    }

    [Fact(DisplayName = "RU506 title, target group, language and admission are edited; the same again changes nothing")]
    public void Edits()
    {
        var room = Opened().Given(Lead, new { type = "editDialogue", patch = new { title = " Ny titel ", language = "en" } });
        room.Dialogue.Should().Match<Dialogue>(dialogue => dialogue.Title == "Ny titel" && dialogue.Language == "en");
        room.When(Lead, new { type = "editDialogue", patch = new { title = "Ny titel", unknown = 1 } }).Nothing();
        room.When(Lead, new { type = "editDialogue", patch = new { title = "" } }).Refused("malformed", "title");
        room.When(Lead, new { type = "editDialogue", patch = new { language = "tlh" } }).Refused("malformed", "language");
        room.When(Lead, new { type = "editDialogue", patch = new { admission = "yes" } }).Refused("malformed", "admission");
        room.When(Lead, new { type = "editDialogue", patch = 7 }).Refused("malformed", "patch");
    }

    [Fact(DisplayName = "RU507 before the dialogue the agenda is edited freely: parts come, go and change places, and ids are made for what has none")]
    public void AgendaBefore()
    {
        var room = Opened();
        room.When(Lead, Agenda(room, _ => { })).Nothing();
        room.Given(Lead, Agenda(room, agenda =>
        {
            agenda.RemoveAt(6);
            agenda.Add(Ask.Raw("""{"kind":"story","title":"Uppföljning","purpose":"","questions":["Hur gick det?"],"minutes":10,"rounds":[{"kind":"listen"},{"kind":"write","conduct":{"writing":"private"}}]}"""));
        }));
        var added = room.Dialogue.Agenda[^1];
        added.Should().Match<Phase>(phase => phase.Id == "story2" && phase.Conduct == Conduct.Start);
        added.Rounds.Select(round => round.Id).Should().Equal("story2-1", "story2-2");
        room.Dialogue.PhaseOf("closing").Should().BeNull();
    }

    [Fact(DisplayName = "RU508 during it the same, but a part that was entered or holds something written stays, and its conduct goes on")]
    public void AgendaDuring()
    {
        var room = In("welcome").Given(Lead, Ask.Writing("welcome", "private")).Given(Lead, "moment", 1, "story");
        room.When(Lead, Agenda(room, agenda => agenda.RemoveAt(0))).Refused("not-allowed", "agenda");
        room.When(Lead, Agenda(room, agenda => agenda.RemoveAt(1))).Refused("not-allowed", "agenda");
        room.When(Lead, Agenda(room, agenda =>
        {
            agenda[0]!["title"] = "Hej";
            agenda[0]!.AsObject().Remove("conduct");
        })).Then(typeof(AgendaEdited));
        room.Dialogue.PhaseOf("welcome")!.Should().Match<Phase>(phase => phase.Title == "Hej" && phase.Conduct.Writing == "private");
        foreach (var (edit, field) in new (Action<JsonArray>, string)[]
        {
            (agenda => agenda[0]!["kind"] = "story", "kind"), (agenda => agenda[0]!["kind"] = "party", "kind"), (agenda => agenda[0]!["title"] = " ", "title"),
            (agenda => agenda[0]!["minutes"] = -1, "minutes"), (agenda => agenda[1]!["id"] = "welcome", "id"), (agenda => agenda[0]!["rounds"]![0]!["kind"] = "party", "rounds"),
            (agenda => agenda[0]!["conduct"]!["writing"] = "loud", "writing"), (agenda => agenda.Clear(), "agenda"),
        }) room.When(Lead, Agenda(room, edit)).Refused("malformed", field);
    }

    [Fact(DisplayName = "RU509 conclude comes in any part, also in a draft; after it only reopen, erasure, reports, and stances from a follow-up link")]
    public void Concluding()
    {
        WithPeople().Given(Lead, new { type = "conclude" });
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1" }).Given(Lead, new { type = "setTimer", seconds = 60 });
        room.When(Lead, new { type = "reopen" }).Refused("not-concluded");
        room.Given(Lead, new { type = "conclude" }).Dialogue.Timer.Should().BeNull();
        foreach (var command in new object[]
        {
            Ask.Note(2, "nextSteps"), Ask.Change(1, new { what = "X" }), Ask.Remove(1), Ask.Vote(1, 1), Ask.Stance(1, "standsBehind", "o1"), new { type = "setReady", value = true },
            new { type = "changeParticipant", participantId = "anna", patch = new { name = "X" } },
        }) room.When("anna", command).Refused("concluded");
        foreach (var command in new object[] { Ask.Enter("closing"), new { type = "conclude" }, new { type = "setTimer", seconds = 60 }, Ask.Writing("nextSteps", "private") }) room.When(Lead, command).Refused("concluded");
        room.When(Server, new { type = "joinDialogue", participantId = "x", name = "X", level = "livedExperience" }).Refused("concluded");
        room.Given("link:anna", Ask.Stance(1, "standsBehind", "o1")).Given("anna", new { type = "reportProgress", itemId = Id(1), status = "done", reporter = "Anna" });
        room.Given("anna", new { type = "eraseContent", itemId = Id(1) }).Given(Lead, new { type = "reopen" }).Given("anna", Ask.Note(2, "nextSteps"));
        room.Dialogue.Status.Should().Be("live");
    }

    [Fact(DisplayName = "RU510 those named in a step or initiative report on it, whoever has its link, facilitators and those with experience of their own; nobody else")]
    public void Reports()
    {
        var room = In("nextSteps", "initiatives").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", with = new[] { "o2" } })
            .Given("anna", "initiative", 2, "initiatives", new { title = "Samordnare", lead = "o1" }).Given("anna", Ask.Note(3, "initiatives"));
        object Report(int id, object? more = null) => Merge(new { type = "reportProgress", itemId = Id(id), status = "ongoing", reporter = "Karin" }, more);
        room.Given("cilla", Report(1)).Given("bo", Report(1)).Given("elsa", Report(1)).Given(Lead, Report(1)).Given(Link, Report(1)).Given("anna", Report(2));
        room.When("david", Report(1)).Refused("not-allowed");
        room.When("bo", Report(2)).Refused("not-allowed");
        room.When("anna", Report(3)).Refused("bad-reference", "itemId");
        room.When("anna", Report(9)).Refused("unknown-item");
        room.Snapshot("david")["items"]!.AsArray().Single(item => (string?)item!["id"] == Id(1))!["reports"]!.AsArray().Should().HaveCount(5);
        foreach (var (wrong, field) in new (object, string)[]
        {
            (new { status = "late" }, "status"), (new { due = "soon" }, "due"), (new { difference = "big" }, "difference"), (new { decision = "wait" }, "decision"), (new { reporter = " " }, "reporter"),
        }) room.When("anna", Report(1, wrong)).Refused("malformed", field);
        room.Given("anna", Report(1, new { due = "2027-01-31", difference = "little", learned = "Att ringa först", decision = "keep", handOverTo = "Eva", needs = "Tid", reason = "Sjuk" }));
    }

    private static JsonObject Merge(object one, object? more)
    {
        var all = System.Text.Json.JsonSerializer.SerializeToNode(one, Json.Plain)!.AsObject();
        foreach (var (name, value) in more is null ? [] : System.Text.Json.JsonSerializer.SerializeToNode(more, Json.Plain)!.AsObject()) all[name] = value?.DeepClone();
        return all;
    }

    [Fact(DisplayName = "RU511 words taken back are gone from what is told and from the journal: item, its changes, reasons, reports; ids, choices, dates and seqs stay")]
    public void Erases()
    {
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new
        {
            what = "HEMLIGT ett", organisation = "o1", due = "2026-11-01", role = "HEMLIGT", contact = "HEMLIGT",
            mandates = new[] { new { organisation = "o3", body = "HEMLIGT", route = "board", takenBy = "HEMLIGT", outcome = "HEMLIGT" } },
        }).Given("anna", Ask.Change(1, new { what = "HEMLIGT två" })).Given("bo", Ask.Stance(1, "needsChange", "o2", "HEMLIGT tre"))
            .Given("anna", new { type = "reportProgress", itemId = Id(1), status = "done", learned = "HEMLIGT fyra", reporter = "HEMLIGT" });
        room.When("bo", new { type = "eraseContent", itemId = Id(1) }).Refused("own-only");
        room.When("bo", new { type = "eraseContent", itemId = Id(9) }).Refused("unknown-item");
        room.When("bo", new { type = "eraseContent" }).Refused("malformed");
        room.When("bo", new { type = "eraseContent", itemId = Id(1), seq = 3 }).Refused("malformed");
        room.Given("anna", new { type = "eraseContent", itemId = Id(1) });
        System.Text.Encoding.UTF8.GetString(StateJson.Write(room.Dialogue)).Should().NotContain("HEMLIGT");
        string.Concat(room.Facts.Select(fact => System.Text.Encoding.UTF8.GetString(fact.Body))).Should().NotContain("HEMLIGT");
        room.Item(1).Text("due").Should().Be("2026-11-01");
        Items.NextStep.State(room.Dialogue, room.Item(1)).Should().Be("proposed", "what was chosen stays");
        room.Facts.Select(fact => fact.Seq).Should().Equal(Enumerable.Range(1, room.Facts.Count).Select(seq => (long)seq));
        Replay.Same(room);
    }

    [Fact(DisplayName = "RU512 by its seq one's own stance's reason or report is taken back alone, by its author or a facilitator, and a nameless one stays nameless")]
    public void ErasesBySeq()
    {
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1" }).Given(Lead, Ask.Conduct("nextSteps", new { names = "hidden" }))
            .Given("bo", Ask.Stance(1, "standsAside", reason: "HEMLIGT")).Given("anna", new { type = "reportProgress", itemId = Id(1), status = "done", learned = "HEMLIGT", reporter = "Anna" });
        var (stance, report) = (room.Facts[^2].Seq, room.Facts[^1].Seq);
        ((long?)room.Snapshot("cilla")["stances"]![0]!["seq"]).Should().Be(stance);
        ((long?)room.Snapshot("cilla")["items"]![0]!["reports"]![0]!["seq"]).Should().Be(report);
        room.When("cilla", new { type = "eraseContent", seq = stance }).Refused("own-only");
        room.When("cilla", new { type = "eraseContent", seq = report }).Refused("own-only");
        room.Given("bo", new { type = "eraseContent", seq = stance }).Told(room.Facts[^1], "cilla").ContainsKey("by").Should().BeFalse();
        room.Given("anna", new { type = "eraseContent", seq = report });
        string.Concat(room.Facts.Select(fact => System.Text.Encoding.UTF8.GetString(fact.Body))).Should().NotContain("HEMLIGT");
        System.Text.Encoding.UTF8.GetString(StateJson.Write(room.Dialogue)).Should().NotContain("HEMLIGT");
        room.When("bo", new { type = "eraseContent", seq = stance }).Nothing();
        room.When(Lead, new { type = "eraseContent", seq = 999999 }).Refused("unknown-item");
        Replay.Same(room);
    }
}

/// <summary>The journal's facts, read again.</summary>
public static class Replay
{
    public static Dialogue Of(IEnumerable<Fact> facts) =>
        facts.Aggregate(Dialogue.Unopened, (dialogue, fact) => dialogue.After(fact with { What = RulesJson.What(fact.Body) }));

    public static string Text(Dialogue dialogue) => Json.Canonical(JsonNode.Parse(StateJson.Write(dialogue)));

    public static void Same(Room room) => Text(Of(room.Facts)).Should().Be(Text(room.Dialogue), "a replay gives the same state");
}
