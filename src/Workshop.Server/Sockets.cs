// A browser's WebSocket as SignalR's connection, without a pipe each way. Whoever negotiates (a socket by its id, server-sent events, long polling) comes by
// SignalR's own transports, which take two hops between threads, a timer for each send, and under load new memory for each frame: a fifth of a full server.
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections.Features;

namespace Workshop.Server;

/// <summary>The sockets that are open.</summary>
public sealed class Sockets : IDisposable
{
    /// <summary>For what waits to be sent, and for the other side to close.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Heart> open = new();
    private readonly Timer beat;
    private readonly CancellationToken stopping;

    public Sockets(IHostApplicationLifetime lifetime)
    {
        stopping = lifetime.ApplicationStopping;
        beat = new Timer(_ => Beat(), null, 1_000, 1_000);
    }

    /// <summary>Until the hub or the browser ends it, or this server stops.</summary>
    public async Task Serve(HttpContext http, ConnectionDelegate hub)
    {
        var upgrade = http.Features.Get<Straight.Upgrade>()!;
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var says = new SocketWriter(socket, upgrade.Stream!);
        var both = new Duplex(new SocketReader(socket, http.Abort), says);
        var (connection, heart) = (new DefaultConnectionContext(Guid.NewGuid().ToString("N"), both, both) { User = http.User }, new Heart());
        connection.Features.Set<IHttpContextFeature>(new Request { HttpContext = http });
        connection.Features.Set<IConnectionHeartbeatFeature>(heart);
        var cut = connection.ConnectionClosed.UnsafeRegister(static h => ((HttpContext)h!).Abort(), http); // a socket's own Abort leaves a read that waits
        using var stop = stopping.UnsafeRegister(static c => ((ConnectionContext)c!).Abort(), connection);
        open[connection.ConnectionId] = heart;
        try
        {
            await hub(connection);
        }
        finally
        {
            open.TryRemove(connection.ConnectionId, out _);
            connection.Transport.Output.Complete(); // what waits goes first
            await Close(socket, says, http);
            await cut.DisposeAsync(); // or a goodbye would be lost in a reset
            connection.Abort();
        }
    }

    public void Dispose() => beat.Dispose();

    private static async Task Close(WebSocket socket, SocketWriter says, HttpContext http)
    {
        using var patience = new CancellationTokenSource(Goodbye);
        try
        {
            await says.Ended.WaitAsync(patience.Token);
            if (SocketWriter.CanSend(socket)) await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            else if (socket.State == WebSocketState.Aborted) http.Abort(); // what waits in the kernel for one who does not read goes, too
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            http.Abort();
        }
    }

