// The form of what comes in: limits, cleaning, JSON of all kinds: RU6xx.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public class FormRules
{
    [Fact(DisplayName = "RU601 above a limit a command is refused too-large with the limit; at the limit it is taken")]
    public void Limited()
    {
        var room = In("welcome", "valueVision");
        string A(int length) => new('å', length);
        void Bound(object at, object above, string field, int limit)
        {
            room.Given(Lead, at);
            room.When(Lead, above).Refused("too-large", field).Decision.Refused!.Limit.Should().Be(limit);
        }
        Bound(Ask.Note(1, "welcome", A(2000)), Ask.Note(2, "welcome", A(2001)), "text", 2000);
        Bound(Ask.Add("theme", 3, "welcome", new { title = A(200) }), Ask.Add("theme", 4, "welcome", new { title = A(201) }), "title", 200);
        Bound(new { type = "changeParticipant", participantId = "anna", patch = new { name = A(80) } }, new { type = "changeParticipant", participantId = "anna", patch = new { name = A(81) } }, "name", 80);
        Bound(new { type = "editDialogue", patch = new { title = A(200) } }, new { type = "editDialogue", patch = new { title = A(201) } }, "title", 200);
        room.When("anna", Ask.Stance(1, "needsChange", reason: A(2001))).Refused("too-large", "reason");
        room.When("anna", new { type = "setCard", organisation = "o1", does = A(2001), doesNot = "", callWhen = "" }).Refused("too-large", "does");
        room.When(Lead, new { type = "moveItems", moves = Enumerable.Repeat(new { itemId = "x" }, 501) }).Refused("too-large", "moves");
        room.When(Lead, new { type = "removeItems", itemIds = Enumerable.Repeat("x", 501) }).Refused("too-large", "itemIds");
        room.When(Lead, new { type = "showItems", itemIds = Enumerable.Repeat("x", 501) }).Refused("too-large", "itemIds");
    }

    [Fact(DisplayName = "RU602 so many live items and no more, removed ones do not count, and restoring is counted too")]
    public void Items()
    {
        var room = new Room { Limits = new Limits(Items: 2) };
        room.Given(Server, new { type = "openDialogue", dialogueId = "d", title = "T", targetGroup = "M", language = "sv", templateId = "samskapande-dialog", joinCode = "A", joinToken = "B" });
        room.Given(Lead, Ask.Note(1, "story")).Given(Lead, Ask.Note(2, "story")).When(Lead, Ask.Note(3, "story")).Refused("too-large", "items").Decision.Refused!.Limit.Should().Be(2);
        room.When(Lead, Ask.Restore(1)).Nothing();
        room.Given(Lead, Ask.Remove(1)).Given(Lead, Ask.Note(3, "story")).When(Lead, Ask.Restore(1)).Refused("too-large", "items");
        new Limits().Should().Be(new Limits(5000, 300));
    }

    [Fact(DisplayName = "RU603 a command is at most 16 KB as it came")]
    public void CommandSize()
    {
        string Padded(int bytes) => $$"""{"id":"c0000000-0000-4000-8000-000000000001","type":"conclude","pad":"{{new string('x', bytes - 72)}}"}""";
        Encoding.UTF8.GetByteCount(Padded(16384)).Should().Be(16384);
        Asked.Read(JsonElement.Parse(Padded(16384)), "lead").Command.Should().BeOfType<Conclude>();
        Asked.Read(JsonElement.Parse(Padded(16385)), "lead").Refused.Should().Be(Refused.TooLarge("command", 16384));
    }

    [Theory(DisplayName = "RU604 any script may be written: what is stripped are bidi overrides and control characters, never letters, joiners, isolates or emoji")]
    [InlineData("مرحبا بالعالم", "مرحبا بالعالم")]
    [InlineData("שלום עולם", "שלום עולם")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("👩\u200D👩\u200D👧\u200D👦 🇸🇪 é", "👩\u200D👩\u200D👧\u200D👦 🇸🇪 é")]
    [InlineData("\u2067rtl\u2069", "\u2067rtl\u2069")]
    [InlineData("a\u202Eb\u202Cc\u202Ad\u202Be\u202Df", "abcdef")]
    [InlineData("a\0b\u0007c\u001bd\u007Fe", "abcde")]
    [InlineData("rad ett\nrad två\ttab", "rad ett\nrad två\ttab")]
    [InlineData("<script>alert('x')</script> & \"citat\"", "<script>alert('x')</script> & \"citat\"")]
    [InlineData("𠀀 漢字 한국어 தமிழ்", "𠀀 漢字 한국어 தமிழ்")]
    public void Scripts(string written, string kept)
    {
        var room = In("welcome").Given("anna", Ask.Note(1, "welcome", written));
        room.Item(1).Text("text").Should().Be(kept);
        ((string?)room.Snapshot("bo")["items"]![0]!["text"]).Should().Be(kept);
        ((string?)room.Told(room.Facts[^1], "bo")["item"]!["text"]).Should().Be(kept);
    }

    [Fact(DisplayName = "RU605 a name is one trimmed line without what could make it read as another's")]
    public void Names()
    {
        var room = Opened().Given(Server, new { type = "joinDialogue", participantId = "p1", name = " An\u202Ena\r\nKarin\t ", level = "livedExperience" });
        room.Dialogue.Person("p1")!.Name.Should().Be("Anna Karin");
        room.When(Server, new { type = "joinDialogue", participantId = "p2", name = "\u202E\u0000", level = "livedExperience" }).Refused("malformed", "name");
    }

    public static TheoryData<string, string> Wrong() => new()
    {
        { "7", "malformed" }, { "null", "malformed" }, { "[]", "malformed" }, { "\"x\"", "malformed" }, { "{}", "malformed" },
        { """{"id":7,"type":"conclude"}""", "malformed" },
        { """{"id":"not-a-uuid","type":"conclude"}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001"}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":null}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"dance"}""", "unknown-type" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"vote"}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"vote","itemId":null,"weight":1}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"vote","itemId":"x","weight":1.5}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"vote","itemId":"x","weight":99999999999999}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"vote","itemId":"x","weight":"1"}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"vote","itemId":"x","itemId":"y","weight":1}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"removeItems","itemIds":null}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"restoreItems","itemIds":null}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"addItem","item":{"text":"\ud800"}}""", "malformed" },
        { """{"id":"c0000000-0000-4000-8000-000000000001","type":"setConduct","phaseId":"welcome","conduct":null}""", "malformed" },
    };

    [Theory(DisplayName = "RU606 what is no command is refused with a code, whatever it is")]
    [MemberData(nameof(Wrong))]
    public void NoCommand(string json, string code)
    {
        var asked = Asked.Read(JsonElement.Parse(json), "anna");
        asked.Command.Should().BeNull(json);
        asked.Refused!.Code.Should().Be(code, json);
    }

    [Fact(DisplayName = "RU607 bytes that are no UTF-8 are refused malformed, wherever they stand")]
    public void NoText()
    {
        foreach (var where in new[] { "id", "type", "itemId", "patch" })
        {
            var bytes = Encoding.UTF8.GetBytes("""{"id":"c0000000-0000-4000-8000-000000000001","type":"changeItem","itemId":"x","base":1,"patch":{"text":"y"}}""");
            var at = Encoding.UTF8.GetString(bytes).IndexOf($"\"{where}\"", StringComparison.Ordinal) + where.Length + 4;
            bytes[where == "patch" ? at + 7 : at] = 0xC3;
            JsonElement element;
            try
            {
                element = JsonElement.Parse(bytes);
            }
            catch (JsonException)
            {
                continue;
            }
            Asked.Read(element, "anna").Refused!.Code.Should().Be("malformed", where);
        }
    }

    [Fact(DisplayName = "RU608 unknown fields are ignored, and a type may stand last")]
    public void Ignored()
    {
        var asked = Asked.Read(JsonElement.Parse("""{"extra":{"deep":[1,2]},"id":"c0000000-0000-4000-8000-000000000001","value":true,"type":"setReady"}"""), "anna");
        asked.Command.Should().BeEquivalentTo(new { Value = true });
    }

    [Fact(DisplayName = "RU609 the same content from the same sender has the same hash, white space apart; other content, another sender, another")]
    public void Hashes()
    {
        byte[] Hash(string json, string sender = "anna") => Asked.Read(JsonElement.Parse(json), sender).Hash;
        var one = Hash("""{"id":"c0000000-0000-4000-8000-000000000001","type":"setReady","value":true}""");
        Hash("""{ "id":"c0000000-0000-4000-8000-000000000001", "type":"setReady",  "value":true }""").Should().Equal(one);
        Hash("""{"id":"c0000000-0000-4000-8000-000000000001","type":"setReady","value":false}""").Should().NotEqual(one);
        Hash("""{"id":"c0000000-0000-4000-8000-000000000001","type":"setReady","value":true}""", "bo").Should().NotEqual(one);
    }

    [Fact(DisplayName = "RU610 every time on the wire is ISO 8601 UTC with milliseconds, in events and snapshots alike")]
    public void Times()
    {
        var room = In("nextSteps").Given("anna", "nextStep", 1, "nextSteps").Given("anna", new { type = "raiseHand", value = true }).Given(Lead, new { type = "setTimer", seconds = 60 })
            .Given(Lead, new { type = "reportProgress", itemId = Id(1), status = "done", reporter = "Anna" });
        var snapshot = room.Snapshot("bo");
        var times = new[] { snapshot["items"]![0]!["at"], snapshot["items"]![0]!["reports"]![0]!["at"], snapshot["participants"]![0]!["handAt"], snapshot["timer"]!["endsAt"] }
            .Concat(room.Told("bo").Select(told => told["at"])).Select(time => (string)time!);
        times.Should().OnlyContain(time => System.Text.RegularExpressions.Regex.IsMatch(time, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact(DisplayName = "RU611 every refusal code of the rules is on the list, and every one on the list has been met by these tests' kind of wrong")]
    public void Codes()
    {
        var source = Directory.EnumerateFiles(Golden.Source("src/Workshop.Rules"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("obj", StringComparison.Ordinal)).Select(File.ReadAllText);
        var used = source.SelectMany(text => System.Text.RegularExpressions.Regex.Matches(text, "(Refused\\(|Refused \\w+ = new\\(|=> new\\(|Not\\((rawId[^\"]*|null), )\"(?<code>[a-z]+(-[a-z]+)*)\"",
            System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))).Select(match => match.Groups["code"].Value).ToHashSet();
        used.Should().BeSubsetOf(WireList.Codes);
        WireList.Codes.Should().BeSubsetOf(used.Union(["id-reused", "internal"]), "those two are the sessions' own");
        var tests = string.Concat(Directory.EnumerateFiles(Golden.Source("tests/Workshop.Rules.Tests"), "*Rules.cs").Select(File.ReadAllText));
        used.Should().OnlyContain(code => tests.Contains($"\"{code}\"", StringComparison.Ordinal));
    }
}
