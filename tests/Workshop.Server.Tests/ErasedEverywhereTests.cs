// Every free text that commands can bring into a dialogue is marked, taken back by its own deed, and looked for wherever this server keeps or tells anything.
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Npgsql;
using Workshop.Journal;
using Workshop.Neighbours;
using Workshop.Rules;
using Workshop.Rules.Tests;
using Workshop.Sessions;

namespace Workshop.Tests;

public sealed class ErasedEverywhereTests : IDisposable
{
    private const string Mark = "zqmark";
    private readonly string scratch = Directory.CreateTempSubdirectory("samskapa-erased-").FullName;
    private readonly List<(string Item, long Report)> reports = [];
    private int marks;
    private House house = null!;
    private Facilitator lead = null!;
    private Opened dialogue = null!;
    private Device anna = null!;
    private string annaId = "";
    private string link = "";

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    /// <summary>In letters alone, which nothing cuts, escapes or takes for a number.</summary>
    private string Next() => $"{Mark}{(char)('a' + marks / 26)}{(char)('a' + marks++ % 26)}zq";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task SV331_what_was_taken_back_is_found_nowhere(string kind)
    {
        var store = kind == "sqlite"
            ? new Dictionary<string, string> { ["Workshop__Journal"] = "sqlite", ["Workshop__DataFolder"] = Path.Combine(scratch, "data") }
            : ArchivingTests.Postgres(await (await PostgresServer.Shared()).NewDatabase());
        store["Workshop__Limits__CommandsPerSecond"] = store["Workshop__Limits__Burst"] = "100000";
        await using (house = await House.At(store))
        await using (lead = await house.Lead())
        {
            var items = await Fill();
            var journal = (Store)house.Services.GetService(typeof(Store))!;
            var before = await journal.Read(dialogue.Id, 0);
            await journal.SaveState(dialogue.Id, SavedDialogue.Of(before.Select(Loading.FactOf).Aggregate(Dialogue.Unopened, (state, fact) => state.After(fact))));
            Covers(before);
            (await Backup(store, "fore.gz")).Should().Contain(Mark, "or the test could not fail");
            (await Told(items)).Should().OnlyContain(one => one.Text.Contains(Mark) || one.Channel.EndsWith("ics", StringComparison.Ordinal) || one.Channel.EndsWith("/removed", StringComparison.Ordinal), "each is a place where words are");

            await TakeBack(items, before);
            await Nowhere(store, items, journal);
        }
        await using (house = await House.At(store))
        await using (lead = await house.Lead())
        {
            foreach (var (channel, text) in await Told(items: [.. reports.Select(one => one.Item)])) text.Should().NotContain(Mark, "{0}, after a restart", channel);
        }
    }

