// Who is listening, by dialogue. A room follows the journal: it is told by the grains of this process, and polled heads heal everything else.
using System.Collections.Concurrent;
using Workshop.Rules;
using Workshop.Sessions;

namespace Workshop.Server;

public sealed class Rooms : IListener, IDisposable
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Room> open = new();
    private readonly Store journal;
    private readonly TakenBack takenBack;
    private readonly TimeProvider clock;
    private readonly ILogger<Rooms> log;
    private readonly ITimer tick;
    private readonly bool shared;
    private int polling;
    private bool everyOther;

    public Rooms(Store journal, Settings settings, TakenBack takenBack, TimeProvider clock, ILogger<Rooms> log)
    {
        (this.journal, this.takenBack, this.clock, this.log, shared) = (journal, takenBack, clock, log, settings.Shared);
        tick = clock.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public int Count => open.Count;

    /// <summary>The room of a dialogue, read from the journal if nobody was here lately; null: there is no such dialogue.</summary>
    public async ValueTask<Room?> Open(string dialogueId)
    {
        if (dialogueId.Length is 0 or > 64) return null;
        while (true)
        {
            var room = open.GetOrAdd(dialogueId, id => new Room(id, journal, shared, clock, log));
            var there = false;
            try
            {
                there = await room.Ready;
            }
            finally
            {
                if (!there) open.TryRemove(KeyValuePair.Create(dialogueId, room));
            }
            if (!there) return null;
            if (room.Use()) return room;
            open.TryRemove(KeyValuePair.Create(dialogueId, room)); // it was closing
        }
    }

    /// <summary>After the facts are on disk; a room that nobody opened reads them when somebody does.</summary>
    public void Tell(string dialogueId, IReadOnlyList<Fact> facts, Dialogue after, bool written)
    {
        if (open.TryGetValue(dialogueId, out var room)) room.Tell(facts, after);
        if (facts.Any(fact => TakenBack.Is(fact.What))) List(dialogueId, facts);
        Told?.Invoke(dialogueId, facts, written);
        Followed?.Invoke(dialogueId, facts, after);
        if (facts.Any(fact => fact.What is ContentErased { Field: "title" or "targetGroup" })) _ = ForgetLine(dialogueId);
    }

    /// <summary>Also what was only found written: its server may have ended before it wrote its own list.</summary>
    private void List(string dialogueId, IReadOnlyList<Fact> facts)
    {
        try
        {
            takenBack.Add(dialogueId, facts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.NotListed(e.GetType().Name);
        }
    }

    private async Task ForgetLine(string dialogueId)
    {
        try
        {
            await Pages.Dialogues.Forget(journal, dialogueId);
        }
        catch (Exception e)
        {
            log.HeadsFailed(e.GetType().Name); // the next look at the list writes it anew
        }
    }

    /// <summary>For other servers: what grains of this process have written, or found written.</summary>
    public Action<string, IReadOnlyList<Fact>, bool>? Told { get; set; }

    /// <summary>For what follows from a fact outside its dialogue; told where its grain is, with the dialogue after it.</summary>
    public Action<string, IReadOnlyList<Fact>, Dialogue>? Followed { get; set; }

    /// <summary>Somebody listens in it.</summary>
    public Action<Room>? Entered { get; set; }

    public void Enters(Room room) => Entered?.Invoke(room);

    /// <summary>The dialogue was deleted.</summary>
    public void Close(string dialogueId)
    {
        if (open.TryRemove(dialogueId, out var room)) room.Close();
    }

    public void Dispose() => tick.Dispose();

    private void Tick()
    {
        foreach (var (id, room) in open)
            if (room.CloseIfForgotten(Forgotten)) open.TryRemove(KeyValuePair.Create(id, room));
            else room.Tick();
        everyOther = !everyOther;
        if (everyOther && !open.IsEmpty && Interlocked.Exchange(ref polling, 1) == 0) _ = Poll();
    }

    // One query for all open rooms. What is behind now may be on its way from this process's grains, so it is looked at again before reading.
    private async Task Poll()
    {
        try
        {
            string[] asked = [.. open.Where(one => one.Value.Ready is { IsCompletedSuccessfully: true, Result: true }).Select(one => one.Key)];
            var heads = await journal.Heads(asked);
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock);
            foreach (var id in asked)
                if (!heads.TryGetValue(id, out var head)) Close(id); // deleted, perhaps by another server
                else if (open.TryGetValue(id, out var room)) room.Reach(head);
        }
        catch (Exception e)
        {
            log.HeadsFailed(Journal.Ailment.Of(e));
        }
        finally
        {
            Volatile.Write(ref polling, 0);
        }
    }
}
