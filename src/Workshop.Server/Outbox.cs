// One bounded queue per connection, so that one who stops reading holds nobody else (rejected: Clients.Group().SendAsync,
// where one stalled reader held the others for 10 s). Bounded by bytes and by age: a stalled reader in a quiet room never overflows.
using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Workshop.Server;

/// <summary>
/// What waits for one connection. Invariant (under the lock): at most one write is under way, and while it is, what comes waits in order.
/// Nothing is awaited by whoever posts: a room's turn never waits for a reader.
/// </summary>
public sealed class Outbox(HubConnectionContext connection)
{
    public const int MostBytes = 4 * 1024 * 1024;
    public static readonly TimeSpan MostAge = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Queue<(SerializedHubMessage Message, int Bytes)> waiting = new();
    private long bytes;
    private long writingSince; // 0: nothing is under way
    private bool cut;

    public bool Gone => cut || connection.ConnectionAborted.IsCancellationRequested;

    public long Waiting => Volatile.Read(ref bytes);

    public static SerializedHubMessage Message(ReadOnlyMemory<byte> framed) => new([new SerializedMessage("json", framed)]);

    /// <summary>Sends or queues. True: the bytes have been taken and their buffer may be used again.</summary>
    public bool Post(SerializedHubMessage message, int size)
    {
        lock (gate)
        {
            if (cut) return true;
            if (writingSince != 0)
            {
                waiting.Enqueue((message, size));
                bytes += size;
                if (bytes > MostBytes) Cut("overflow");
                return false;
            }
            writingSince = Stopwatch.GetTimestamp();
        }
        var write = connection.WriteAsync(message);
        if (!write.IsCompletedSuccessfully)
        {
            _ = Drain(write.AsTask());
            return false;
        }
        lock (gate)
        {
            writingSince = 0;
            if (waiting.Count == 0) return true;
            writingSince = Stopwatch.GetTimestamp();
        }
        _ = Drain(Task.CompletedTask);
        return true;
    }

    /// <summary>Called once a second: cuts the connection whose write has been under way too long.</summary>
    public void Look(long now)
    {
        lock (gate)
            if (!cut && writingSince != 0 && Stopwatch.GetElapsedTime(writingSince, now) > MostAge) Cut("stalled");
    }

    public void Close(string why)
    {
        lock (gate)
            if (!cut) Cut(why);
    }

    private async Task Drain(Task write)
    {
        try
        {
            await write;
            while (true)
            {
                SerializedHubMessage next;
                lock (gate)
                {
                    if (cut || waiting.Count == 0)
                    {
                        writingSince = 0;
                        return;
                    }
                    (next, var size) = waiting.Dequeue();
                    bytes -= size;
                    writingSince = Stopwatch.GetTimestamp();
                }
                await connection.WriteAsync(next);
            }
        }
        catch (Exception)
        {
            Close("write failed"); // the connection is dying; whoever was there comes back and heals by its seq
        }
    }

    // Frees at once: OnDisconnected of a reader that does not read comes seconds later. The socket goes too, not just SignalR's loop.
    private void Cut(string why)
    {
        cut = true;
        waiting.Clear();
        Volatile.Write(ref bytes, 0);
        Telemetry.Cut(why);
        ThreadPool.UnsafeQueueUserWorkItem(static c =>
        {
            try
            {
                c.Abort();
                c.Features.Get<IConnectionLifetimeFeature>()?.Abort();
                c.GetHttpContext()?.Abort();
            }
            catch (ObjectDisposedException)
            {
                // It has ended by itself meanwhile; thrown here it would end the process.
            }
        }, connection, preferLocal: false);
    }
}

/// <summary>Gives the connections their outboxes; what else SignalR asks of a lifetime manager stays as it is.</summary>
public sealed class Outboxes(ILogger<DefaultHubLifetimeManager<DialogueHub>> log) : DefaultHubLifetimeManager<DialogueHub>(log), IDisposable
{
    private static readonly object Key = new();
    private readonly ConcurrentDictionary<string, Outbox> open = new();
    private Timer? sweep;

    public static Outbox Of(HubCallerContext context) => (Outbox)context.Items[Key]!;

    public int Count => open.Count;

    public long Waiting => open.Values.Sum(o => o.Waiting);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        var outbox = new Outbox(connection);
        connection.Items[Key] = outbox;
        open[connection.ConnectionId] = outbox;
        if (sweep is null) Interlocked.CompareExchange(ref sweep, new Timer(_ => Sweep(), null, 1_000, 1_000), null);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        open.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }

    public void Dispose() => sweep?.Dispose();

    private void Sweep()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var outbox in open.Values) outbox.Look(now);
    }
}
