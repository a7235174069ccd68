// Who is here, for whom they answer, where they sit: RU4xx.
using System.Text.Json.Nodes;
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class PeopleRules
{
    private static object Change(string person, object patch) => new { type = "changeParticipant", participantId = person, patch };

    private static object Join(string person, string name, string level, string? organisation = null, string? role = null) =>
        new { type = "joinDialogue", participantId = person, name, level, organisation, role };

    [Fact(DisplayName = "RU401 an organisation is matched trimmed and whatever the case, or made")]
    public void Matching()
    {
        var room = Opened().Given(Server, Join("p1", "Anna", "frontline", "  neurologKLINIKEN "));
        room.Dialogue.Person("p1")!.Organisation.Should().Be("o1");
        room.When(Server, Join("p2", "Bo", "frontline", "Brukarföreningen")).Then(typeof(OrganisationsEdited), typeof(ParticipantJoined));
        room.Dialogue.OrganisationOf("o4")!.Name.Should().Be("Brukarföreningen");
    }

    [Fact(DisplayName = "RU402 only those with experience of their own may come without an organisation, and one they give is kept")]
    public void Without()
    {
        var room = Opened();
        room.When(Server, Join("p1", "Anna", "frontline")).Refused("malformed", "organisation");
        room.Given(Server, Join("p1", "Elsa", "livedExperience")).Given(Server, Join("p2", "Olle", "livedExperience", "Hemtjänsten"));
        room.Dialogue.Person("p2")!.Organisation.Should().Be("o2");
        room.When(Server, Join("p3", "  ", "frontline", "X")).Refused("malformed", "name");
        room.When(Server, Join("p3", "Nils", "boss", "X")).Refused("malformed", "level");
        room.When(Server, Join("p3", "Nils", "frontline", "X", "king")).Refused("malformed", "role");
    }

    [Fact(DisplayName = "RU403 the first participant to join for an organisation answers for it; companions, interpreters, observers and lived experience never by joining")]
    public void First()
    {
        var room = Opened().Joins("tolk", "frontline", "Hemtjänsten", "interpreter").Joins("vän", "frontline", "Hemtjänsten", "companion").Joins("obs", "frontline", "Hemtjänsten", "observer")
            .Joins("elsa", "livedExperience", "Hemtjänsten").Joins("anna", "frontline", "Hemtjänsten").Joins("bo", "frontline", "Hemtjänsten");
        room.Dialogue.Participants.Where(person => person.AnswersFor.Contains("o2")).Select(person => person.Id).Should().Equal("anna");
    }

    [Fact(DisplayName = "RU404 the facilitator marks who answers, and takes it from whoever had it")]
    public void Marks()
    {
        var room = WithPeople();
        room.When("cilla", Change("cilla", new { answersFor = new[] { "o1" } })).Refused("facilitator-only", "answersFor");
        room.When(Lead, Change("cilla", new { answersFor = new[] { "o1", "o2" } })).Then(typeof(ParticipantChanged), typeof(ParticipantChanged), typeof(ParticipantChanged));
        room.Dialogue.Participants.Where(person => !person.AnswersFor.IsEmpty).Select(person => person.Id).Should().Equal("cilla", "david");
        room.When(Lead, Change("cilla", new { answersFor = new[] { "o9" } })).Refused("unknown-organisation");
    }

    [Fact(DisplayName = "RU405 changing organisation drops answersFor and gives none")]
    public void Moves()
    {
        var room = WithPeople().Given("anna", Change("anna", new { organisation = "o2" }));
        room.Dialogue.Person("anna")!.AnswersFor.Should().BeEmpty();
        room.Given("anna", Change("anna", new { organisation = "o1" })).Dialogue.Person("anna")!.AnswersFor.Should().BeEmpty();
        room.When("anna", Change("anna", new { organisation = "o9" })).Refused("unknown-organisation");
        room.When("anna", Ask.Raw("""{"type":"changeParticipant","participantId":"anna","patch":{"organisation":null}}""")).Refused("malformed", "organisation");
    }

    [Fact(DisplayName = "RU406 one changes one's own name, organisation and level; role is the facilitator's; others' are the facilitator's")]
    public void Own()
    {
        var room = WithPeople();
        room.When("bo", Change("anna", new { name = "X" })).Refused("own-only");
        room.When("anna", Change("anna", new { role = "observer" })).Refused("facilitator-only", "role");
        room.When("anna", Change("nobody", new { name = "X" })).Refused("unknown-person");
        room.When("anna", Change("anna", new { name = " " })).Refused("malformed", "name");
        room.When("anna", Change("anna", new { level = "boss" })).Refused("malformed", "level");
        room.Given("anna", Change("anna", new { name = " Anna-Karin ", level = "management" })).Dialogue.Person("anna")!.Name.Should().Be("Anna-Karin");
        room.When("anna", Change("anna", new { name = "Anna-Karin" })).Nothing();
        room.Given(Lead, Change("anna", new { role = "observer" }));
    }

    [Fact(DisplayName = "RU407 organisations are added, renamed and expected by facilitators; the same name again is the same one")]
    public void Organisations()
    {
        var room = WithPeople();
        room.When("anna", new { type = "editOrganisations", add = new[] { new { name = "X" } } }).Refused("facilitator-only");
        room.Given(Lead, new { type = "editOrganisations", add = new[] { new { name = "Kommunen", kind = "municipality", principal = "Linköpings kommun" } } });
        room.When(Lead, new { type = "editOrganisations", add = new[] { new { name = "kommunen " } } }).Nothing();
        room.When(Lead, new { type = "editOrganisations", add = new[] { new { name = "X", kind = "club" } } }).Refused("malformed", "kind");
        room.Given(Lead, new { type = "editOrganisations", rename = new[] { new { id = "o1", name = "Första" }, new { id = "o1", name = "Neurologen" } } });
        room.Dialogue.OrganisationOf("o1")!.Name.Should().Be("Neurologen");
        room.When(Lead, new { type = "editOrganisations", rename = new[] { new { id = "o9", name = "X" } } }).Refused("unknown-organisation");
        room.Given(Lead, new { type = "editOrganisations", expected = new[] { new { organisation = "o2", level = "frontline", count = 4 } } });
        room.When(Lead, new { type = "editOrganisations", expected = new[] { new { organisation = "o2", level = "boss", count = 4 } } }).Refused("malformed", "expected");
        room.When(Lead, new { type = "editOrganisations", expected = new[] { new { organisation = "o9", level = "frontline", count = 4 } } }).Refused("unknown-organisation");
    }

    [Fact(DisplayName = "RU408 a merged organisation is the other one everywhere: people, answers, items, mandates, stances, expected; its id is never used again")]
    public void Merges()
    {
        var room = In("nextSteps", "systemMap").Given("bo", "contact", 2, "systemMap", new { name = "Bo", organisation = "o2" })
            .Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o2", with = new[] { "o3", "o2" }, mandates = new[] { new { organisation = "o2", body = "Nämnden", route = "board" } } })
            .Given("bo", Ask.Stance(1, "standsBehind", "o2")).Given("david", Ask.Stance(1, "canLiveWith", "o3"))
            .Given(Lead, new { type = "editOrganisations", expected = new[] { new { organisation = "o2", level = "frontline", count = 4 }, new { organisation = "o3", level = "frontline", count = 3 } } })
            .Given(Lead, new { type = "editOrganisations", rename = new[] { new { id = "o2", name = "Försvinner" } }, merge = new[] { new { from = "o2", into = "o3" } } });
        room.Dialogue.OrganisationOf("o2").Should().BeNull();
        room.Dialogue.Person("bo")!.Should().Match<Participant>(person => person.Organisation == "o3" && person.AnswersFor.IsEmpty);
        room.Item(2).Text("organisation").Should().Be("o3");
        Items.NextStep.Named(room.Item(1)).Should().Equal("o3");
        room.Dialogue.Stances.Values.Should().ContainSingle().Which.Choice.Should().Be("canLiveWith", "the later one is their voice");
        room.Dialogue.Expected.Should().Equal(new Expected("o3", "frontline", 7));
        room.Given(Lead, new { type = "editOrganisations", add = new[] { new { name = "Ny" } } }).Dialogue.Organisations[^1].Id.Should().Be("o4");
        foreach (var merge in new object[] { new { from = "o1", into = "o1" }, new { from = "o1", into = "o2" } })
            room.When(Lead, new { type = "editOrganisations", merge = new[] { merge } }).Decision.Refused.Should().NotBeNull();
        room.When(Lead, new { type = "editOrganisations", merge = new[] { new { from = "o1", into = "o3" }, new { from = "o3", into = "o4" } } }).Refused("malformed", "merge");
    }

    [Fact(DisplayName = "RU409 an organisation's card is written by its own people and facilitators")]
    public void Cards()
    {
        var room = WithPeople();
        object Card(string organisation) => new { type = "setCard", organisation, does = "Utreder", doesNot = "Kör hem", callWhen = "Dygnet runt" };
        room.Given("cilla", Card("o1")).When("anna", Card("o1")).Nothing();
        room.When("anna", Card("o2")).Refused("own-only");
        room.When("elsa", Card("o1")).Refused("own-only");
        room.When(Lead, Card("o9")).Refused("unknown-organisation");
        room.Given(Lead, Card("o2"));
    }

    [Fact(DisplayName = "RU410 facilitators seat people at tables and let them rise")]
    public void Seats()
    {
        var room = WithPeople();
        room.When("anna", Ask.Seat("anna", "1")).Refused("facilitator-only");
        room.When(Lead, Ask.Seat("nobody", "1")).Refused("unknown-person");
        room.When(Lead, Ask.Seat("anna", " ")).Refused("malformed", "table");
        room.When(Lead, Ask.Raw("""{"type":"seat","seats":[]}""")).Refused("malformed", "seats");
        room.Given(Lead, Ask.Seat("anna", "1")).When(Lead, Ask.Seat("anna", "1")).Nothing();
        room.Given(Lead, Ask.Seat("anna", null)).Dialogue.Person("anna")!.Table.Should().BeNull();
    }

    [Fact(DisplayName = "RU411 where the facilitator admits people, who joins waits and may do nothing until then")]
    public void Admission()
    {
        var room = In("welcome").Given(Lead, new { type = "editDialogue", patch = new { admission = true } }).Joins("nina", "frontline", "Hemtjänsten");
        room.When("nina", Ask.Note(1, "welcome")).Refused("not-allowed");
        room.When("anna", new { type = "admit", participantIds = new[] { "nina" } }).Refused("facilitator-only");
        room.When(Lead, new { type = "admit", participantIds = new[] { "nobody" } }).Refused("unknown-person");
        room.When(Lead, new { type = "admit", participantIds = Array.Empty<string>() }).Refused("malformed", "participantIds");
        room.When(Lead, new { type = "admit", participantIds = new[] { "nina", "nina", "anna" } }).Then<ParticipantChanged>();
        room.Given("nina", Ask.Note(1, "welcome"));
        room.Snapshot("bo")["participants"]!.AsArray()[^1]!.AsObject().ContainsKey("waiting").Should().BeFalse();
        WithPeople().Dialogue.Person("anna")!.Waiting.Should().BeNull("nobody waits unless that is on");
    }

    [Fact(DisplayName = "RU412 who is removed is gone from the list and may do nothing more; what they wrote stays")]
    public void Removed()
    {
        var room = In("welcome").Given("anna", Ask.Note(1, "welcome")).Given("anna", new { type = "raiseHand", value = true });
        room.When("bo", new { type = "removePerson", participantId = "anna" }).Refused("facilitator-only");
        room.When(Lead, new { type = "removePerson", participantId = "nobody" }).Refused("unknown-person");
        room.Given(Lead, new { type = "removePerson", participantId = "anna" }).When(Lead, new { type = "removePerson", participantId = "anna" }).Nothing();
        room.When("anna", Ask.Note(2, "welcome")).Refused("not-allowed");
        room.Snapshot("bo")["participants"]!.AsArray().Should().HaveCount(5);
        room.Snapshot("bo")["items"]!.AsArray().Should().ContainSingle();
        room.Joins("nils", "frontline", "Neurologkliniken").Dialogue.Person("nils")!.AnswersFor.Should().Equal("o1");
    }

    [Fact(DisplayName = "RU413 a name is erased by its owner or a facilitator, in what is told from now on and in what lies in the journal")]
    public void ErasedName()
    {
        var room = WithPeople();
        room.When("bo", new { type = "eraseContent", participantId = "anna" }).Refused("own-only");
        room.When("bo", new { type = "eraseContent", participantId = "nobody" }).Refused("unknown-person");
        room.Given("anna", new { type = "eraseContent", participantId = "anna" }).When("anna", new { type = "eraseContent", participantId = "anna" }).Nothing();
        room.Snapshot("bo")["participants"]![0]!["name"]!.GetValue<string>().Should().BeEmpty();
        room.Facts.Should().NotContain(fact => System.Text.Encoding.UTF8.GetString(fact.Body).Contains("\"Anna\"", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "RU414 only the server opens a dialogue and lets people join; nobody else's joining is believed, and joining twice changes nothing")]
    public void Joining()
    {
        var room = Opened();
        room.When(Lead, Join("p1", "Anna", "livedExperience")).Refused("not-allowed");
        room.When("anna", Join("p1", "Anna", "livedExperience")).Refused("not-allowed");
        room.Given(Server, Join("p1", "Anna", "livedExperience")).When(Server, Join("p1", "Anna", "livedExperience")).Nothing();
        new Room().When(Server, Join("p1", "Anna", "livedExperience")).Refused("not-found");
        new Room().When("anna", Ask.Note(1, "welcome")).Refused("not-found");
        room.When("stranger", Ask.Note(1, "welcome")).Refused("unknown-person");
    }

    [Fact(DisplayName = "RU415 at most so many people: the next is refused too-large with the limit, and one who is removed makes room")]
    public void Full()
    {
        var room = new Room { Limits = new Limits(People: 2) };
        room.Given(Server, new { type = "openDialogue", dialogueId = "d", title = "T", targetGroup = "M", language = "sv", templateId = "samskapande-dialog", joinCode = "A", joinToken = "B" });
        room.Joins("a", "livedExperience").Joins("b", "livedExperience").When(Server, Join("c", "C", "livedExperience")).Refused("too-large", "people").Decision.Refused!.Limit.Should().Be(2);
        room.Given(Lead, new { type = "removePerson", participantId = "a" }).Joins("c", "livedExperience");
    }

    [Fact(DisplayName = "RU416 a dialogue opens with the template's seven parts in its language, its organisations once each, and everything shut")]
    public void Opening()
    {
        var opened = Opened().Snapshot(Lead);
        opened["agenda"]!.AsArray().Select(phase => (string?)phase!["id"]).Should().Equal("welcome", "story", "systemMap", "valueVision", "initiatives", "nextSteps", "closing");
        foreach (var phase in opened["agenda"]!.AsArray())
            phase!["conduct"]!.ToJsonString().Should().Be("""{"writing":"open","names":"shown","moving":false,"voting":{"open":false}}""");
        ((string?)opened["status"]).Should().Be("draft");
        opened.ContainsKey("phaseId").Should().BeTrue();
        opened["phaseId"].Should().BeNull();
        JsonObject Open(string language, string template = "samskapande-dialog", string title = "T") => Ask.Raw($$"""
            {"type":"openDialogue","dialogueId":"d","title":"{{title}}","targetGroup":"M","language":"{{language}}","templateId":"{{template}}","joinCode":"A","joinToken":"B","organisations":[{"name":"X"},{"name":"x "}]}
            """);
        new Room().Given(Server, Open("en")).Dialogue.Should().Match<Dialogue>(dialogue => dialogue.Agenda[0].Title == "Welcome" && dialogue.Organisations.Length == 1);
        new Room().When(Server, Open("de")).Refused("malformed", "language");
        new Room().When(Server, Open("sv", "other")).Refused("malformed", "templateId");
        new Room().When(Server, Open("sv", title: " ")).Refused("malformed", "title");
        new Room().When(Lead, Open("sv")).Refused("not-allowed");
        Opened().When(Server, Open("sv")).Refused("item-exists");
    }
}
