// What came of it, told afterwards: nobody's own answer is signed, few are not told apart. RU89x.
using System.Text;
using System.Text.Json.Nodes;

namespace Workshop.Rules.Tests;

public class ResultRules
{
    private static Room With(int frontline, int lived)
    {
        var room = VoiceRules.Sentences();
        for (var n = 0; n < frontline; n++) room.Joins($"f{n}", "frontline", "Kliniken");
        for (var n = 0; n < lived; n++) room.Joins($"l{n}", "livedExperience");
        return room;
    }

    private static StanceReading Read(Room room) => StanceReading.Of(room.Dialogue, Room.Guid(1));

    [Fact(DisplayName = "RU890 own experience is read first and apart, organisations with their reason, the others as counts")]
    public void Apart()
    {
        var room = With(6, 5).Given("anna", Ask.Stance(1, "needsChange", "o1", "Datumet"));
        for (var n = 0; n < 6; n++) room.Given($"f{n}", Ask.Stance(1, "standsBehind"));
        for (var n = 0; n < 5; n++) room.Given($"l{n}", Ask.Stance(1, "standsAside", null, "Ingen frågade mig"));
        var reading = Read(room);
        reading.OwnExperience.Should().Be(new Tally(0, 0, 0, 5, false));
        reading.Personal.Should().Be(new Tally(6, 0, 0, 0, false));
        reading.Organisations.Should().ContainSingle().Which.Should().Match<Stance>(stance => stance.Organisation == "o1" && stance.Choice == "needsChange" && stance.Reason == "Datumet");
    }

    [Theory(DisplayName = "RU891 an answer of fewer than five is merged with those that nobody gave, and no total tells it")]
    [InlineData(4, 0, null, null)]
    [InlineData(5, 0, 5, 0)]
    [InlineData(7, 1, 7, null)]
    [InlineData(5, 5, 5, 5)]
    public void Few(int behind, int live, int? toldBehind, int? toldLive)
    {
        var room = With(behind + live, 0);
        for (var n = 0; n < behind + live; n++) room.Given($"f{n}", Ask.Stance(1, n < behind ? "standsBehind" : "canLiveWith"));
        var told = Read(room).Personal;
        (told.StandsBehind, told.CanLiveWith).Should().Be((toldBehind, toldLive));
        if (!told.Few) return;
        told.All.Select(one => one.Count).Should().OnlyContain(count => count == null || count >= Tally.Least, "a zero beside it would say which answer the few gave");
        JsonNode.Parse(Outcome.Of(room.Dialogue))!["stances"]![0]!["personal"]!.AsObject().Select(field => field.Key).Should().BeEquivalentTo("standsBehind", "canLiveWith", "needsChange", "standsAside", "few");
    }

