// One simulated person as the server sees any person: a device with a cookie, HTTP, and a WebSocket that speaks protocol.md. Nothing goes
// through the inside, because a demo that took a short cut would show something else than the product.
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workshop.Server.Demo;

/// <summary>An answer that is no 2xx, or a call that the hub refused.</summary>
public sealed class ActorRefused(string code) : Exception(code)
{
    /// <summary>The server could not now; asked again, it may.</summary>
    public bool Passing => Message is "unavailable" or "internal" or "too-many";
}

public sealed class Actor(Uri server, string name, string? cookie = null) : IAsyncDisposable
{
    private const byte End = 0x1e;
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode?>> calls = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource leaving = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, JsonObject> early = [];
    private TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientWebSocket? socket;
    private Task staying = Task.CompletedTask;
    private string dialogueId = "";
    private string? history;
    private long seq;
    private int called;

    public string Name => name;

    /// <summary>Of the session, for the next start; null until the server has given one.</summary>
    public string? Cookie { get; private set; } = cookie;

    public string? ParticipantId { get; set; }

    /// <summary>Every event, once, in order; a jump over a snapshot is told as null. Called on the socket's reader.</summary>
    public Action<JsonObject?>? Heard { get; set; }

    public async Task<JsonNode?> Call(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Origin", server.GetLeftPart(UriPartial.Authority));
        if (Cookie is not null) request.Headers.TryAddWithoutValidation("Cookie", Cookie);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, leaving.Token);
        if (response.Headers.TryGetValues("Set-Cookie", out var given)) Cookie = given.First().Split(';')[0];
        var text = await response.Content.ReadAsStringAsync(leaving.Token);
        var json = text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null;
        return response.IsSuccessStatusCode ? json : throw new ActorRefused((string?)json?["code"] ?? $"{(int)response.StatusCode}");
    }

    public async Task Join(string joinCode, string? organisation, string level)
    {
        var joined = await Call(HttpMethod.Post, "/api/join", new JsonObject { ["joinCode"] = joinCode, ["name"] = name, ["organisation"] = organisation, ["level"] = level });
        ParticipantId = (string)joined!["participantId"]!;
    }

    public async Task<JsonObject> Snapshot(string dialogue) => (await Call(HttpMethod.Get, $"/api/dialogues/{dialogue}"))!.AsObject();

    /// <summary>Stays in the dialogue until disposed, whatever happens to the connection; done when in for the first time.</summary>
    public Task Enter(string dialogue)
    {
        dialogueId = dialogue;
        staying = Stay();
        return entered.Task.WaitAsync(leaving.Token);
    }

    /// <summary>The receipt: through <c>retry</c>, lost connections and restarts, with the same id.</summary>
    public async Task<JsonObject> Do(JsonObject command)
    {
        while (true)
        {
            await entered.Task.WaitAsync(leaving.Token);
            try
            {
                var receipt = (await Invoke("Do", command.DeepClone()))!.AsObject();
                if (receipt["retry"] is not { } wait) return receipt;
                await Task.Delay((int)wait, leaving.Token);
            }
            catch (WebSocketException)
            {
                await Task.Delay(200, leaving.Token); // gone meanwhile: it comes back by itself, and the same id is answered once
            }
        }
    }

    public async Task Point(JsonObject at)
    {
        try
        {
            if (entered.Task.IsCompletedSuccessfully) await Send(new JsonObject { ["type"] = 1, ["target"] = "Point", ["arguments"] = new JsonArray(at) });
        }
        catch (WebSocketException)
        {
            // Presence is told again by the next one.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await staying;
        http.Dispose();
    }

    private async Task Stay()
    {
        var tries = 0;
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                await Live(() => tries = 0);
            }
            catch (ActorRefused no) when (!no.Passing)
            {
                entered.TrySetException(no); // removed, or the dialogue is gone: nobody insists
                return;
            }
            catch (Exception e) when (e is ActorRefused or WebSocketException or HttpRequestException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The connection is gone; again, ever more slowly.
            }
            if (entered.Task.IsCompleted) entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (var (id, call) in calls)
                if (calls.TryRemove(id, out _)) call.TrySetException(new WebSocketException("gone"));
            await Task.Delay(Math.Min(10_000, 300 << Math.Min(5, tries++)), leaving.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        entered.TrySetCanceled();
    }

    private async Task Live(Action arrived)
    {
        using var opening = new ClientWebSocket();
        opening.Options.SetRequestHeader("Origin", server.GetLeftPart(UriPartial.Authority));
        opening.Options.SetRequestHeader("Cookie", Cookie);
        await opening.ConnectAsync(new UriBuilder(new Uri(server, $"/hub/dialogue?d={dialogueId}")) { Scheme = server.Scheme == "https" ? "wss" : "ws" }.Uri, leaving.Token);
        socket = opening;
        using var life = CancellationTokenSource.CreateLinkedTokenSource(leaving.Token);
        await Send(new JsonObject { ["protocol"] = "json", ["version"] = 1 });
        var reading = Read(opening, life.Token);
        var pinging = Ping(life.Token);
        try
        {
            var entering = EnterNow(arrived);
            if (await Task.WhenAny(reading, entering) == entering) await entering;
            await reading;
        }
        finally
        {
            socket = null;
            await life.CancelAsync();
            await Task.WhenAll(reading, pinging).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task EnterNow(Action arrived)
    {
        while (true)
        {
            var ask = new JsonObject { ["dialogueId"] = dialogueId, ["after"] = seq, ["history"] = history, ["participantId"] = ParticipantId, ["wire"] = 1 };
            var answer = (await Invoke("Enter", ask))!.AsObject();
            if (answer["snapshot"] is null)
            {
                history = (string?)answer["history"];
                Happened(answer["events"]!.AsArray());
                arrived();
                entered.TrySetResult();
                return;
            }
            var now = await Snapshot(dialogueId);
            lock (gate) (history, seq) = ((string?)now["history"], (long)now["seq"]!);
            Heard?.Invoke(null);
        }
    }

    // What is told before the answer to Enter waits for what lies between.
    private void Happened(JsonArray events)
    {
        lock (gate)
        {
            foreach (var one in events) early.TryAdd((long)one!["seq"]!, one.AsObject());
            while (early.Count > 0 && early.First() is var (next, happened) && next <= seq + 1)
            {
                early.Remove(next);
                if (next <= seq) continue;
                seq = next;
                Heard?.Invoke(happened);
            }
        }
    }

    private async Task<JsonNode?> Invoke(string target, JsonNode argument)
    {
        var id = Interlocked.Increment(ref called).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = calls[id] = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send(new JsonObject { ["type"] = 1, ["invocationId"] = id, ["target"] = target, ["arguments"] = new JsonArray(argument) });
        return await answer.Task.WaitAsync(leaving.Token);
    }

    private async Task Send(JsonObject message)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message);
        Array.Resize(ref bytes, bytes.Length + 1);
        bytes[^1] = End;
        await sending.WaitAsync(leaving.Token);
        try
        {
            if (socket is not { } line) throw new WebSocketException("gone");
            await line.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, leaving.Token);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task Ping(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(PingEvery);
        while (await timer.WaitForNextTickAsync(stop)) await Send(new JsonObject { ["type"] = 6 });
    }

    private async Task Read(ClientWebSocket from, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var part = await from.ReceiveAsync(buffer.AsMemory(filled), stop);
            if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException("closed");
            filled += part.Count;
            var start = 0;
            for (int end; (end = buffer.AsSpan(start, filled - start).IndexOf(End)) >= 0; start += end + 1) Take(JsonNode.Parse(buffer.AsSpan(start, end))!);
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }
    }

    private void Take(JsonNode message)
    {
        switch ((int?)message["type"])
        {
            case 1 when (string?)message["target"] == "Happened":
                Happened(message["arguments"]![0]!["events"]!.AsArray());
                break;
            case 1 when (string?)message["target"] == "Resync":
                lock (gate) (seq, history) = (0, "");
                socket?.Abort(); // sight has changed: in again, by way of a snapshot
                break;
            case 3 when calls.TryRemove((string)message["invocationId"]!, out var call):
                if (message["error"] is { } error) call.TrySetException(new ActorRefused(Code((string)error!)));
                else call.TrySetResult(message["result"]?.DeepClone());
                break;
            case 7:
                throw new WebSocketException("closed");
        }
    }

    /// <summary>"An unexpected error …HubException: not-allowed: …" → the code up to the colon.</summary>
    private static string Code(string error)
    {
        var said = error[(error.LastIndexOf("HubException: ", StringComparison.Ordinal) is var at and >= 0 ? at + "HubException: ".Length : 0)..];
        return said.Split(':')[0];
    }
}
