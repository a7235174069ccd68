// What each event does to a Board: one arm per type of protocol.md, in its order.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workshop.Load;

internal static class Evolve
{
    private static readonly string[] Texts = ["text", "title", "quote", "source", "what", "sign", "name", "contributes", "contact", "role", "feeling", "when"];

    public static void Put(this Board board, JsonObject e)
    {
        switch ((string)e["type"]!)
        {
            case "dialogueOpened": board.Load(e["dialogue"]!.AsObject()); break;
            case "dialogueEdited": Board.Patch(board.Head, e["patch"]); break;
            case "itemAdded": Add(board, e); break;
            case "itemChanged": Change(board, e); break;
            case "itemsMoved": Move(board, e); break;
            case "itemsRemoved": foreach (var id in Strings(e["itemIds"])) Remove(board, id); break;
            case "itemsRestored": case "itemsShown": Show(board, e); break;
            case "voteCast": Say(board.Votes, e, e, "itemId", "weight"); break;
            case "rated": Say(board.Ratings, e, e, "itemId", "effect", "effort"); break;
            case "cardSet": if (board.Organisations.TryGetValue((string)e["organisation"]!, out var carded)) carded["card"] = e["card"]?.DeepClone(); break;
            case "stanceTaken": Say(board.Stances, e, e, "targetId", "organisation", "stance", "reason", "mayShow"); break;
            case "readySet": Flag(board, e, "ready"); break;
            case "handRaised": Flag(board, e, "hand"); break;
            case "participantJoined": board.Participants[(string)e["participant"]!["id"]!] = e["participant"]!.DeepClone().AsObject(); break;
            case "participantChanged": if (board.Participants.TryGetValue((string)e["participantId"]!, out var changed)) Board.Patch(changed, e["patch"]); break;
            case "participantRemoved": board.Participants.Remove((string)e["participantId"]!); break;
            case "organisationsEdited": Organise(board, e); break;
            case "phaseEntered": Visit(board, e, e["phaseId"]); Enter(board, (string)e["phaseId"]!); break;
            case "roundEntered": Set(board.Head, "round", e["round"]); board.Head.Remove("screen"); Unready(board); break;
            case "timerSet": Set(board.Head, "timer", e["timer"]); break;
            case "agendaEdited": Set(board.Head, "agenda", e["agenda"]); break;
            case "conductSet": Conduct(board, e); break;
            case "seated": Seat(board, e); break;
            case "paused": if (board.Head["pause"] is null) Visit(board, e, null); board.Head["pause"] = e["pause"]!.DeepClone(); board.Head.Remove("timer"); break;
            case "resumed": Visit(board, e, board.Head["phaseId"]); board.Head.Remove("pause"); break;
            case "screenSet": Set(board.Head, "screen", e["screen"]); break;
            case "deviceTrusted": Devices(board, (string)e["device"]!["id"]!, e["device"]); break;
            case "deviceDropped": Devices(board, (string)e["deviceId"]!, null); break;
            case "concluded": Visit(board, e, null); board.Head["status"] = "concluded"; board.Head.Remove("timer"); board.Head.Remove("pause"); Code(board, null); break;
            case "reopened": Visit(board, e, board.Head["phaseId"]); board.Head["status"] = "live"; Code(board, null); break;
            case "joinCodeRenewed": Code(board, e); break;
            case "progressReported": Report(board, e); break;
            case "contentErased": Erase(board, e); break;
            case "concealed": Conceal(board, e); break;
            default: board.Unknown.Add((string)e["type"]!); break;
        }
    }

    private static void Code(Board board, JsonObject? told)
    {
        Set(board.Head, "joinCode", told?["joinCode"]);
        Set(board.Head, "joinToken", told?["joinToken"]);
    }

