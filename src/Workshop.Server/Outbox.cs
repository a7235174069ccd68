// All that goes to one connection, SignalR's own messages too, in the order it was posted. What gathers until the thread pool comes to it leaves as one
// WebSocket frame: a receipt and the facts of its turn cost one send. Bounded by bytes and by age: a stalled reader in a quiet room never overflows.
// Rejected: Clients.Group().SendAsync, where one stalled reader held the others for 10 s; a write for each message, which made two or three frames of a turn.
using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Workshop.Server;

/// <summary>
/// Stands between SignalR and the transport. Invariant (under the lock): at most one write is under way, and while it is, what comes waits in order.
/// Nobody who posts waits for the reader: not a room's turn, and not SignalR, whose answers count against the same bounds.
/// </summary>
public sealed class Outbox(ConnectionContext connection, PipeWriter transport) : PipeWriter, IOutbox, IThreadPoolWorkItem
{
    public const int MostBytes = 4 * 1024 * 1024;
    public static readonly TimeSpan MostAge = TimeSpan.FromSeconds(5);

    private const int Enough = 64 * 1024;
    private const int Everyday = 4 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> waiting = new();
    private long bytes;
    private bool running;
    private long writingSince; // 0: nothing is under way
    private bool cut;
    private bool ended; // SignalR writes no more
    private Exception? endedBy;

    /// <summary>The turn's own.</summary>
    private readonly List<ReadOnlyMemory<byte>> taken = [];

    /// <summary>SignalR's message in the making; it writes one at a time.</summary>
    private ArrayBufferWriter<byte> making = new();

    public bool Gone => cut || connection.ConnectionClosed.IsCancellationRequested;

    public long Waiting => Volatile.Read(ref bytes);

    public void Post(ReadOnlyMemory<byte> message) => Post([message]);

    public void Post(params ReadOnlySpan<ReadOnlyMemory<byte>> pieces)
    {
        lock (gate)
        {
            if (cut || ended) return;
            foreach (var piece in pieces)
            {
                if (piece.IsEmpty) continue;
                waiting.Enqueue(piece);
                bytes += piece.Length;
            }
            if (bytes > MostBytes)
            {
                Cut("overflow");
                return;
            }
            if (running) return;
            running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // last in line: what its turn and the next bring goes with it
    }

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

    public void Execute() => _ = Turn();

    private async Task Turn()
    {
        try
        {
            if (Take()) await Write();
        }
        catch (Exception)
        {
            Close("write failed"); // the connection is dying; whoever was there comes back and heals by its seq
        }
        bool more, last;
        lock (gate)
        {
            writingSince = 0;
            more = running = waiting.Count > 0;
            last = ended && !more;
        }
        if (more) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        if (last) transport.Complete(endedBy);
    }

    private bool Take()
    {
        lock (gate)
        {
            var size = 0;
            while (waiting.TryDequeue(out var piece))
            {
                taken.Add(piece);
                size += piece.Length;
                if (size >= Enough && piece.Span[^1] == Wire.End) break;
            }
            bytes -= size;
            writingSince = Stopwatch.GetTimestamp();
            return size > 0;
        }
    }

    // One span for all of it: the transport makes a frame of every segment of its pipe.
    private ValueTask<FlushResult> Write()
    {
        var size = 0;
        foreach (var piece in taken) size += piece.Length;
        var to = transport.GetSpan(size);
        foreach (var piece in taken)
        {
            piece.Span.CopyTo(to);
            to = to[piece.Length..];
        }
        taken.Clear();
        transport.Advance(size);
        return transport.FlushAsync();
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
                c.Features.Get<IConnectionLifetimeFeature>()?.Abort();
                c.GetHttpContext()?.Abort();
            }
            catch (ObjectDisposedException)
            {
                // It has ended by itself meanwhile; thrown here it would end the process.
            }
        }, connection, preferLocal: false);
    }

    // What SignalR writes: its answers, pings and handshake.
    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => making.WrittenCount;

    public override Memory<byte> GetMemory(int sizeHint = 0) => making.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => making.GetSpan(sizeHint);

    public override void Advance(int bytes) => making.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (making.WrittenCount > 0) Post(making.WrittenSpan.ToArray());
        if (making.Capacity > Everyday) making = new();
        else making.ResetWrittenCount();
        return new(new FlushResult(isCanceled: false, isCompleted: cut));
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        Post(source.ToArray());
        return new(new FlushResult(isCanceled: false, isCompleted: cut));
    }

    public override void CancelPendingFlush() => transport.CancelPendingFlush();

    /// <summary>After what waits: SignalR's last word says why.</summary>
    public override void Complete(Exception? exception = null)
    {
        bool now;
        lock (gate)
        {
            (ended, endedBy) = (true, exception);
            now = !running;
        }
        if (now) transport.Complete(exception);
    }
}
