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

/// <summary>The connections' outboxes; cuts those that stall, and those that never enter a dialogue.</summary>
public sealed class Outboxes : IDisposable
{
    /// <summary>The client asks at once; on a slow phone its question travels.</summary>
    public static readonly TimeSpan ToEnter = TimeSpan.FromSeconds(15);

    /// <summary>
    /// So many may be here without having entered; who comes then takes the place of the one that has waited longest. Rejected: to refuse who comes, by which a
    /// few that never enter would keep everybody out. People enter within a second, also when a whole house comes back at once.
    /// </summary>
    public const int MostWaiting = 500;

    private static readonly object Key = new();
    private readonly ConcurrentDictionary<string, Place> open = new();
    private readonly Lock gate = new();

    /// <summary>Not entered yet, the oldest first.</summary>
    private readonly LinkedList<Place> newcomers = [];
    private readonly Timer sweep;

    public Outboxes() => sweep = new Timer(_ => Sweep(), null, 1_000, 1_000);

    private sealed class Place(IOutbox outbox, long since)
    {
        public IOutbox Outbox => outbox;

        public long Since => since;

        /// <summary>Of the newcomers.</summary>
        public LinkedListNode<Place>? Among { get; set; }
    }

    public static IOutbox Of(HubCallerContext context) => ((Place)context.Items[Key]!).Outbox;

    public int Count => open.Count;

    public long Waiting => open.Values.Sum(o => o.Outbox.Waiting);

    /// <summary>How many have not entered.</summary>
    public int Newcomers
    {
        get
        {
            lock (gate) return newcomers.Count;
        }
    }

    /// <param name="items">Of the connection: what the hub will find it by.</param>
    public void Add(string connectionId, IDictionary<object, object?> items, IOutbox outbox)
    {
        var place = new Place(outbox, Stopwatch.GetTimestamp());
        items[Key] = open[connectionId] = place;
        Place? oldest = null;
        lock (gate)
        {
            place.Among = newcomers.AddLast(place);
            if (newcomers.Count > MostWaiting)
            {
                oldest = newcomers.First!.Value;
                newcomers.RemoveFirst();
            }
        }
        oldest?.Outbox.Close("never entered");
    }

    public void Entered(HubCallerContext context) => NoNewcomer((Place)context.Items[Key]!);

    public void Remove(string connectionId)
    {
        if (open.TryRemove(connectionId, out var place)) NoNewcomer(place);
    }

    public void Dispose() => sweep.Dispose();

    private void Sweep()
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var place in open.Values) place.Outbox.Look(now);
        while (Late(now) is { } place) place.Outbox.Close("never entered");
    }

    private Place? Late(long now)
    {
        lock (gate)
        {
            if (newcomers.First?.Value is not { } oldest || Stopwatch.GetElapsedTime(oldest.Since, now) < ToEnter) return null;
            newcomers.RemoveFirst();
            return oldest;
        }
    }

    private void NoNewcomer(Place place)
    {
        lock (gate)
            if (place.Among is { List: not null } among) newcomers.Remove(among);
    }
}
