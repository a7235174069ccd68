// Golden files: what the code makes now equals what is checked in, so every change of the wire is a diff. UPDATE_GOLDEN=1 rewrites them.
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Workshop.Rules.Tests;

public static class Golden
{
    public static bool Update => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>A path in the sources.</summary>
    public static string Source(string path, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", path));

    public static string File(string name) => Source("tests/golden/" + name);

    public static void Equal(string name, string made)
    {
        var file = File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (Update) System.IO.File.WriteAllText(file, made);
        System.IO.File.Exists(file).Should().BeTrue($"{name} is checked in; UPDATE_GOLDEN=1 writes it");
        var kept = System.IO.File.ReadAllText(file);
        if (kept == made) return;
        var (lines, now) = (kept.Split('\n'), made.Split('\n'));
        var at = lines.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{name} line {at + 1} was\n  {lines.ElementAtOrDefault(at)}\nand is now\n  {now.ElementAtOrDefault(at)}\nUPDATE_GOLDEN=1 rewrites it; look at the diff: it is a change of the wire.");
    }
}

public class GoldenHistories
{
    public static readonly string[] Viewers = ["anna", "bo", Room.Lead, Room.Screen];

    public static TheoryData<string, string> All()
    {
        var data = new TheoryData<string, string>();
        foreach (var script in Scripts.All.Keys)
            foreach (var viewer in Viewers) data.Add(script, viewer);
        return data;
    }

    [Theory(DisplayName = "RU701 a golden history is what the code tells this viewer now, and folding it gives the snapshot")]
    [MemberData(nameof(All))]
    public void History(string script, string who)
    {
        var client = new Client();
        var told = new JsonArray();
        Room room = null!;
        room = Scripts.Play(script, one => one.Happened += facts =>
        {
            foreach (var fact in facts)
            {
                told.Add(one.Told(fact, who));
                client.Hear(one.Bytes(fact, who));
            }
        });
        var viewer = room.Viewer(who);
        var snapshot = room.Snapshot(who);
        Json.Canonical(client.Dialogue).Should().Be(Json.Canonical(snapshot));
        var golden = new JsonObject
        {
            ["name"] = $"{script}, {who}",
            ["viewer"] = new JsonObject { ["participant"] = viewer.Participant, ["facilitator"] = viewer.Facilitator, ["screen"] = viewer.Screen },
            ["facts"] = told,
            ["snapshot"] = new JsonObject { ["seq"] = room.Dialogue.Seq, ["dialogue"] = snapshot },
        };
        Golden.Equal($"{script}.{who}.json", golden.ToJsonString(Json.Indented) + "\n");
    }

    [Fact(DisplayName = "RU702 the golden histories hold every event that the wire knows, for somebody")]
    public void Complete()
    {
        var types = Scripts.All.Keys.SelectMany(script => Scripts.Play(script).Facts).Select(fact => Fact.TypeOf(fact.Body)).ToHashSet();
        types.Should().BeEquivalentTo(WireList.Events.Select(one => one.Name));
    }
}

/// <summary>Journals are for ever: these lines are never rewritten. What a later version makes of them may gain fields, never lose what was said.</summary>
public class GoldenJournal
{
    private const string Lines = "journal-v1.jsonl";

    /// <summary>Only where there is none: a journal that was written stays as it was. Delete the file to begin anew, before the first release.</summary>
    private static void WriteOnce()
    {
        if (!Golden.Update || File.Exists(Golden.File(Lines))) return;
        var lines = Scripts.All.Keys.SelectMany(script => Scripts.Play(script).Facts.Select(fact => new JsonObject
        {
            ["history"] = script, ["seq"] = fact.Seq, ["at"] = System.Text.Encoding.UTF8.GetString(View.Time(fact.At)), ["by"] = fact.By, ["seenBy"] = fact.SeenBy,
            ["nameless"] = fact.Nameless, ["version"] = Journal.EventCodec.Default.Current(Fact.TypeOf(fact.Body)), ["body"] = JsonNode.Parse(fact.Body),
        }.ToJsonString(Json.Plain)));
        Directory.CreateDirectory(Golden.File("."));
        File.WriteAllText(Golden.File(Lines), string.Join('\n', lines) + "\n");
    }

    private static Dictionary<string, List<Fact>> Read() => File.ReadLines(Golden.File(Lines)).Select(line => JsonNode.Parse(line)!).GroupBy(line => (string)line["history"]!).ToDictionary(
        history => history.Key,
        history => history.Select(line =>
        {
            var type = (string)line["body"]!["type"]!;
            var body = Journal.EventCodec.Default.Newest(type, (int)line["version"]!, System.Text.Encoding.UTF8.GetBytes(line["body"]!.ToJsonString(Json.Plain)));
            return new Fact((long)line["seq"]!, DateTimeOffset.Parse((string)line["at"]!, System.Globalization.CultureInfo.InvariantCulture), (string?)line["by"], null,
                (string)line["seenBy"]!, (bool)line["nameless"]!, RulesJson.What(body), body);
        }).ToList());

    [Fact(DisplayName = "RU703 every journal ever written replays, to the state it had")]
    public void Replays()
    {
        WriteOnce();
        var states = Read().ToDictionary(history => history.Key, history => JsonNode.Parse(StateJson.Write(history.Value.Aggregate(Dialogue.Unopened, (dialogue, fact) => dialogue.After(fact)))));
        var made = states.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => $"{{\"history\":\"{state.Key}\",\"state\":{Json.Canonical(state.Value).ReplaceLineEndings("")}}}\n");
        Golden.Equal("journal-v1.states.jsonl", string.Concat(made));
    }

    [Fact(DisplayName = "RU704 the kept journal holds every type of event, hidden and nameless ones too")]
    public void Complete()
    {
        WriteOnce();
        var facts = Read().Values.SelectMany(history => history).ToList();
        facts.Select(fact => Fact.TypeOf(fact.Body)).Distinct().Should().BeEquivalentTo(WireList.Events.Select(one => one.Name));
        facts.Should().Contain(fact => fact.Nameless).And.Contain(fact => fact.SeenBy == Audience.Author).And.Contain(fact => fact.SeenBy.StartsWith("table:", StringComparison.Ordinal));
    }
}
