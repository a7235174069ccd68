// Awaitable conditions, so that nothing in the tests sleeps to synchronise. Not a clock: whoever changes what a condition
// looks at calls Pulse, and the condition is looked at again.
namespace Workshop.Load;

/// <summary>A condition did not come true in time; the message names phase, expected and actual.</summary>
public sealed class NotInTimeException(string message) : TimeoutException(message);

public sealed class Waiting
{
    private readonly Lock gate = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> waiters = [];

    /// <summary>Looks at every waiting condition again. A condition that throws fails its waiter, not the caller.</summary>
    public void Pulse()
    {
        lock (gate)
        {
            if (waiters.Count == 0) return;
            waiters.RemoveAll(waiter =>
            {
                try
                {
                    if (!waiter.Holds()) return false;
                    waiter.Done.TrySetResult();
                }
                catch (Exception broken)
                {
                    waiter.Done.TrySetException(broken);
                }

                return true;
            });
        }
    }

    /// <summary>Completes when <paramref name="holds"/> does. <paramref name="actual"/> is asked only when time is up.</summary>
    /// <exception cref="NotInTimeException">Time is up.</exception>
    public async Task Until(Func<bool> holds, TimeSpan timeout, string expected, Func<string> actual)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate) waiters.Add((holds, done));
        Pulse();
        try
        {
            await done.Task.WaitAsync(timeout);
        }
        catch (TimeoutException) when (!done.Task.IsCompleted)
        {
            throw new NotInTimeException($"Expected within {timeout.TotalSeconds:0.#} s: {expected}. Actual: {actual()}");
        }
        finally
        {
            lock (gate) waiters.RemoveAll(waiter => waiter.Done == done);
        }
    }
}
