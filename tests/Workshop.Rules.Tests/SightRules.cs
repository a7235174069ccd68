// Who sees what: RU2xx. The table of protocol.md, row by row, in events and in snapshots.
using System.Text;
using System.Text.Json.Nodes;
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class SightRules
{
    private const string Words = "hemligt som bara författaren ser";

    private static Room Private() => In("valueVision").Given(Lead, Ask.Writing("valueVision", "private"));

    private static Room Tables() => In("valueVision").Given(Lead, Ask.Seat("anna", "1")).Given(Lead, Ask.Seat("cilla", "1")).Given(Lead, Ask.Seat("bo", "2"))
        .Given(Lead, Ask.Writing("valueVision", "tables"));

    /// <summary>Everything that this person has been sent and would be sent now.</summary>
    private static string All(Room room, string who) =>
        string.Concat(room.Facts.Select(fact => Encoding.UTF8.GetString(room.Bytes(fact, who)))) + room.Snapshot(who).ToJsonString(Json.Plain);

    private static void Sees(Room room, string words, params string[] who)
    {
        foreach (var one in new[] { "anna", "bo", "cilla", "david", Lead, Screen })
            All(room, one).Contains(words, StringComparison.Ordinal).Should().Be(who.Contains(one), $"{one} in {string.Join(' ', who)}");
    }

    [Fact(DisplayName = "RU201 open writing is seen by all, the screen too")]
    public void Open() => Sees(In("valueVision").Given("anna", Ask.Note(1, "valueVision", Words)), Words, "anna", "bo", "cilla", "david", Lead, Screen);

    [Fact(DisplayName = "RU202 private writing is seen by its author alone; others, facilitators too, are told that something was written: what, kind and part, not by whom")]
    public void PrivateWriting()
    {
        var room = Private().Given("anna", Ask.Note(1, "valueVision", Words));
        Sees(room, Words, "anna");
        foreach (var who in new[] { "bo", Lead, Screen })
        {
            var told = room.Told(room.Facts[^1], who);
            told.Select(field => field.Key).Should().BeEquivalentTo("seq", "at", "type", "what", "itemId", "kind", "phaseId");
            ((string?)told["type"]).Should().Be("concealed");
            room.Snapshot(who)["concealed"]!.AsArray().Should().ContainSingle();
        }
    }

    [Fact(DisplayName = "RU203 writing at tables is seen by the table and by facilitators; the screen sees what is lifted")]
    public void TableWriting()
    {
        var room = Tables().Given("anna", Ask.Note(1, "valueVision", Words));
        room.Item(1).Table.Should().Be("1");
        Sees(room, Words, "anna", "cilla", Lead);
    }

    [Fact(DisplayName = "RU204 who writes at no table is seen by themselves and facilitators")]
    public void NoTable() => Sees(Tables().Given("david", Ask.Note(1, "valueVision", Words)), Words, "david", Lead);

    [Fact(DisplayName = "RU205 a table's people lift what was written at theirs, nobody else's; a facilitator lifts all; then everybody sees it, with its place among what was written")]
    public void Lift()
    {
        var room = Tables().Given("anna", Ask.Note(1, "valueVision", Words)).Given("bo", Ask.Note(2, "valueVision"));
        room.When("bo", Ask.Show(1)).Refused("unknown-item");
        room.When("cilla", Ask.Show(2)).Refused("unknown-item");
        room.When("cilla", Ask.Show(1)).Then<ItemsShown>().ItemIds.Should().Equal(Guid(1));
        Sees(room, Words, "anna", "bo", "cilla", "david", Lead, Screen);
        ((bool?)room.Snapshot("bo")["items"]![0]!["shown"]).Should().BeTrue();
        room.When("cilla", Ask.Show(1)).Nothing();
        room.Given(Lead, Ask.Show(2)).When("bo", Ask.Raw("""{"type":"showItems","itemIds":[]}""")).Refused("malformed", "itemIds");
    }

    [Fact(DisplayName = "RU206 one's own open note at no table is not another's to lift: own-only")]
    public void NotTheirs() => In("welcome").Given("anna", Ask.Note(1, "welcome")).When("bo", Ask.Show(1)).Refused("own-only");

    [Fact(DisplayName = "RU207 setting open shows all that is hidden in the part in one itemsShown, in the order it was written, and the next snapshot says the same")]
    public void Opens()
    {
        var room = Private().Given("anna", Ask.Note(1, "valueVision", Words)).Given("bo", Ask.Note(2, "valueVision")).Given(Lead, Ask.Writing("story", "private"));
        var answer = room.When(Lead, Ask.Writing("valueVision", "open")).Then(typeof(ConductSet), typeof(ItemsShown));
        ((ItemsShown)answer.Facts[1].What).ItemIds.Should().Equal(Guid(1), Guid(2));
        room.Told(answer.Facts[1], "cilla")["items"]!.AsArray().Should().HaveCount(2);
        Sees(room, Words, "anna", "bo", "cilla", "david", Lead, Screen);
    }

    [Fact(DisplayName = "RU208 a round's conduct shows in the same way, and so does an edited agenda's")]
    public void OtherWays()
    {
        var room = Private().Given("anna", Ask.Note(1, "valueVision", Words));
        room.When(Lead, new { type = "enterRound", round = "valueVision-2" }).Then(typeof(RoundEntered), typeof(ConductSet), typeof(ItemsShown));
        var edited = Private().Given("anna", Ask.Note(1, "valueVision", Words));
        var agenda = edited.Snapshot(Lead)["agenda"]!.DeepClone();
        agenda.AsArray().Single(phase => (string?)phase!["id"] == "valueVision")!["conduct"]!["writing"] = "open";
        edited.When(Lead, new JsonObject { ["type"] = "editAgenda", ["agenda"] = agenda }).Then(typeof(ConductSet), typeof(ItemsShown));
        Sees(edited, Words, "anna", "bo", "cilla", "david", Lead, Screen);
    }

    [Fact(DisplayName = "RU209 what happens to hidden things is hidden as they are: changes, moves, removal, votes, ratings, stances, reports, erasure")]
    public void Acts()
    {
        var room = In("nextSteps", "valueVision").Given(Lead, Ask.Conduct("nextSteps", new { writing = "private", voting = new { open = true } }))
            .Given("anna", "nextStep", 1, "nextSteps", new { what = "Först", organisation = "o1" }).Given("anna", Ask.Change(1, new { what = Words }))
            .Given("anna", new { type = "moveItems", moves = new[] { new { itemId = Id(1), lane = Words } } }).Given("anna", Ask.Vote(1, 1)).Given("anna", Ask.Rate(1, 3, 3))
            .Given("anna", Ask.Stance(1, "needsChange", "o1", Words))
            .Given("anna", new { type = "reportProgress", itemId = Id(1), status = "stuck", reason = Words, reporter = "Anna" });
        foreach (var fact in room.Facts.TakeLast(6))
        {
            ((string?)room.Told(fact, "bo")["type"]).Should().Be("concealed");
            room.Told(fact, "bo").ContainsKey("by").Should().BeFalse();
        }
        Sees(room, Words, "anna");
        room.When("bo", Ask.Vote(1, 1)).Refused("unknown-item");
        room.When("bo", Ask.Change(1, new { what = "?" })).Refused("unknown-item");
        room.When("bo", Ask.Remove(1)).Refused("unknown-item");
        room.Given("anna", new { type = "eraseContent", itemId = Id(1) }).Told(room.Facts[^1], "bo").ContainsKey("by").Should().BeFalse();
    }

    [Fact(DisplayName = "RU210 a facilitator who removes or restores what is hidden tells its author, and to others one concealed event for each item")]
    public void ForTheAuthor()
    {
        var room = Private().Given("anna", Ask.Note(1, "valueVision", Words)).Given("anna", Ask.Note(2, "valueVision")).Given("anna", Ask.Note(3, "valueVision"));
        var answer = room.When(Lead, Ask.Remove(1, 2)).Then(typeof(ItemsRemoved), typeof(ItemsRemoved));
        ((string?)room.Told(answer.Facts[0], "anna")["type"]).Should().Be("itemsRemoved");
        foreach (var who in new[] { Lead, "bo" }) ((string?)room.Told(answer.Facts[0], who)["itemId"]).Should().Be(Id(1));
        room.Snapshot("bo")["concealed"]!.AsArray().Should().ContainSingle();
        room.Snapshot("anna")["items"]!.AsArray().Should().ContainSingle();
        room.Given(Lead, Ask.Restore(1)).Snapshot("bo")["concealed"]!.AsArray().Should().HaveCount(2);
        Sees(room, Words, "anna");
    }

    [Fact(DisplayName = "RU211 where names are hidden, by is left out for all others, in events and snapshots, for good; authors see their own; the journal has a pseudonym")]
    public void Names()
    {
        var room = In("valueVision").Given(Lead, Ask.Conduct("valueVision", new { names = "hidden", voting = new { open = true } })).Given("anna", Ask.Note(1, "valueVision"));
        room.Facts[^1].By.Should().StartWith("~").And.NotContain("anna");
        foreach (var who in new[] { "bo", Lead, Screen })
        {
            room.Told(room.Facts[^1], who).ContainsKey("by").Should().BeFalse();
            room.Snapshot(who)["items"]![0]!.AsObject().ContainsKey("by").Should().BeFalse();
        }
        ((string?)room.Told(room.Facts[^1], "anna")["by"]).Should().Be("anna");
        ((string?)room.Snapshot("anna")["items"]![0]!["by"]).Should().Be("anna");
        room.Given("bo", Ask.Vote(1, 1)).Given("bo", Ask.Rate(1, 2, 2)).Given("bo", Ask.Stance(1, "canLiveWith"));
        foreach (var list in new[] { "votes", "ratings", "stances" }) room.Snapshot("cilla")[list]![0]!.AsObject().ContainsKey("by").Should().BeFalse();
        room.Given(Lead, Ask.Conduct("valueVision", new { names = "shown" })).Snapshot("bo")["items"]![0]!.AsObject().ContainsKey("by").Should().BeFalse("it was promised when it was written");
        room.Given("anna", Ask.Change(1, new { text = "Ändrad" })).Told(room.Facts[^1], "bo").ContainsKey("by").Should().BeFalse("her change would tell whose it is");
        room.Given("anna", Ask.Remove(1)).Told(room.Facts[^1], "bo").ContainsKey("by").Should().BeFalse();
    }

    [Fact(DisplayName = "RU212 an author whose name is hidden keeps what is theirs: to change, to remove, to find again")]
    public void OwnNameless()
    {
        var room = In("valueVision").Given(Lead, Ask.Conduct("valueVision", new { writing = "private", names = "hidden" })).Given("anna", Ask.Note(1, "valueVision", Words));
        Sees(room, Words, "anna");
        room.When("bo", Ask.Remove(1)).Refused("unknown-item");
        room.Given("anna", Ask.Change(1, new { text = "Mitt" })).Given("anna", Ask.Remove(1)).Given("anna", Ask.Restore(1));
    }

    [Fact(DisplayName = "RU213 a voice counts once when names are hidden or shown in between, and says which of the nameless ones it replaces")]
    public void OneVoice()
    {
        var room = In("valueVision").Given(Lead, Ask.Conduct("valueVision", new { names = "hidden", voting = new { open = true, budget = 3 } })).Given("anna", "visionSentence", 1, "valueVision")
            .Given("bo", Ask.Vote(1, 1)).Given("bo", Ask.Rate(1, 1, 1)).Given("bo", Ask.Stance(1, "canLiveWith"));
        var first = room.Facts[^3].Seq;
        room.Given("bo", Ask.Vote(1, 2));
        ((long?)room.Told(room.Facts[^1], "cilla")["replaces"]).Should().Be(first);
        room.Given(Lead, Ask.Conduct("valueVision", new { names = "shown" })).Given("bo", Ask.Vote(1, 3)).Given("bo", Ask.Rate(1, 2, 2)).Given("bo", Ask.Stance(1, "standsBehind"));
        room.Dialogue.Votes.Should().ContainSingle();
        room.Dialogue.Ratings.Should().ContainSingle();
        room.Dialogue.Stances.Should().ContainSingle();
        room.Snapshot("cilla")["votes"]!.AsArray().Should().ContainSingle().Which!.AsObject().ContainsKey("by").Should().BeFalse();
    }

    [Fact(DisplayName = "RU214 while totals are hidden, everybody sees their own votes and facilitators how many have voted")]
    public void Totals()
    {
        var room = In("valueVision").Given(Lead, Ask.Conduct("valueVision", new { voting = new { open = true, budget = 4, totals = "hidden" } })).Given("anna", "visionSentence", 1, "valueVision")
            .Given("anna", Ask.Vote(1, 1)).Given("bo", Ask.Vote(1, 2));
        var vote = room.Facts[^1];
        room.Snapshot("anna")["votes"]!.AsArray().Should().ContainSingle();
        room.Snapshot(Screen)["votes"]!.AsArray().Should().BeEmpty();
        room.Snapshot("anna").ContainsKey("voters").Should().BeFalse();
        ((int?)room.Snapshot(Lead)["voters"]!["valueVision"]).Should().Be(2);
        ((int?)room.Told(vote, Lead)["voters"]).Should().Be(2);
        foreach (var who in new[] { "bo", "cilla", Screen }) room.Told(vote, who).ContainsKey("voters").Should().BeFalse();
        ((string?)room.Told(vote, "cilla")["type"]).Should().Be("concealed");
        room.Given("bo", Ask.Vote(1, 0));
        ((int?)room.Told(room.Facts[^1], Lead)["voters"]).Should().Be(1);
    }

    [Fact(DisplayName = "RU215 when totals are shown all votes come with the conduct, when they are hidden again they go")]
    public void Shown()
    {
        var room = In("valueVision").Given(Lead, Ask.Conduct("valueVision", new { voting = new { open = true, totals = "hidden" } })).Given("anna", "visionSentence", 1, "valueVision")
            .Given("anna", Ask.Vote(1, 1)).Given("bo", Ask.Vote(1, 2)).Given(Lead, Ask.Conduct("valueVision", new { voting = new { totals = "shown" } }));
        room.Told(room.Facts[^1], "cilla")["votes"]!.AsArray().Should().HaveCount(2);
        room.Snapshot("cilla")["votes"]!.AsArray().Should().HaveCount(2);
        room.Snapshot(Lead).ContainsKey("voters").Should().BeFalse();
        room.Given(Lead, Ask.Conduct("valueVision", new { voting = new { totals = "hidden" } }));
        room.Told(room.Facts[^1], "cilla")["votes"]!.AsArray().Should().BeEmpty();
        ((int?)room.Told(room.Facts[^1], Lead)["voters"]).Should().Be(2);
        room.Snapshot("bo")["votes"]!.AsArray().Should().ContainSingle();
    }

    [Fact(DisplayName = "RU216 a screen sees no more than is open to all, whoever opened it, and has the code to show; a projector that was set up by those who lead has the token too")]
    public void Screens()
    {
        var room = Tables().Given("anna", Ask.Note(1, "valueVision", Words));
        var screen = new Viewer("anna", "1", true, true, ["anna"], room.Names);
        Encoding.UTF8.GetString(SnapshotOf.Dialogue(room.Dialogue, screen)).Should().NotContain(Words).And.NotContain("tok-0123");
        Encoding.UTF8.GetString(room.Bytes(room.Facts[^1], screen)).Should().NotContain(Words);
        SnapshotOf.Key(room.Dialogue, screen).Should().Be(SnapshotOf.Key(room.Dialogue, room.Viewer(Screen)));
        ((string?)room.Snapshot(Projector)["joinToken"]).Should().StartWith("tok-");
        room.Snapshot(Screen).ContainsKey("joinToken").Should().BeFalse();
        room.Snapshot("anna").ContainsKey("joinToken").Should().BeFalse();
        var outside = JsonNode.Parse(SnapshotOf.Dialogue(room.Dialogue, Rules.Viewer.Outside))!.AsObject();
        outside.ContainsKey("joinCode").Should().BeFalse();
    }

    [Fact(DisplayName = "RU217 one snapshot serves those who see the same, and only them")]
    public void SharedSnapshots()
    {
        var room = In("valueVision").Given("anna", Ask.Note(1, "valueVision"));
        SnapshotOf.Key(room.Dialogue, room.Viewer("anna")).Should().Be(SnapshotOf.Key(room.Dialogue, room.Viewer("bo")));
        room.Given(Lead, Ask.Writing("valueVision", "private")).Given("anna", Ask.Note(2, "valueVision"));
        var viewers = new[] { "anna", "bo", Lead, Screen }.Select(who => room.Viewer(who)).Append(new Viewer("bo", null, true, false, ["bo"], room.Names)).Append(Rules.Viewer.Outside);
        foreach (var same in viewers.GroupBy(viewer => SnapshotOf.Key(room.Dialogue, viewer)))
            same.Select(viewer => Encoding.UTF8.GetString(SnapshotOf.Dialogue(room.Dialogue, viewer))).Distinct(StringComparer.Ordinal).Should().ContainSingle("{0}", same.Key);
    }

    [Fact(DisplayName = "RU218 voices on one device see what each of them may see")]
    public void Device()
    {
        var room = Private().Given("anna", Ask.Note(1, "valueVision", Words));
        Encoding.UTF8.GetString(SnapshotOf.Dialogue(room.Dialogue, room.Viewer("bo", "bo", "anna"))).Should().Contain(Words);
    }

    [Fact(DisplayName = "RU219 an author at another table now still hears of what happens to what they wrote")]
    public void Reseated()
    {
        var room = Tables().Given("anna", Ask.Note(1, "valueVision", Words)).Given(Lead, Ask.Seat("anna", "2")).Given(Lead, Ask.Change(1, new { text = "Rättat" }));
        ((string?)room.Told(room.Facts[^1], "anna")["type"]).Should().Be("itemChanged");
        ((string?)room.Told(room.Facts[^1], "cilla")["type"]).Should().Be("itemChanged");
        ((string?)room.Told(room.Facts[^1], "bo")["type"]).Should().Be("concealed");
    }

    [Fact(DisplayName = "RU220 a paper note typed in for a table is seen by that table")]
    public void PaperAtTable()
    {
        var room = Tables();
        var note = Ask.Add("note", 1, "valueVision", new { text = Words, table = "2" });
        note["as"] = "david";
        Sees(room.Given(Lead, note), Words, "david", "bo", Lead);
    }

    [Fact(DisplayName = "RU221 the outcome holds what is open to all and nothing else: nothing hidden, no nameless author, no e-mail, no removed person")]
    public void Outcomes()
    {
        var room = In("valueVision").Given("anna", "visionSentence", 1, "valueVision", new { text = "Synligt" }).Given(Lead, Ask.Conduct("valueVision", new { writing = "private", names = "hidden" }))
            .Given("anna", "visionSentence", 2, "valueVision", new { text = Words }).Given(Lead, new { type = "removePerson", participantId = "david" });
        var outcome = Encoding.UTF8.GetString(Outcome.Of(room.Dialogue));
        outcome.Should().Contain("Synligt").And.NotContain(Words).And.NotContain("David");
    }

    [Fact(DisplayName = "RU222 moments that no vision sentence, initiative or gap in sight points to are told as unanswered")]
    public void Unanswered()
    {
        var room = In("story", "systemMap", "initiatives");
        for (var id = 1; id <= 3; id++) room.Given(Lead, "moment", id, "story");
        room.Given(Lead, "contact", 801, "systemMap").Given(Lead, "contact", 802, "systemMap")
            .Given("anna", "connection", 4, "systemMap", new { from = Id(801), to = Id(802), state = "missing", carriedBy = "person", moments = new[] { Id(1) } })
            .Given("anna", "initiative", 5, "initiatives", new { title = "Samordnare", moments = new[] { Id(2) } });
        JsonNode.Parse(Outcome.Of(room.Dialogue))!["unanswered"]!.AsArray().Select(id => (string?)id).Should().Equal(Id(3));
    }
}
