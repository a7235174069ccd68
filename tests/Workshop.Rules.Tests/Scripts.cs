// Scripted dialogues for the golden files. Each is a whole history; between them every event, and every way of being hidden.
using System.Text.Json.Nodes;
using static Workshop.Rules.Tests.Room;

namespace Workshop.Rules.Tests;

public static class Scripts
{
    public static readonly IReadOnlyDictionary<string, Action<Room>> All = new SortedDictionary<string, Action<Room>>(StringComparer.Ordinal)
    {
        ["seven-phases"] = SevenPhases, ["private-round"] = PrivateRound, ["table-round"] = TableRound, ["hidden-names"] = HiddenNames,
        ["organisations"] = Organisations, ["taken-back"] = TakenBack, ["moves"] = Moves, ["stances"] = Stances, ["two-days"] = TwoDays, ["pairs"] = Pairs,
        ["way-in"] = WayIn,
    };

    public static Room Play(string script, Action<Room>? listen = null)
    {
        var room = new Room();
        listen?.Invoke(room);
        room.Given(Server, new
        {
            type = "openDialogue", dialogueId = "d1", title = "Samordning kring MS", targetGroup = "Personer med MS", language = "sv", templateId = "samskapande-dialog",
            joinCode = "KANELBULLE", joinToken = "tok-0123456789abcdef",
            organisations = new[] { new { name = "Neurologkliniken", kind = "region", principal = "Region Östergötland" }, new { name = "Hemtjänsten", kind = "municipality", principal = "Linköpings kommun" } },
        }).Joins("anna", "frontline", "Neurologkliniken").Joins("bo", "management", "Hemtjänsten").Joins("cilla", "frontline", "neurologkliniken")
            .Joins("david", "leadership", "Vårdcentralen").Joins("elsa", "livedExperience").Joins("frida", "management", "Neurologkliniken", "observer");
        All[script](room);
        return room;
    }

    private static object Ready(bool value = true) => new { type = "setReady", value };

    private static object Round(string? round) => new JsonObject { ["type"] = "enterRound", ["round"] = round };

