// Long because it is one switch over every event that the wire knows, read as one page.
// A client's evolve in a few lines over plain JSON, written from the wire's description alone and not from Dialogue.cs: a second opinion.
// The third is ui/src/session/evolve.ts; all three run the golden histories.
using System.Text.Json.Nodes;

namespace Workshop.Rules.Tests;

public sealed class Client
{
    public JsonObject Dialogue { get; private set; } = [];

    public long Seq { get; private set; }

    public static Client From(JsonObject snapshot, long seq) => new() { Dialogue = snapshot, Seq = seq };

    public void Hear(ReadOnlySpan<byte> fact) => Hear(JsonNode.Parse(fact)!.AsObject());

    public void Hear(JsonObject f)
    {
        var seq = (long)f["seq"]!;
        if (seq <= Seq) return;
        seq.Should().Be(Seq + 1, "nothing is missing");
        Seq = seq;
        Apply(f);
    }

    private void Apply(JsonObject f)
    {
        switch (Text(f, "type"))
        {
            case "dialogueOpened":
                Dialogue = f["dialogue"]!.DeepClone().AsObject();
                break;
            case "dialogueEdited":
                Patch(Dialogue, f["patch"]!.AsObject());
                if ((bool?)Dialogue["admission"] is false) Dialogue.Remove("admission");
                if ((bool?)Dialogue["doorClosed"] is false) Dialogue.Remove("doorClosed");
                if ((bool?)Dialogue["namesInResult"] is false) Dialogue.Remove("namesInResult");
                break;
            case "itemAdded":
                var item = f["item"]!.DeepClone().AsObject();
                if (f.ContainsKey("by")) item["by"] = f["by"]?.DeepClone();
                item["at"] = Text(f, "at");
                item["seq"] = Seq;
                List("items").Add(item);
                break;
            case "itemChanged":
                OnItem(f, "itemId", one => Patch(one, f["patch"]!.AsObject()));
                if ((bool?)f["voids"] is true) Drop("stances", one => Text(one, "targetId") == Text(f, "itemId"));
                break;
            case "itemsMoved":
                foreach (var move in f["moves"]!.AsArray()) OnItem(move!.AsObject(), "itemId", one => Patch(one, move.AsObject(), "itemId"));
                break;
            case "itemsRemoved":
                foreach (var id in f["itemIds"]!.AsArray()) Gone((string)id!);
                break;
            case "itemsRestored" or "itemsShown":
                Appear(f);
                break;
            case "voteCast":
                Voice("votes", "itemId", f, (int)f["weight"]! != 0, "weight");
                break;
            case "rated":
                Voice("ratings", "itemId", f, (int)f["effect"]! != 0 || (int)f["effort"]! != 0, "effect", "effort");
                break;
            case "stanceTaken":
                Voice("stances", "targetId", f, true, "organisation", "stance", "reason", "mayShow");
                break;
            case "progressReported":
                OnItem(f, "itemId", one =>
                {
                    var reports = one["reports"]?.AsArray() ?? [];
                    one["reports"] = reports.DeepClone();
                    if (reports.Any(report => (long)report!["seq"]! == Seq)) return;
                    var told = f["report"]!.DeepClone().AsObject();
                    told["at"] = Text(f, "at");
                    told["seq"] = Seq;
                    if (Text(f, "by") is { } by) told["by"] = by;
                    one["reports"]!.AsArray().Add(told);
                });
                break;
            case "readySet":
                OnPerson(f, person => Flag(person, "ready", (bool)f["value"]!));
                break;
            case "handRaised":
                OnPerson(f, person =>
                {
                    Flag(person, "hand", (bool)f["value"]!);
                    Put(person, "handAt", (bool)f["value"]! ? f["at"] : null);
                });
                break;
            case "participantJoined":
                List("participants").Add(f["participant"]!.DeepClone());
                break;
            case "participantChanged":
                OnPerson(f, person => Patch(person, f["patch"]!.AsObject()));
                break;
            case "participantRemoved":
                Drop("participants", one => Text(one, "id") == Text(f, "participantId"));
                break;
            case "organisationsEdited":
                Organisations(f);
                break;
            case "cardSet":
                foreach (var one in List("organisations").Where(one => Text(one!, "id") == Text(f, "organisation"))) one!["card"] = f["card"]!.DeepClone();
                break;
            case "seated":
                foreach (var seat in f["seats"]!.AsArray())
                    OnPerson(seat!.AsObject(), person =>
                    {
                        Put(person, "table", seat["table"]);
                        Put(person, "within", seat["within"]);
                    });
                break;
            case "phaseEntered":
                Visit(f, Text(f, "phaseId"));
                NobodyReady();
                Dialogue.Remove("screen");
                Dialogue.Remove("round");
                Dialogue["phaseId"] = Text(f, "phaseId");
                Dialogue["status"] = "live";
                if (!List("entered").Any(id => (string)id! == Text(f, "phaseId"))) List("entered").Add(Text(f, "phaseId"));
                break;
            case "roundEntered":
                NobodyReady();
                Dialogue.Remove("screen");
                Put(Dialogue, "round", f["round"]);
                break;
            case "timerSet":
                Put(Dialogue, "timer", f["timer"]);
                break;
            case "agendaEdited":
                Dialogue["agenda"] = f["agenda"]!.DeepClone();
                break;
            case "conductSet":
                Conduct(f);
                break;
            case "paused":
                if (Dialogue["pause"] is null) Visit(f, null);
                Dialogue["pause"] = f["pause"]!.DeepClone();
                Dialogue.Remove("timer");
                break;
            case "resumed":
                Visit(f, Text(Dialogue, "phaseId"));
                Dialogue.Remove("pause");
                break;
            case "screenSet":
                Put(Dialogue, "screen", f["screen"]);
                break;
            case "deviceTrusted":
                if (Dialogue["devices"] is null) Dialogue["devices"] = new JsonArray();
                Drop("devices", one => Text(one, "id") == Text(f["device"]!, "id"));
                List("devices").Add(f["device"]!.DeepClone());
                break;
            case "deviceDropped":
                Drop("devices", one => Text(one, "id") == Text(f, "deviceId"));
                if (List("devices").Count == 0) Dialogue.Remove("devices");
                break;
            case "concluded":
                Visit(f, null);
                Dialogue.Remove("pause");
                Dialogue["status"] = "concluded";
                Dialogue.Remove("timer");
                Code(null);
                break;
            case "joinCodeRenewed":
                Code(f);
                break;
            case "reopened":
                Dialogue["status"] = "live";
                Code(null);
                Visit(f, Text(Dialogue, "phaseId"));
                break;
            case "contentErased":
                Erase(f);
                break;
            case "concealed":
                Concealed(f);
                break;
            default:
                throw new Xunit.Sdk.XunitException($"an event that the wire does not list: {f.ToJsonString()}");
        }
    }