    private async Task<List<string>> Fill()
    {
        dialogue = await lead.Open(Next(), Next(), Next());
        anna = house.Stranger();
        annaId = (await anna.Join(dialogue.JoinCode, Next(), null, "livedExperience")).ParticipantId;
        var bo = house.Stranger();
        await bo.Join(dialogue.JoinCode, Next(), Next());
        link = (string)(await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!;
        await Lead(new JsonObject { ["type"] = "editOrganisations", ["add"] = new JsonArray(new JsonObject { ["name"] = Next(), ["kind"] = "region", ["principal"] = Next() }) });
        for (var twice = 0; twice < 2; twice++)
        {
            await Lead(new JsonObject { ["type"] = "editDialogue", ["patch"] = new JsonObject { ["title"] = Next(), ["targetGroup"] = Next() } });
            await Lead(new JsonObject { ["type"] = "setCard", ["organisation"] = "o1", ["does"] = Next(), ["doesNot"] = Next(), ["callWhen"] = Next() });
            await Lead(new JsonObject { ["type"] = "editOrganisations", ["rename"] = new JsonArray(new JsonObject { ["id"] = "o1", ["name"] = Next() }) });
            await Did(anna, new JsonObject { ["type"] = "changeParticipant", ["participantId"] = annaId, ["patch"] = new JsonObject { ["name"] = Next() } });
            var agenda = (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!["dialogue"]!["agenda"]!.DeepClone().AsArray();
            (agenda[1]!["title"], agenda[1]!["purpose"], agenda[1]!["questions"]) = (Next(), Next(), new JsonArray(Next(), Next()));
            await Lead(new JsonObject { ["type"] = "editAgenda", ["agenda"] = agenda });
        }
        await Lead(Asks.EnterPhase("nextSteps"));
        await Lead(new JsonObject { ["type"] = "pause", ["words"] = Next() });
        var turnstile = (Server.Turnstile)house.Services.GetService(typeof(Server.Turnstile))!;
        await turnstile.Server(dialogue.Id, w =>
        {
            w.WriteString("type", "trustDevice");
            w.WriteString("deviceId", "@0123456789abcdef");
            w.WriteString("role", "lead");
            w.WriteString("name", Next());
        });

        // One of each kind with every text it can hold, and every text once more.
        var items = new List<string>();
        foreach (var one in ItemKind.All.OrderBy(one => one.Name == "connection"))
        {
            var id = Asks.NewId();
            var seq = await Lead(Asks.AddItem(one.Name, "nextSteps", Texts(one, items, required: true), id));
            await Lead(Asks.ChangeItem(id, Texts(one, items, required: false), seq));
            items.Add(id);
        }
        var step = items[ItemKind.All.OrderBy(one => one.Name == "connection").ToList().FindIndex(one => one.Name == "nextStep")];
        foreach (var stance in new[] { "needsChange", "standsAside" }) await Did(anna, Asks.Stand(step, stance, Next()));
        reports.Add((step, await Lead(new JsonObject
        {
            ["type"] = "reportProgress", ["itemId"] = step, ["status"] = "stuck", ["reason"] = Next(), ["needs"] = Next(), ["learned"] = Next(), ["handOverTo"] = Next(), ["reporter"] = Next(),
        })));
        return items;
    }

    private JsonObject Texts(ItemKind kind, List<string> items, bool required)
    {
        var fields = new JsonObject();
        foreach (var field in kind.Fields)
        {
            if (field.Shape == FieldShape.Text) fields[field.Name] = Next();
            if (field.Shape == FieldShape.Mandates) fields[field.Name] = new JsonArray(new JsonObject { ["organisation"] = "o1", ["body"] = Next(), ["route"] = "board", ["takenBy"] = Next(), ["outcome"] = Next() });
            if (!required || !field.Required) continue;
            if (field.Shape == FieldShape.Choice) fields[field.Name] = field.Choices[^1] == "doubled" ? "missing" : field.Choices[0];
            if (field.Shape == FieldShape.Organisation) fields[field.Name] = "o1";
            if (field.Shape == FieldShape.Item) fields[field.Name] = items[ItemKind.All.OrderBy(one => one.Name == "connection").ToList().FindIndex(one => one.Name == field.Of)];
        }
        return fields;
    }

    /// <summary>Every row of the list of free texts was marked, but for those that no command can fill.</summary>
    private static void Covers(IReadOnlyList<StoredEvent> journal)
    {
        var marked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stored in journal)
        {
            var body = JsonElement.Parse(stored.Body);
            Walk(body.GetProperty("type").GetString()!, body);
        }
        var rows = FreeTexts.All().Texts.Select(text => text.Path.Replace(".own", "", StringComparison.Ordinal))
            .Where(path => !path.StartsWith("dialogueOpened.agenda.", StringComparison.Ordinal) && !path.StartsWith("dialogueOpened.organisations.card.", StringComparison.Ordinal) && path != "dialogueOpened.organisations.principal");
        string.Join(", ", rows.Where(path => !marked.Contains(path))).Should().BeEmpty("a free text that nothing marks is not looked for");

        void Walk(string path, JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Object) foreach (var one in element.EnumerateObject()) Walk(one.Name == "patch" ? path : path + "." + one.Name, one.Value);
            else if (element.ValueKind == JsonValueKind.Array) foreach (var one in element.EnumerateArray()) Walk(path, one);
            else if (element.ValueKind == JsonValueKind.String && element.GetString()!.StartsWith(Mark, StringComparison.Ordinal)) marked.Add(path);
        }
    }

