// Where things stand on the board and in lists: RU113–RU116.
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class PlaceRules
{
    [Fact(DisplayName = "RU113 one moves one's own; others' when moving is on; facilitators everything")]
    public void Movers()
    {
        var room = In("welcome").Given("anna", Ask.Note(1, "welcome"));
        var move = new { type = "moveItems", moves = new[] { new { itemId = Id(1), x = 3.5, y = -2, lane = "till höger" } } };
        room.When("bo", move).Refused("own-only");
        room.Given("anna", move).Item(1).Should().Match<Item>(item => item.X == 3.5 && item.Y == -2 && item.Lane == "till höger");
        room.When("anna", move).Nothing();
        room.Given(Lead, Ask.Conduct("welcome", new { moving = true })).Given("bo", Ask.Raw($$"""{"type":"moveItems","moves":[{"itemId":"{{Id(1)}}","x":null,"lane":null}]}"""));
        room.Item(1).Should().Match<Item>(item => item.X == null && item.Y == -2 && item.Lane == null);
    }

    [Fact(DisplayName = "RU114 a place is a finite number, a short lane, a theme that is one, a neighbour of the same part")]
    public void Places()
    {
        var room = In("welcome").Given("anna", Ask.Note(1, "welcome")).Given(Lead, Ask.Note(2, "story"));
        string Move(string to) => $$"""{"type":"moveItems","moves":[{"itemId":"{{Id(1)}}",{{to}}}]}""";
        room.When("anna", Ask.Raw(Move("\"x\":1e999"))).Refused("malformed", "x");
        room.When("anna", Ask.Raw(Move("\"y\":\"1\""))).Refused("malformed", "y");
        room.When("anna", Ask.Raw(Move($"\"lane\":\"{new string('a', 81)}\""))).Refused("too-large", "lane");
        room.When("anna", Ask.Raw(Move($"\"theme\":\"{Id(2)}\""))).Refused("bad-reference", "theme");
        room.When("anna", Ask.Raw(Move($"\"before\":\"{Id(2)}\""))).Refused("bad-reference", "before");
        room.When("anna", Ask.Raw("""{"type":"moveItems","moves":[]}""")).Refused("malformed", "moves");
    }

    [Fact(DisplayName = "RU125 a number is told as it is kept, whatever way it was written")]
    public void Numbers()
    {
        // Found by fuzzing: a whole number beyond what a double holds was told with all its digits and kept without.
        var room = In("welcome").Given("anna", Ask.Note(1, "welcome"));
        room.Given("anna", Ask.Raw($$"""{"type":"moveItems","moves":[{"itemId":"{{Id(1)}}","x":9223372036854775806,"y":1.50e2}]}"""));
        var told = ((ItemsMoved)room.Facts[^1].What).Moves[0].To;
        told.Value("x")!.Value.GetRawText().Should().Be("9.223372036854776E+18");
        told.Value("y")!.Value.GetRawText().Should().Be("150");
    }

    [Fact(DisplayName = "RU115 before puts an item in front of another, null puts it last, several keep the order they were named in, and what is made later comes after")]
    public void Order()
    {
        var room = In("welcome");
        for (var id = 1; id <= 5; id++) room.Given("anna", Ask.Note(id, "welcome"));
        string Names() => string.Join(' ', room.Dialogue.LiveInOrder().OrderBy(item => item.Rank, StringComparer.Ordinal).Select(item => item.Id.ToString()[^1]));
        object Move(string? before, params int[] ids) => Ask.Raw($$"""{"type":"moveItems","moves":[{{string.Join(',', ids.Select(id => $$"""{"itemId":"{{Id(id)}}","before":{{before ?? "null"}}}"""))}}]}""");
        room.Given("anna", Move($"\"{Id(1)}\"", 5));
        Names().Should().Be("5 1 2 3 4");
        room.Given("anna", Move(null, 1, 2));
        Names().Should().Be("5 3 4 1 2");
        room.Given("anna", Move($"\"{Id(3)}\"", 2, 4));
        Names().Should().Be("5 2 4 3 1");
        room.Given("anna", Ask.Note(6, "welcome"));
        Names().Should().Be("5 2 4 3 1 6");
    }

    [Fact(DisplayName = "RU116 between any two ranks there is room for a third, a thousand times at the same place and at random ones")]
    public void Ranks()
    {
        var (low, high) = (Rank.First(1), Rank.First(2));
        for (var i = 0; i < 1000; i++)
        {
            var middle = Rank.Between(low, high);
            string.CompareOrdinal(low, middle).Should().BeNegative();
            string.CompareOrdinal(middle, high).Should().BeNegative();
            if (i % 3 == 0) low = middle;
            else high = middle;
        }
        string.CompareOrdinal(Rank.Last(Rank.First(7), 8), Rank.First(7)).Should().BePositive();
        string.CompareOrdinal(Rank.Last(Rank.First(8), 8), Rank.First(8)).Should().BePositive();
        string.CompareOrdinal(Rank.Last(Rank.First(8), 8), Rank.First(9)).Should().BeNegative();
    }
}