    private JsonArray List(string name) => Dialogue[name]!.AsArray();

    private static string? Text(JsonNode from, string name) => (string?)from[name];

    private static void Put(JsonObject into, string name, JsonNode? value)
    {
        if (value is null) into.Remove(name);
        else into[name] = value.DeepClone();
    }

    private static void Flag(JsonObject into, string name, bool value)
    {
        if (value) into[name] = true;
        else into.Remove(name);
    }

    private static void Patch(JsonObject into, JsonObject patch, string? but = null)
    {
        foreach (var (name, value) in patch)
            if (name != but) Put(into, name, value);
    }

    private void Code(JsonObject? told)
    {
        foreach (var field in new[] { "joinCode", "joinToken" })
            if (told?[field] is { } value) Dialogue[field] = value.DeepClone();
            else Dialogue.Remove(field);
    }

    private void Visit(JsonObject f, string? phase)
    {
        var visit = new JsonObject { ["at"] = Text(f, "at") };
        if (phase is not null) visit["phaseId"] = phase;
        List("visits").Add(visit);
    }

    private void Drop(string list, Func<JsonObject, bool> which)
    {
        var all = List(list);
        for (var i = all.Count - 1; i >= 0; i--)
            if (which(all[i]!.AsObject())) all.RemoveAt(i);
    }

    private void OnItem(JsonObject f, string name, Action<JsonObject> change)
    {
        if (List("items").FirstOrDefault(one => Text(one!, "id") == Text(f, name)) is not JsonObject item) return;
        change(item);
        item["seq"] = Seq;
    }

    private void OnPerson(JsonObject f, Action<JsonObject> change)
    {
        if (List("participants").FirstOrDefault(one => Text(one!, "id") == Text(f, "participantId")) is JsonObject person) change(person);
    }

