// A random dialogue from a seed: six people, a facilitator, a table device and a link, who do valid and invalid things in any order.
// Every text written is a mark of its own, so that a leak is found in raw bytes; who may see a mark is kept here, apart from Audience.
using System.Text.Json.Nodes;

namespace Workshop.Rules.Tests;

public sealed class Storm
{
    /// <summary>Who may read what was written on an item until it is shown.</summary>
    public sealed record Secrecy(string? Author, string? Table, bool Tables)
    {
        public bool Open { get; set; }

        /// <summary>Not to all: to this table, by its author or when pairs become a table.</summary>
        public string? Table { get; set; } = Table;

        public bool Tables { get; set; } = Tables;
    }

    private static readonly string[] Everybody = ["anna", "bo", "cilla", "david", "elsa", "frida"];
    private static readonly string[] Kinds = [.. ItemKind.All.Select(kind => kind.Name)];
    private readonly Random random;
    private readonly Dictionary<int, Secrecy> items = [];
    private readonly Dictionary<string, (Secrecy Of, string? Speaker, bool Facilitators)> marks = [];
    private readonly List<string> made = [];
    private int last;
    private string asking = "anna";
    private bool restoring;

    public Storm(int seed)
    {
        random = new Random(seed);
        Room = Room.WithPeople().Given(Room.Lead, Ask.Enter("welcome")).Given(Room.Lead, Ask.Enter("valueVision"));
        Room.Happened = facts =>
        {
            foreach (var (shown, table) in facts.Select(fact => fact.What).OfType<ItemsShown>().SelectMany(shown => shown.ItemIds, (shown, id) => (id, shown.Table)))
                if (items.TryGetValue(int.Parse(shown.ToString()[24..], System.Globalization.CultureInfo.InvariantCulture), out var secrecy))
                {
                    if (table is null) secrecy.Open = true;
                    else (secrecy.Table, secrecy.Tables) = (table, true);
                }
        };
    }

    public Room Room { get; }

    /// <summary>Types of commands that were done, and how often.</summary>
    public Dictionary<string, int> Done { get; } = [];

    public Dictionary<string, int> RefusedWith { get; } = [];

    public IEnumerable<string> Present => Everybody.Where(person => Room.Dialogue.Person(person) is { Removed: not true });

    public string Mark() => $"«{++last}»";

    /// <summary>May this viewer read the text that carries this mark?</summary>
    public bool May(string mark, Viewer viewer)
    {
        if (!marks.TryGetValue(mark, out var told)) return true;
        if (told.Facilitators && !viewer.Facilitator) return false;
        if (told.Of.Open) return true;
        if (viewer.Screen) return false;
        var own = viewer.Voices.Append(viewer.Participant).OfType<string>().ToList();
        return own.Contains(told.Of.Author!) || (told.Speaker is not null && own.Contains(told.Speaker))
            || (told.Of.Tables && (viewer.Facilitator || (told.Of.Table is not null && viewer.SitsAt(told.Of.Table))));
    }

    public Answer Step()
    {
        var (who, command) = Next();
        made.Clear();
        var before = Room.Dialogue;
        var asker = who == "device" ? new Who(Standing.Participant, "anna", ["anna", "elsa"], Room.Names) : Room.Who(who);
        var ask = Command(command, who);
        var speaker = (string?)ask["as"] ?? (who == "device" ? "anna" : Everybody.Contains(who) ? who : null);
        // Before it happens, as showing opens what is written in the same moment.
        Secrecy? about = null;
        if (command == "addItem")
        {
            var item = ask["item"]!;
            var conduct = before.PhaseOf((string?)item["phaseId"])?.Conduct.Writing;
            var table = (string?)item["table"] ?? before.Person(speaker)?.Table;
            about = new Secrecy(speaker, conduct == "tables" ? table : null, conduct == "tables") { Open = speaker is null || conduct is not ("private" or "tables") };
        }
        else if (Number(ask) is { } number && items.TryGetValue(number, out var known)) about = known;
        if (about is not null)
            foreach (var mark in made) marks[mark] = (about, command is "takeStance" or "reportProgress" ? speaker : null, mark == ((string?)(ask["item"]?["contact"] ?? ask["patch"]?["contact"])));
        var answer = Room.When(asker, who, ask);
        if (answer.Decision.Refused is { } refused)
        {
            RefusedWith[refused.Code] = RefusedWith.GetValueOrDefault(refused.Code) + 1;
            return answer;
        }
        Done[command] = Done.GetValueOrDefault(command) + 1;
        if (command == "addItem" && answer.Facts.Count > 0) items[int.Parse(((string)ask["item"]!["id"]!)[24..], System.Globalization.CultureInfo.InvariantCulture)] = about!;
        return answer;
    }

