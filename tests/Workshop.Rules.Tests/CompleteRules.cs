// What the rules accept is complete where it is told, and what must stay untold is not told as a number either. RU90x.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workshop.Rules.Tests;

public class CompleteRules
{
    public static TheoryData<string> Kinds() => [.. ItemKind.All.Select(kind => kind.Name)];

    private static Room Ready() => Room.In("story", "systemMap", "valueVision", "initiatives", "nextSteps", "closing")
        .Given(Room.Lead, "contact", 801, "systemMap").Given(Room.Lead, "contact", 802, "systemMap");

    [Theory(DisplayName = "RU900 what nobody gave is there as an empty text or list, or as planned: in the event, the snapshot and the outcome, for every kind")]
    [MemberData(nameof(Kinds))]
    public void Filled(string name)
    {
        var kind = ItemKind.Named(name)!;
        var room = Ready();
        var phase = room.Dialogue.Agenda.First(one => PhaseKind.Named(one.Kind)!.Adds.Contains(kind) || name == "finding").Id;
        var told = room.When(Room.Lead, Ask.Add(name, 1, phase)).Told("bo")["item"]!.AsObject();
        var snapshot = room.Snapshot("bo")["items"]!.AsArray().Single(item => (string?)item!["id"] == Room.Id(1))!.AsObject();
        foreach (var field in kind.Fields.Where(field => field.Default is not null && !field.FacilitatorsRead))
            foreach (var item in new[] { told, snapshot })
                item[field.Name]!.ToJsonString().Should().Be(field.Default!.Value.GetRawText(), field.Name);
        if (name == "initiative") JsonNode.Parse(Outcome.Of(room.Dialogue))!["initiatives"]![0]!["stage"]!.GetValue<string>().Should().Be("planned");
    }

    [Fact(DisplayName = "RU901 taking away a field that is always there empties it, once")]
    public void Emptied()
    {
        var room = Ready().Given("anna", "initiative", 1, "initiatives", new { title = "Samordnare", what = "Någon som håller ihop", stage = "running", contributors = new[] { "o1" } });
        var change = Ask.Raw($$"""{"type":"changeItem","itemId":"{{Room.Id(1)}}","patch":{"what":null,"stage":null,"contributors":null},"base":1000}""");
        var patch = room.When("anna", change.DeepClone()).Told("bo")["patch"]!;
        (patch["what"]!.GetValue<string>(), patch["stage"]!.GetValue<string>(), patch["contributors"]!.AsArray().Count).Should().Be(("", "planned", 0));
        room.When("anna", change.DeepClone()).Nothing();
    }

    [Fact(DisplayName = "RU902 items of old journals and saved states are complete when they are read, and what is told of them is what the state has")]
    public void Old()
    {
        var body = """{"type":"itemAdded","item":{"id":"00000000-0000-4000-8000-000000000001","kind":"initiative","phaseId":"initiatives","rank":"a","title":"Samordnare"}}"""u8.ToArray();
        var fact = Fact.Read(2, Room.Start, "anna", null, Audience.All, false, body);
        var item = ((ItemAdded)fact.What).Item;
        (item.Text("stage"), item.Text("what"), item.Own.Value("mandates")!.Value.GetArrayLength()).Should().Be(("planned", "", 0));
        JsonNode.Parse(fact.Body)!["item"]!["stage"]!.GetValue<string>().Should().Be("planned");
        Fact.Read(2, Room.Start, "anna", null, Audience.All, false, fact.Body).Body.Should().BeSameAs(fact.Body, "what is complete is not written anew");

        var old = new Dialogue { Seq = 2, Items = Dialogue.Unopened.Items.Add(item.Id, item with { Own = Fields.Of("title", "Samordnare") }) };
        StateJson.Read(StateJson.Write(old))!.Items[item.Id].Text("stage").Should().Be("planned");
        var taken = fact with { Seq = 3, What = new ItemChanged(item.Id, Fields.None.With("stage", JsonElement.Parse("null"u8))) };
        Dialogue.Unopened.After(fact).After(taken).Items[item.Id].Text("stage").Should().Be("planned", "an old event may have taken it away");
    }

