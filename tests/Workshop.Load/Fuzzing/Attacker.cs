// One connection, or HTTP, that says wrong things and keeps count of the answers. Not a Client: it must be able to say anything.
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Workshop.Load.Fuzzing;

internal sealed class Attacker(Device device, Known known, bool leads, Random random, Tally tally)
{
    private static readonly string[] Targets = ["Do", "do", "DoAll", "Enter", "Point", "Do", "Do", "Nothing", "", "OnDisconnectedAsync", "Happened"];
    private HubSocket? line;
    private Task<string> closed = Task.FromResult("");
    private TaskCompletionSource alive = new();
    private string probe = "";
    private int number;

    /// <summary>Over the hub: twenty wrong messages, then a right one that must be answered (or the connection closed before it).</summary>
    public async Task OverHub(int count)
    {
        for (var sent = 0; sent < count; sent += 20)
        {
            try
            {
                line ??= await Connect();
                for (var i = 0; i < Math.Min(20, count - sent); i++)
                {
                    tally.Sent();
                    await line.Send(Mutation.Bytes(Message(), random));
                }

                await Probe();
            }
            catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                await Reconnect();
            }
        }

        if (line is not null) await line.DisposeAsync();
    }

    public async Task OverHttp(int count)
    {
        string[] paths = ["commands", "events?after=0", "events?after=-1", "events?after=x", "outcome", "links", "", "nothing", "outcome.csv", "outcome.docx"];
        string[] outside = ["/api/sign-in", "/api/join", "/api/join/look", "/api/return", "/api/dialogues", "/api/me", "/api/templates", "/api/r/abc", "/api/r/%00", "/r/x", "/f/x"];
        HttpMethod[] methods = [HttpMethod.Post, HttpMethod.Post, HttpMethod.Post, HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch];
        for (var sent = 0; sent < count; sent++)
        {
            var about = random.Next(8) == 0 ? known.OtherDialogueId : random.Next(12) == 0 ? "../.." : known.DialogueId;
            var path = random.Next(3) == 0 ? outside[random.Next(outside.Length)] : $"/api/dialogues/{about}/{paths[random.Next(3) == 0 ? random.Next(paths.Length) : 0]}";
            var body = random.Next(4) == 0 ? Outside() : Seeds.Command(random, known, leads);
            var text = Mutation.Of(body, random, known);
            if (random.Next(5) == 0) text = $"[{text},{text}]";
            tally.Sent();
            try
            {
                var answer = await device.Send(methods[path.EndsWith("commands", StringComparison.Ordinal) ? 0 : random.Next(methods.Length)], path, Mutation.Bytes(text, random));
                tally.Http(path, answer, text);
            }
            catch (HttpRequestException broken)
            {
                tally.Count("http closed: " + broken.HttpRequestError);
            }
        }
    }

    private JsonObject Outside() => new()
    {
        ["key"] = "fel", ["joinCode"] = random.Next(3) == 0 ? "fel" : known.JoinCode, ["name"] = "Ny " + random.Next(1000), ["organisation"] = "Enhet 1", ["level"] = "frontline", ["role"] = "observer",
        ["templateId"] = "samskapande-dialog", ["title"] = "Ny", ["targetGroup"] = "MS", ["token"] = "x", ["kind"] = "outcome",
    };

    private string Message()
    {
        var (message, mark) = (Envelope(), "\u001e");
        // The envelope is wrong now and then; mostly it is right and what it carries is wrong, or nothing but the framework is tried.
        var wrongEnvelope = random.Next(12) == 0;
        var text = wrongEnvelope ? Mutation.Of(message, random, known) : message.ToJsonString();
        if (!wrongEnvelope)
        {
            var carried = Mutation.Of(Seeds.Command(random, known, leads), random, known);
            text = text.Replace("\"@\"", random.Next(15) == 0 ? carried + "," + carried : carried, StringComparison.Ordinal);
        }

        return random.Next(300) switch
        {
            0 => text,
            1 => text + mark + mark,
            2 => mark,
            3 => text + mark + text + mark,
            4 => new string('x', 40_000) + mark,
            _ => text + mark,
        };
    }

    private JsonObject Envelope()
    {
        var target = random.Next(8) == 0 ? Targets[random.Next(Targets.Length)] : "Do";
        JsonNode argument = target switch
        {
            "Enter" => new JsonObject { ["dialogueId"] = random.Next(3) == 0 ? known.OtherDialogueId : known.DialogueId, ["after"] = random.Next(3) switch { 0 => 0, 1 => -1, _ => 999_999 }, ["history"] = "x", ["participantId"] = known.OtherPerson },
            "DoAll" => new JsonArray("@", "@"),
            _ => "@",
        };
        return new JsonObject { ["type"] = random.Next(100) == 0 ? random.Next(0, 12) : 1, ["invocationId"] = "f" + ++number, ["target"] = target, ["arguments"] = new JsonArray(argument) };
    }

    private async Task<HubSocket> Connect()
    {
        tally.Connected();
        var opened = await HubSocket.Open(device, known.DialogueId);
        alive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        closed = opened.Run(Heard);
        await opened.Send(HubSocket.Invocation("enter", "Enter", new JsonObject { ["dialogueId"] = known.DialogueId, ["after"] = known.Observer.Seq }));
        return opened;
    }

    private async Task Reconnect()
    {
        if (line is null) return;
        tally.Count("closed");
        await line.DisposeAsync();
        line = null;
    }

    private async Task Probe()
    {
        probe = "probe" + ++number;
        alive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await line!.Send(HubSocket.Invocation(probe, "Do", Asks.RaiseHand(random.Next(2) == 0)));
        var first = await Task.WhenAny(alive.Task, closed, Task.Delay(TimeSpan.FromSeconds(20)));
        if (first == closed) await Reconnect();
        else if (first != alive.Task) tally.Problem("a connection neither answered a right command nor closed within 20 s");
    }

    private void Heard(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith("{\"type\":3"u8)) return;
        var answer = JsonNode.Parse(bytes.Span)!;
        if ((string?)answer["invocationId"] == probe) alive.TrySetResult();
        else tally.Hub(answer, Encoding.UTF8.GetString(bytes.Span));
    }
}
