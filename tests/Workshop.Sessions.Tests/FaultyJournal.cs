using System.Collections.Concurrent;
using Workshop.Journal;

namespace Workshop.Sessions.Tests;

/// <summary>How an append goes wrong.</summary>
public enum Fault
{
    None,

    /// <summary>It throws and nothing was written.</summary>
    Before,

    /// <summary>It throws although it is on disk.</summary>
    After,

    Full,
}

/// <summary>What the test wants of one dialogue's journal, and what it saw of it.</summary>
public sealed class Script
{
    /// <summary>Asked before each append; what it awaits holds the append.</summary>
    public Func<Batch, Task<Fault>> OnAppend { get; set; } = _ => Task.FromResult(Fault.None);

    /// <summary>Before each reading of events, heads, commands; may throw.</summary>
    public Func<Task> OnRead { get; set; } = () => Task.CompletedTask;

    /// <summary>Before something of the dialogue is kept or forgotten; may throw.</summary>
    public Func<Keepsake, Task> OnKeep { get; set; } = _ => Task.CompletedTask;

    /// <summary>Ends when a state has been saved.</summary>
    public TaskCompletionSource StateSaved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<Batch> Appends { get; } = new();

    public int Faults;
    public int LostRaces;
    public int UnderWay;
    public int MostUnderWay;

    /// <summary>The head as this journal knows it to be on disk, told before the append returns.</summary>
    public long Head;
}

/// <summary>A real journal with a script in front of it, one per dialogue, so that tests share a journal and not their faults.</summary>
public sealed class FaultyJournal(Store inner) : Store
{
    private readonly ConcurrentDictionary<string, Script> scripts = new();

    public Store Inner { get; } = inner;

    public Script Of(string dialogue) => scripts.GetOrAdd(dialogue, _ => new Script());

    public override async Task<Appended> Append(Batch batch)
    {
        var script = Of(batch.Dialogue);
        script.Appends.Enqueue(batch);
        var now = Interlocked.Increment(ref script.UnderWay);
        lock (script) script.MostUnderWay = Math.Max(script.MostUnderWay, now);
        try
        {
            var fault = await script.OnAppend(batch);
            if (fault != Fault.None) Interlocked.Increment(ref script.Faults);
            if (fault == Fault.Full) throw new JournalFullException();
            if (fault == Fault.Before) throw new IOException("The disk said no.");
            var appended = await Inner.Append(batch);
            if (appended == Appended.Written)
                lock (script) script.Head = Math.Max(script.Head, batch.Head + batch.Events.Count);
            else
                Interlocked.Increment(ref script.LostRaces);
            return fault == Fault.After ? throw new IOException("The disk said nothing.") : appended;
        }
        finally
        {
            Interlocked.Decrement(ref script.UnderWay);
        }
    }

    public override async Task<IReadOnlyList<StoredEvent>> Read(string dialogue, long after, int limit = int.MaxValue)
    {
        await Of(dialogue).OnRead();
        return await Inner.Read(dialogue, after, limit);
    }

    public override async Task<IReadOnlyList<StoredEvent>> ReadThese(string dialogue, IReadOnlyList<long> seqs)
    {
        await Of(dialogue).OnRead();
        return await Inner.ReadThese(dialogue, seqs);
    }

    public override async Task<IReadOnlyList<(Guid Command, long Seq, byte[] ContentHash)>> Commands(string dialogue)
    {
        await Of(dialogue).OnRead();
        return await Inner.Commands(dialogue);
    }

    public override async Task<IReadOnlyDictionary<string, Head>> Heads(IReadOnlyCollection<string> dialogues)
    {
        foreach (var dialogue in dialogues) await Of(dialogue).OnRead();
        return await Inner.Heads(dialogues);
    }

    public override Task<SavedState?> LoadState(string dialogue) => Inner.LoadState(dialogue);

    public override async Task SaveState(string dialogue, SavedState state)
    {
        await Inner.SaveState(dialogue, state);
        Of(dialogue).StateSaved.TrySetResult();
    }

    public override Task Delete(string dialogue) => Inner.Delete(dialogue);

    public override Task<byte[]?> Kept(string kind, string key) => Inner.Kept(kind, key);

    public override Task<IReadOnlyList<(string Key, byte[] Value)>> AllKept(string kind, string prefix = "") => Inner.AllKept(kind, prefix);

    public override Task Keep(params IReadOnlyList<Keepsake> keepsakes) => Inner.Keep(keepsakes);

    public override async Task<bool> KeepIf(Keepsake keepsake, byte[]? expected)
    {
        await Of(keepsake.Key).OnKeep(keepsake);
        return await Inner.KeepIf(keepsake, expected);
    }

    public override Task<bool> Answers() => Inner.Answers();

    public override ValueTask DisposeAsync() => Inner.DisposeAsync();
}

/// <summary>A place where the code under test stops until the test lets it go.</summary>
public sealed class Barrier
{
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody stands here.</summary>
    public Task Arrived => arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Open() => open.TrySetResult();

    public Task Stop()
    {
        arrived.TrySetResult();
        return open.Task;
    }

    /// <summary>The next append stops here and then ends as told; those after it go through.</summary>
    public static Barrier HoldNext(Script script, Fault then = Fault.None)
    {
        var barrier = new Barrier();
        var used = 0;
        script.OnAppend = async _ =>
        {
            if (Interlocked.Exchange(ref used, 1) == 1) return Fault.None;
            await barrier.Stop();
            return then;
        };
        return barrier;
    }
}
