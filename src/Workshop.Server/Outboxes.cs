using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;

namespace Workshop.Server;

/// <summary>All that goes to one connection, in the order it was posted, bounded; whoever posts waits for nobody. By a socket of this server, or by Azure SignalR.</summary>
public interface IOutbox
{
    /// <summary>Nothing more will reach it.</summary>
    bool Gone { get; }

    /// <summary>Bytes.</summary>
    long Waiting { get; }

    /// <param name="message">Not changed any more: it is sent later, and to many.</param>
    void Post(ReadOnlyMemory<byte> message);

    /// <param name="pieces">Together one message, or whole messages.</param>
    void Post(params ReadOnlySpan<ReadOnlyMemory<byte>> pieces);

    void Close(string why);

    /// <summary>Called once a second: cuts the connection whose write has been under way too long.</summary>
    void Look(long now);
}

/// <summary>The connections' outboxes; cuts those that stall.</summary>
public sealed class Outboxes : IDisposable
{
    private static readonly object Key = new();
    private readonly ConcurrentDictionary<string, IOutbox> open = new();
    private readonly Timer sweep;

    public Outboxes() => sweep = new Timer(_ => Sweep(), null, 1_000, 1_000);

    public static IOutbox Of(HubCallerContext context) => (IOutbox)context.Items[Key]!;

    public int Count => open.Count;

    public long Waiting => open.Values.Sum(o => o.Waiting);

    /// <param name="items">Of the connection: what the hub will find it by.</param>
    public void Add(string connectionId, IDictionary<object, object?> items, IOutbox outbox) => items[Key] = open[connectionId] = outbox;

    public void Remove(string connectionId) => open.TryRemove(connectionId, out _);

    public void Dispose() => sweep.Dispose();

    private void Sweep()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var outbox in open.Values) outbox.Look(now);
    }
}