    /// <summary>A command as somebody might ask it now; not done.</summary>
    public JsonObject Sample()
    {
        var (who, type) = Next();
        var command = Command(type, who);
        command["id"] = Room.NextId();
        return command;
    }

    private static int? Number(JsonObject ask) => (string?)(ask["itemId"] ?? ask["targetId"] ?? ask["moves"]?[0]?["itemId"]) is { } id
        ? int.Parse(id[24..], System.Globalization.CultureInfo.InvariantCulture) : null;

    private (string Who, string Command) Next()
    {
        var who = asking = Of([.. Everybody, "device"]);
        if (Room.Dialogue.Status == "concluded" && Chance(4)) return (Room.Lead, "reopen");
        return random.Next(1000) switch
        {
            < 230 => (Chance(8) ? Room.Lead : who, "addItem"),
            < 330 => (Chance(6) ? Room.Lead : who, "changeItem"),
            < 400 => (Chance(5) ? Room.Lead : who, "moveItems"),
            < 430 => (Chance(3) ? Room.Lead : who, "removeItems"),
            < 465 => (Chance(3) ? Room.Lead : who, "restoreItems"),
            < 490 => (Chance(2) ? Room.Lead : who, "showItems"),
            < 610 => (who, "vote"),
            < 650 => (who, "rate"),
            < 720 => (Chance(8) ? Room.Link : who, "takeStance"),
            < 740 => (who, "setReady"),
            < 760 => (who, "raiseHand"),
            < 780 => (Chance(3) ? Room.Link : who, "reportProgress"),
            < 800 => (Chance(2) ? Room.Lead : who, "changeParticipant"),
            < 815 => (Chance(4) ? who : Room.Lead, "editOrganisations"),
            < 825 => (who, "setCard"),
            < 845 => (Chance(4) ? Room.Lead : who, "eraseContent"),
            < 885 => (Chance(9) ? who : Room.Lead, "setConduct"),
            < 905 => (Room.Lead, "enterPhase"),
            < 930 => (Room.Lead, "enterRound"),
            < 955 => (Room.Lead, Chance(3) ? "composeTables" : "seat"),
            < 965 => (Room.Lead, "setTimer"),
            < 975 => (Room.Lead, "editAgenda"),
            < 980 => (Room.Lead, "editDialogue"),
            < 982 => (Room.Lead, "removePerson"),
            < 985 => (Room.Lead, "conclude"),
            < 990 => (Room.Lead, "setConduct"),
            < 992 => (Room.Lead, "reopen"),
            < 994 => (Room.Lead, "pause"),
            < 995 => (Room.Lead, "resume"),
            < 998 => (Chance(4) ? Room.Projector : Room.Lead, "setScreen"),
            _ => (Of(["stranger", Room.Screen, Room.Lead]), Of(["addItem", "vote", "dance"])),
        };
    }