    private static void Visit(Board board, JsonObject e, JsonNode? phase)
    {
        var visit = new JsonObject { ["at"] = e["at"]!.DeepClone() };
        if (phase is not null) visit["phaseId"] = phase.DeepClone();
        JsonArray visits = [.. (board.Head["visits"]?.AsArray() ?? []).Select(one => one!.DeepClone()), visit];
        board.Head["visits"] = visits;
    }

    private static void Devices(Board board, string id, JsonNode? now)
    {
        var others = (board.Head["devices"]?.AsArray() ?? []).Where(one => (string)one!["id"]! != id).Select(one => one!.DeepClone());
        JsonArray devices = [.. others, .. now is null ? Array.Empty<JsonNode>() : [now.DeepClone()]];
        if (devices.Count == 0) board.Head.Remove("devices");
        else board.Head["devices"] = devices;
    }

    private static void Add(Board board, JsonObject e)
    {
        var item = e["item"]!.DeepClone().AsObject();
        if (e["by"] is { } by) item["by"] = by.DeepClone();
        item["at"] = e["at"]!.DeepClone();
        item["seq"] = e["seq"]!.DeepClone();
        board.Items[(string)item["id"]!] = item;
    }

    private static void Change(Board board, JsonObject e)
    {
        var id = (string)e["itemId"]!;
        if (board.Items.TryGetValue(id, out var item))
        {
            Board.Patch(item, e["patch"]);
            item["seq"] = e["seq"]!.DeepClone();
        }

        if ((bool?)e["voids"] != true) return;
        foreach (var key in board.Stances.Keys.Where(key => key.StartsWith(id + " ", StringComparison.Ordinal)).ToList()) board.Stances.Remove(key);
    }

    private static void Move(Board board, JsonObject e)
    {
        foreach (var move in e["moves"]!.AsArray().Select(move => move!.DeepClone().AsObject()))
        {
            if (!board.Items.TryGetValue((string)move["itemId"]!, out var item)) continue;
            move.Remove("itemId");
            Board.Patch(item, move);
            item["seq"] = e["seq"]!.DeepClone();
        }
    }

    /// <summary>What was said of it goes with it, and comes back with it.</summary>
    private static void Remove(Board board, string id)
    {
        board.Items.Remove(id);
        board.Concealed.Remove(id); // what others removed is concealed in a tail, and gone with its removal
        foreach (var said in (Dictionary<string, JsonObject>[])[board.Votes, board.Ratings, board.Stances]) Drop(said, entry => Board.About(entry) == id);
    }

    private static void Show(Board board, JsonObject e)
    {
        foreach (var item in e["items"] as JsonArray ?? [])
        {
            board.Items[(string)item!["id"]!] = item.DeepClone().AsObject();
            board.Concealed.Remove((string)item["id"]!);
        }

        foreach (var vote in e["votes"] as JsonArray ?? []) Say(board.Votes, vote!.AsObject(), e, "itemId", "weight");
        foreach (var rating in e["ratings"] as JsonArray ?? []) Say(board.Ratings, rating!.AsObject(), e, "itemId", "effect", "effort");
        foreach (var stance in e["stances"] as JsonArray ?? []) Say(board.Stances, stance!.AsObject(), e, "targetId", "organisation", "stance", "reason", "mayShow");
    }

    /// <summary>One voice an item: what the same voice said before is replaced; where names are hidden the event says by its seq what it replaces. All zero: taken back.</summary>
    private static void Say(Dictionary<string, JsonObject> into, JsonObject said, JsonObject e, params string[] fields)
    {
        var entry = new JsonObject { ["seq"] = said["seq"]!.DeepClone() };
        foreach (var field in fields.Append("by"))
            if (said[field] is { } value) entry[field] = value.DeepClone();
        if (e["replaces"] is { } replaced) Drop(into, other => JsonNode.DeepEquals(other["seq"], replaced));
        var numbers = fields.Where(field => entry[field] is JsonValue value && value.GetValueKind() == JsonValueKind.Number).ToList();
        if (numbers.Count > 0 && numbers.All(field => (int)entry[field]! == 0)) into.Remove(Board.Voice(entry));
        else into[Board.Voice(entry)] = entry;
    }

