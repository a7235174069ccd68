using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Workshop.Rules;

/// <summary>A command as it came in: read, or refused for its form.</summary>
/// <param name="RawId">What the sender called it; null when it has no readable id.</param>
/// <param name="Hash">Of content and sender, white space apart: the same id with another hash is another command.</param>
public sealed record Asked(string? RawId, Guid Id, Command? Command, Refused? Refused, byte[] Hash)
{
    private static readonly Dictionary<string, JsonTypeInfo> Types = new(StringComparer.Ordinal)
    {
        ["addItem"] = RulesJson.Parts.AddItem, ["changeItem"] = RulesJson.Parts.ChangeItem, ["moveItems"] = RulesJson.Parts.MoveItems,
        ["removeItems"] = RulesJson.Parts.RemoveItems, ["restoreItems"] = RulesJson.Parts.RestoreItems, ["showItems"] = RulesJson.Parts.ShowItems,
        ["rate"] = RulesJson.Parts.Rate, ["vote"] = RulesJson.Parts.CastVote, ["takeStance"] = RulesJson.Parts.TakeStance,
        ["setReady"] = RulesJson.Parts.SetReady, ["raiseHand"] = RulesJson.Parts.RaiseHand, ["reportProgress"] = RulesJson.Parts.ReportProgress,
        ["changeParticipant"] = RulesJson.Parts.ChangeParticipant, ["editOrganisations"] = RulesJson.Parts.EditOrganisations,
        ["setCard"] = RulesJson.Parts.SetCard, ["seat"] = RulesJson.Parts.Seat, ["composeTables"] = RulesJson.Parts.ComposeTables, ["admit"] = RulesJson.Parts.Admit,
        ["removePerson"] = RulesJson.Parts.RemovePerson, ["enterPhase"] = RulesJson.Parts.EnterPhase, ["enterRound"] = RulesJson.Parts.EnterRound,
        ["setTimer"] = RulesJson.Parts.SetTimer, ["setConduct"] = RulesJson.Parts.SetConduct, ["editDialogue"] = RulesJson.Parts.EditDialogue,
        ["editAgenda"] = RulesJson.Parts.EditAgenda, ["eraseContent"] = RulesJson.Parts.EraseContent, ["conclude"] = RulesJson.Parts.Conclude,
        ["pause"] = RulesJson.Parts.PauseDialogue, ["resume"] = RulesJson.Parts.Resume, ["setScreen"] = RulesJson.Parts.SetScreen, ["dropDevice"] = RulesJson.Parts.DropDevice,
        ["reopen"] = RulesJson.Parts.Reopen, ["trustDevice"] = RulesJson.Parts.TrustDevice, ["openDialogue"] = RulesJson.Parts.OpenDialogue, ["joinDialogue"] = RulesJson.Parts.JoinDialogue,
        ["renewJoinCode"] = RulesJson.Parts.RenewJoinCode,
    };

    private static readonly HashSet<string> ServersOwn = ["openDialogue", "joinDialogue", "trustDevice", "renewJoinCode"];

    /// <summary>The types of command that clients may send, for the checked-in list of the wire.</summary>
    public static IEnumerable<JsonTypeInfo> ClientTypes => Types.Where(type => !ServersOwn.Contains(type.Key)).Select(type => type.Value);

    public static IEnumerable<string> ClientNames => Types.Keys.Where(name => !ServersOwn.Contains(name));

    /// <summary>Reads one command. Whatever is in it, the answer is a command or a refusal, never an exception.</summary>
    /// <param name="sender">Who sends it, for the hash.</param>
    /// <param name="strict">No object in it has a key twice.</param>
    public static Asked Read(JsonElement element, string sender, bool strict = false)
    {
        if (element.ValueKind != JsonValueKind.Object) return Not(null, "malformed", null);
        if (!Readable(element)) return Not(null, "malformed", "text");
        var rawId = element.TryGetProperty("id"u8, out var idValue) && idValue.ValueKind == JsonValueKind.String ? idValue.GetString() : null;
        if (!Guid.TryParseExact(rawId, "D", out var id)) return Not(rawId?.Length <= 80 ? rawId : null, "malformed", "id");
        if (JsonSerializerSize(element) > Limits.Command) return Not(rawId, Refused.TooLarge("command", Limits.Command));
        if (!element.TryGetProperty("type"u8, out var typeValue) || typeValue.ValueKind != JsonValueKind.String) return Not(rawId, "malformed", "type");
        Command? command = strict && rawId!.Length == 36 && typeValue.ValueEquals("addItem"u8) ? Adding(element, id) : null;
        JsonTypeInfo? type = null;
        if (command is null && !Types.TryGetValue(typeValue.GetString()!, out type)) return Not(rawId, "unknown-type", "type");
        try
        {
            command ??= (Command)element.Deserialize(type!)!;
            return new Asked(rawId, id, command, null, HashOf(element, sender));
        }
        catch (JsonException wrong)
        {
            return Not(rawId, "malformed", wrong.Path?.TrimStart('$', '.') is { Length: > 0 and < 80 } path ? path : null);
        }
    }

    /// <summary>Most commands add something for whoever sends them; what is in the item its kind reads. Null: the serializer shall look.</summary>
    private static AddItem? Adding(JsonElement element, Guid id) =>
        element.TryGetProperty("item"u8, out var item) && !element.TryGetProperty("as"u8, out _) ? new AddItem(item) { Id = id } : null;

    private static Asked Not(string? rawId, string code, string? field) => Not(rawId, new Refused(code, field));

    private static Asked Not(string? rawId, Refused refused) => new(rawId, Guid.Empty, null, refused, []);

    private static int JsonSerializerSize(JsonElement element) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element).Length;

    /// <summary>Bytes that are no UTF-8 and escaped lone surrogates pass as JSON but are no text: GetString would throw later, so they are looked for once, here.</summary>
    public static bool Readable(JsonElement element) => Readable(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element));

    /// <param name="raw">JSON, whole.</param>
    public static bool Readable(ReadOnlySpan<byte> raw)
    {
        if (!System.Text.Unicode.Utf8.IsValid(raw)) return false;
        if (raw.IndexOf("\\u"u8) < 0) return true;
        var reader = new Utf8JsonReader(raw);
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
            return true;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or JsonException)
        {
            return false;
        }
    }

    private static byte[] HashOf(JsonElement element, string sender)
    {
        var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element);
        Span<byte> hash = stackalloc byte[32];
        var room = System.Buffers.ArrayPool<byte>.Shared.Rent((raw.Length * 2) + sender.Length * 3 + 1);
        var length = Encoding.UTF8.GetBytes(sender, room);
        room[length++] = 0;
        var reader = new Utf8JsonReader(raw);
        while (reader.Read())
        {
            room[length++] = (byte)reader.TokenType;
            reader.ValueSpan.CopyTo(room.AsSpan(length));
            length += reader.ValueSpan.Length;
        }
        SHA256.HashData(room.AsSpan(0, length), hash);
        System.Buffers.ArrayPool<byte>.Shared.Return(room);
        return hash[..16].ToArray();
    }
}