    [Fact(DisplayName = "RU903 hidden totals are no number anywhere: not in the outcome, nor with what is lifted, nor for who leads")]
    public void HiddenTotals()
    {
        var room = Room.In("valueVision").Given(Room.Lead, Ask.Conduct("valueVision", new { writing = "tables", voting = new { open = true, budget = 700, totals = "hidden" } }))
            .Given(Room.Lead, Ask.Seat("anna", "1")).Given("anna", "note", 1, "valueVision").Given("anna", Ask.Vote(1, 647));
        var lifted = room.When(Room.Lead, Ask.Show(1));
        foreach (var who in new[] { "bo", Room.Lead, Room.Screen })
        {
            lifted.Told(who).ToJsonString().Should().NotContain("647", who);
            room.Snapshot(who).ToJsonString().Should().NotContain("647", who);
        }
        Encoding.UTF8.GetString(Outcome.Of(room.Dialogue)).Should().NotContain("647");
        room.Snapshot("anna").ToJsonString().Should().Contain("647", "one's own are told");
        room.Given(Room.Lead, Ask.Conduct("valueVision", new { voting = new { totals = "shown" } }));
        Encoding.UTF8.GetString(Outcome.Of(room.Dialogue)).Should().Contain("647", "the same search finds what is shown");
    }

    [Theory(DisplayName = "RU904 half a rating is refused, whichever half, and takes nothing back")]
    [InlineData(3, 0, "effort")]
    [InlineData(0, 3, "effect")]
    [InlineData(6, 3, "effect")]
    [InlineData(3, -1, "effort")]
    public void HalfARating(int effect, int effort, string field)
    {
        var room = Room.In("initiatives").Given("anna", "initiative", 1, "initiatives").Given("bo", Ask.Rate(1, 4, 2));
        room.When("bo", Ask.Rate(1, effect, effort)).Refused("malformed", field);
        room.When("cilla", Ask.Rate(1, effect, effort)).Refused("malformed", field);
        room.Dialogue.Ratings.Values.Should().ContainSingle().Which.Should().Match<Rating>(rating => rating.Effect == 4 && rating.Effort == 2);
    }

    [Fact(DisplayName = "RU905 a link answers for an organisation that the step names and nobody here answers for, never for one that is here")]
    public void Link()
    {
        var room = Room.In("nextSteps").Given(Room.Lead, new { type = "editOrganisations", add = new[] { new { name = "Frånvarande" } } });
        var absent = room.Dialogue.Organisations[^1].Id;
        room.Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", with = new[] { absent } });
        room.When(Room.Link, Ask.Stance(1, "standsBehind", "o1")).Refused("not-answering");
        room.When(Room.Link, Ask.Stance(1, "standsBehind", "o2")).Refused("not-answering");
        room.Given(Room.Link, Ask.Stance(1, "standsBehind", absent));
        room.Joins("sven", "frontline", "Frånvarande");
        room.When(Room.Link, Ask.Stance(1, "standsAside", absent, "Nej")).Refused("not-answering");
    }

    [Theory(DisplayName = "RU906 needing change and standing aside need a reason, and are taken with it; the others need none")]
    [InlineData("standsBehind", false)]
    [InlineData("canLiveWith", false)]
    [InlineData("needsChange", true)]
    [InlineData("standsAside", true)]
    public void Reasons(string stance, bool reason)
    {
        var room = Room.In("valueVision").Given("anna", "visionSentence", 1, "valueVision");
        foreach (var none in new[] { null, "", " \n" })
            if (reason) room.When("bo", Ask.Stance(1, stance, null, none)).Refused("reason-required");
        room.Given("bo", Ask.Stance(1, stance, null, "Datumet")).Given("bo", Ask.Stance(1, stance, "o2", "Datumet"));
        if (!reason) room.Given("david", Ask.Stance(1, stance));
    }
}