    private static object Report(int id, string status, object more)
    {
        var report = new JsonObject { ["type"] = "reportProgress", ["itemId"] = Id(id), ["status"] = status };
        foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(more, Json.Plain)!.AsObject()) report[name] = value?.DeepClone();
        return report;
    }

    private static void TwoDays(Room room)
    {
        room.Given(Server, new { type = "trustDevice", deviceId = "@co", role = "lead", name = "Johan" }).Given(Server, new { type = "trustDevice", deviceId = "@wall", role = "screen" })
            .Given(Co, Ask.Enter("story")).Given(Lead, "moment", 11, "story", new { text = "Ingen ringde", tags = new[] { "insecurity" } }).Given(Co, "moment", 12, "story", new { text = "Ringde fem gånger", tags = new[] { "repetition" } })
            .Given(Other, Ask.Change(12, new { text = "Ringde sju gånger" })).Given("anna", Ask.Note(13, "story", "Det hade vi kunnat se")).Given(Lead, new { type = "setScreen", shows = "note", itemId = Id(13) })
            .Given(Projector, new { type = "setScreen", shows = "story", itemId = Id(12) }).Given(Lead, new { type = "setTimer", seconds = 600 })
            .Given(Lead, new { type = "pause", until = "2026-10-10T07:00:00Z", words = "Samma sal." }).Given("bo", Ask.Note(14, "story", "Skriven på tåget hem"))
            .Given(Lead, new { type = "resume" }).Given(Lead, new { type = "pause" }).Given(Co, Ask.Enter("systemMap")).Given(Lead, new { type = "setScreen", shows = "code" }).Given(Lead, new JsonObject { ["type"] = "setScreen" })
            .Given(Lead, new { type = "setScreen", shows = "time" }).Given(Lead, Round("systemMap-1")).Given(Lead, new { type = "dropDevice", deviceId = "@co" }).Given(Lead, new { type = "pause" }).Given(Lead, new { type = "conclude" });
    }

    private static void WayIn(Room room)
    {
        room.Given(Lead, Ask.Enter("welcome")).Given(Lead, new { type = "editDialogue", patch = new { doorClosed = true } }).Given(Lead, new { type = "removePerson", participantId = "frida" })
            .Given(Server, new { type = "renewJoinCode", joinCode = "LUSSEKATT", joinToken = "tok-fedcba9876543210" }).Given(Lead, new { type = "editDialogue", patch = new { doorClosed = false } })
            .Joins("nina", "frontline", "Hemtjänsten").Given(Lead, new { type = "conclude" }).Given(Lead, new { type = "reopen" })
            .Given(Server, new { type = "renewJoinCode", joinCode = "SEMLA", joinToken = "tok-0000111122223333", ifNone = true }).Joins("olle", "management", "Hemtjänsten");
    }

    private static void SevenPhases(Room room)
    {
        room.Given(Lead, new { type = "editOrganisations", expected = new[] { new { organisation = "o1", level = "frontline", count = 3 }, new { organisation = "o2", level = "leadership", count = 1 } } })
            .Given(Lead, Ask.Enter("welcome")).Given(Lead, Round("welcome-1")).Given(Lead, new { type = "setTimer", seconds = 300 })
            .Given("anna", new { type = "setCard", organisation = "o1", does = "Utreder och följer upp", doesNot = "Hembesök", callWhen = "Nya symtom" })
            .Given("anna", Ask.Note(1, "welcome", "Att få ihop det 🙂")).Given("bo", new { type = "raiseHand", value = true }).Given("anna", Ready()).Given("bo", Ready())
            .Given(Lead, new { type = "setTimer", seconds = 100, paused = true }).Given("bo", new { type = "raiseHand", value = false });
        room.Given(Lead, "finding", 10, "story", new { text = "Var fjärde saknar en kontakt", source = "Enkät 2026", answers = 41, quote = "Jag är min egen samordnare" })
            .Given(Lead, Ask.Enter("story")).Given("elsa", "moment", 11, "story", new { text = "Utskriven utan att hemtjänsten visste", when = "i mars", feeling = "otrygg", tags = new[] { "interruption", "insecurity" } })
            .Given(Lead, "moment", 12, "story", new { text = "Samma fråga för femte gången", tags = new[] { "repetition" } }).Given(Lead, Round("story-2"))
            .Given("anna", "note", 13, "story", new { text = "Det här hade vi kunnat se", moments = new[] { Id(11) } }).Given("bo", "note", 14, "story", new { text = "Vi fick aldrig veta" }).Given(Lead, Round("story-3"));
        room.Given(Lead, Ask.Enter("systemMap")).Given("anna", "contact", 20, "systemMap", new { name = "Neurologen", contributes = "Diagnos", organisation = "o1", distance = 2 })
            .Given("bo", "contact", 21, "systemMap", new { name = "Hemtjänsten", contributes = "Vardagen", organisation = "o2", distance = 1 })
            .Given("bo", "connection", 22, "systemMap", new { from = Id(20), to = Id(21), state = "missing", carriedBy = "person", moments = new[] { Id(11) } })
            .Given("anna", Ask.Change(22, new { state = "fragile", text = "Bara när någon ringer" }));
        room.Given(Lead, Ask.Enter("valueVision")).Given("anna", "theme", 30, "valueVision", new { title = "Trygghet" }).Given("anna", "note", 31, "valueVision", new { text = "Någon som vet", theme = Id(30), x = 10, y = 20.5 })
            .Given("bo", "visionSentence", 32, "valueVision", new { text = "Jag vet vem jag ska ringa", sign = "Ett nummer", moments = new[] { Id(11), Id(12) } }).Given("anna", "visionSentence", 33, "valueVision", new { text = "Vi möts" })
            .Given(Lead, Round("valueVision-4")).Given("anna", Ask.Vote(32, 3)).Given("bo", Ask.Vote(32, 1)).Given("bo", Ask.Vote(33, 2)).Given("anna", Ask.Vote(32, 4)).Given("bo", Ask.Vote(33, 0))
            .Given(Lead, Round("valueVision-5")).Given("anna", Ask.Stance(32, "standsBehind", "o1")).Given("bo", Ask.Stance(32, "needsChange", "o2", "Vems nummer?")).Given("elsa", Ask.Stance(32, "standsBehind"));
        room.Given(Lead, Ask.Enter("initiatives")).Given("anna", "initiative", 40, "initiatives", new
        {
            title = "Gemensam samordnare", what = "En person som vet", sign = "Ett samtal", sentences = new[] { Id(32) }, gaps = new[] { Id(22) }, moments = new[] { Id(11) }, lead = "o1",
            contributors = new[] { "o2" }, stage = "planned", mandates = new[] { new { organisation = "o3", body = "Nämnden", route = "board", when = "2026-12-01" } },
        }).Given("anna", Ask.Rate(40, 5, 3)).Given("bo", Ask.Rate(40, 4, 4)).Given("bo", Ask.Rate(40, 3, 4)).Given("anna", Ask.Rate(40, 0, 0)).Given("bo", Ask.Change(40, new { stage = "tried" }));
        room.Given(Lead, Ask.Enter("nextSteps")).Given("bo", "nextStep", 50, "nextSteps", new
        {
            what = "Bjuda in till ett första möte", organisation = "o2", role = "Enhetschef", contact = "bo@kommunen.example", due = "2026-11-15", initiative = Id(40), with = new[] { "o1" },
            mandates = new[] { new { organisation = "o3", body = "Primärvårdsnämnden", route = "delegation", takenBy = "Direktören", outcome = "Bifall" } },
        }).Given("bo", Ask.Stance(50, "standsBehind", "o2")).Given("anna", Ask.Stance(50, "canLiveWith", "o1", "Om tiden finns")).Given("david", Ask.Stance(50, "standsBehind", "o3"));
        room.Given(Lead, Ask.Enter("closing")).Given(Lead, Round("closing-1")).Given("elsa", Ask.Note(60, "closing", "Tack")).Given(Lead, new { type = "setTimer", seconds = 420 }).Given(Lead, new { type = "conclude" });
        room.Given("bo", Report(50, "ongoing", new { due = "2026-12-01", reason = "Sjukdom", needs = "Lokal", reporter = "Bo" })).Given(Link, Report(50, "done", new { difference = "little", learned = "Ring först", decision = "keep", reporter = "Eva" }))
            .Given("elsa", Report(40, "ongoing", new { difference = "yes", reporter = "Elsa" })).Given("link:anna", Ask.Stance(40, "standsBehind", "o1"));
    }

    private static void PrivateRound(Room room)
    {
        room.Given(Lead, Ask.Enter("valueVision")).Given(Lead, Round("valueVision-1"));
        for (var id = 1; id <= 3; id++) room.Given("anna", Ask.Note(id, "valueVision", $"Annas {id}"));
        room.Given("bo", Ask.Note(4, "valueVision", "Bos 4")).Given("bo", "visionSentence", 5, "valueVision", new { text = "Bos 5" }).Given("cilla", Ask.Note(6, "valueVision", "Cillas 6"))
            .Given("anna", Ask.Change(1, new { text = "Annas första" })).Given("anna", new { type = "moveItems", moves = new[] { new { itemId = Id(2), lane = "sen" } } })
            .Given("bo", Ask.Stance(5, "standsBehind", "o2")).Given("bo", Ask.Rate(5, 4, 1)).Given("anna", Ask.Remove(2)).Given("anna", Ask.Restore(2)).Given(Lead, Ask.Remove(3, 4)).Given(Lead, Ask.Restore(3))
            .Given(Lead, Ask.Show(6)).Given("bo", Ask.Change(5, new { sign = "Lugn" })).Given(Lead, Round("valueVision-2")).Given("anna", Ask.Change(2, new { text = "Annas andra" })).Given("bo", Ask.Restore(4));
    }

    private static void TableRound(Room room)
    {
        room.Given(Lead, Ask.Raw("""{"type":"seat","seats":[{"participantId":"anna","table":"1"},{"participantId":"cilla","table":"1"},{"participantId":"bo","table":"2"}]}"""))
            .Given(Lead, Ask.Enter("systemMap")).Given(Lead, Ask.Conduct("systemMap", new { writing = "tables", voting = new { open = true } }))
            .Given("anna", "contact", 1, "systemMap", new { name = "Kurator" }).Given("cilla", "contact", 2, "systemMap", new { name = "Arbetsterapeut" })
            .Given("cilla", "connection", 3, "systemMap", new { from = Id(1), to = Id(2), state = "doubled", carriedBy = "nextOfKin" }).Given("anna", Ask.Change(3, new { state = "fragile" }))
            .Given("bo", Ask.Note(4, "systemMap", "Bord två")).Given("david", Ask.Note(5, "systemMap", "Utan bord")).Given("anna", Ask.Vote(3, 2)).Given("anna", Ask.Rate(3, 2, 2)).Given("anna", Ask.Stance(3, "canLiveWith", "o1"))
            .Given(Lead, Ask.Note(6, "systemMap", "Från processledaren")).Given(Lead, Ask.Change(4, new { colour = "green" })).Given("cilla", Ask.Show(3)).Given("bo", Ask.Stance(3, "standsAside", "o2", "Ser det inte"))
            .Given("bo", Ask.Remove(4)).Given(Lead, Ask.Restore(4)).Given(Lead, Ask.Show(4)).Given(Lead, Ask.Writing("systemMap", "open"));
    }

    private static void Pairs(Room room)
    {
        var agenda = room.Snapshot(Lead)["agenda"]!.DeepClone().AsArray();
        agenda.First(phase => (string?)phase!["id"] == "valueVision")!["rounds"] = JsonNode.Parse(
            """
            [{"id":"ett","kind":"write","conduct":{"writing":"private"}},{"id":"två","kind":"tables","groups":"pairs","conduct":{"writing":"tables"}},
             {"id":"fyra","kind":"tables","conduct":{"writing":"tables"}},{"id":"alla","kind":"show","conduct":{"writing":"open"}}]
            """);
        object Told(int id) => new { type = "showItems", itemIds = new[] { Id(id) }, to = "table" };
        room.Given(Lead, new JsonObject { ["type"] = "editAgenda", ["agenda"] = agenda }).Given(Lead, new { type = "composeTables", tables = 1, together = new[] { new[] { "elsa", "frida" } } })
            .Given(Lead, new { type = "changeParticipant", participantId = "frida", patch = new { role = "interpreter", accompanies = "elsa" } }).Given(Lead, Ask.Enter("valueVision")).Given(Lead, Round("ett"))
            .Given("anna", Ask.Note(1, "valueVision", "Annas ensamma")).Given("bo", Ask.Note(2, "valueVision", "Bos ensamma")).Given("anna", Told(1)).Given(Lead, Round("två"));
        foreach (var (id, who) in new[] { (3, "anna"), (4, "bo"), (5, "elsa") }) room.Given(who, Ask.Note(id, "valueVision", $"Parets {id}"));
        room.Given("anna", Ask.Rate(3, 4, 2)).Given("bo", Told(2)).Given("anna", Ask.Remove(3)).Given(Lead, Round("fyra")).Given("anna", Ask.Restore(3)).Joins("greta", "frontline", "Hemtjänsten").Given("greta", Ask.Note(6, "valueVision", "Sent men här"))
            .Given("cilla", Ask.Show(4)).Given(Lead, new { type = "editDialogue", patch = new { seatLate = false } }).Given(Lead, Round("alla"));
    }

    private static void HiddenNames(Room room)
    {
        room.Given(Lead, Ask.Enter("valueVision")).Given(Lead, Ask.Conduct("valueVision", new { names = "hidden", voting = new { open = true, budget = 3, perItem = 2 } }))
            .Given("anna", "visionSentence", 1, "valueVision", new { text = "Utan namn" }).Given("bo", "visionSentence", 2, "valueVision", new { text = "Också utan" })
            .Given("anna", Ask.Vote(1, 1)).Given("bo", Ask.Vote(1, 1)).Given("cilla", Ask.Vote(1, 1)).Given("bo", Ask.Vote(1, 2)).Given("cilla", Ask.Vote(1, 0)).Given("bo", Ask.Rate(1, 3, 3)).Given("bo", Ask.Rate(1, 4, 3))
            .Given("bo", Ask.Stance(1, "canLiveWith")).Given("cilla", Ask.Stance(1, "needsChange", reason: "Vagt")).Given("bo", Ask.Stance(1, "standsBehind")).Given("bo", Ask.Stance(1, "standsBehind", "o2"))
            .Given(Lead, Ask.Conduct("valueVision", new { voting = new { totals = "hidden" } })).Given("bo", Ask.Vote(2, 1)).Given("anna", Ask.Vote(1, 2)).Given("cilla", Ask.Vote(2, 2)).Given("cilla", Ask.Vote(2, 0))
            .Given("anna", Ask.Change(1, new { text = "Utan namn, ändrad" })).Given(Lead, Ask.Conduct("valueVision", new { names = "shown" })).Given("anna", Ask.Vote(1, 1)).Given("cilla", Ask.Vote(1, 1))
            .Given("anna", Ask.Change(1, new { sign = "Lugn" })).Given(Lead, Ask.Conduct("valueVision", new { voting = new { totals = "shown", open = false } })).Given("anna", Ask.Remove(1)).Given("anna", Ask.Restore(1));
    }

    private static void Organisations(Room room)
    {
        room.Given(Lead, Ask.Enter("nextSteps")).Given(Lead, new { type = "editOrganisations", add = new[] { new { name = "Neurologen", kind = "region" }, new { name = "Brukarföreningen", kind = "patientOrganisation" } }, rename = new[] { new { id = "o2", name = "Hemtjänsten Öst" } } })
            .Joins("greta", "frontline", "Neurologen").Given("greta", new { type = "setCard", organisation = "o4", does = "Samma sak", doesNot = "", callWhen = "" })
            .Given(Lead, new { type = "editOrganisations", expected = new[] { new { organisation = "o1", level = "frontline", count = 2 }, new { organisation = "o4", level = "frontline", count = 1 }, new { organisation = "o5", level = "livedExperience", count = 1 } } })
            .Given("greta", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o4", with = new[] { "o1", "o2", "o4" }, mandates = new[] { new { organisation = "o4", body = "Chefen", route = "execution" } } })
            .Given("greta", Ask.Stance(1, "standsBehind", "o4")).Given("anna", Ask.Stance(1, "needsChange", "o1", "Vem?")).Given("bo", Ask.Stance(1, "canLiveWith", "o2"))
            .Given(Lead, Ask.Writing("nextSteps", "private")).Given("bo", "nextStep", 2, "nextSteps", new { what = "Hemligt", organisation = "o4" })
            .Given(Lead, new { type = "editOrganisations", merge = new[] { new { from = "o4", into = "o1" } } }).Given(Lead, new { type = "changeParticipant", participantId = "cilla", patch = new { answersFor = new[] { "o1" } } })
            .Given("anna", new { type = "changeParticipant", participantId = "anna", patch = new { name = "Anna-Karin", organisation = "o5", level = "livedExperience" } })
            .Given(Lead, new { type = "changeParticipant", participantId = "frida", patch = new { role = "participant" } });
    }

    private static void TakenBack(Room room)
    {
        room.Given(Lead, new { type = "editDialogue", patch = new { admission = true, title = "Ny titel" } }).Joins("nina", "frontline", "Hemtjänsten").Given(Lead, new { type = "admit", participantIds = new[] { "nina" } })
            .Given(Lead, Ask.Enter("nextSteps")).Given("nina", Ask.Note(1, "nextSteps", "Ångrat")).Given("anna", "nextStep", 2, "nextSteps", new
            {
                what = "Ångrat steg", organisation = "o1", with = new[] { "o2" }, role = "Ångrad roll", due = "2026-11-15", mandates = new[] { new { organisation = "o3", body = "Ångrad nämnd", route = "board", takenBy = "Ångrad", outcome = "Ångrat" } },
            }).Given("bo", Ask.Stance(2, "needsChange", "o2", "Ångrat skäl")).Given("cilla", Ask.Stance(2, "standsAside", reason: "Cillas skäl")).Given("bo", Report(2, "stuck", new { reason = "Bos skäl", reporter = "Bo" }))
            .Given("cilla", new { type = "eraseContent", seq = room.Dialogue.Stances.Values.Single(stance => stance.By == "cilla").Seq })
            .Given("anna", Report(2, "done", new { learned = "Annas lärdom", reporter = "Anna" })).Given("anna", new { type = "eraseContent", seq = room.Dialogue.Seq })
            .Given(Lead, Ask.Writing("nextSteps", "private")).Given("bo", Ask.Note(3, "nextSteps", "Bos hemliga")).Given("bo", new { type = "eraseContent", itemId = Id(3) }).Given("anna", Ask.Note(4, "nextSteps", "Annas hemliga"))
            .Given("nina", new { type = "eraseContent", itemId = Id(1) }).Given(Lead, new { type = "eraseContent", itemId = Id(2) }).Given("anna", Report(2, "ongoing", new { reporter = "Anna" }))
            .Given("cilla", new { type = "eraseContent", participantId = "cilla" }).Given(Lead, new { type = "editDialogue", patch = new { admission = false } }).Given(Lead, new { type = "removePerson", participantId = "nina" }).Given("anna", Ask.Remove(4)).Given(Lead, Ask.Restore(4))
            .Given("bo", new { type = "setCard", organisation = "o2", does = "Ångrat kort", doesNot = "", callWhen = "" }).Given(Lead, new { type = "editOrganisations", rename = new[] { new { id = "o2", name = "Ångrat namn" } } })
            .Given(Lead, new { type = "pause", words = "Ångrade pausord" }).Given(Lead, new { type = "eraseContent", field = "pause" }).Given(Lead, new { type = "eraseContent", field = "title" }).Given(Lead, new { type = "eraseContent", field = "targetGroup" })
            .Given("bo", new { type = "eraseContent", field = "card", organisation = "o2" }).Given(Lead, new { type = "eraseContent", field = "organisation", organisation = "o2" }).Given(Lead, new { type = "resume" })
            .Given(Lead, new { type = "eraseContent", field = "phaseTitle", phaseId = "story" }).Given(Lead, new { type = "eraseContent", field = "purpose", phaseId = "story" }).Given(Lead, new { type = "eraseContent", field = "questions", phaseId = "story" })
            .Given(Lead, Ask.Writing("nextSteps", "open")).Given("anna", "nextStep", 5, "nextSteps", new { what = "Annas steg", organisation = "o1" }).Given("david", "nextStep", 6, "nextSteps", new { what = "Davids steg", organisation = "o3" }).Given("anna", Ask.Change(6, new { role = "Annas ord" }))
            .Given("anna", Ask.Stance(6, "standsAside", reason: "Annas skäl")).Given("anna", Ask.Stance(6, "needsChange", reason: "Annas andra skäl")).Given(Lead, new { type = "eraseContent", writtenBy = "anna" });
    }

    private static void Moves(Room room)
    {
        room.Given(Lead, Ask.Enter("initiatives")).Given(Lead, Ask.Conduct("initiatives", new { moving = true, voting = new { open = true, budget = 2 } }));
        for (var id = 1; id <= 6; id++) room.Given(id % 2 == 0 ? "anna" : "bo", Ask.Note(id, "initiatives", $"Lapp {id}"));
        object Move(string moves) => Ask.Raw($$"""{"type":"moveItems","moves":[{{moves}}]}""");
        room.Given("anna", "theme", 9, "initiatives", new { title = "Möten" }).Given("anna", Move($$"""{"itemId":"{{Id(1)}}","theme":"{{Id(9)}}","before":null},{"itemId":"{{Id(2)}}","theme":"{{Id(9)}}","before":null}"""))
            .Given("bo", Move($$"""{"itemId":"{{Id(6)}}","before":"{{Id(3)}}"},{"itemId":"{{Id(5)}}","before":"{{Id(3)}}","x":1.5,"y":-3,"lane":"nu"}""")).Given("anna", Move($$"""{"itemId":"{{Id(5)}}","x":null,"lane":null}"""))
            .Given("cilla", Ask.Vote(1, 2)).Given("anna", Ask.Vote(1, 1)).Given(Lead, Ask.Remove(1, 9)).Given("cilla", Ask.Vote(2, 2)).Given(Lead, Ask.Restore(1, 9)).Given("anna", Move($$"""{"itemId":"{{Id(2)}}","theme":null,"before":"{{Id(4)}}"}"""))
            .Given(Lead, Move($$"""{"itemId":"{{Id(3)}}","before":null}""")).Given("bo", Ask.Note(7, "initiatives", "Efteråt"));
    }

    private static void Stances(Room room)
    {
        room.Given(Lead, Ask.Enter("welcome")).Given(Lead, Ask.Enter("nextSteps")).Given("anna", "nextStep", 1, "nextSteps", new { what = "Ringa", organisation = "o1", with = new[] { "o2" } })
            .Given("anna", Ask.Stance(1, "standsBehind", "o1")).Given("bo", Ask.Stance(1, "needsChange", "o2", "När?")).Given("cilla", new { type = "takeStance", targetId = Id(1), stance = "standsBehind", mayShow = true }).Given("bo", Ask.Stance(1, "canLiveWith", "o2"))
            .Given(Lead, new { type = "editDialogue", patch = new { namesInResult = true } })
            .Given("anna", Ask.Change(1, new { role = "Chef", contact = "a@b.example" })).Given("bo", Ask.Change(1, new { due = "2026-12-24" })).Given("anna", Ask.Stance(1, "standsBehind", "o1"));
        var agenda = room.Snapshot(Lead)["agenda"]!.DeepClone().AsArray();
        agenda[0]!["title"] = "Hej och välkomna";
        agenda.RemoveAt(2);
        agenda.Add(Ask.Raw("""{"kind":"story","title":"En berättelse till","purpose":"","questions":[],"minutes":5,"rounds":[{"kind":"listen"}]}"""));
        room.Given(Lead, new JsonObject { ["type"] = "editAgenda", ["agenda"] = agenda }).Given(Lead, Ask.Enter("story2")).Given(Lead, Round("story2-1")).Given(Lead, Round(null))
            .Given(Lead, new { type = "setTimer", seconds = 60 }).Given(Lead, Ask.Raw("""{"type":"setTimer","seconds":null}""")).Given(Lead, new { type = "editDialogue", patch = new { targetGroup = "Alla" } })
            .Given(Lead, new { type = "conclude" }).Given(Lead, new { type = "reopen" }).Given("anna", Ask.Note(2, "story2", "Igen"));
    }
}