    [Theory(DisplayName = "RU892 few with own experience are told only where each who answered said so")]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, null, false)]
    public void MayShow(bool first, bool? second, bool told)
    {
        var room = With(0, 2);
        foreach (var (who, may) in new[] { ("l0", (bool?)first), ("l1", second) })
            room.Given(who, new { type = "takeStance", targetId = Room.Id(1), stance = "standsBehind", mayShow = may });
        Read(room).OwnExperience.Should().Be(told ? new Tally(2, 0, 0, 0, false) : new Tally(null, null, null, null, true));
        room.When("anna", new { type = "takeStance", targetId = Room.Id(1), stance = "standsBehind", organisation = "o1", mayShow = true }).Refused("malformed", "mayShow");
        room.Given("l1", new { type = "takeStance", targetId = Room.Id(1), stance = "standsBehind", mayShow = second is not true });
    }

    [Fact(DisplayName = "RU893 who was removed or waits is neither named nor counted in the result")]
    public void Gone()
    {
        var room = With(6, 0);
        for (var n = 0; n < 6; n++) room.Given($"f{n}", Ask.Stance(1, "standsBehind"));
        room.Given(Room.Lead, new { type = "removePerson", participantId = "f0" }).Given(Room.Lead, new { type = "editDialogue", patch = new { admission = true, namesInResult = true } }).Joins("wera", "frontline", "Kliniken");
        Read(room).Personal.StandsBehind.Should().Be(5);
        var outcome = JsonNode.Parse(Outcome.Of(room.Dialogue))!;
        outcome["people"]!.AsArray().Select(person => (string?)person!["name"]).Should().NotContain(room.Dialogue.Person("f0")!.Name).And.NotContain(room.Dialogue.Person("wera")!.Name);
        ((int)outcome["participants"]!).Should().Be(room.Dialogue.Participants.Count(person => person.Removed is not true && person.Waiting is not true && person.Tallied));
    }

    [Fact(DisplayName = "RU894 people are counted by organisation and level; names stand there only where the facilitator said so, also after the end")]
    public void Names()
    {
        var room = With(6, 2);
        string Told() => Encoding.UTF8.GetString(Outcome.Of(room.Dialogue));
        string[] Named() => [.. room.Dialogue.Participants.Select(person => person.Name).Append("\"f0\"").Append("\"by\"").Where(Told().Contains)];
        room.Given("f0", Ask.Stance(1, "canLiveWith")).Given(Room.Lead, new { type = "conclude" });
        Named().Should().BeEmpty();
        Attendance.Of(room.Dialogue).Should().Contain(row => row.Level == "frontline" && row.Count >= 6).And.OnlyContain(row => row.Count == null || row.Count >= Tally.Least);
        room.Given(Room.Lead, new { type = "editDialogue", patch = new { namesInResult = true } });
        Named().Should().NotBeEmpty();
        room.Given(Room.Lead, new { type = "editDialogue", patch = new { namesInResult = false } });
        Named().Should().BeEmpty();
        room.When(Room.Lead, new { type = "editDialogue", patch = new { namesInResult = true, title = "Ny" } }).Refused("concluded");
        room.When("anna", new { type = "editDialogue", patch = new { namesInResult = true } }).Refused("facilitator-only");
    }

    [Fact(DisplayName = "RU895 the mean of fewer than five ratings is not told; of what was reported neither who said it nor whom it was handed to")]
    public void Reports()
    {
        var room = Room.In("initiatives", "nextSteps").Given("anna", "initiative", 1, "initiatives", new { title = "Samordnare" });
        foreach (var who in new[] { "anna", "bo", "cilla" }) room.Given(who, Ask.Rate(1, 5, 1));
        room.Given("anna", "nextStep", 2, "nextSteps", new { what = "Ringa", organisation = "o1", due = "2026-11-01", contact = "chef@region.example" })
            .Given(Room.Lead, new { type = "reportProgress", itemId = Room.Id(2), status = "ongoing", reporter = "Rapportören", handOverTo = "Efterträdaren", learned = "Det går" });
        var told = Encoding.UTF8.GetString(Outcome.Of(room.Dialogue));
        told.Should().Contain("Det går").And.NotContain("Rapportören").And.NotContain("Efterträdaren").And.NotContain("@region");
        JsonNode.Parse(told)!["ratings"]!.AsArray().Should().BeEmpty();
    }

    [Theory(DisplayName = "RU896 only standing behind and living with are a yes, for every order of four answers")]
    [InlineData("standsBehind", true)]
    [InlineData("canLiveWith", true)]
    [InlineData("needsChange", false)]
    [InlineData("standsAside", false)]
    public void Yes(string stance, bool yes)
    {
        var room = Room.In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", due = "2026-11-01" }).Given("anna", Ask.Stance(1, stance, "o1", "Därför"));
        Items.NextStep.State(room.Dialogue, room.Dialogue.Items[Room.Guid(1)]).Should().Be(yes ? "agreed" : "proposed");
    }

    [Theory(DisplayName = "RU897 a step waits as long as one of its decisions is open")]
    [InlineData(null, null, "awaitingDecision")]
    [InlineData("Bifall", null, "awaitingDecision")]
    [InlineData(null, "Bifall", "awaitingDecision")]
    [InlineData("Bifall", " ", "awaitingDecision")]
    [InlineData("Bifall", "Bifall", "agreed")]
    public void Decisions(string? first, string? second, string state)
    {
        var room = Room.In("nextSteps").Given("anna", "nextStep", 1, "nextSteps", new
        {
            what = "Ringa", organisation = "o1", due = "2026-11-01",
            mandates = new[] { new { organisation = "o1", body = "Nämnden", route = "board", outcome = first }, new { organisation = "o1", body = "Chefen", route = "delegation", outcome = second } },
        }).Given("anna", Ask.Stance(1, "standsBehind", "o1"));
        Items.NextStep.State(room.Dialogue, room.Dialogue.Items[Room.Guid(1)]).Should().Be(state);
    }
}
