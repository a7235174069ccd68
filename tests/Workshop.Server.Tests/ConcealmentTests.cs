// Concealment, as an eavesdropper would test it (over 300 lines: six viewers and all that each was ever sent): people write unique marks where others may not read, and everything that the server ever sent to each
// viewer – every frame of the hub, every answer over HTTP, every export unzipped – is searched for them. A mark must be absent from a viewer until it is
// shown to that viewer, and must be there afterwards: otherwise the search proves nothing.
using System.IO.Compression;
using System.Text;

namespace Workshop.Tests;

public sealed class ConcealmentTests : IAsyncLifetime
{
    private static readonly string[] Forms = [".html", ".docx", ".md", ".csv", ".ics", ".json"];
    private readonly Dictionary<string, HashSet<string>> allowed = new(StringComparer.Ordinal);
    private readonly List<string> sent = [];
    private readonly List<Viewer> viewers = [];
    private House house = null!;
    private Facilitator lead = null!;
    private Opened dialogue = null!;
    private Viewer anna = null!, bo = null!, cia = null!, leader = null!, screen = null!, outsider = null!;
    private Device dan = null!;
    private int marks;

    /// <summary>One who is told things, and all they were told.</summary>
    private sealed class Viewer(string name, Device device, string dialogueId, string path, string query) : IAsyncDisposable
    {
        private readonly List<(string Channel, string Text)> answers = [];

        public string Name => name;

        public string Path => path;

        public Device Device => device;

        public Client? Hub { get; private set; }

        public string? Id { get; init; }

        public async Task Listen(string? view)
        {
            Hub = new Client(device, new ClientOptions { Record = true, View = view }, name);
            await Hub.Enter(dialogueId);
        }

        /// <summary>Everything that can be fetched, kept as it came; what is packed, unpacked.</summary>
        public async Task Look()
        {
            string[] paths = Hub is null ? [path, .. Forms.Select(form => path + form)]
                : [path + query, $"{path}/events{query}{(query.Length > 0 ? "&" : "?")}after=0", path + "/outcome", .. Forms.Select(form => path + "/outcome" + form), "/api/me", "/api/dialogues", "/health/ready"];
            foreach (var one in paths)
            {
                var answer = await device.Get(one);
                var channel = one.Split('?')[0];
                if (!channel.EndsWith(".docx", StringComparison.Ordinal))
                {
                    Keep(channel, Encoding.UTF8.GetString(answer.Bytes));
                    continue;
                }
                using var packed = new ZipArchive(new MemoryStream(answer.Bytes));
                foreach (var part in packed.Entries)
                {
                    using var reader = new StreamReader(await part.OpenAsync());
                    Keep(channel, await reader.ReadToEndAsync());
                }
            }
        }

        public void Keep(string channel, string text) => answers.Add((channel, text));

        public List<(string Channel, string Text)> Everything() =>
            [.. answers, .. Hub?.Look(one => one.Recorded.ToList()).Select(text => ("hub", text)) ?? []];

        public bool Has(string mark, string channel) => Everything().Exists(one => one.Channel.EndsWith(channel, StringComparison.Ordinal) && one.Text.Contains(mark, StringComparison.Ordinal));

