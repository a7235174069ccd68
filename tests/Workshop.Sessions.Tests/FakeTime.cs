namespace Workshop.Sessions.Tests;

/// <summary>Time that stands still until the test moves it; timers fire on the way.</summary>
public sealed class FakeTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<FakeTimer> timers = [];
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 10, 3, 9, 0, 0, TimeSpan.Zero) + passed;

    public override long GetTimestamp() => passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state, period) { Due = passed + dueTime };
        lock (gate) timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = passed + by;
        while (true)
        {
            FakeTimer? next;
            lock (gate) next = timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is null) break;
            passed = next.Due;
            next.Fire();
        }
        passed = until;
    }

    /// <summary>Ends when so many timers wait: what was woken has come to its next wait.</summary>
    public async Task UntilTimers(int count)
    {
        for (var until = Environment.TickCount64 + 30_000; Environment.TickCount64 < until; await Task.Yield())
            lock (gate)
                if (timers.Count == count) return;
        throw new TimeoutException($"{timers.Count} timers wait");
    }

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state, TimeSpan period) : ITimer
    {
        public TimeSpan Due { get; set; }

        public void Fire()
        {
            if (period > TimeSpan.Zero) Due += period;
            else Dispose();
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (time.gate) time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