    private void Gone(string id)
    {
        Drop("items", one => Text(one, "id") == id);
        Drop("concealed", one => Text(one, "itemId") == id);
        Drop("votes", one => Text(one, "itemId") == id);
        Drop("ratings", one => Text(one, "itemId") == id);
        Drop("stances", one => Text(one, "targetId") == id);
    }

    /// <summary>Whole items, at their place in the order of creation, with what was said of them.</summary>
    private void Appear(JsonObject f)
    {
        foreach (var come in f["items"]!.AsArray())
        {
            var id = Text(come!, "id")!;
            Gone(id);
            var items = List("items");
            var place = items.Count;
            while (place > 0 && string.CompareOrdinal(Text(items[place - 1]!, "at"), Text(come!, "at")) > 0) place--;
            items.Insert(place, come!.DeepClone());
        }
        foreach (var list in new[] { "votes", "ratings", "stances" })
            foreach (var one in f[list]!.AsArray()) List(list).Add(one!.DeepClone());
    }

    /// <summary>One voice per item: the same organisation, the same person, or, where names are hidden, the one that it says it replaces.</summary>
    private void Voice(string list, string target, JsonObject f, bool stands, params string[] fields)
    {
        Drop(list, one => Text(one, target) == Text(f, target) && (Text(f, "organisation") is { } organisation
            ? Text(one, "organisation") == organisation
            : one["organisation"] is null && ((Text(f, "by") is { } by && Text(one, "by") == by) || (long)one["seq"]! == Seq || (long)one["seq"]! == (long?)f["replaces"])));
        if (!stands) return;
        var said = new JsonObject { [target] = Text(f, target), ["seq"] = Seq };
        if (Text(f, "by") is { } who) said["by"] = who;
        foreach (var field in fields) Put(said, field, f[field]);
        List(list).Add(said);
    }

    private void NobodyReady()
    {
        foreach (var person in List("participants")) person!.AsObject().Remove("ready");
    }

    private void Conduct(JsonObject f)
    {
        var phase = Text(f, "phaseId")!;
        List("agenda").First(one => Text(one!, "id") == phase)!["conduct"] = f["conduct"]!.DeepClone();
        var items = List("items").Where(one => Text(one!, "phaseId") == phase).Select(one => Text(one!, "id")).ToHashSet();
        Drop("votes", vote => items.Contains(Text(vote, "itemId")));
        foreach (var vote in f["votes"]!.AsArray()) List("votes").Add(vote!.DeepClone());
        Voters(phase, (int?)f["voters"] ?? 0);
    }

    /// <summary>For facilitators, while totals are hidden.</summary>
    private void Voters(string phase, int count)
    {
        var voters = Dialogue["voters"]?.DeepClone().AsObject() ?? [];
        voters.Remove(phase);
        if (count > 0) voters[phase] = count;
        Put(Dialogue, "voters", voters.Count == 0 ? null : voters);
    }

    private void Concealed(JsonObject f)
    {
        if (f["voters"] is { } voters) Voters(Text(f, "phaseId")!, (int)voters);
        switch (Text(f, "what"))
        {
            case "itemAdded" or "itemsRestored":
                List("concealed").Add(new JsonObject { ["itemId"] = Text(f, "itemId"), ["kind"] = Text(f, "kind"), ["phaseId"] = Text(f, "phaseId") });
                break;
            case "itemsRemoved":
                Gone(Text(f, "itemId")!);
                break;
        }
    }

