// Who may: every route of the server's own table and every method of its hub, called as every kind of caller against a running server. tests/golden/access.txt is what came out,
// for a reader to check; UPDATE_GOLDEN=1 rewrites it. A route or method that is new has no row there, and fails until it has one that somebody has read.
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Workshop.Tests;

public sealed class AccessTests : IAsyncLifetime
{
    /// <summary>Files of the pages, for anybody whatever the method.</summary>
    private const string Pages = "{**path}";
    private static readonly string[] HubsOwn = ["OnConnectedAsync", "OnDisconnectedAsync", "Dispose"];
    private readonly List<Caller> callers = [];
    private House house = null!;
    private Facilitator lead = null!;
    private Opened dialogue = null!;
    private string note = "";
    private Device another = null!;

    /// <param name="Query">How it says whom it wants to be: <c>view=screen</c>, <c>participantId=</c>.</param>
    private sealed record Caller(string Name, Device Device, string Query = "");

    public async Task InitializeAsync()
    {
        house = await House.Open("--Workshop:Limits:CommandsPerSecond", "100000", "--Workshop:Limits:Burst", "100000");
        lead = await house.Lead();
        dialogue = await lead.Open("Kims väg", "MS", "Kliniken", "Kommunen");
        var other = await lead.Open("En annan", "MS", "Kliniken");
        await Do(lead.Device, Asks.EnterPhase("valueVision"));
        var (elsewhere, there, removed, left, waiting) = (house.Stranger(), house.Stranger(), house.Stranger(), house.Stranger(), house.Stranger());
        await elsewhere.Join(other.JoinCode, "Eva", "Kliniken");
        var anna = await there.Join(dialogue.JoinCode, "Anna", "Kliniken");
        another = house.Stranger();
        await another.Join(dialogue.JoinCode, "Pia", "Kliniken");
        var gone = await removed.Join(dialogue.JoinCode, "Bo", "Kommunen");
        await Do(lead.Device, new JsonObject { ["type"] = "removePerson", ["participantId"] = gone.ParticipantId });
        var leaves = await left.Join(dialogue.JoinCode, "Cia", "Kommunen");
        await left.Must(HttpMethod.Post, "/api/leave", new JsonObject { ["dialogueId"] = dialogue.Id, ["participantId"] = leaves.ParticipantId });
        await Do(lead.Device, new JsonObject { ["type"] = "editDialogue", ["patch"] = new JsonObject { ["admission"] = true } });
        await waiting.Join(dialogue.JoinCode, "Dan", "Kommunen");
        note = Asks.NewId();
        await Do(there, Asks.AddNote("valueVision", "En väg in", note));
        var (projector, helper, dropped) = (await ByCode("screen", "Salen"), await ByCode("lead", "Hjälp"), await ByCode("lead", "Slutat"));
        await Do(lead.Device, new JsonObject { ["type"] = "dropDevice", ["deviceId"] = (string)(await dropped.Get("/api/me")).Body!["device"]! });
        callers.AddRange([
            new("nobody", house.Stranger()), new("elsewhere", elsewhere), new("as-another", elsewhere, "participantId=" + anna.ParticipantId), new("link", house.Stranger()),
            new("waiting", waiting), new("waiting-screen", waiting, "view=screen"), new("removed", removed), new("removed-screen", removed, "view=screen"),
            new("left", left), new("left-screen", left, "view=screen"), new("dropped", dropped), new("dropped-screen", dropped, "view=screen"),
            new("participant", there), new("screen", there, "view=screen"), new("as-leader", there, "participantId="), new("projector", projector, "view=screen"),
            new("co-leader", helper, "participantId="), new("facilitator", lead.Device, "participantId="),
        ]);
    }

    public async Task DisposeAsync()
    {
        await lead.DisposeAsync();
        await house.DisposeAsync();
    }

