// Every export and the outcome, over what people and raw clients may put into them: every kind with every subset of its optional fields, and values at the edge of
// what the rules take. Nothing here needs a connection: the files are made from the state.
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Workshop.Rules;
using Workshop.Server.Exports;
using CalendarFile = Workshop.Server.Exports.Calendar;
using CsvFile = Workshop.Server.Exports.Csv;

namespace Workshop.Tests;

public sealed partial class ExportTests
{
    /// <summary>What is hard for one file or another.</summary>
    public static TheoryData<string> Hostile() =>
    [
        "=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\uFF1D1", "\uFEFF=1", "\u200B-1", "\u202E=1", "\"=1\"", "'=1", "a;b,c\\n\"\"d\"", "\r\n=1\n+2",
        "<script>alert(1)</script>", "</h3></body>", "]]><x>", "&amp;&lt;", "`*_[x](javascript:alert(1))_*`", "# rubrik", "1. ett", "- ett", "---", "| a | b |", "<!-- -->",
        "BEGIN:VEVENT\r\nSUMMARY:falsk", "a\u0085b\u2028c\u2029d\u000Be\u000Cf", "a\u0000b\u0007c\u001Bd\u007Fe\u0090f", "\uFFFE\uFFFFa", "שלום \u200Fעולם", "مرحبا", "👩‍⚕️🙂", "é", "z͑ͫ̓a̴l̸g̷o̶",
        new string('x', 2000), new string('å', 2000), string.Concat(Enumerable.Repeat("🙂", 300)), new string('"', 2000), new string(';', 2000), new string('\n', 1999) + "x", "x",
    ];

    [Theory(DisplayName = "SV360 whatever is written, every file is well-formed and holds it as text")]
    [MemberData(nameof(Hostile))]
    public void Written(string text)
    {
        var room = new FilledDialogue(text);
        foreach (var kind in ItemKind.All)
            room.Adds(kind, kind.Fields.ToDictionary(field => field.Name, field => room.Value(field, text)));
        room.Adds(Kind("nextStep"), new() { ["what"] = text, ["organisation"] = room.Organisation, ["due"] = "2026-11-01" });
        room.Stands(text);
        WellFormed(room.Dialogue);
        Csv(CsvFile.Write(room.Dialogue)).Skip(1).Select(row => row[0])
            .Should().OnlyContain(cell => Steps(room.Dialogue).Exists(step => step.Text("what") == cell || "'" + step.Text("what") == cell));
    }

    [Fact(DisplayName = "SV361 every kind with every subset of its optional fields is in every file, which is well-formed")]
    public void Subsets()
    {
        foreach (var kind in ItemKind.All)
        {
            var room = new FilledDialogue("Samordning");
            var optional = kind.Fields.Where(field => !field.Required).ToList();
            for (var subset = 0; subset < 1 << optional.Count; subset++)
            {
                var given = kind.Fields.Where(field => field.Required || (subset & (1 << optional.IndexOf(field))) != 0);
                room.Adds(kind, given.ToDictionary(field => field.Name, field => room.Value(field, $"{kind.Name} {subset}")));
            }
            room.Dialogue.LiveItems.Should().BeGreaterThanOrEqualTo(1 << optional.Count);
            WellFormed(room.Dialogue);
            var told = JsonElement.Parse(SnapshotOf.Dialogue(room.Dialogue, Viewer.Outside)).GetProperty("items").EnumerateArray().Where(item => item.GetProperty("kind").GetString() == kind.Name);
            foreach (var item in told)
                foreach (var field in kind.Fields.Where(field => field.Required || field.Default is not null)) item.TryGetProperty(field.Name, out _).Should().BeTrue($"{kind.Name} without {field.Name}");
        }
    }

