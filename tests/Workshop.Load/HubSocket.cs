// One WebSocket to the hub, speaking the SignalR JSON protocol by hand: handshake, frames that end in 0x1e, pings.
// Knows nothing of dialogues; Client.cs does. It pings as SignalR's JavaScript client does, only after nothing was sent for a while: one that
// pings whatever it sends stays connected to a server that cuts everybody who only clicks.
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workshop.Load;

public sealed class HubSocket : IAsyncDisposable
{
    public const byte End = 0x1e;
    private static readonly byte[] Handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
    private static readonly byte[] Ping = Encoding.UTF8.GetBytes("{\"type\":6}\u001e");
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(5); // a browser tries the next way then

    private readonly ClientWebSocket socket;
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly CancellationTokenSource gone = new();
    private volatile TaskCompletionSource? mayRead;
    private long heardAt = Environment.TickCount64;
    private long sentAt = Environment.TickCount64;

    private HubSocket(ClientWebSocket socket) => this.socket = socket;

    /// <summary>Bytes received, for measurements.</summary>
    public long Received { get; private set; }

    /// <summary>Connects and shakes hands. The handshake's answer and all that follows comes to <see cref="Run"/>.</summary>
    /// <param name="negotiated">As SignalR's own clients do unless they are told not to: the socket is that of an id which the server gave out.</param>
    public static async Task<HubSocket> Open(Device device, string? dialogueId, CancellationToken stop = default, bool negotiated = false)
    {
        var opening = new ClientWebSocket();
        opening.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        opening.Options.SetRequestHeader("Origin", device.Origin);
        opening.Options.CollectHttpResponseDetails = true;
        var query = dialogueId is null ? "?" : "?d=" + Uri.EscapeDataString(dialogueId);
        if (negotiated) query += "&id=" + (string)(await device.Post("/hub/dialogue/negotiate" + query + "&negotiateVersion=1", null, stop)).Body!["connectionToken"]!;
        var address = new UriBuilder(new Uri(device.Server, "/hub/dialogue" + query)) { Scheme = device.Server.Scheme == "https" ? "wss" : "ws" }.Uri;
        using var within = CancellationTokenSource.CreateLinkedTokenSource(stop);
        within.CancelAfter(Opening);
        try
        {
            await opening.ConnectAsync(address, device.Invoker, within.Token);
            var hub = new HubSocket(opening);
            await hub.Send(Handshake);
            return hub;
        }
        catch (WebSocketException) when (opening.HttpStatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests)
        {
            var status = opening.HttpStatusCode;
            opening.Dispose();
            throw new CallFailedException(status == HttpStatusCode.Unauthorized ? "not-signed-in" : "too-many-connections");
        }
        catch
        {
            opening.Dispose();
            throw;
        }
    }

    /// <summary>Hands every message (without its end mark; the handshake's answer is <c>{}</c>) to <paramref name="heard"/>, until closed.</summary>
    /// <returns>Why it ended: the close status, or the exception's message.</returns>
    public async Task<string> Run(Action<ReadOnlyMemory<byte>> heard)
    {
        var pinging = PingLoop();
        var buffer = new byte[16 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                if (mayRead is { } wait) await wait.Task.WaitAsync(gone.Token);
                if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                var part = await socket.ReceiveAsync(buffer.AsMemory(filled), gone.Token);
                if (part.MessageType == WebSocketMessageType.Close) return $"closed: {socket.CloseStatus} {socket.CloseStatusDescription}";
                Volatile.Write(ref heardAt, Environment.TickCount64);
                Received += part.Count;
                filled += part.Count;
                var start = 0;
                for (int end; (end = buffer.AsSpan(start, filled - start).IndexOf(End)) >= 0; start += end + 1)
                    heard(buffer.AsMemory(start, end));
                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                filled -= start;
            }
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return broken.Message;
        }
        finally
        {
            Drop();
            await pinging;
        }
    }

    /// <summary>Any bytes, as one text message.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes, bool last = true)
    {
        await sending.WaitAsync(gone.Token);
        try
        {
            Volatile.Write(ref sentAt, Environment.TickCount64);
            await socket.SendAsync(bytes, WebSocketMessageType.Text, last, gone.Token);
        }
        finally
        {
            sending.Release();
        }
    }

    public static byte[] Invocation(string? id, string target, params JsonNode?[] arguments)
    {
        var message = new JsonObject { ["type"] = 1 };
        if (id is not null) message["invocationId"] = id;
        message["target"] = target;
        message["arguments"] = new JsonArray(arguments);
        return Framed(message);
    }

    public static byte[] Framed(JsonNode message)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message);
        Array.Resize(ref bytes, bytes.Length + 1);
        bytes[^1] = End;
        return bytes;
    }

    /// <summary>From now on nothing is read: what the server sends fills the buffers between.</summary>
    public void StopReading() => mayRead ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReadAgain()
    {
        var waiting = mayRead;
        mayRead = null;
        waiting?.TrySetResult();
    }

    /// <summary>Gone at once, without a goodbye: a closed lid, a lost network.</summary>
    public void Drop()
    {
        if (!gone.IsCancellationRequested) gone.Cancel();
        socket.Abort();
    }

    public ValueTask DisposeAsync()
    {
        Drop();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task PingLoop()
    {
        try
        {
            while (true)
            {
                var silent = TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref sentAt));
                if (silent >= PingEvery) await Send(Ping);
                else await Task.Delay(PingEvery - silent, gone.Token);
                if (mayRead is null && Environment.TickCount64 - Volatile.Read(ref heardAt) > Silence.TotalMilliseconds) Drop();
            }
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The reading loop learns of it by itself and says why.
        }
    }
}
