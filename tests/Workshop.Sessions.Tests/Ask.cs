using System.Text;
using System.Text.Json;
using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>Commands as clients write them.</summary>
public static class Ask
{
    public const string Phase = "valueVision";

    public static string Of(string type, Guid? id, string fields = "") => $$"""{"id":"{{id ?? Guid.NewGuid()}}","type":"{{type}}"{{(fields.Length > 0 ? "," : "")}}{{fields}}}""";

    public static string Add(Guid item, string text = "En plan för hela dagen", Guid? id = null) =>
        Of("addItem", id, $$"""
        "item":{"id":"{{item}}","kind":"note","phaseId":"{{Phase}}","text":"{{text}}"}
        """);

    public static string Vote(Guid item, int weight, Guid? id = null) => Of("vote", id, $"\"itemId\":\"{item}\",\"weight\":{weight}");

    public static string Change(Guid item, string text, long onSeq, Guid? id = null) =>
        Of("changeItem", id, $$"""
        "itemId":"{{item}}","patch":{"text":"{{text}}"},"base":{{onSeq}}
        """);

    public static string Open(string dialogue) => Of("openDialogue", null, $"""
        "dialogueId":"{dialogue}","title":"Vägen hem","targetGroup":"MS","language":"sv","templateId":"samskapande-dialog","joinCode":"ABCDEF","joinToken":"t"
        """);

    public static string Join(string participant, Guid? id = null, string organisation = "Hemtjänsten") => Of("joinDialogue", id, $"""
        "participantId":"{participant}","name":"Ann-Sofie","organisation":"{organisation}","level":"frontline"
        """);

    public static string Voting(int budget) => Of("setConduct", null, $$$"""
        "phaseId":"{{{Phase}}}","conduct":{"voting":{"open":true,"budget":{{{budget}}},"perItem":{{{budget}}} }}
        """);

    public static string Nameless(bool hidden = true) => Of("setConduct", null, $$"""
        "phaseId":"{{Phase}}","conduct":{"names":"{{(hidden ? "hidden" : "shown")}}"}
        """);

    public static string Enter(string phase = Phase) => Of("enterPhase", null, $"\"phaseId\":\"{phase}\"");
}

/// <summary>A receipt as the client reads it.</summary>
public sealed record Got(string? Id, long? Seq, string? Refused, int? Retry)
{
    public static IReadOnlyList<Got> Read(Line line)
    {
        using var json = JsonDocument.Parse(line.Utf8);
        return [.. json.RootElement.EnumerateArray().Select(one => new Got(
            one.GetProperty("id").GetString(),
            one.TryGetProperty("seq", out var seq) ? seq.GetInt64() : null,
            one.TryGetProperty("refused", out var refused) ? refused.GetString() : null,
            one.TryGetProperty("retry", out var retry) ? retry.GetInt32() : null))];
    }
}

/// <summary>Callers and the grain: commands in, receipts out.</summary>
public static class Calling
{
    public static readonly Caller Server = new(null, Standing.Server, []);
    public static readonly Caller Facilitator = new(null, Standing.Facilitator, []);

    public static Caller Person(string id) => new(id, Standing.Participant, [id]);

    public static async Task<IReadOnlyList<Got>> All(this IDialogueGrain grain, Caller caller, params IEnumerable<string> commands) =>
        Got.Read(await grain.Do(caller, new Line(Encoding.UTF8.GetBytes($"[{string.Join(',', commands)}]"))).WaitAsync(TimeSpan.FromSeconds(60)));

    public static async Task<Got> One(this IDialogueGrain grain, Caller caller, string command) => (await grain.All(caller, command)).Single();
}
