// Who sits where, and how alone becomes a pair, a table, all: RU42x, RU43x, RU23x.
using System.Diagnostics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class TableRules(ITestOutputHelper output)
{
    private sealed record Hall(List<Guest> Guests, int Tables, string[][] Apart, string[][] Together)
    {
        public System.Collections.Immutable.ImmutableArray<string> Names => [.. Enumerable.Range(1, Tables).Select(number => $"{number}")];

        public override string ToString() => $"{Tables} tables: {string.Join(' ', Guests)}; apart {string.Join('|', Apart.Select(one => string.Join(',', one)))}; together {string.Join('|', Together.Select(one => string.Join(',', one)))}";
    }

    /// <summary>Uneven organisations: the first ones are much larger than the last.</summary>
    private static List<Guest> People(Random dice, int count, int organisations) =>
        [.. Enumerable.Range(0, count).Select(number => new Guest(
            $"p{number}", dice.Next(12) == 0 ? null : $"o{(int)(organisations * Math.Pow(dice.NextDouble(), 2.2))}", dice.Next(15) == 0 ? null : Decide.Levels[(int)(4 * Math.Pow(dice.NextDouble(), 1.7))]))];

    private static Gen<Hall> Halls(bool wishes) =>
        from seed in Gen.Choose(0, int.MaxValue - 1)
        let dice = new Random(seed)
        let people = People(dice, dice.Next(1, 90), dice.Next(1, 14))
        let groups = Enumerable.Range(0, wishes ? 4 : 0).Select(_ => Enumerable.Range(0, dice.Next(2, 5)).Select(_ => $"p{dice.Next(people.Count)}").Distinct().ToArray()).ToArray()
        select new Hall(people, dice.Next(1, 13), [.. groups.Take(2)], [.. groups.Skip(2)]);

    private static void Always(Gen<Hall> halls, int times, Action<Hall> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times),
        Prop.ForAll(Arb.From(halls), hall =>
        {
            holds(hall);
            return true;
        }));

    /// <summary>Dealt round the tables in an order: what a facilitator does by hand.</summary>
    private static int Round(IEnumerable<Guest> order, int tables) => Composition.Mix(order.Select((guest, number) => (guest, $"{number % tables}")));

    private static int[] Sizes(Hall hall, IEnumerable<string> seats) => [.. hall.Names.Select(name => seats.Count(seat => seat == name))];

    [Fact(DisplayName = "RU420 composed tables are never less mixed than people dealt round, as they came, by organisation or by level; the mix is distinct organisations and distinct levels, summed over tables")]
    public void NeverWorse() => Always(Halls(false), 80, hall =>
    {
        var mix = Composition.Mix(hall.Guests.Zip(Composition.Of(hall.Guests, hall.Names)!.Value));
        mix.Should().BeGreaterThanOrEqualTo(Round(hall.Guests, hall.Tables));
        mix.Should().BeGreaterThanOrEqualTo(Round(hall.Guests.OrderBy(guest => guest.Organisation, StringComparer.Ordinal).ThenBy(guest => guest.Level, StringComparer.Ordinal), hall.Tables));
        mix.Should().BeGreaterThanOrEqualTo(Round(hall.Guests.OrderBy(guest => guest.Level, StringComparer.Ordinal).ThenBy(guest => guest.Organisation, StringComparer.Ordinal), hall.Tables));
    });

    [Fact(DisplayName = "RU421 where nobody must stay or come along, tables differ by one chair at most")]
    public void Even() => Always(Halls(false), 80, hall =>
    {
        var sizes = Sizes(hall, Composition.Of(hall.Guests, hall.Names)!.Value);
        (sizes.Max() - sizes.Min()).Should().BeLessThanOrEqualTo(1);
    });

    [Fact(DisplayName = "RU422 80 people of 12 uneven organisations and 4 levels are at 10 tables well within 2 s, mixed better than dealt round")]
    public void Eighty()
    {
        var people = People(new Random(3), 80, 12);
        _ = Composition.Of(people, [.. Enumerable.Range(1, 10).Select(number => $"{number}")]);
        var watch = Stopwatch.StartNew();
        var seats = Composition.Of(people, [.. Enumerable.Range(1, 10).Select(number => $"{number}")])!.Value;
        watch.Stop();
        var (mix, dealt) = (Composition.Mix(people.Zip(seats)), Round(people.OrderBy(guest => guest.Organisation, StringComparer.Ordinal), 10));
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds:0.0} ms, mix {mix}, dealt round by organisation {dealt}, as they came {Round(people, 10)}; fewest organisations at a table " +
            people.Zip(seats).GroupBy(one => one.Second).Min(table => table.Select(one => one.First.Organisation).OfType<string>().Distinct().Count()));
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
        mix.Should().BeGreaterThan(Round(people, 10));
        seats.GroupBy(seat => seat).Should().OnlyContain(table => table.Count() == 8);
    }

    [Fact(DisplayName = "RU423 whoever is to sit apart does, whoever together does too, or it is refused; there is an answer whatever is wished")]
    public void Wishes()
    {
        var refused = 0;
        Always(Halls(true), 120, hall =>
        {
            if (Composition.Of(hall.Guests, hall.Names, hall.Apart, hall.Together) is not { } seats)
            {
                refused++;
                return;
            }
            var at = hall.Guests.Zip(seats).ToDictionary(one => one.First.Id, one => one.Second);
            foreach (var group in hall.Apart) group.Select(id => at[id]).Should().OnlyHaveUniqueItems();
            foreach (var group in hall.Together) group.Select(id => at[id]).Distinct().Should().ContainSingle();
        });
        refused.Should().BeInRange(1, 90);
    }

    [Fact(DisplayName = "RU424 what cannot be is refused seats-impossible and moves nobody: more apart than tables, apart and together, stayers who should be apart")]
    public void Impossible()
    {
        var room = WithPeople();
        room.When(Lead, new { type = "composeTables", tables = 2, apart = new[] { new[] { "anna", "bo", "cilla" } } }).Refused("seats-impossible");
        room.When(Lead, new { type = "composeTables", tables = 3, apart = new[] { new[] { "anna", "bo" } }, together = new[] { new[] { "anna", "cilla" }, ["bo", "cilla"] } }).Refused("seats-impossible");
        room.Given(Lead, Ask.Seat("anna", "1")).Given(Lead, Ask.Seat("bo", "1")).When(Lead, new { type = "composeTables", tables = 2, keep = true, apart = new[] { new[] { "anna", "bo" } } }).Refused("seats-impossible");
        room.Given(Lead, new { type = "composeTables", tables = 3, apart = new[] { new[] { "anna", "bo", "cilla" } } });
    }

    [Fact(DisplayName = "RU425 who is seated stays when that is asked for; the others are given chairs, and the same people the same tables every time")]
    public void Keeps() => Always(Halls(false), 60, hall =>
    {
        var dice = new Random(hall.Guests.Count);
        var some = hall.Guests.ConvertAll(guest => dice.Next(2) == 0 ? guest with { Fixed = $"{dice.Next(hall.Tables) + 1}" } : guest);
        var seats = Composition.Of(some, hall.Names)!.Value;
        some.Zip(seats).Should().OnlyContain(one => one.First.Fixed == null || one.First.Fixed == one.Second);
        Composition.Of(some, hall.Names)!.Value.Should().Equal(seats);
    });

    [Fact(DisplayName = "RU426 companions and interpreters sit with whom they are here for, which facilitators say; observers are put nowhere, and those who wait")]
    public void Beside()
    {
        var room = WithPeople().Joins("tolk", "frontline", "Hemtjänsten", "interpreter").Joins("vän", "livedExperience", null, "companion");
        room.When("tolk", new { type = "changeParticipant", participantId = "tolk", patch = new { accompanies = "elsa" } }).Refused("facilitator-only", "accompanies");
        room.When(Lead, new { type = "changeParticipant", participantId = "tolk", patch = new { accompanies = "tolk" } }).Refused("unknown-person");
        room.Given(Lead, new { type = "changeParticipant", participantId = "tolk", patch = new { accompanies = "david" } }).Given(Lead, new { type = "changeParticipant", participantId = "vän", patch = new { accompanies = "elsa" } })
            .Given(Lead, new { type = "editDialogue", patch = new { admission = true } }).Joins("nina", "frontline", "Hemtjänsten").Given(Lead, new { type = "composeTables", size = 2 });
        string? At(string who) => room.Dialogue.Person(who)!.Table;
        At("tolk").Should().Be(At("david"));
        At("vän").Should().Be(At("elsa"));
        At("frida").Should().BeNull();
        At("nina").Should().BeNull();
        room.Given(Lead, new { type = "admit", participantIds = new[] { "nina" } });
        At("nina").Should().NotBeNull("who is let in sits down");
        room.Snapshot(Lead)["participants"]!.AsArray().Should().Contain(person => (string?)person!["accompanies"] == "elsa");
    }

    [Fact(DisplayName = "RU427 where tables were composed a late-comer gets a chair and nobody moves, at the table of the device if it has one; seated by hand or turned off, nobody is put anywhere")]
    public void Late()
    {
        var byHand = WithPeople().Given(Lead, Ask.Seat("anna", "1")).Joins("nils", "frontline", "Hemtjänsten");
        byHand.Dialogue.Person("nils")!.Table.Should().BeNull();

        var room = WithPeople().Given(Lead, new { type = "composeTables", tables = 2 });
        room.Dialogue.SeatLate.Should().BeTrue();
        var before = room.Dialogue.Participants.ToDictionary(person => person.Id, person => person.Table);
        room.When(Server, new { type = "joinDialogue", participantId = "nils", name = "Nils", level = "frontline", organisation = "Ny aktör" }).Then(typeof(OrganisationsEdited), typeof(ParticipantJoined), typeof(Seated));
        room.Joins("olle", "frontline", "Ny aktör", "observer").Dialogue.Person("olle")!.Table.Should().BeNull();
        foreach (var (person, table) in before) room.Dialogue.Person(person)!.Table.Should().Be(table);
        room.Given(Server, new { type = "joinDialogue", participantId = "pia", name = "Pia", level = "frontline", organisation = "Ny aktör", beside = "anna" });
        room.Dialogue.Person("pia")!.Table.Should().Be(before["anna"]);
        room.Given(Lead, new { type = "editDialogue", patch = new { seatLate = false } }).Joins("rut", "frontline", "Ny aktör").Dialogue.Person("rut")!.Table.Should().BeNull();
        room.Given(Lead, new { type = "composeTables", keep = true }).Dialogue.Person("rut")!.Table.Should().NotBeNull("by one button");
        room.Dialogue.SeatLate.Should().BeFalse("said once, it is said");
    }

    [Fact(DisplayName = "RU428 composing is the facilitators': with how many tables or how many at each, with people who are here")]
    public void Form()
    {
        var room = WithPeople();
        room.When("anna", new { type = "composeTables", tables = 2 }).Refused("facilitator-only");
        foreach (var wrong in new object[] { new { type = "composeTables" }, new { type = "composeTables", tables = 0 }, new { type = "composeTables", tables = 101 }, new { type = "composeTables", tables = 2, size = 2 }, new { type = "composeTables", size = 0 }, new { type = "composeTables", keep = true } })
            room.When(Lead, wrong).Refused("malformed");
        room.When(Lead, new { type = "composeTables", tables = 2, apart = new[] { new[] { "nobody" } } }).Refused("unknown-person");
        room.When(Lead, Ask.Raw("""{"type":"composeTables","tables":2,"apart":[null]}""")).Decision.Refused.Should().NotBeNull();
        room.Given(Lead, new { type = "composeTables", tables = 2 }).When(Lead, new { type = "composeTables", tables = 2 }).Nothing();
        room.Dialogue.Participants.Where(person => person.Role == "participant").Should().OnlyContain(person => person.Table == "1" || person.Table == "2");
    }

    private static Room Twelve()
    {
        var room = Opened();
        for (var number = 0; number < 12; number++)
            room.Joins($"p{(char)('a' + number)}", number % 4 == 3 ? "livedExperience" : Decide.Levels[number % 3], number % 4 == 3 ? null : new[] { "Neurologkliniken", "Hemtjänsten", "Vårdcentralen" }[number % 3]);
        var agenda = room.Snapshot(Lead)["agenda"]!.DeepClone().AsArray();
        agenda.First(phase => (string?)phase!["id"] == "valueVision")!["rounds"] = JsonNode.Parse(
            """
            [{"id":"ett","kind":"write","conduct":{"writing":"private"}},{"id":"två","kind":"tables","groups":"pairs","conduct":{"writing":"tables"}},
             {"id":"fyra","kind":"tables","conduct":{"writing":"tables"}},{"id":"lyft","kind":"lift"},{"id":"alla","kind":"show","conduct":{"writing":"open"}}]
            """);
        return room.Given(Lead, new JsonObject { ["type"] = "editAgenda", ["agenda"] = agenda }).Given(Lead, new { type = "composeTables", tables = 3 }).Given(Lead, Ask.Enter("valueVision"));
    }

    private static object Round(string? round) => new JsonObject { ["type"] = "enterRound", ["round"] = round };

    private static IEnumerable<string> Seeing(Room room, int id) =>
        room.Dialogue.Participants.Select(person => person.Id).Append(Lead).Append(Screen).Where(who => room.Snapshot(who)["items"]!.AsArray().Any(item => (string?)item!["id"] == Id(id)));

    private static IEnumerable<string> At(Room room, string table) => room.Dialogue.Participants.Where(person => person.Table == table || person.Within == table).Select(person => person.Id);

    [Fact(DisplayName = "RU430 in a round of pairs each table sits in pairs, a three where it is odd; any other round or part makes them tables again; without tables fours are made first")]
    public void Pairs()
    {
        var room = Twelve();
        var tables = room.Dialogue.Participants.ToDictionary(person => person.Id, person => person.Table);
        room.When(Lead, Round("två")).Then(typeof(Seated), typeof(RoundEntered), typeof(ConductSet));
        room.Dialogue.Participants.Should().OnlyContain(person => person.Within == tables[person.Id] && person.Table!.StartsWith(person.Within!));
        room.Dialogue.Participants.GroupBy(person => person.Table).Should().HaveCount(6).And.OnlyContain(pair => pair.Count() == 2);
        room.When(Lead, Round("fyra")).Then(typeof(Seated), typeof(RoundEntered));
        room.Dialogue.Participants.Should().OnlyContain(person => person.Within == null && person.Table == tables[person.Id]);
        room.Given(Lead, Round("två")).Given(Lead, Ask.Enter("initiatives"));
        room.Dialogue.Participants.Should().OnlyContain(person => person.Within == null && person.Table == tables[person.Id]);

        var without = Twelve();
        foreach (var person in without.Dialogue.Participants) without.Given(Lead, Ask.Seat(person.Id, null));
        without.Joins("pz", "frontline", "Hemtjänsten");
        without.Given(Lead, Round("två"));
        without.Dialogue.Participants.GroupBy(person => person.Within).Select(table => table.Count()).Order().Should().Equal(4, 4, 5);
        without.Dialogue.Participants.GroupBy(person => person.Table).Select(pair => pair.Count()).Order().Should().Equal(2, 2, 2, 2, 2, 3);
    }

    [Fact(DisplayName = "RU431 one lets one's own table see what one wrote in private, and nobody else's; others still know only that something was written")]
    public void ToTheTable()
    {
        var room = Twelve().Given(Lead, Round("ett")).Given("pa", Ask.Note(1, "valueVision", "Ensam"));
        object Table(int id, string to = "table") => new { type = "showItems", itemIds = new[] { Id(id) }, to };
        var table = room.Dialogue.Person("pa")!.Table!;
        room.When("pb", Table(1)).Refused("unknown-item");
        room.When(Lead, Table(1)).Refused("unknown-item");
        room.When("pa", Table(1, "world")).Refused("malformed", "to");
        Seeing(room, 1).Should().Equal("pa");
        room.Given("pa", Table(1)).When("pa", Table(1)).Nothing();
        Seeing(room, 1).Should().BeEquivalentTo([.. At(room, table), Lead]);
        room.Item(1).Should().Match<Item>(item => item.By == "pa" && item.Table == table && !item.Shown);
        room.Snapshot(Screen)["concealed"]!.AsArray().Should().ContainSingle();
        room.Given(Lead, Ask.Seat("pa", null)).Given("pa", Ask.Note(2, "valueVision")).When("pa", Table(2)).Refused("not-allowed", "table");
    }

    [Fact(DisplayName = "RU432 what a pair writes is the pair's, and the whole table's when the pairs end; who wrote it stays")]
    public void PairWrites()
    {
        var room = Twelve().Given(Lead, Ask.Writing("valueVision", "tables")).Given("pa", Ask.Note(1, "valueVision", "Bordets")).Given(Lead, Round("två"));
        var me = room.Dialogue.Person("pa")!;
        Seeing(room, 1).Should().BeEquivalentTo([.. At(room, me.Within!), Lead], "a pair still sees what its table wrote");
        room.Given("pa", Ask.Note(2, "valueVision", "Parets"));
        Seeing(room, 2).Should().BeEquivalentTo([.. At(room, me.Table!), Lead]).And.HaveCount(3);
        room.Given("pa", Ask.Rate(2, 3, 3));
        room.Given(Lead, Round("fyra"));
        Seeing(room, 2).Should().BeEquivalentTo([.. At(room, me.Within!), Lead]).And.HaveCount(5);
        room.Item(2).Should().Match<Item>(item => item.By == "pa" && item.Table == me.Within && !item.Shown);
        room.Snapshot(At(room, me.Within!).First(who => who != "pa"))["ratings"]!.AsArray().Should().ContainSingle("what was said of it comes along");
    }

    [Fact(DisplayName = "RU433 1-2-4-alla with twelve at three tables: alone, pair, table and all each see what is theirs, nothing before it is shown, and the board has everybody's lifted notes under their names")]
    public void OneTwoFourAll()
    {
        var room = Twelve();
        var people = room.Dialogue.Participants.Select(person => person.Id).ToList();
        room.Given(Lead, Round("ett"));
        for (var number = 0; number < 12; number++) room.Given(people[number], Ask.Note(100 + number, "valueVision", $"Ensam {number}"));
        for (var number = 0; number < 12; number++) Seeing(room, 100 + number).Should().Equal(people[number]);
        room.Given(Lead, Round("två"));
        for (var number = 0; number < 12; number++) room.Given(people[number], Ask.Note(200 + number, "valueVision", $"Par {number}"));
        for (var number = 0; number < 12; number++) Seeing(room, 200 + number).Should().HaveCount(3).And.Contain(people[number]).And.Contain(Lead);
        room.Given(Lead, Round("fyra"));
        for (var number = 0; number < 12; number++) Seeing(room, 200 + number).Should().BeEquivalentTo([.. At(room, room.Dialogue.Person(people[number])!.Table!), Lead]).And.HaveCount(5);
        room.Given(Lead, Round("lyft"));
        var lifted = room.Dialogue.Participants.GroupBy(person => person.Table).Select(table => people.IndexOf(table.First().Id)).ToList();
        foreach (var number in lifted) room.Given(people[number], Ask.Show(200 + number));
        var board = room.Snapshot(Screen)["items"]!.AsArray();
        board.Select(item => (string?)item!["id"]).Should().BeEquivalentTo(lifted.Select(number => Id(200 + number)));
        board.Should().OnlyContain(item => people.Contains((string)item!["by"]!) && (string?)item["table"] == room.Dialogue.Person((string)item["by"]!)!.Table);
        for (var number = 0; number < 12; number++) Seeing(room, 100 + number).Should().Equal(people[number]);
        room.Given(Lead, Round("alla"));
        room.Snapshot(Screen)["items"]!.AsArray().Should().HaveCount(24).And.OnlyContain(item => (string?)item!["by"] != null);
    }

    [Fact(DisplayName = "RU434 organisations that become one have one who answers: who did for the one that stays")]
    public void OneVoice()
    {
        var room = WithPeople().Given(Lead, new { type = "editOrganisations", merge = new[] { new { from = "o1", into = "o3" }, new { from = "o2", into = "o3" } } });
        room.Dialogue.Participants.Where(person => !person.AnswersFor.IsEmpty).Should().ContainSingle().Which.Should().Match<Participant>(person => person.Id == "david" && person.AnswersFor.SequenceEqual(new[] { "o3" }));
        WithPeople().Given(Lead, new { type = "editOrganisations", add = new[] { new { name = "Ny" } } }).Given(Lead, new { type = "editOrganisations", merge = new[] { new { from = "o1", into = "o4" } } })
            .Dialogue.Person("anna")!.AnswersFor.Should().Equal("o4");
    }

    [Fact(DisplayName = "RU435 an organisation is not given another's name: name-taken, they are merged instead; names may change places in one command")]
    public void NameTaken()
    {
        var room = WithPeople();
        object Rename(params (string Id, string Name)[] to) => new { type = "editOrganisations", rename = to.Select(one => new { id = one.Id, name = one.Name }) };
        room.When(Lead, Rename(("o1", " hemtjänsten"))).Refused("name-taken", "name");
        room.When(Lead, Rename(("o1", "Ny"), ("o2", "ny"))).Refused("name-taken", "name");
        room.Given(Lead, Rename(("o1", "Mellan"), ("o2", "Neurologkliniken"), ("o1", "Hemtjänsten")));
        room.Dialogue.Organisations.Select(one => one.Name).Should().Equal("Hemtjänsten", "Neurologkliniken", "Vårdcentralen");
    }

    [Fact(DisplayName = "RU231 a stack of paper typed in for a whole table in a round at tables is that table's until it is lifted")]
    public void Stack()
    {
        var room = Twelve().Given(Lead, Ask.Writing("valueVision", "tables")).Given(Lead, Ask.Add("note", 1, "valueVision", new { text = "Bordets papper", table = "2" }));
        Seeing(room, 1).Should().BeEquivalentTo([.. At(room, "2"), Lead]);
        room.Given(At(room, "2").First(), Ask.Show(1));
        Seeing(room, 1).Should().HaveCount(14);
        room.Given(Lead, Ask.Note(2, "valueVision"));
        Seeing(room, 2).Should().HaveCount(14, "what a facilitator writes for all is for all");
    }

    [Fact(DisplayName = "RU230 a device sees what is written at the tables of each of its voices")]
    public void Voices()
    {
        var room = Twelve().Given(Lead, Ask.Writing("valueVision", "tables")).Given("pa", Ask.Note(1, "valueVision"));
        var (near, far) = (room.Dialogue.Participants.First(person => person.Table == room.Dialogue.Person("pa")!.Table && person.Id != "pa").Id, room.Dialogue.Participants.First(person => person.Table != room.Dialogue.Person("pa")!.Table).Id);
        SnapshotOf.Dialogue(room.Dialogue, room.Viewer(far)).Should().NotBeEquivalentTo(SnapshotOf.Dialogue(room.Dialogue, room.Viewer(far, far, near)));
        System.Text.Encoding.UTF8.GetString(SnapshotOf.Dialogue(room.Dialogue, room.Viewer(far, far, near))).Should().Contain("En lapp");
        System.Text.Encoding.UTF8.GetString(SnapshotOf.Dialogue(room.Dialogue, room.Viewer(far))).Should().NotContain("En lapp");
    }
}
