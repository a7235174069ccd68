// Commands of live connections on the way to their dialogue's turn. What comes while the thread pool is busy with something else goes as one call: in a busy room
// thirty commands cost the grain, and its host, little more than one.
using System.Diagnostics;
using Workshop.Sessions;

namespace Workshop.Server;

/// <summary>A command, and where its receipt goes.</summary>
/// <param name="InvocationId">As the client wrote it, with its quotes.</param>
public sealed record Asking(Call Call, Outbox Outbox, byte[] InvocationId, string Language)
{
    /// <summary>As SignalR's JSON protocol completes a call.</summary>
    public void Answer(ReadOnlySpan<byte> receipt)
    {
        var message = new byte[Head.Length + InvocationId.Length + Middle.Length + receipt.Length + 2];
        var at = Put(message, Put(message, Put(message, Put(message, 0, Head), InvocationId), Middle), receipt);
        Put(message, at, "}\x1e"u8);
        Outbox.Post(message);
    }

    private static int Put(byte[] message, int at, ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(message.AsSpan(at));
        return at + piece.Length;
    }

    private static ReadOnlySpan<byte> Head => "{\"type\":3,\"invocationId\":"u8;

    private static ReadOnlySpan<byte> Middle => ",\"result\":"u8;
}

/// <summary>Of one room.</summary>
public sealed class Intake(IDialogueGrain grain) : IThreadPoolWorkItem
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
        lock (gate) (taken, waiting) = (waiting, new(waiting.Count));
        _ = Pass(taken);
    }

    private async Task Pass(List<Asking> taken)
    {
        var started = Stopwatch.GetTimestamp();
        Line[]? lines = null;
        try
        {
            var calls = new Call[taken.Count];
            for (var i = 0; i < calls.Length; i++) calls[i] = taken[i].Call;
            lines = await grain.Each(calls);
        }
        catch (Exception)
        {
            // Unknown whether it is on disk: the same id again will tell.
        }
        Telemetry.Did(taken.Count, Stopwatch.GetElapsedTime(started));
        for (var i = 0; i < taken.Count; i++) taken[i].Answer(Turnstile.Receipt(taken[i].Call.Commands, lines?[i], taken[i].Language));
    }
}