    private JsonObject Command(string type, string who)
    {
        restoring = type == "restoreItems";
        var command = type switch
        {
            "addItem" => Add(who),
            "changeItem" => new JsonObject { ["itemId"] = Item(), ["patch"] = Patch(), ["base"] = Chance(3) ? random.Next(50) : Room.Dialogue.Seq },
            "moveItems" => new JsonObject { ["moves"] = Many(Move, 3) },
            "showItems" => new JsonObject { ["itemIds"] = Many(() => Item(), 3), ["to"] = Chance(2) ? "table" : null },
            "removeItems" or "restoreItems" => new JsonObject { ["itemIds"] = Many(() => Item(), 3) },
            "vote" => new JsonObject { ["itemId"] = Item(), ["weight"] = random.Next(-1, 4) },
            "rate" => new JsonObject { ["itemId"] = Item(), ["effect"] = random.Next(0, 6), ["effort"] = random.Next(0, 7) },
            "takeStance" => new JsonObject { ["targetId"] = Item(), ["stance"] = Of(["standsBehind", "canLiveWith", "needsChange", "standsAside"]), ["reason"] = Chance(3) ? null : Text(), ["organisation"] = Chance(2) ? null : Organisation() },
            "setReady" or "raiseHand" => new JsonObject { ["value"] = Chance(2) },
            "reportProgress" => new JsonObject { ["itemId"] = Item("nextStep", "initiative"), ["status"] = Of(["notStarted", "ongoing", "done", "stuck"]), ["learned"] = Text(), ["reporter"] = "Någon" },
            "changeParticipant" => new JsonObject { ["participantId"] = Of(Everybody), ["patch"] = PersonPatch() },
            "editOrganisations" => Organisations(),
            "setCard" => new JsonObject { ["organisation"] = Organisation(), ["does"] = $"Kort {random.Next(3)}", ["doesNot"] = "", ["callWhen"] = "" },
            "eraseContent" => Chance(3) ? new JsonObject { ["itemId"] = Item() } : Chance(3) ? new JsonObject { ["participantId"] = Of(Everybody) } : Chance(3) ? new JsonObject { ["writtenBy"] = Of(Everybody) }
                : Chance(3) ? new JsonObject { ["field"] = Erasure.Fields[random.Next(Erasure.Fields.Length)], ["organisation"] = "o" + random.Next(1, 6), ["phaseId"] = Of(Room.Dialogue.Agenda.Select(phase => phase.Id).ToArray()) }
                : new JsonObject { ["seq"] = random.NextInt64(1, Room.Dialogue.Seq + 2) },
            "setConduct" => new JsonObject { ["phaseId"] = Phase(), ["conduct"] = Conduct() },
            "enterPhase" => new JsonObject { ["phaseId"] = Phase() },
            "enterRound" => new JsonObject { ["round"] = Chance(4) ? null : Of([.. Room.Dialogue.PhaseOf(Room.Dialogue.PhaseId)?.Rounds.Select(round => round.Id) ?? [], "nowhere-1"]) },
            "seat" => new JsonObject { ["seats"] = new JsonArray(new JsonObject { ["participantId"] = Of(Everybody), ["table"] = Chance(4) ? null : Of(["1", "2"]) }) },
            "composeTables" => new JsonObject { ["tables"] = random.Next(1, 4), ["keep"] = Chance(2), ["apart"] = Chance(4) ? new JsonArray(new JsonArray(Of(Everybody), Of(Everybody), Of(Everybody))) : null },
            "setTimer" => new JsonObject { ["seconds"] = Chance(4) ? null : random.Next(-1, 900), ["paused"] = Chance(2) },
            "editAgenda" => Agenda(),
            "editDialogue" => new JsonObject { ["patch"] = new JsonObject { ["title"] = $"Titel {random.Next(9)}", ["language"] = Of(["sv", "en", "tlh"]), ["admission"] = Chance(2) } },
            "pause" => new JsonObject { ["until"] = Chance(2) ? "2026-11-05T08:00:00Z" : null, ["words"] = Chance(2) ? "Samma sal" : null },
            "setScreen" => new JsonObject { ["shows"] = Chance(5) ? null : Of([.. Decide.Shows, "note", "note"]), ["itemId"] = Chance(2) ? null : Item() },
            "removePerson" => new JsonObject { ["participantId"] = Of(["frida", "david", "nobody"]) },
            _ => new JsonObject(),
        };
        command["type"] = type;
        if (who == "device") command["as"] = Of(["anna", "elsa", "elsa", "bo"]);
        if (who == Room.Lead && type == "addItem" && Chance(2)) command["as"] = Of(Everybody);
        return command;
    }

    private JsonObject Add(string who)
    {
        var kind = Chance(2) ? "note" : Of(Kinds);
        var fitting = Room.Dialogue.Entered.Where(id => PhaseKind.Named(Room.Dialogue.PhaseOf(id)!.Kind)!.Adds.Any(adds => adds.Name == kind)).ToList();
        var phase = Chance(4) || fitting.Count == 0 ? Phase() : Of(fitting);
        var command = Ask.Add(kind, Chance(40) ? random.Next(1, 20) : ++last, phase, new { });
        var item = command["item"]!.AsObject();
        foreach (var field in ItemKind.Named(kind)!.Fields)
            if (field.Required || Chance(2)) item[field.Name] = Value(field);
        if (kind == "note" && who != Room.Lead) item.Remove("colour");
        if (Chance(4)) item["x"] = random.NextDouble();
        if (Chance(6)) item["theme"] = Item("theme");
        if (Chance(9)) item["table"] = Of(["1", "2"]);
        return command;
    }

    private JsonObject Patch()
    {
        var patch = new JsonObject();
        foreach (var field in ItemKind.Named(Chance(2) ? "note" : Of(Kinds))!.Fields)
            if (Chance(3)) patch[field.Name] = Chance(9) ? null : Value(field);
        return patch;
    }

    private JsonNode? Value(FieldRule field) => field.Shape switch
    {
        FieldShape.Text => Text(),
        FieldShape.Choice => Of(field.Choices),
        FieldShape.Choices => new JsonArray(Of(field.Choices)),
        FieldShape.Item => Item(field.Of!),
        FieldShape.Items => Many(() => Item(field.Of!), 2),
        FieldShape.Organisation => Organisation(),
        FieldShape.Organisations => Many(() => Organisation(), 2),
        FieldShape.Number => random.Next(9),
        FieldShape.Date => $"2026-1{random.Next(3)}-1{random.Next(9)}",
        _ => Many(() => new JsonObject { ["organisation"] = Organisation(), ["body"] = "Nämnden", ["route"] = "board", ["outcome"] = Chance(2) ? "Ja" : null }, 2),
    };