    [Fact]
    public async Task SV220_every_route_and_method_lets_in_whom_the_table_says_and_nobody_else()
    {
        var table = new StringBuilder("""
            # Who may. Every route of the server and every method of its hub, called as each of these against a running server (AccessTests.cs). UPDATE_GOLDEN=1 rewrites it.
            # +  let in: whatever was wrong with the call after that is not this table's business     401, 403, 404  refused; w  refused until the facilitator lets one in
            # waiting, removed, left, dropped (a co-leader): this dialogue's; -screen: the same device with view=screen; as-leader: a participant who says participantId= and is none; as-another: somebody from elsewhere who says a participant's id
            # link: a device that nobody knows, with the token of this dialogue's outcome; where others call such a route their token is wrong


            """);
        List<string[]> rows = [["", .. callers.Select(caller => caller.Name)]];
        foreach (var (method, pattern) in Routes().OrderBy(route => route.Pattern.Contains("sign-out", StringComparison.Ordinal)).ThenBy(route => route.Pattern.EndsWith("/sign-out", StringComparison.Ordinal)).ThenBy(route => route.Pattern, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal))
        {
            if (pattern.Contains("sign-out", StringComparison.Ordinal) && rows.TrueForAll(row => !row[0].StartsWith("hub", StringComparison.Ordinal))) await Hub(rows); // before nobody is anybody
            List<string> row = [$"{method} {pattern}"];
            foreach (var caller in callers) row.Add(await Call(method, pattern, caller));
            rows.Add([.. row]);
        }
        foreach (var row in rows) table.AppendJoin(' ', row.Select((cell, at) => cell.PadRight(rows.Max(one => one[at].Length)))).AppendLine();
        Golden(string.Join('\n', table.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())));
    }

    [Fact]
    public void SV221_a_route_that_declares_nothing_keeps_the_server_from_starting()
    {
        var app = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder().Build();
        Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/api/new", () => "words");
        FluentActions.Invoking(() => Server.Rights.MustDeclareAccess(app)).Should().Throw<InvalidOperationException>().WithMessage("*/api/new*does not declare*");
    }

    private IEnumerable<(string Method, string Pattern)> Routes() => house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"], (endpoint, method) => (method, endpoint.RoutePattern.RawText!))
        .Where(route => !route.Item2.EndsWith(Pages, StringComparison.Ordinal)).Distinct();

    private async Task<string> Call(string method, string pattern, Caller caller)
    {
        var token = !pattern.Contains("{token}", StringComparison.Ordinal) ? "" // made anew: a row before this one may have ended them all
            : ((string)(await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!)["/r/".Length..];
        var path = pattern.Replace("{id}", dialogue.Id, StringComparison.Ordinal).Replace("{itemId}", note, StringComparison.Ordinal).Replace("{token}", caller.Name == "link" ? token : "wrong-" + token, StringComparison.Ordinal)
            .Replace("{**rest}", "nothing", StringComparison.Ordinal);
        path = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*\}", "none", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        if (!path.StartsWith('/')) path = "/" + path;
        // What is asked for must be harmless: what was let in is then refused as malformed.
        JsonObject body = pattern.EndsWith("/join", StringComparison.Ordinal) || pattern.EndsWith("/join/look", StringComparison.Ordinal) ? new() { ["joinCode"] = await Code() } : [];
        string[] query = [.. new[] { caller.Query, pattern.EndsWith("/events", StringComparison.Ordinal) ? "after=0" : "" }.Where(part => part.Length > 0)];
        if (query.Length > 0) path += "?" + string.Join('&', query);
        var answer = await caller.Device.Send(new HttpMethod(method), path, method is "GET" or "HEAD" ? null : Encoding.UTF8.GetBytes(body.ToJsonString()));
        return answer.Code == "waiting" ? "w" : answer.Status is 401 or 403 || (answer.Status == 404 && answer.Code is "not-found" or "unknown-code") ? answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : answer.Status is < 429 or 503 ? "+" : $"{answer.Status}!";
    }

    // As it is now: a row before this one may have renewed it.
    private async Task<string> Code() => (string)(await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}?participantId="))!["dialogue"]!["joinCode"]!;

    private async Task Hub(List<string[]> rows)
    {
        var methods = typeof(Server.DialogueHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => method.Name).Except(HubsOwn).Order(StringComparer.Ordinal).ToList();
        var answers = methods.ToDictionary(method => method, method => new List<string> { "hub " + method });
        await using var hears = (await Wired.Enter(lead.Device, dialogue.Id, with: ask => ask["participantId"] = null)).Item1;
        foreach (var caller in callers)
        {
            if (await Opened(caller.Device, dialogue.Id) is not { } wired)
            {
                foreach (var method in answers.Values) method.Add("401"); // not even connected
                continue;
            }
            await using var _ = wired;
            var ask = new JsonObject { ["dialogueId"] = dialogue.Id, ["after"] = 0, ["wire"] = 1 };
            if (caller.Query == "view=screen") ask["view"] = "screen";
            if (caller.Query.StartsWith("participantId=", StringComparison.Ordinal)) ask["participantId"] = caller.Query is "participantId=" ? null : caller.Query["participantId=".Length..];
            var entered = await wired.Answer("Enter", ask);
            answers["Enter"].Add(entered["error"] is { } error ? Code((string)error!) : entered["result"]!["waiting"] is not null ? "w" : "+");
            var pointed = Asks.NewId();
            await wired.Send("Point", new JsonObject { ["editing"] = pointed });
            answers["Do"].Add(Said(await wired.Answer("Do", new JsonObject { ["id"] = Asks.NewId(), ["type"] = "raiseHand", ["value"] = false })));
            answers["DoAll"].Add(Said(await wired.Answer("DoAll", new JsonArray(new JsonObject { ["id"] = Asks.NewId(), ["type"] = "raiseHand", ["value"] = false }))));
            // What was pointed before is told before this, or never.
            var last = Asks.NewId();
            await using var after = (await Wired.Enter(another, dialogue.Id)).Item1;
            await after.Send("Point", new JsonObject { ["viewing"] = last });
            await hears.Told("Around", around => around.ToJsonString().Contains(last, StringComparison.Ordinal));
            answers["Point"].Add(hears.Heard().Any(message => message.ToJsonString().Contains(pointed, StringComparison.Ordinal)) ? "+" : "-");
        }
        foreach (var (method, said) in answers) said.Should().HaveCount(callers.Count + 1, "hub method {0} needs to be called in this test", method);
        rows.AddRange(answers.Values.Select(one => one.ToArray()));
    }

    private static async Task<Wired?> Opened(Device device, string dialogueId)
    {
        try
        {
            return await Wired.Open(device, dialogueId);
        }
        catch (CallFailedException unknown) when (unknown.Message == "not-signed-in")
        {
            return null;
        }
    }

    private static string Said(JsonObject answer)
    {
        if (answer["error"] is { } error) return Code((string)error!);
        var receipt = answer["result"] is JsonArray many ? many[0]! : answer["result"]!;
        return (string?)receipt["refused"] is "not-allowed" ? "403" : receipt["refused"] is null or JsonValue ? "+" : "?";
    }

    private static string Code(string error) => error.Contains("waiting:", StringComparison.Ordinal) ? "w" : error.Contains("not-allowed:", StringComparison.Ordinal) ? "403" : error;

    private async Task<Device> ByCode(string role, string name)
    {
        var code = (string)(await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/codes", new JsonObject { ["role"] = role }))!["code"]!;
        var device = house.Stranger();
        await device.Must(HttpMethod.Post, "/api/codes", new JsonObject { ["code"] = code, ["name"] = name });
        return device;
    }

    private async Task Do(Device who, JsonObject command)
    {
        command["id"] ??= Asks.NewId();
        (await who.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", command))!["seq"].Should().NotBeNull("{0} should be done", command.ToJsonString());
    }

    private static void Golden(string made, [CallerFilePath] string here = "")
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "golden", "access.txt"));
        var update = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is { Length: > 0 };
        if (update && Environment.GetEnvironmentVariable("CI") is null or "" or "false") File.WriteAllText(file, made);
        var (kept, now) = (File.Exists(file) ? File.ReadAllLines(file) : [], made.TrimEnd('\n').Split('\n'));
        now.Except(kept).Concat(kept.Except(now)).Should().BeEmpty("tests/golden/access.txt says who may; UPDATE_GOLDEN=1 rewrites it, and the diff is to be read");
    }
}
