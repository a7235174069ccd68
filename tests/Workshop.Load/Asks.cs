// Commands in one line each, as protocol.md writes them. What a test means to get wrong it writes by hand.
using System.Text.Json.Nodes;

namespace Workshop.Load;

public static class Asks
{
    public static string NewId() => Guid.CreateVersion7().ToString();

    public static JsonObject AddNote(string phaseId, string text, string? itemId = null, double x = 0, double y = 0) =>
        AddItem("note", phaseId, new JsonObject { ["text"] = text, ["x"] = x, ["y"] = y }, itemId);

    public static JsonObject AddItem(string kind, string phaseId, JsonObject fields, string? itemId = null)
    {
        var item = new JsonObject { ["id"] = itemId ?? NewId(), ["kind"] = kind, ["phaseId"] = phaseId };
        foreach (var (name, value) in fields) item[name] = value?.DeepClone();
        return new JsonObject { ["id"] = NewId(), ["type"] = "addItem", ["item"] = item };
    }

    public static JsonObject ChangeItem(string itemId, JsonObject patch, long @base) =>
        new() { ["id"] = NewId(), ["type"] = "changeItem", ["itemId"] = itemId, ["patch"] = patch, ["base"] = @base };

    public static JsonObject Move(string itemId, double x, double y) =>
        new() { ["id"] = NewId(), ["type"] = "moveItems", ["moves"] = new JsonArray(new JsonObject { ["itemId"] = itemId, ["x"] = x, ["y"] = y }) };

    public static JsonObject Remove(params string[] itemIds) => Items("removeItems", itemIds);

    public static JsonObject Restore(params string[] itemIds) => Items("restoreItems", itemIds);

    public static JsonObject Show(params string[] itemIds) => Items("showItems", itemIds);

    public static JsonObject Vote(string itemId, int weight) =>
        new() { ["id"] = NewId(), ["type"] = "vote", ["itemId"] = itemId, ["weight"] = weight };

    public static JsonObject Rate(string itemId, int effect, int effort) =>
        new() { ["id"] = NewId(), ["type"] = "rate", ["itemId"] = itemId, ["effect"] = effect, ["effort"] = effort };

    public static JsonObject Stand(string targetId, string stance, string? reason = null, string? organisation = null)
    {
        var command = new JsonObject { ["id"] = NewId(), ["type"] = "takeStance", ["targetId"] = targetId, ["stance"] = stance };
        if (reason is not null) command["reason"] = reason;
        if (organisation is not null) command["organisation"] = organisation;
        return command;
    }

    public static JsonObject Ready(bool value) => new() { ["id"] = NewId(), ["type"] = "setReady", ["value"] = value };

    public static JsonObject RaiseHand(bool value) => new() { ["id"] = NewId(), ["type"] = "raiseHand", ["value"] = value };

    public static JsonObject EnterPhase(string phaseId) => new() { ["id"] = NewId(), ["type"] = "enterPhase", ["phaseId"] = phaseId };

    public static JsonObject EnterRound(string? round) => new() { ["id"] = NewId(), ["type"] = "enterRound", ["round"] = round };

    public static JsonObject SetConduct(string phaseId, JsonObject conduct) =>
        new() { ["id"] = NewId(), ["type"] = "setConduct", ["phaseId"] = phaseId, ["conduct"] = conduct };

    public static JsonObject OpenVoting(string phaseId, int budget) =>
        SetConduct(phaseId, new JsonObject { ["voting"] = new JsonObject { ["open"] = true, ["budget"] = budget, ["totals"] = "shown" } });

    private static JsonObject Items(string type, string[] itemIds) =>
        new() { ["id"] = NewId(), ["type"] = type, ["itemIds"] = new JsonArray([.. itemIds.Select(id => (JsonNode)id)]) };
}