    [Theory(DisplayName = "SV362 a date at the end of time, or of any kind, fails no file: all steps are in the calendar")]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01")]
    [InlineData("2028-02-29")]
    public void Dates(string due)
    {
        var room = new FilledDialogue("Samordning");
        foreach (var one in new[] { "2026-11-01", due, "2026-12-01" }) room.Adds(Kind("nextStep"), new() { ["what"] = "Ringa", ["organisation"] = room.Organisation, ["due"] = one });
        WellFormed(room.Dialogue);
        var calendar = CalendarFile.Write(room.Dialogue);
        Regex.Count(calendar, "BEGIN:VEVENT").Should().Be(3);
        calendar.Should().Contain("DTSTART;VALUE=DATE:" + due.Replace("-", "", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "SV363 told again, a step keeps its UID, and its sequence and time rise with each change of it and with nothing else")]
    public void Sequence()
    {
        var room = new FilledDialogue("Samordning");
        var step = room.Adds(Kind("nextStep"), new() { ["what"] = "Ringa", ["organisation"] = room.Organisation, ["due"] = "2026-11-01" });
        var told = new List<Dictionary<string, string>> { Event(room.Dialogue) };
        foreach (var change in new JsonObject[]
        {
            new() { ["type"] = "changeItem", ["itemId"] = step, ["patch"] = new JsonObject { ["due"] = "2026-12-01" }, ["base"] = 1000 },
            new() { ["type"] = "changeItem", ["itemId"] = step, ["patch"] = new JsonObject { ["what"] = "Ringa igen" }, ["base"] = 1000 },
            new() { ["type"] = "reportProgress", ["itemId"] = step, ["status"] = "stuck", ["reporter"] = "Chefen", ["due"] = "2027-01-15" },
            new() { ["type"] = "eraseContent", ["itemId"] = step },
        })
        {
            room.Does(change);
            told.Add(Event(room.Dialogue));
        }
        told.Select(one => one["UID"]).Distinct().Should().ContainSingle();
        told.Select(one => int.Parse(one["SEQUENCE"], CultureInfo.InvariantCulture)).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        told.Select(one => one["LAST-MODIFIED"]).Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
        told.Select(one => one["DTSTART;VALUE=DATE"]).Take(4).Should().Equal("20261101", "20261201", "20261201", "20270115");
        room.Adds(Kind("note"), new() { ["text"] = "Något annat" });
        Event(room.Dialogue).Should().Equal(told[^1], "nothing of the step has changed");
    }

    [Fact(DisplayName = "SV364 the Word file is A4 with a title page, has headings for sections only, and tables with a head that repeats")]
    public void Word()
    {
        var room = new FilledDialogue("Samordning");
        foreach (var kind in ItemKind.All) room.Adds(kind, kind.Fields.ToDictionary(field => field.Name, field => room.Value(field, kind.Name + " text")));
        using var zip = new ZipArchive(new MemoryStream(WordFile.Write(Reading.Of(room.Dialogue))));
        using var part = zip.GetEntry("word/document.xml")!.Open();
        var body = XDocument.Load(part);
        XNamespace w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        var size = body.Descendants(w + "pgSz").Single();
        ((string)size.Attribute(w + "w")!, (string)size.Attribute(w + "h")!).Should().Be(("11906", "16838"));
        body.Descendants(w + "titlePg").Should().ContainSingle();
        var headings = body.Descendants(w + "p").Where(paragraph => ((string?)paragraph.Descendants(w + "pStyle").FirstOrDefault()?.Attribute(w + "val"))?.StartsWith("Heading", StringComparison.Ordinal) is true).Select(paragraph => paragraph.Value);
        headings.Should().Equal(Reading.Of(room.Dialogue).Sections.Select(section => section.Title));
        body.Descendants(w + "tbl").Should().NotBeEmpty().And.OnlyContain(table => table.Elements(w + "tr").First().Descendants(w + "tblHeader").Any());
    }

    private static ItemKind Kind(string name) => ItemKind.Named(name)!;

    private static Dictionary<string, string> Event(Dialogue dialogue) => Unfolded(CalendarFile.Write(dialogue)).SkipWhile(line => line != "BEGIN:VEVENT").TakeWhile(line => line != "END:VEVENT")
        .Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1]);

    private static void WellFormed(Dialogue dialogue)
    {
        JsonElement.Parse(Outcome.Of(dialogue)).GetProperty("nextSteps").GetArrayLength().Should().Be(Steps(dialogue).Count);
        var reading = Reading.Of(dialogue);
        Html(Page.Write(reading));
        Tag().Matches(Markdown.Write(reading)).Should().BeEmpty("in Markdown nothing is a tag");
        var rows = Csv(CsvFile.Write(dialogue));
        rows.Should().HaveCount(Steps(dialogue).Count + 1).And.OnlyContain(row => row.Count == 7);
        rows.SelectMany(row => row).Should().OnlyContain(cell => !Formula().IsMatch(cell));
        Calendar(CalendarFile.Write(dialogue), Steps(dialogue).Count(step => step.Text("due") is not null));
        Packed(WordFile.Write(reading));
    }

    private static List<Item> Steps(Dialogue dialogue) => [.. Outcome.Open(dialogue, "nextStep")];

    /// <summary>Every tag is one of ours, and they nest.</summary>
    private static void Html(string page)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(page))
        {
            var name = tag.Groups["name"].Value;
            name.Should().BeOneOf("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "section", "article", "dl", "dt", "dd");
            if (name == "meta") continue;
            if (tag.Groups["close"].Length == 0) open.Push(name);
            else open.Pop().Should().Be(name);
        }
        open.Should().BeEmpty();
        Regex.Count(page, "<").Should().Be(Tag().Count(page) + 1, "every < is a tag's or the doctype's");
    }

    private static void Packed(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        foreach (var part in zip.Entries.Where(part => part.FullName.EndsWith(".xml", StringComparison.Ordinal) || part.FullName.EndsWith(".rels", StringComparison.Ordinal)))
        {
            using var xml = part.Open();
            XDocument.Load(xml).Root.Should().NotBeNull();
        }
        using var word = WordprocessingDocument.Open(new MemoryStream(file), false);
        new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(word).Select(wrong => $"{wrong.Path?.XPath}: {wrong.Description}").Should().BeEmpty();
    }

    private static void Calendar(string text, int dated)
    {
        text.Should().EndWith("\r\n");
        text.Split("\r\n").Should().OnlyContain(line => Encoding.UTF8.GetByteCount(line) <= 75 && !line.Any(sign => char.IsControl(sign)) && !line.Contains('\uFFFD'));
        var lines = Unfolded(text);
        lines.Should().OnlyContain(line => Property().IsMatch(line));
        foreach (var name in new[] { "BEGIN", "END" }) lines.Count(line => line == name + ":VEVENT").Should().Be(dated);
        lines.Count(line => line.StartsWith("DTSTART", StringComparison.Ordinal)).Should().Be(dated);
    }

    private static List<string> Unfolded(string text) => [.. text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>As RFC 4180 reads it, every cell quoted.</summary>
    private static List<List<string>> Csv(string text)
    {
        text.Should().StartWith("\ufeff");
        var rows = new List<List<string>> { new() };
        for (var at = 1; at < text.Length;)
        {
            text[at].Should().Be('"');
            var cell = new StringBuilder();
            for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
            {
                cell.Append(text[at]);
                if (text[at] == '"') at++;
            }
            rows[^1].Add(cell.ToString());
            at++;
            if (text[at] == ';') at++;
            else
            {
                text.Substring(at, 2).Should().Be("\r\n");
                at += 2;
                if (at < text.Length) rows.Add([]);
            }
        }
        return rows;
    }

    [GeneratedRegex("<(?<close>/?)(?<name>[a-z][a-z0-9]*)(\\s[^<>]*)?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Tag();

    [GeneratedRegex("^[\\s\\p{Cc}\\p{Cf}]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Formula();

    [GeneratedRegex("^[A-Z-]+(;VALUE=DATE)?:.*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Property();
}
