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
    private readonly List<byte[]> batch = [];
    private int number;

    /// <summary>Over the hub: twenty wrong messages, then a right one that must be answered (or the connection closed before it).</summary>
    public async Task OverHub(int count)
    {
        for (var sent = 0; sent < count;)
        {
            try
            {
                line ??= await Connect();
                batch.Clear();
                while (batch.Count < 20 && sent < count)
                {
                    var message = Message();
                    if (Deafens(message)) continue;
                    batch.Add(Mutation.Bytes(message, random, 400));
                    await line.Send(batch[^1]);
                    tally.Sent();
                    sent++;
                }

                if (!await Probe(20)) await Blame();
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
            var text = Mutation.Of(body, random, known, 6);
            if (random.Next(5) == 0) text = $"[{text},{text}]";
            tally.Sent();
            try
            {
                var bytes = Mutation.Bytes(text, random, 40);
                var answer = await device.Send(methods[path.EndsWith("commands", StringComparison.Ordinal) ? 0 : random.Next(methods.Length)], path, bytes);
                tally.Http(path, answer, Encoding.Latin1.GetString(bytes));
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
        var text = wrongEnvelope ? Mutation.Of(message, random, known, 40) : message.ToJsonString();
        if (!wrongEnvelope)
        {
            var carried = Mutation.Of(Seeds.Command(random, known, leads), random, known, 80);
            text = text.Replace("\"@\"", random.Next(15) == 0 ? carried + "," + carried : carried, StringComparison.Ordinal);
        }

        return random.Next(800) switch
        {
            0 => text,
            1 => text + mark + mark,
            2 => mark,
            3 => text + mark + text + mark,
            4 => new string('x', 40_000) + mark,
            _ => text + mark,
        };
    }

    /// <summary>
    /// A number as <c>type</c> that the framework does not know: it then hears nothing more on that connection, a bare hub too, and only
    /// the sender is the poorer. Nothing of ours can be tried behind it, so it is left out.
    /// </summary>
    private static bool Deafens(string message)
    {
        try
        {
            return JsonNode.Parse(message.Split('\u001e')[0]) is JsonObject o && o["type"] is JsonValue type && type.TryGetValue<int>(out var number) && number is < 1 or > 9;
        }
        catch (Exception none) when (none is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
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

    private string Asked(string? id) => batch.ToList().Select(Encoding.UTF8.GetString).FirstOrDefault(text => id is not null && text.Contains($"\"{id}\"", StringComparison.Ordinal)) ?? "a message gone by";

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

    /// <summary>
    /// Asks something right until it is answered; several times, because a message without its end swallows the one behind it, and
    /// because the framework, after a message of a type it does not know, leaves the next one lying until more comes.
    /// </summary>
    /// <returns>False: neither answered nor closed.</returns>
    private async Task<bool> Probe(int seconds)
    {
        alive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var waited = 0; waited < seconds; waited++)
        {
            await line!.Send(HubSocket.Invocation("probe" + ++number, "Do", Asks.RaiseHand(random.Next(2) == 0)));
            var first = await Task.WhenAny(alive.Task, closed, Task.Delay(TimeSpan.FromSeconds(1)));
            if (first == alive.Task) return true;
            if (first != closed) continue;
            await Reconnect();
            return true;
        }

        return false;
    }

    /// <summary>Which of the last messages was it? Each alone, four times, on a connection of its own.</summary>
    private async Task Blame()
    {
        var guilty = new List<string>();
        foreach (var message in batch)
        {
            await Reconnect();
            line = await Connect();
            for (var i = 0; i < 5; i++) await line.Send(message);
            if (!await Probe(8)) guilty.Add(Encoding.UTF8.GetString(message));
        }

        tally.Problem($"a connection neither answered a right command nor closed within 20 s; {(guilty.Count == 0 ? "no message alone does that" : string.Join(" and ", guilty.Select(text => text.Length > 500 ? text[..500] : text)))}");
        await Reconnect();
    }

    private void Heard(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith("{\"type\":3"u8)) return;
        var answer = JsonNode.Parse(bytes.Span)!;
        if (((string?)answer["invocationId"])?.StartsWith("probe", StringComparison.Ordinal) == true) alive.TrySetResult();
        else tally.Hub(answer, () => Asked((string?)answer["invocationId"]));
    }
}