    private static void Drop(Dictionary<string, JsonObject> from, Func<JsonObject, bool> which)
    {
        foreach (var key in from.Where(pair => which(pair.Value)).Select(pair => pair.Key).ToList()) from.Remove(key);
    }

    private static void Flag(Board board, JsonObject e, string name)
    {
        if (!board.Participants.TryGetValue((string)e["participantId"]!, out var person)) return;
        person.Remove(name);
        if (name == "hand") person.Remove("handAt");
        if (!(bool)e["value"]!) return;
        person[name] = true;
        if (name == "hand") person["handAt"] = e["at"]!.DeepClone();
    }

    private static void Organise(Board board, JsonObject e)
    {
        foreach (var put in e["put"] as JsonArray ?? [])
        {
            var now = put!.DeepClone().AsObject();
            Set(now, "card", board.Organisations.GetValueOrDefault((string)put["id"]!)?["card"]);
            board.Organisations[(string)put["id"]!] = now;
        }

        foreach (var merge in e["merged"] as JsonArray ?? []) Merge(board, (string)merge!["from"]!, (string)merge["into"]!);
        foreach (var gone in Strings(e["removed"])) board.Organisations.Remove(gone);
        if (e["expected"] is { } expected) board.Head["expected"] = expected.DeepClone();
    }

    private static void Merge(Board board, string from, string into)
    {
        foreach (var person in board.Participants.Values)
        {
            if ((string?)person["organisation"] == from) person["organisation"] = into;
            if (person["answersFor"] is JsonArray answers)
                person["answersFor"] = new JsonArray([.. Strings(answers).Select(id => id == from ? into : id).Distinct().Select(id => (JsonNode)id)]);
        }

        foreach (var (key, stance) in board.Stances.Where(pair => (string?)pair.Value["organisation"] == from).ToList())
        {
            board.Stances.Remove(key);
            stance["organisation"] = into;
            // Two that are one have one voice: the later stance is it.
            var voice = Board.Voice(stance);
            if (!board.Stances.TryGetValue(voice, out var other) || (long)other["seq"]! < (long)stance["seq"]!) board.Stances[voice] = stance;
        }
    }

    private static void Enter(Board board, string phaseId)
    {
        board.Head["phaseId"] = phaseId;
        board.Head["status"] = "live";
        board.Head.Remove("round");
        board.Head.Remove("screen");
        var entered = board.Head["entered"] as JsonArray ?? [];
        if (!Strings(entered).Contains(phaseId)) entered.Add((JsonNode)phaseId);
        if (entered.Parent is null) board.Head["entered"] = entered;
        Unready(board);
    }

    private static void Unready(Board board)
    {
        foreach (var person in board.Participants.Values) person.Remove("ready");
    }

    private static void Conduct(Board board, JsonObject e)
    {
        var phase = board.Head["agenda"]!.AsArray().FirstOrDefault(phase => (string?)phase!["id"] == (string?)e["phaseId"]);
        if (phase is not null) phase["conduct"] = e["conduct"]!.DeepClone();
        if (e["votes"] is not JsonArray votes) return;
        Drop(board.Votes, vote => board.Items.TryGetValue(Board.About(vote), out var item) && (string?)item["phaseId"] == (string?)e["phaseId"]);
        foreach (var vote in votes) Say(board.Votes, vote!.AsObject(), e, "itemId", "weight");
    }

    private static void Seat(Board board, JsonObject e)
    {
        foreach (var seat in e["seats"]!.AsArray())
        {
            if (!board.Participants.TryGetValue((string)seat!["participantId"]!, out var person)) continue;
            Set(person, "table", seat["table"]);
            Set(person, "within", seat["within"]);
        }
    }

