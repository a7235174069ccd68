using Microsoft.Extensions.Logging;

namespace Workshop.Sessions;

/// <summary>
/// Who decides for one dialogue, as this server reaches it: its grain in the cluster; and while nobody answers there (a silo that was killed or hangs stays a
/// member for seconds) the grain of this server alone. Both may decide at once: the journal's head lets one win, so a wrong guess costs time, never a note.
/// Commands are decided in the order they came: what was asked in the cluster and not answered is asked here first, under the same ids; and before anything
/// is asked in the cluster again, all that was asked here is answered.
/// </summary>
/// <param name="grain">Asks its grain in the cluster.</param>
/// <param name="here">Asks the grain of this server alone; null where every grain is.</param>
public sealed partial class Decider(string dialogueId, Func<Call[], Task<Line[]>> grain, Func<Call[], Task<Line[]>>? here, TimeProvider clock, ILogger<Decider> log)
{
    /// <summary>So long without an answer, and it is asked whether anybody lives there, who has as long to say so; a grain that waits for its disk says it at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>How often it is looked whether somebody lives there again.</summary>
    public static readonly TimeSpan Looks = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<Waiting> inCluster = [];
    private readonly List<Waiting> held = [];
    private int askedHere;
    private bool alone;
    private bool returning;
    private long looked;

    /// <summary>Answers in the order of the calls. Throws when nobody can be asked, here neither, or the grain lives and takes longer than its runtime allows.</summary>
    public Task<Line[]> Each(Call[] calls)
    {
        if (here is null) return grain(calls);
        var waiting = new Waiting(calls);
        lock (gate)
        {
            if (returning) held.Add(waiting);
            else if (!alone) AskCluster(waiting);
            else
            {
                AskHere([waiting]);
                if (clock.GetElapsedTime(looked) >= Looks) _ = Look();
            }
        }
        return waiting.Answer.Task;
    }

    private void AskCluster(Waiting waiting)
    {
        inCluster.Add(waiting);
        _ = Ask();

        async Task Ask()
        {
            Task<Line[]>? answer = null;
            try
            {
                answer = grain(waiting.Calls);
                while (await Task.WhenAny(answer, Task.Delay(Patience, clock)) != answer) await grain([]).WaitAsync(Patience, clock);
                waiting.Answer.TrySetResult(await answer);
            }
            catch (TimeoutException late) when (answer is { IsFaulted: true })
            {
                waiting.Answer.TrySetException(late); // it lives: its disk is slow, and would be slow here
            }
            catch (Exception silent)
            {
                Doubt(waiting, silent);
            }
            lock (gate) inCluster.Remove(waiting);
        }
    }

    private void AskHere(List<Waiting> all)
    {
        askedHere++;
        _ = Ask();

        async Task Ask()
        {
            try
            {
                var (lines, from) = (await here!([.. all.SelectMany(one => one.Calls)]), 0);
                foreach (var one in all) one.Answer.TrySetResult(lines[from..(from += one.Calls.Length)]);
            }
            catch (Exception failed)
            {
                foreach (var one in all) one.Answer.TrySetException(failed);
            }
            lock (gate)
            {
                askedHere--;
                if (returning) Return();
            }
        }
    }

    private void Doubt(Waiting waiting, Exception silent)
    {
        lock (gate)
        {
            if (alone || !inCluster.Contains(waiting)) return; // it is asked here already
            (alone, looked) = (true, clock.GetTimestamp());
            AskHere([.. inCluster]);
            inCluster.Clear();
        }
        LogAlone(dialogueId, silent.GetType().Name);
    }

    private async Task Look()
    {
        looked = clock.GetTimestamp();
        try
        {
            await grain([]).WaitAsync(Patience, clock);
        }
        catch (Exception)
        {
            return; // still nobody
        }
        lock (gate)
        {
            if (!alone) return;
            returning = true;
            Return();
        }
    }

    private void Return()
    {
        if (askedHere > 0) return;
        alone = returning = false;
        foreach (var one in held) AskCluster(one);
        held.Clear();
        LogTogether(dialogueId);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster does not answer for {Dialogue} ({Kind}); meanwhile it is decided here")]
    private partial void LogAlone(string dialogue, string kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "The cluster answers for {Dialogue} again")]
    private partial void LogTogether(string dialogue);

    private sealed record Waiting(Call[] Calls)
    {
        public TaskCompletionSource<Line[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
