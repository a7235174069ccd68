using System.Diagnostics;

namespace Workshop.Journal.Sqlite;

/// <summary>Something that waits to be written. It may be tried twice (a group that fails is retried one by one), and is answered once.</summary>
internal abstract class Write(long bytes, int events)
{
    public long Bytes { get; } = bytes;

    public int Events { get; } = events;

    /// <summary>Only asks whether the store can be written; nobody's work, and no reason to put off what waits for quiet.</summary>
    public bool Probes { get; init; }

    public long Asked { get; } = Stopwatch.GetTimestamp();

    public abstract void Try(WritingConnection connection);

    /// <summary>The transaction it was tried in is on disk.</summary>
    public abstract void Done();

    public abstract void Failed(Exception reason);
}

internal sealed class Write<T>(Func<WritingConnection, T> act, long bytes, int events) : Write(bytes, events)
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => answer.Task;

    public override void Try(WritingConnection connection) => result = act(connection);

    public override void Done() => answer.TrySetResult(result!);

    public override void Failed(Exception reason) => answer.TrySetException(reason);
}