    private static void Report(Board board, JsonObject e)
    {
        if (!board.Items.TryGetValue((string)e["itemId"]!, out var item)) return;
        var report = e["report"]!.DeepClone().AsObject();
        report["at"] = e["at"]!.DeepClone();
        report["seq"] = e["seq"]!.DeepClone();
        if (e["by"] is { } by) report["by"] = by.DeepClone();
        item["seq"] = e["seq"]!.DeepClone();
        if (item["reports"] is JsonArray reports) reports.Add((JsonNode)report);
        else item["reports"] = new JsonArray(report);
    }

    private static void Erase(Board board, JsonObject e)
    {
        if ((string?)e["participantId"] is { } person && board.Participants.TryGetValue(person, out var named)) named["name"] = "";
        if (e["ofSeq"] is { } seq) EraseSaid(board, seq);
        if ((string?)e["field"] is { } text) EraseField(board, e, text);
        if ((string?)e["itemId"] is not { } id || !board.Items.TryGetValue(id, out var item)) return;
        foreach (var field in Texts.Where(item.ContainsKey)) item[field] = "";
        item.Remove("reports");
        foreach (var mandate in item["mandates"] as JsonArray ?? [])
        {
            mandate!["body"] = "";
            mandate.AsObject().Remove("takenBy");
            if (mandate["outcome"] is not null) mandate["outcome"] = "–";
        }

        foreach (var stance in board.Stances.Values.Where(stance => Board.About(stance) == id && stance.ContainsKey("reason"))) stance["reason"] = "";
    }

    private static void EraseField(Board board, JsonObject e, string field)
    {
        var organisation = board.Organisations.GetValueOrDefault((string?)e["organisation"] ?? "");
        var phase = (board.Head["agenda"] as JsonArray)?.FirstOrDefault(one => JsonNode.DeepEquals(one!["id"], e["phaseId"]))?.AsObject();
        switch (field)
        {
            case "title" or "targetGroup": board.Head[field] = ""; break;
            case "pause": board.Head["pause"]?.AsObject().Remove("words"); break;
            case "organisation" when organisation is not null: organisation["name"] = ""; organisation.Remove("principal"); break;
            case "card": organisation?.Remove("card"); break;
            case "phaseTitle" when phase is not null: phase["title"] = ""; break;
            case "purpose" when phase is not null: phase["purpose"] = ""; break;
            case "questions" when phase is not null: phase["questions"] = new JsonArray(); break;
        }
    }

    private static void EraseSaid(Board board, JsonNode seq)
    {
        foreach (var stance in board.Stances.Values.Where(stance => stance.ContainsKey("reason") && JsonNode.DeepEquals(stance["seq"], seq))) stance["reason"] = "";
        foreach (var report in board.Items.Values.SelectMany(item => item["reports"] as JsonArray ?? []).Where(report => JsonNode.DeepEquals(report!["seq"], seq)))
        {
            foreach (var field in (string[])["reason", "needs", "learned", "handOverTo"]) report!.AsObject().Remove(field);
            report!["reporter"] = "";
        }
    }

    private static void Conceal(Board board, JsonObject e)
    {
        if (e["voters"] is { } voters && e["phaseId"] is { } phase)
        {
            if (board.Head["voters"] is not JsonObject counts) board.Head["voters"] = counts = [];
            counts[(string)phase!] = voters.DeepClone();
        }

        if ((string?)e["itemId"] is not { } id) return;
        switch ((string?)e["what"])
        {
            case "itemAdded" or "itemsRestored": board.Concealed[id] = new JsonObject { ["itemId"] = id, ["kind"] = e["kind"]?.DeepClone(), ["phaseId"] = e["phaseId"]?.DeepClone() }; break;
            case "itemsRemoved": board.Concealed.Remove(id); break;
        }
    }

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is null) target.Remove(name);
        else target[name] = value.DeepClone();
    }

    internal static IEnumerable<string> Strings(JsonNode? array) => (array as JsonArray ?? []).Select(entry => (string)entry!);
}