        public ValueTask DisposeAsync() => Hub?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    public async Task InitializeAsync()
    {
        house = await House.Open("--Workshop:Limits:CommandsPerSecond", "100000", "--Workshop:Limits:Burst", "100000");
        lead = await house.Lead();
        dialogue = await lead.Open("Förtroende", "MS", "Kliniken", "Kommunen");
        var path = $"/api/dialogues/{dialogue.Id}";
        async Task<Viewer> Person(string name, string organisation)
        {
            var device = house.Stranger();
            var joined = await device.Join(dialogue.JoinCode, name, organisation);
            return new Viewer(name, device, dialogue.Id, path, "") { Id = joined.ParticipantId };
        }
        (anna, bo, cia) = (await Person("Anna", "Kliniken"), await Person("Bo", "Kommunen"), await Person("Cia", "Regionen"));
        dan = house.Stranger();
        await dan.Join(dialogue.JoinCode, "Dan", "Regionen");
        leader = new Viewer("processledaren", lead.Device, dialogue.Id, path, "?participantId=");
        screen = new Viewer("storbilden", lead.Device, dialogue.Id, path, "?view=screen");
        var link = (string)(await lead.Device.Must(HttpMethod.Post, path + "/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!;
        outsider = new Viewer("länken", house.Stranger(), dialogue.Id, "/api" + link, "");
        viewers.AddRange([anna, bo, cia, leader, screen, outsider]);
        await Do(leader, new JsonObject { ["type"] = "seat", ["seats"] = new JsonArray(Seat(anna, "1"), Seat(bo, "1"), Seat(cia, "2")) }); // first: whoever is seated comes in anew
        foreach (var one in new[] { anna, bo, cia, leader }) await one.Listen(null);
        await screen.Listen("screen");
    }

    public async Task DisposeAsync()
    {
        foreach (var viewer in viewers) await viewer.DisposeAsync();
        await lead.DisposeAsync();
        await house.DisposeAsync();
    }

    private static JsonObject Seat(Viewer who, string table) => new() { ["participantId"] = who.Id, ["table"] = table };

    /// <summary>A text that is nowhere else, in letters that no encoding changes.</summary>
    private string Mark(params Viewer[] whoMayRead)
    {
        var mark = $"zqx{++marks}qz";
        allowed[mark] = [.. whoMayRead.Select(one => one.Name)];
        return mark;
    }

    private void Show(string mark, params IEnumerable<Viewer> to) => allowed[mark].UnionWith(to.Select(one => one.Name));

    private async Task<long> Do(Viewer who, JsonObject command, bool refused = false)
    {
        command["id"] ??= Asks.NewId();
        var receipt = (await who.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", command))!.AsObject();
        who.Keep("receipt", receipt.ToJsonString());
        if (who == anna) sent.Add((string)command["id"]!);
        (receipt["refused"] is not null).Should().Be(refused, "{0} {1}", command.ToJsonString(), receipt.ToJsonString());
        return refused ? 0 : (long)receipt["seq"]!;
    }

    private async Task<string> Add(Viewer who, string kind, string phase, JsonObject fields)
    {
        var id = Asks.NewId();
        await Do(who, Asks.AddItem(kind, phase, fields, id));
        return id;
    }

    private Task Conduct(string phase, JsonObject conduct) => Do(leader, Asks.SetConduct(phase, conduct));

    /// <summary>Everybody has heard all there is, presence too; then everybody fetches all they may, and nothing is there that may not be.</summary>
    private async Task Check(string when)
    {
        var seq = await Do(leader, new JsonObject { ["type"] = "setTimer", ["seconds"] = 600 });
        foreach (var viewer in viewers.Where(one => one.Hub is not null)) await viewer.Hub!.UntilSeq(seq);
        await PresenceTold();
        foreach (var viewer in viewers) await viewer.Look();
        foreach (var viewer in viewers)
        {
            var told = viewer.Everything();
            foreach (var (mark, who) in allowed.Where(one => !one.Value.Contains(viewer.Name)))
                told.Where(one => one.Text.Contains(mark, StringComparison.Ordinal)).Select(one => $"{when}: {viewer.Name} read {mark} ({string.Join(", ", who)}) in {one.Channel}: {one.Text[..Math.Min(300, one.Text.Length)]}").Should().BeEmpty();
            if (viewer != anna) told.SelectMany(one => sent.Where(id => one.Text.Contains(id, StringComparison.Ordinal))).Should().BeEmpty("{0}: a command's id goes to its sender only", viewer.Name);
        }
    }

    /// <summary>Presence is told in the order it came, at most every 200 ms: when somebody's coming has been told, so has everything before.</summary>
    private async Task PresenceTold()
    {
        var danIs = (string)(await dan.Must(HttpMethod.Get, "/api/me"))!["participants"]![0]!["participantId"]!;
        await using (var comes = new Client(dan))
        {
            await comes.Enter(dialogue.Id);
            foreach (var viewer in viewers.Where(one => one.Hub is not null)) await viewer.Hub!.Until(() => viewer.Hub.Around.TryGetValue(danIs, out var now) && (bool)now["here"]!, "to see Dan come");
        }
        foreach (var viewer in viewers.Where(one => one.Hub is not null)) await viewer.Hub!.Until(() => !(bool)viewer.Hub.Around[danIs]["here"]!, "to see Dan go");
    }

    private static void Reads(string mark, string channel, params IEnumerable<Viewer> who)
    {
        foreach (var viewer in who) viewer.Has(mark, channel).Should().BeTrue("{0} should find {1} in {2}", viewer.Name, mark, channel);
    }

    [Fact]
    public async Task SV180_nothing_that_is_hidden_reaches_anybody_before_it_is_shown_to_them()
    {
        var here = new[] { anna, bo, cia, leader, screen };
        var snapshot = dialogue.Id;

        // Open: everybody reads along, also what is being typed. Without this the rest could not fail.
        await Do(leader, Asks.EnterPhase("valueVision"));
        var (typed, open) = (Mark(here), Mark(here));
        await anna.Hub!.Point(new JsonObject { ["draft"] = typed, ["viewing"] = "valueVision" });
        await Add(anna, "note", "valueVision", new JsonObject { ["text"] = open });
        await Check("öppet");
        Reads(typed, "hub", bo, cia, leader, screen);
        Reads(open, "hub", here);
        Reads(open, snapshot, here);

        // Private: the author alone, whatever happens to it.
        await Conduct("valueVision", new JsonObject { ["writing"] = "private", ["voting"] = new JsonObject { ["open"] = true, ["budget"] = 5, ["totals"] = "shown" } });
        var (draft, first, second, lane, gone, erased, sentence, sign, reason) = (Mark(), Mark(anna), Mark(anna), Mark(anna), Mark(anna), Mark(anna), Mark(anna), Mark(anna), Mark(anna));
        await anna.Hub.Point(new JsonObject { ["draft"] = draft, ["viewing"] = "valueVision" });
        var note = await Add(anna, "note", "valueVision", new JsonObject { ["text"] = first });
        await anna.Hub.Point(new JsonObject { ["draft"] = draft, ["editing"] = note, ["viewing"] = "valueVision" });
        await Do(anna, Asks.ChangeItem(note, new JsonObject { ["text"] = second }, 0));
        await Do(anna, new JsonObject { ["type"] = "moveItems", ["moves"] = new JsonArray(new JsonObject { ["itemId"] = note, ["lane"] = lane, ["x"] = 7 }) });
        await Do(anna, Asks.Vote(note, 2));
        await Do(anna, Asks.Remove(note));
        await Do(anna, Asks.Restore(note));
        var removed = await Add(anna, "note", "valueVision", new JsonObject { ["text"] = gone });
        await Do(anna, Asks.Remove(removed));
        var taken = await Add(anna, "note", "valueVision", new JsonObject { ["text"] = erased });
        await Do(anna, new JsonObject { ["type"] = "eraseContent", ["itemId"] = taken });
        var vision = await Add(anna, "visionSentence", "valueVision", new JsonObject { ["text"] = sentence, ["sign"] = sign });
        await Do(anna, Asks.Stand(vision, "needsChange", reason));
        foreach (var other in new[] { bo, cia, leader })
        {
            await Do(other, Asks.ChangeItem(note, new JsonObject { ["text"] = "gissat" }, 0), refused: true);
            await Do(other, Asks.AddItem("note", "valueVision", new JsonObject { ["text"] = "gissat" }, note), refused: true);
            if (other == leader) continue;
            await Do(other, Asks.Show(note), refused: true);
            await Do(other, Asks.Vote(note, 1), refused: true);
            await Do(other, Asks.Stand(vision, "standsBehind"), refused: true);
        }
        await Check("enskilt");
        Reads(second, "hub", anna);
        Reads(reason, snapshot, anna);

        // Shown: what is there now, and not what it was before, nor what was taken away.
        await Conduct("valueVision", new JsonObject { ["writing"] = "open" });
        Show(lane, here);
        Show(second, viewers); // it has votes: such notes are in the outcome
        foreach (var mark in new[] { sentence, sign }) Show(mark, viewers);
        Show(reason, here); // a personal reason is told to the room, and stands in no result
        await Check("visat");
        foreach (var mark in new[] { second, lane, sentence, sign, reason })
        {
            Reads(mark, "hub", here);
            Reads(mark, snapshot, here);
        }
        foreach (var form in Forms.Except([".ics", ".csv"])) Reads(sentence, form, viewers);
        await Do(anna, Asks.Restore(removed));
        Show(gone, here);
        await Check("tillbaka");
        Reads(gone, "hub", bo, cia, leader, screen);

        // At tables: the table and the facilitator; then what is lifted.
        await Do(leader, Asks.EnterPhase("initiatives"));
        await Conduct("initiatives", new JsonObject { ["writing"] = "tables" });
        Viewer[] one = [anna, bo, leader], two = [cia, leader];
        var (title, what, why, loose, theirs, typing) = (Mark(one), Mark(one), Mark(one), Mark(one), Mark(two), Mark());
        await anna.Hub.Point(new JsonObject { ["draft"] = typing, ["viewing"] = "initiatives" });
        var initiative = await Add(anna, "initiative", "initiatives", new JsonObject { ["title"] = title, ["stage"] = "planned" });
        await Do(bo, Asks.ChangeItem(initiative, new JsonObject { ["what"] = what }, 0));
        await Do(bo, Asks.Stand(initiative, "needsChange", why));
        await Do(bo, Asks.Rate(initiative, 4, 2));
        var left = await Add(anna, "note", "initiatives", new JsonObject { ["text"] = loose });
        var other2 = await Add(cia, "note", "initiatives", new JsonObject { ["text"] = theirs });
        await Do(cia, Asks.Rate(initiative, 5, 5), refused: true);
        await Do(cia, Asks.Show(left), refused: true);
        await Check("vid bordet");
        Reads(why, "hub", one);
        Reads(theirs, snapshot, two);
        await Do(bo, Asks.Show(initiative));
        foreach (var mark in new[] { title, what }) Show(mark, viewers);
        Show(why, here);
        await Check("lyft");
        foreach (var mark in new[] { title, what, why })
        {
            Reads(mark, "hub", here);
            if (mark == why) continue;
            foreach (var form in Forms.Except([".ics", ".csv"])) Reads(mark, form, viewers);
        }
        await Do(leader, new JsonObject { ["type"] = "seat", ["seats"] = new JsonArray(Seat(bo, "2")) });
        Show(theirs, bo);
        await Check("bytt bord");
        Reads(theirs, snapshot, bo);
        await Conduct("initiatives", new JsonObject { ["writing"] = "open" });
        Show(loose, here);
        Show(theirs, here);
        await Check("alla bord");
        Reads(loose, "hub", cia, screen);
        Reads(theirs, "hub", anna, screen);

        // What only facilitators read stays with them, in a step that everybody else reads in every form there is.
        await Do(leader, Asks.EnterPhase("nextSteps"));
        var (mail, step) = (Mark(leader), Mark([.. viewers]));
        await Add(leader, "nextStep", "nextSteps", new JsonObject { ["what"] = step, ["organisation"] = "o1", ["role"] = "chef", ["due"] = "2027-03-01", ["contact"] = mail + "@klinik.example" });
        await Check("steg");
        Reads(mail, "hub", leader);
        Reads(step, "hub", here);
        foreach (var form in Forms) Reads(step, form, viewers);
        allowed.Should().HaveCountGreaterThan(15);
    }

    [Fact]
    public async Task SV181_where_names_are_hidden_nothing_ties_a_person_to_what_they_did()
    {
        await Do(leader, Asks.EnterPhase("valueVision"));
        var named = await Add(anna, "note", "valueVision", new JsonObject { ["text"] = "med namn" });
        await Check("med namn");
        Ties(bo, [named]).Should().NotBeEmpty("this is what the search finds where names are shown");
        await Conduct("valueVision", new JsonObject { ["names"] = "hidden", ["voting"] = new JsonObject { ["open"] = true, ["budget"] = 5 } });
        var before = viewers.ToDictionary(one => one, one => one.Everything().Count(told => told.Channel == "hub"));
        var names = await Names();
        await anna.Hub!.Point(new JsonObject { ["draft"] = Mark(), ["at"] = new JsonObject { ["x"] = 3, ["y"] = 4 }, ["viewing"] = "valueVision" });
        var note = await Add(anna, "note", "valueVision", new JsonObject { ["text"] = "utan namn" });
        var sentence = await Add(anna, "visionSentence", "valueVision", new JsonObject { ["text"] = "utan namn, för alla" });
        await Do(anna, Asks.ChangeItem(note, new JsonObject { ["text"] = "utan namn, ändrad" }, 0));
        await Do(anna, Asks.Move(note, 5, 5));
        await Do(anna, Asks.Vote(note, 2));
        await Do(anna, Asks.Stand(sentence, "needsChange", "av skäl"));
        await Do(anna, Asks.Remove(note));
        await Do(anna, Asks.Restore(note));
        string[] hidden = [note, sentence];
        await Check("utan namn");
        foreach (var viewer in viewers.Except([anna])) Ties(viewer, hidden).Should().BeEmpty("{0} may not know who", viewer.Name);
        Ties(anna, hidden).Should().NotBeEmpty("Anna knows what is hers");
        foreach (var viewer in viewers.Except([anna]).Where(one => one.Hub is not null))
            viewer.Everything().Where(one => one.Channel == "hub").Skip(before[viewer]).Where(one => one.Text.Contains("\"Around\"", StringComparison.Ordinal))
                .SelectMany(one => JsonNode.Parse(one.Text)!["arguments"]![0]!["people"]!.AsArray()).Where(one => (string?)one!["participantId"] == anna.Id)
                .Should().NotContain(one => one!.AsObject().Any(field => field.Key != "participantId" && field.Key != "here"), "{0} may know that Anna is here and no more", viewer.Name);
        (await Names()).Should().BeEquivalentTo(names, "no export says Anna's name once more for what she did without it");

        await Conduct("valueVision", new JsonObject { ["names"] = "shown" });
        await Do(anna, Asks.ChangeItem(note, new JsonObject { ["text"] = "fortfarande utan namn" }, 0));
        await Do(leader, new JsonObject { ["type"] = "conclude" });
        foreach (var viewer in viewers) await viewer.Look();
        foreach (var viewer in viewers.Except([anna])) Ties(viewer, hidden).Should().BeEmpty("{0} is not told afterwards either", viewer.Name);

        // How often each export says the name, the list of who took part included.
        async Task<Dictionary<string, int>> Names()
        {
            var probe = new Viewer("prov", outsider.Device, dialogue.Id, outsider.Path, "");
            await probe.Look();
            return probe.Everything().GroupBy(one => one.Channel[(one.Channel.LastIndexOf('.') + 1)..]).ToDictionary(one => one.Key, one => one.Sum(told => told.Text.Split("Anna").Length - 1));
        }

    }

    [Fact]
    public async Task SV182_hidden_totals_tell_nobody_of_anothers_vote()
    {
        await Do(leader, Asks.EnterPhase("valueVision"));
        var note = await Add(bo, "note", "valueVision", new JsonObject { ["text"] = "värd en röst" });
        await Conduct("valueVision", new JsonObject { ["voting"] = new JsonObject { ["open"] = true, ["budget"] = 5, ["totals"] = "hidden" } });
        await Do(anna, Asks.Vote(note, 4));
        await Check("röstat");
        Votes(anna).Should().NotBeEmpty("one's own are one's own to see");
        foreach (var viewer in viewers.Except([anna])) Votes(viewer).Should().BeEmpty("{0} may know at most that somebody voted", viewer.Name);
        await Conduct("valueVision", new JsonObject { ["voting"] = new JsonObject { ["open"] = false, ["totals"] = "shown" } });
        await Check("visat");
        foreach (var viewer in new[] { bo, cia, leader, screen }) Votes(viewer).Should().NotBeEmpty("now {0} may know", viewer.Name);

        IEnumerable<string> Votes(Viewer viewer) => Objects(viewer).Where(one => one["weight"] is not null && (string?)one["itemId"] == note).Select(one => one.ToJsonString());
    }

    /// <summary>Objects that a viewer was told, which say Anna did something and name one of these.</summary>
    private IEnumerable<string> Ties(Viewer viewer, string[] ids) =>
        Objects(viewer).Where(one => one["by"] is JsonValue by && by.TryGetValue(out string? who) && who == anna.Id).Select(one => one.ToJsonString()).Where(text => ids.Any(id => text.Contains(id, StringComparison.Ordinal)));

    private static IEnumerable<JsonObject> Objects(Viewer viewer) =>
        viewer.Everything().Where(one => one.Text.StartsWith('{') || one.Text.StartsWith('[')).SelectMany(one => Within(JsonNode.Parse(one.Text)));

    private static IEnumerable<JsonObject> Within(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(one => Within(one.Value)).Prepend(all),
        JsonArray all => all.SelectMany(Within),
        _ => [],
    };
}
