// Commands on the way to their dialogue's turn. What comes while the thread pool is busy with something else goes as one call: in a busy room thirty
// commands cost the grain, and its host, little more than one. All of a room's commands come this way, or a client's own could overtake each other.
using System.Diagnostics;
using Workshop.Sessions;

namespace Workshop.Server;

/// <summary>Commands of one caller, and whoever waits for their receipts.</summary>
public sealed class Asking(Call call, int commands)
{
    private readonly TaskCompletionSource<Line?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Call Call => call;

    public int Commands => commands;

    /// <summary>Null: nobody knows whether it is on disk; the same ids again will tell.</summary>
    public Task<Line?> Receipts => done.Task;

    public void Answer(Line? receipts) => done.SetResult(receipts);
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
