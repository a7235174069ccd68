namespace Workshop.Sessions.Embedded;

/// <summary>
/// One live grain, from its first call until it is let go. Its scheduler runs one piece of its code at a time; an await gives the turn away and takes it again.
/// Retired, it takes no new calls; those under way end here, then it is deactivated, once.
/// </summary>
internal sealed class Activation(string key, TimeProvider time, Func<Grain> make)
{
    private readonly Turns turns = new();
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private Task<Grain>? grain;
    private Task behind = Task.CompletedTask; // the last of the calls that wait for it to be active
    private int underWay;
    private long touched = time.GetTimestamp();
    private string? retired;

    public string Key { get; } = key;

    /// <summary>Ends when the grain has been deactivated.</summary>
    public Task Gone => gone.Task;

    /// <summary>Before a call; false when it is retired. Whoever enters leaves, when the call has ended.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            if (retired is not null) return false;
            underWay++;
            return true;
        }
    }

    /// <summary>Runs a call as turns of the grain. A failed activation fails its calls; the next call gets a new one.</summary>
    public Task<T> Call<T>(Func<Grain, Task<T>> call)
    {
        return Turn(() => grain is { IsCompletedSuccessfully: true } there && behind.IsCompleted ? call(there.Result) : First());

        // One after the other, also those that come when it is active and some that came before still wait to be told so.
        async Task<T> First()
        {
            var (before, begun) = (behind, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            behind = begun.Task;
            Task<T> called;
            try
            {
                grain ??= Activate();
                await before;
                called = call(await grain);
            }
            finally
            {
                begun.SetResult();
            }
            return await called;
        }
    }

    /// <summary>True when it takes no more calls. With <paramref name="idle"/>: only if there has been none for that long.</summary>
    public bool Retire(string why, TimeSpan? idle = null)
    {
        lock (gate)
        {
            if (retired is not null) return true;
            if (idle is { } wanted && (underWay > 0 || time.GetElapsedTime(touched) < wanted)) return false;
            retired = why;
            if (underWay > 0) return true;
        }
        _ = Turn(Deactivate);
        return true;
    }

    public void Leave()
    {
        lock (gate)
        {
            touched = time.GetTimestamp();
            if (--underWay > 0 || retired is null) return;
        }
        _ = Turn(Deactivate);
    }

    private async Task<Grain> Activate()
    {
        try
        {
            var made = make();
            made.Activation = this;
            await made.OnActivateAsync(CancellationToken.None);
            return made;
        }
        catch
        {
            Retire("failed");
            throw;
        }
    }

    /// <summary>Nobody waits for a deactivation to succeed; only for its end.</summary>
    private async Task<bool> Deactivate()
    {
        try
        {
            if (grain is { IsCompletedSuccessfully: true }) await grain.Result.OnDeactivateAsync(new DeactivationReason(retired!), CancellationToken.None);
            return true;
        }
        finally
        {
            gone.SetResult();
        }
    }

    private Task<T> Turn<T>(Func<Task<T>> turn) => Task.Factory.StartNew(turn, CancellationToken.None, TaskCreationOptions.DenyChildAttach, turns).Unwrap();
}