    private JsonObject Move()
    {
        var move = new JsonObject { ["itemId"] = Item() };
        if (Chance(2)) move["x"] = Chance(5) ? null : random.Next(100);
        if (Chance(3)) move["lane"] = Chance(3) ? null : "fil";
        if (Chance(3)) move["theme"] = Chance(3) ? null : Item("theme");
        if (Chance(2)) move["before"] = Chance(2) ? null : Item();
        return move;
    }

    private JsonObject PersonPatch()
    {
        var patch = new JsonObject();
        if (Chance(2)) patch["name"] = $"Namn {random.Next(9)}";
        if (Chance(3)) patch["organisation"] = Organisation();
        if (Chance(4)) patch["level"] = Of(Decide.Levels);
        if (Chance(9)) patch["role"] = Chance(3) ? Of(Decide.Roles) : "participant";
        if (Chance(3)) patch["answersFor"] = Many(() => Organisation(), 2);
        return patch;
    }

    private JsonObject Organisations()
    {
        var command = new JsonObject();
        if (Chance(2) && Room.Dialogue.Organisations.Length < 6) command["add"] = new JsonArray(new JsonObject { ["name"] = $"Aktör {random.Next(99)}" });
        if (Chance(3)) command["rename"] = Many(() => new JsonObject { ["id"] = Organisation(), ["name"] = $"Namn {random.Next(9)}" }, 2);
        if (Chance(3) && Room.Dialogue.Organisations.Length > 3) command["merge"] = Many(() => new JsonObject { ["from"] = Organisation(), ["into"] = Organisation() }, 2);
        if (Chance(3)) command["expected"] = Many(() => new JsonObject { ["organisation"] = Organisation(), ["level"] = Of(Decide.Levels), ["count"] = random.Next(5) }, 3);
        return command;
    }

    private JsonObject Conduct()
    {
        var conduct = new JsonObject();
        if (Chance(2)) conduct["writing"] = Of(["open", "private", "private", "tables", "tables", "closed"]);
        if (Chance(3)) conduct["names"] = Of(["shown", "hidden"]);
        if (Chance(3)) conduct["moving"] = Chance(2);
        if (!Chance(3)) conduct["voting"] = new JsonObject { ["open"] = !Chance(8), ["budget"] = random.Next(2, 6), ["totals"] = Of(["shown", "hidden"]) };
        return conduct;
    }

    private JsonObject Agenda()
    {
        var agenda = Room.Snapshot(Room.Lead)["agenda"]!.DeepClone().AsArray();
        if (Chance(3)) agenda.RemoveAt(random.Next(agenda.Count));
        if (Chance(3) && agenda.Count < 9) agenda.Add(new JsonObject { ["kind"] = "story", ["title"] = "En till" });
        if (Chance(2) && agenda[random.Next(agenda.Count)]!["rounds"] is JsonArray rounds) rounds.Add(new JsonObject { ["kind"] = "tables", ["groups"] = "pairs", ["conduct"] = new JsonObject { ["writing"] = "tables" } });
        if (Chance(3)) agenda[0]!["title"] = $"Del {random.Next(9)}";
        if (Chance(3)) agenda[random.Next(agenda.Count)]!["conduct"] = Conduct();
        return new JsonObject { ["agenda"] = agenda };
    }

    private JsonArray Many<T>(Func<T> one, int most) => new([.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => one() is JsonNode node ? node : JsonValue.Create((string)(object)one()!))]);

    private string Text()
    {
        made.Add(Mark());
        return made[^1];
    }

    /// <summary>Mostly one of the newest that whoever asks may see, in the part of now; sometimes any, sometimes none.</summary>
    private string Item(params string[] kinds)
    {
        var known = Room.Dialogue.Items.Values.Where(item => kinds.Length == 0 || kinds.Contains(item.Kind)).OrderBy(item => item.Made).ToList();
        if (!Chance(8) && known.Where(item => item.Removed == restoring).ToList() is { Count: > 0 } wanted) known = wanted;
        var near = known.Where(item => item.PhaseId == Room.Dialogue.PhaseId && (item.SeenBy == Audience.All || item.By == asking)).ToList();
        if (near.Count > 0 && !Chance(6)) known = near;
        if (Chance(2) && known.Where(item => item.By == asking).ToList() is { Count: > 0 } own) known = own;
        return known.Count == 0 || Chance(40) ? Room.Id(999_999) : known[Math.Max(0, known.Count - 1 - random.Next(12))].Id.ToString("D");
    }

    private string Organisation() => Of([.. Room.Dialogue.Organisations.Select(one => one.Id), .. Chance(20) ? ["o99"] : Array.Empty<string>()]);

    private string Phase() => Chance(2) ? Room.Dialogue.PhaseId ?? "welcome" : Of([.. Room.Dialogue.Agenda.Select(phase => phase.Id)]);

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private T Of<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