    private void Organisations(JsonObject f)
    {
        var removed = f["removed"]!.AsArray().Select(id => (string)id!).ToHashSet();
        Drop("organisations", one => removed.Contains(Text(one, "id")!));
        foreach (var put in f["put"]!.AsArray())
        {
            var all = List("organisations");
            var at = all.Select((one, i) => (one, i)).FirstOrDefault(one => Text(one.one!, "id") == Text(put!, "id"), (null, -1)).Item2;
            var now = put!.DeepClone().AsObject();
            Put(now, "card", at < 0 ? null : all[at]!["card"]);
            if (at < 0) all.Add(now);
            else all[at] = now;
        }
        if (f["expected"] is { } expected) Dialogue["expected"] = expected.DeepClone();
        if (f["merged"] is not JsonArray merged) return;
        var into = merged.ToDictionary(one => Text(one!, "from")!, one => Text(one!, "into")!);
        string Now(string id) => into.GetValueOrDefault(id, id);
        foreach (var person in List("participants").Select(one => one!.AsObject()))
        {
            if (Text(person, "organisation") is { } own) person["organisation"] = Now(own);
            person["answersFor"] = new JsonArray([.. person["answersFor"]!.AsArray().Select(id => Now((string)id!)).Distinct().Select(id => JsonValue.Create(id))]);
        }
        var sums = new List<(string Organisation, string Level, int Count)>();
        foreach (var one in List("expected"))
        {
            var (organisation, level, count) = (Now(Text(one!, "organisation")!), Text(one!, "level")!, (int)one!["count"]!);
            var at = sums.FindIndex(sum => sum.Organisation == organisation && sum.Level == level);
            if (at < 0) sums.Add((organisation, level, count));
            else sums[at] = (organisation, level, sums[at].Count + count);
        }
        Dialogue["expected"] = new JsonArray([.. sums.Select(sum => new JsonObject { ["organisation"] = sum.Organisation, ["level"] = sum.Level, ["count"] = sum.Count })]);
        var voices = new Dictionary<string, JsonObject>();
        foreach (var stance in List("stances").Select(one => one!.DeepClone().AsObject()).OrderBy(one => (long)one["seq"]!))
        {
            if (Text(stance, "organisation") is { } organisation) stance["organisation"] = Now(organisation);
            voices[Text(stance, "organisation") is { } voice ? $"{Text(stance, "targetId")} {voice}" : $"{stance["seq"]}"] = stance;
        }
        Dialogue["stances"] = new JsonArray([.. voices.Values]);
    }

    private static readonly HashSet<string> FreeText =
        ["text", "title", "source", "quote", "when", "feeling", "name", "contributes", "sign", "what", "role", "contact"];

    private void EraseField(JsonObject f, string field)
    {
        var organisation = List("organisations").FirstOrDefault(one => Text(one!, "id") == Text(f, "organisation"))?.AsObject();
        var phase = List("agenda").FirstOrDefault(one => Text(one!, "id") == Text(f, "phaseId"))?.AsObject();
        switch (field)
        {
            case "title" or "targetGroup":
                Dialogue[field] = "";
                break;
            case "pause":
                Dialogue["pause"]?.AsObject().Remove("words");
                break;
            case "organisation" when organisation is not null:
                organisation["name"] = "";
                organisation.Remove("principal");
                break;
            case "card":
                organisation?.Remove("card");
                break;
            case "phaseTitle" or "purpose" when phase is not null:
                phase[field == "purpose" ? field : "title"] = "";
                break;
            case "questions" when phase is not null:
                phase["questions"] = new JsonArray();
                break;
        }
    }

    private void Erase(JsonObject f)
    {
        if (Text(f, "field") is { } named) EraseField(f, named);
        if (Text(f, "participantId") is not null) OnPerson(f, person => person["name"] = "");
        if (Text(f, "itemId") is { } id && List("items").FirstOrDefault(one => Text(one!, "id") == id) is JsonObject item)
        {
            item.Remove("reports");
            foreach (var (name, value) in item.ToList())
            {
                if (FreeText.Contains(name) && value?.GetValueKind() == System.Text.Json.JsonValueKind.String) item[name] = "";
                if (name != "mandates") continue;
                foreach (var mandate in value!.AsArray().Select(one => one!.AsObject()))
                {
                    mandate["body"] = "";
                    mandate.Remove("takenBy");
                    if (mandate.ContainsKey("outcome")) mandate["outcome"] = "–";
                }
            }
        }
        var ofSeq = (long?)f["ofSeq"];
        foreach (var stance in List("stances").Select(one => one!.AsObject()))
            if (stance.ContainsKey("reason") && (Text(stance, "targetId") == Text(f, "itemId") || (long)stance["seq"]! == ofSeq)) stance["reason"] = "";
        if (ofSeq is null) return;
        foreach (var report in List("items").SelectMany(one => one!["reports"]?.AsArray() ?? []).Where(one => (long)one!["seq"]! == ofSeq).Select(one => one!.AsObject()))
        {
            foreach (var field in new[] { "reason", "needs", "learned", "handOverTo" }) report.Remove(field);
            report["reporter"] = "";
        }
    }
}
