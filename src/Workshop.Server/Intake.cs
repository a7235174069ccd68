// Commands on the way to their dialogue's turn. What comes while the thread pool is busy with something else goes as one call: in a busy room thirty
// commands cost the grain, and its host, little more than one. All of a room's commands come this way, or a client's own could overtake each other.
using System.Diagnostics;
using Workshop.Sessions;

namespace Workshop.Server;

/// <summary>Commands of one caller, and whoever waits for their receipts.</summary>
public abstract class Asking(Call call, int commands)
{
    public Call Call => call;

    public int Commands => commands;

    /// <param name="receipts">Null: nobody knows whether it is on disk; the same ids again will tell.</param>
    public abstract void Answer(Line? receipts);
}

/// <summary>One command of a live connection, answered as SignalR's JSON protocol completes a call.</summary>
/// <param name="invocationId">As the client wrote it, with its quotes.</param>
public sealed class Invoked(Call call, IOutbox outbox, byte[] invocationId, string language) : Asking(call, 1)
{
    private static ReadOnlySpan<byte> Head => "{\"type\":3,\"invocationId\":"u8;

    private static ReadOnlySpan<byte> Middle => ",\"result\":"u8;

    private static ReadOnlySpan<byte> Tail => "}\x1e"u8;

    public override void Answer(Line? receipts) => Answer(Turnstile.Receipt(Call.Commands, receipts, language));

    public void Answer(ReadOnlySpan<byte> receipt)
    {
        var message = new byte[Head.Length + invocationId.Length + Middle.Length + receipt.Length + Tail.Length];
        var at = 0;
        Put(Head);
        Put(invocationId);
        Put(Middle);
        Put(receipt);
        Put(Tail);
        outbox.Post(message);

        void Put(ReadOnlySpan<byte> piece)
        {
            piece.CopyTo(message.AsSpan(at));
            at += piece.Length;
        }
    }
}

/// <summary>Commands that somebody here waits for.</summary>
public sealed class Awaited(Call call, int commands) : Asking(call, commands)
{
    private readonly TaskCompletionSource<Line?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Line?> Receipts => done.Task;

    public override void Answer(Line? receipts) => done.SetResult(receipts);
}

/// <summary>Of one room.</summary>
public sealed class Intake(Decider decider) : IThreadPoolWorkItem
{
    private readonly Lock gate = new();
    private List<Asking> waiting = [];

    public void Post(Asking asking)
    {
        lock (gate)
        {
            waiting.Add(asking);
            if (waiting.Count > 1) return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        List<Asking> taken;
        lock (gate)
        {
            // Handed over under the lock: two turns of this may run at once, and the later must not come first.
            (taken, waiting) = (waiting, new(waiting.Count));
            _ = Pass(taken);
        }
    }

    private async Task Pass(List<Asking> taken)
    {
        var started = Stopwatch.GetTimestamp();
        Line[]? lines = null;
        try
        {
            var calls = new Call[taken.Count];
            for (var i = 0; i < calls.Length; i++) calls[i] = taken[i].Call;
            lines = await decider.Each(calls).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (Exception)
        {
            // Whoever waits is told that nobody knows.
        }
        Telemetry.Did(taken, Stopwatch.GetElapsedTime(started));
        for (var i = 0; i < taken.Count; i++) taken[i].Answer(lines?[i]);
    }
}
