namespace Workshop.Sessions.Tests;

/// <summary>
/// Which calls have left and which have reached their grain. Between silos nothing but this tells a test that a call is there: a later one may come first.
/// </summary>
public sealed class Arrivals : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Sent, int Arrived, TaskCompletionSource All)> calls = [];

    /// <summary>Ends when every call sent until then has run in its grain up to where it waits.</summary>
    public Task All(string key)
    {
        lock (gate)
        {
            var (sent, arrived, all) = calls[key];
            return arrived >= sent ? Task.CompletedTask : all.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType == typeof(IDialogueGrain)) Count(context.TargetId.Key.ToString()!, 1, 0);
        return context.Invoke();
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var running = context.Invoke();
        if (context.InterfaceMethod.DeclaringType == typeof(IDialogueGrain)) Count(context.TargetId.Key.ToString()!, 0, 1);
        await running;
    }

    private void Count(string key, int sent, int arrived)
    {
        TaskCompletionSource? done = null;
        lock (gate)
        {
            if (!calls.TryGetValue(key, out var now)) now.All = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (now.Sent, now.Arrived) = (now.Sent + sent, now.Arrived + arrived);
            if (now.Arrived >= now.Sent) (done, now.All) = (now.All, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            calls[key] = now;
        }
        done?.TrySetResult();
    }
}