    private async Task TakeBack(List<string> items, IReadOnlyList<StoredEvent> journal)
    {
        var snapshot = (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!["dialogue"]!;
        // Reports and reasons by their own deed first, or their item's would hide that one of them does nothing.
        await Erase("seq", reports.Single().Report);
        foreach (var stance in snapshot["stances"]!.AsArray()) await Erase("seq", (long)stance!["seq"]!);
        string Body(StoredEvent stored) => Encoding.UTF8.GetString(stored.Body);
        var now = (await ((Store)house.Services.GetService(typeof(Store))!).Read(dialogue.Id, 0)).Where(stored => Body(stored).StartsWith("{\"type\":\"stanceTaken\"", StringComparison.Ordinal) || Body(stored).StartsWith("{\"type\":\"progressReported\"", StringComparison.Ordinal)).ToList();
        now.Should().HaveCount(3);
        string.Concat(now.Select(Body)).Should().NotContain(Mark);
        foreach (var item in items) await Erase("itemId", item);
        foreach (var person in snapshot["participants"]!.AsArray()) await Erase("participantId", (string)person!["id"]!);
        foreach (var field in new[] { "title", "targetGroup", "pause" }) await Erase("field", field);
        foreach (var organisation in snapshot["organisations"]!.AsArray())
            foreach (var field in new[] { "organisation", "card" }) await Lead(new JsonObject { ["type"] = "eraseContent", ["field"] = field, ["organisation"] = (string)organisation!["id"]! });
        foreach (var field in new[] { "phaseTitle", "purpose", "questions" }) await Lead(new JsonObject { ["type"] = "eraseContent", ["field"] = field, ["phaseId"] = (string)snapshot["agenda"]![1]!["id"]! });
        await Lead(new JsonObject { ["type"] = "dropDevice", ["deviceId"] = "@0123456789abcdef" });
        journal.Should().NotBeEmpty();
    }

    private Task<long> Erase(string what, JsonNode which) => Lead(new JsonObject { ["type"] = "eraseContent", [what] = which });

    private async Task Nowhere(Dictionary<string, string> store, List<string> items, Store journal)
    {
        foreach (var stored in await journal.Read(dialogue.Id, 0)) Encoding.UTF8.GetString(stored.Body).Should().NotContain(Mark, "seq {0}", stored.Seq);
        foreach (var (channel, text) in await Told(items)) text.Should().NotContain(Mark, channel);
        (await Backup(store, "efter.gz")).Should().NotContain(Mark);
        (await System.IO.File.ReadAllTextAsync(Path.Combine(scratch, "taken-back.jsonl"))).Should().NotContain(Mark).And.Contain("contentErased");
        if (journal is SqliteJournal sqlite)
        {
            await sqlite.Tidy();
            foreach (var file in Directory.GetFiles(store["Workshop__DataFolder"]).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            {
                using var open = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.Latin1);
                (await open.ReadToEndAsync()).Contains(Mark, StringComparison.Ordinal).Should().BeFalse("{0} holds the log, the free pages and what is kept", file);
            }
            return;
        }
        await using var connection = new NpgsqlConnection(store["ConnectionStrings__Postgres"]);
        await connection.OpenAsync();
        var columns = new List<(string Table, string Column, string Type)>();
        await using (var ask = new NpgsqlCommand("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'samskapa' AND data_type IN ('bytea', 'text')", connection))
        await using (var rows = await ask.ExecuteReaderAsync())
            while (await rows.ReadAsync()) columns.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        columns.Should().HaveCountGreaterThan(5);
        foreach (var (table, column, type) in columns)
        {
            var has = type == "text" ? $"position('{Mark}' in \"{column}\")" : $"position('{Mark}'::bytea in \"{column}\")";
            await using var count = new NpgsqlCommand($"SELECT count(*) FROM samskapa.\"{table}\" WHERE {has} > 0", connection);
            ((long)(await count.ExecuteScalarAsync())!).Should().Be(0, "{0}.{1}", table, column);
        }
    }

    private async Task<List<(string Channel, string Text)>> Told(IReadOnlyList<string> items)
    {
        var all = new List<(string, string)>();
        var path = $"/api/dialogues/{dialogue.Id}";
        string[] forms = [".json", ".html", ".md", ".csv", ".ics", ".docx"];
        var leads = new List<string> { path, path + "?view=screen", path + "/events?after=0", path + "/removed", path + "/outcome", "/api/dialogues" };
        leads.AddRange(forms.Select(form => path + "/outcome" + form));
        leads.AddRange(items.Select(item => $"{path}/items/{item}/events"));
        foreach (var one in leads) all.Add((one, Text(one, await lead.Device.Get(one))));
        foreach (var form in forms) all.Add((link + form, Text(form, await house.Stranger().Get("/api" + link + form))));
        var (wired, entered) = await Wired.Enter(lead.Device, dialogue.Id);
        await using (wired) all.Add(("hub", entered.ToJsonString()));
        return all;
    }

    private static string Text(string path, Answer answer)
    {
        answer.Ok.Should().BeTrue("{0}: {1}", path, answer.Status);
        if (!path.EndsWith(".docx", StringComparison.Ordinal)) return Encoding.UTF8.GetString(answer.Bytes);
        using var packed = new ZipArchive(new MemoryStream(answer.Bytes));
        return string.Concat(packed.Entries.Select(part =>
        {
            using var reader = new StreamReader(part.Open());
            return reader.ReadToEnd();
        }));
    }

    private async Task<string> Backup(Dictionary<string, string> store, string name)
    {
        var (exit, _, errors) = await ArchivingTests.Run(store, "backup", Path.Combine(scratch, name));
        exit.Should().Be(0, errors);
        return await ArchivingTests.Unzipped(Path.Combine(scratch, name));
    }

    private Task<long> Lead(JsonObject command) => Did(lead.Device, command);

    private async Task<long> Did(Device who, JsonObject command)
    {
        command["id"] = Asks.NewId();
        var receipt = (await who.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", command))!;
        receipt["seq"].Should().NotBeNull("{0} {1}", command.ToJsonString(), receipt.ToJsonString());
        return (long)receipt["seq"]!;
    }
}
