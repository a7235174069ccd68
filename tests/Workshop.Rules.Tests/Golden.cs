// Golden files: what the code makes now equals what is checked in, so every change of the wire is a diff. UPDATE_GOLDEN=1 rewrites them.
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Workshop.Rules.Tests;

public static class Golden
{
    /// <summary>What a variable asks to be rewritten; null: nothing.</summary>
    /// <exception cref="InvalidOperationException">In a gate nothing is rewritten: it would pass by making its own truth.</exception>
    public static string? Asked(string variable, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        if (environment(variable) is not { Length: > 0 } asked) return null;
        return environment("CI") is null or "" or "false" ? asked : throw new InvalidOperationException($"{variable} is refused where CI is set.");
    }

    /// <summary>A path in the sources.</summary>
    public static string Source(string path, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", path));

    public static string File(string name) => Source("tests/golden/" + name);

    /// <param name="by">The variable that rewrites it: old states have a name of their own, so that nobody rewrites them on the way.</param>
    public static void Equal(string name, string made, string by = "UPDATE_GOLDEN")
    {
        var file = File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (Asked(by) is not null) System.IO.File.WriteAllText(file, made);
        System.IO.File.Exists(file).Should().BeTrue($"{name} is checked in; {by}=1 writes it");
        var kept = System.IO.File.ReadAllText(file);
        if (kept == made) return;
        var (lines, now) = (kept.Split('\n'), made.Split('\n'));
        var at = lines.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"{name} line {at + 1} was\n  {lines.ElementAtOrDefault(at)}\nand is now\n  {now.ElementAtOrDefault(at)}\n{by}=1 rewrites it; look at the diff: it is a change of the wire.");
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

    [Theory(DisplayName = "RU710 nothing golden is rewritten where CI is set")]
    [InlineData(null, null, false, null)]
    [InlineData("true", null, false, null)]
    [InlineData(null, "1", false, "1")]
    [InlineData("false", "2", false, "2")]
    [InlineData("true", "1", true, null)]
    [InlineData("1", "1", true, null)]
    public void NotInAGate(string? ci, string? update, bool refused, string? asked)
    {
        var asking = () => Golden.Asked("UPDATE_GOLDEN", name => name == "CI" ? ci : name == "UPDATE_GOLDEN" ? update : null);
        if (refused) asking.Should().Throw<InvalidOperationException>();
        else asking().Should().Be(asked);
    }

    [Fact(DisplayName = "RU702 the golden histories hold every event that the wire knows, for somebody")]
    public void Complete()
    {
        var types = Scripts.All.Keys.SelectMany(script => Scripts.Play(script).Facts).Select(fact => Fact.TypeOf(fact.Body)).ToHashSet();
        types.Should().BeEquivalentTo(WireList.Events.Select(one => one.Name));
    }
}

/// <summary>
/// Journals are for ever: a file here is as some version wrote it, and is never rewritten. What a later version makes of it may gain fields, never lose what was said.
/// What has come since the last kept file (a new event, a new field) is kept in one of its own: UPDATE_JOURNAL=2 writes journal-v2.jsonl, as long as no release has frozen it below.
/// </summary>
public class GoldenJournal
{
    /// <summary>SHA-256 of the files that a release has written.</summary>
    private static readonly Dictionary<string, string> Frozen = new()
    {
        ["journal-v1"] = "ca3a796ee9ef28eb97ec2c8dd4e9774985b391b0c32d0ab67dffd48b6f047958",
    };

    public static TheoryData<string> Kept()
    {
        if (Golden.Asked("UPDATE_JOURNAL") is { } version) Write($"journal-v{version}");
        return [.. Names()];
    }

    private static IEnumerable<string> Names() => Directory.EnumerateFiles(Golden.File("."), "journal-v*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)!)
        .Where(name => !name.EndsWith(".states", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static void Write(string name)
    {
        if (Frozen.ContainsKey(name)) throw new InvalidOperationException($"{name} was released and stays as it is: what is new goes into the next one.");
        var lines = Scripts.All.Keys.SelectMany(script => Scripts.Play(script).Facts.Select(fact => new JsonObject
        {
            ["history"] = script, ["seq"] = fact.Seq, ["at"] = System.Text.Encoding.UTF8.GetString(View.Time(fact.At)), ["by"] = fact.By, ["seenBy"] = fact.SeenBy,
            ["nameless"] = fact.Nameless, ["version"] = Journal.EventCodec.Default.Current(Fact.TypeOf(fact.Body)), ["body"] = JsonNode.Parse(fact.Body),
        }.ToJsonString(Json.Plain)));
        File.WriteAllText(Golden.File(name + ".jsonl"), string.Join('\n', lines) + "\n");
        File.WriteAllText(Golden.File(name + ".states.jsonl"), States(name));
    }

    private static Dictionary<string, List<Fact>> Read(string name) => File.ReadLines(Golden.File(name + ".jsonl")).Select(line => JsonNode.Parse(line)!).GroupBy(line => (string)line["history"]!).ToDictionary(
        history => history.Key,
        history => history.Select(line =>
        {
            var type = (string)line["body"]!["type"]!;
            var body = Journal.EventCodec.Default.Newest(type, (int)line["version"]!, System.Text.Encoding.UTF8.GetBytes(line["body"]!.ToJsonString(Json.Plain)));
            return Fact.Read((long)line["seq"]!, DateTimeOffset.Parse((string)line["at"]!, System.Globalization.CultureInfo.InvariantCulture), (string?)line["by"], null,
                (string)line["seenBy"]!, (bool)line["nameless"]!, body);
        }).ToList());

    private static string States(string name)
    {
        var states = Read(name).ToDictionary(history => history.Key, history => JsonNode.Parse(StateJson.Write(history.Value.Aggregate(Dialogue.Unopened, (dialogue, fact) => dialogue.After(fact)))));
        return string.Concat(states.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => $"{{\"history\":\"{state.Key}\",\"state\":{Json.Canonical(state.Value).ReplaceLineEndings("")}}}\n"));
    }

    [Theory(DisplayName = "RU703 every journal ever written replays, to the state it had")]
    [MemberData(nameof(Kept))]
    public void Replays(string name) => Golden.Equal(name + ".states.jsonl", States(name), "UPDATE_OLD_STATES");

    [Fact(DisplayName = "RU707 a journal that a release has written is never changed")]
    public void Stays()
    {
        foreach (var (name, hash) in Frozen)
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Golden.File(name + ".jsonl")))).Should().Be(hash, $"{name} is frozen");
    }

    [Fact(DisplayName = "RU704 the kept journals together hold every type of event, hidden and nameless ones too")]
    public void Complete()
    {
        var facts = Names().SelectMany(name => Read(name).Values).SelectMany(history => history).ToList();
        facts.Select(fact => Fact.TypeOf(fact.Body)).Distinct().Should().BeEquivalentTo(WireList.Events.Select(one => one.Name), "UPDATE_JOURNAL=2 keeps what is new");
        facts.Should().Contain(fact => fact.Nameless).And.Contain(fact => fact.SeenBy == Audience.Author).And.Contain(fact => fact.SeenBy.StartsWith("table:", StringComparison.Ordinal));
    }
}