    private void Beat()
    {
        foreach (var heart in open.Values)
        {
            try
            {
                heart.Beat();
            }
            catch (ObjectDisposedException)
            {
                // It has ended by itself meanwhile; thrown here it would end the process.
            }
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Request : IHttpContextFeature
    {
        public HttpContext? HttpContext { get; set; }
    }

    /// <summary>By which SignalR sends its pings, and notices that none come.</summary>
    private sealed class Heart : IConnectionHeartbeatFeature
    {
        private volatile (Action<object> Do, object State)[] each = [];

        public void OnHeartbeat(Action<object> action, object state)
        {
            lock (this) each = [.. each, (action, state)];
        }

        public void Beat()
        {
            foreach (var (action, state) in each) action(state);
        }
    }
}

/// <summary>Reads into one buffer, which grows to what SignalR allows a message to be. One reader, as SignalR is.</summary>
public sealed class SocketReader(WebSocket socket, Action abort) : PipeReader
{
    private const int Everyday = 4 * 1024;

    private byte[] buffer = [];
    private int from;
    private int seen;
    private int to;
    private bool ended;
    private volatile bool canceled;
    private int reading;

    public override bool TryRead(out ReadResult result)
    {
        var there = canceled || ended || to > seen;
        result = there ? Result() : default;
        return there;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => TryRead(out var there) ? new(there) : Receive();

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        (from, seen) = (consumed.GetInteger(), examined.GetInteger());
        if (from < to) return;
        from = seen = to = 0;
        if (buffer.Length > Everyday) buffer = [];
    }

    /// <summary>SignalR does this to a connection that it ends, and a socket's read that waits can only be ended together with it.</summary>
    public override void CancelPendingRead()
    {
        canceled = true;
        if (Interlocked.CompareExchange(ref reading, 0, 0) == 1) abort();
    }

    public override void Complete(Exception? exception = null) => ended = true;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> Receive()
    {
        if (to == buffer.Length) MakeRoom();
        Interlocked.Exchange(ref reading, 1);
        try
        {
            while (to == seen && !ended && !canceled)
            {
                var heard = await socket.ReceiveAsync(buffer.AsMemory(to), CancellationToken.None);
                to += heard.Count;
                ended = heard.MessageType == WebSocketMessageType.Close;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            ended = true; // gone without a word
        }
        Volatile.Write(ref reading, 0);
        return Result();
    }

    private void MakeRoom()
    {
        var larger = from > 0 ? buffer : new byte[Math.Max(Everyday, buffer.Length * 2)];
        buffer.AsSpan(from..to).CopyTo(larger);
        (buffer, seen, to, from) = (larger, seen - from, to - from, 0);
    }

    private ReadResult Result()
    {
        var was = canceled;
        canceled = false;
        return new ReadResult(new ReadOnlySequence<byte>(buffer, from, to - from), was, ended);
    }
}

/// <summary>What is written until it is flushed goes as one frame. One writer, as an outbox is. What cannot be sent any more is nobody's: who was there comes back and heals by its seq.</summary>
public sealed class SocketWriter(WebSocket socket, Straight to) : PipeWriter
{
    /// <summary>The longest header of a frame that a server sends, which masks none (RFC 6455, 5.2); what is written begins behind it.</summary>
    private const int Header = 10;

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] buffer = [];
    private int written = Header;

    /// <summary>Nothing more will be written.</summary>
    public Task Ended => ended.Task;

    public static bool CanSend(WebSocket socket) => socket.State is WebSocketState.Open or WebSocketState.CloseReceived;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (buffer.Length - written < Math.Max(1, sizeHint))
        {
            var larger = ArrayPool<byte>.Shared.Rent(written + Math.Max(256, sizeHint));
            if (buffer.Length > 0)
            {
                buffer.AsSpan(0, written).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
            }
            buffer = larger;
        }
        return buffer.AsMemory(written);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => written += bytes;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var open = CanSend(socket);
        try
        {
            // Without a token: it would cost a timer and a registration for each frame, and its outbox cuts a send that takes too long.
            if (open && written > Header) await to.WriteAsync(Frame(), CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            open = false;
        }
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        (buffer, written) = ([], Header);
        return new FlushResult(isCanceled: false, isCompleted: !open);
    }

    /// <summary>Nobody waits for a flush but the outbox, which cuts one that takes too long.</summary>
    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null) => ended.TrySetResult();

    /// <summary>Text, whole. Written here because what is sent is then copied once instead of three times; all else of the protocol is the framework's.</summary>
    private ReadOnlyMemory<byte> Frame()
    {
        var size = written - Header;
        var from = Header - (size < 126 ? 2 : size <= ushort.MaxValue ? 4 : 10);
        buffer[from] = 0x81; // the last of its message, and text
        buffer[from + 1] = (byte)(size < 126 ? size : size <= ushort.MaxValue ? 126 : 127);
        if (from == Header - 4) BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(from + 2), (ushort)size);
        else if (from == 0) BinaryPrimitives.WriteUInt64BigEndian(buffer.AsSpan(2), (ulong)size);
        return buffer.AsMemory(from..written);
    }
}
