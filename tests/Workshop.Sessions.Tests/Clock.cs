namespace Workshop.Sessions.Tests;

/// <summary>A clock that the test sets, and can break; timers go by the real one.</summary>
public sealed class Clock : TimeProvider
{
    private DateTimeOffset now = new(2026, 10, 3, 9, 0, 0, TimeSpan.Zero);

    /// <summary>When set, asking for the time throws: a bug in what Decide needs.</summary>
    public bool Broken { get; set; }

    public override DateTimeOffset GetUtcNow() => Broken ? throw new InvalidOperationException("The clock is broken.") : now;

    public void Set(DateTimeOffset to) => now = to;

    public void Move(TimeSpan by) => now += by;
}
