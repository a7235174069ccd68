namespace Workshop.Journal.Tests;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class SettableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Some.Then;

    public override DateTimeOffset GetUtcNow() => Now;
}
