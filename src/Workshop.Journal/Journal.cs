namespace Workshop.Journal;

/// <summary>One event as it lies on disk.</summary>
/// <param name="Seq">1, 2, 3 … within its dialogue, without gaps.</param>
/// <param name="At">When it was decided, UTC; never earlier than the event before it.</param>
/// <param name="By">The participant it speaks for, a pseudonym where names are hidden, null for a facilitator or the server.</param>
/// <param name="Command">The command it answers; several events may share one.</param>
/// <param name="ContentHash">SHA-256 (first 16 bytes) of that command's content and sender: the same id with another hash is refused <c>id-reused</c>.</param>
/// <param name="SeenBy">Who may see it: <c>all</c>, <c>author</c>, <c>table:x</c>, <c>facilitators</c>.</param>
/// <param name="Nameless">Names were hidden when it was decided: <paramref name="By"/> goes to its author only.</param>
/// <param name="Version">Of the event's shape, see EventCodec.</param>
/// <param name="Body">The event itself, UTF-8 JSON with its <c>type</c>.</param>
public sealed record StoredEvent(
    long Seq, DateTimeOffset At, string? By, Guid? Command, byte[]? ContentHash, string SeenBy, bool Nameless, int Version, byte[] Body);

/// <summary>What one dialogue asks to have written: all of it or nothing.</summary>
/// <remarks>A short text can be guessed from its hash: an erasure also turns the hash of the erased events' commands into zeros, which no content has.</remarks>
/// <param name="Head">The seq the events were decided on; the first event has <c>Head + 1</c>.</param>
/// <param name="Erase">Bodies, with the version of their shape, that replace earlier ones (seq stays, content is gone); written in the same transaction.</param>
/// <param name="History">For a dialogue that moves here with the one it had; null: a new one gets its own.</param>
public sealed record Batch(string Dialogue, long Head, IReadOnlyList<StoredEvent> Events, IReadOnlyList<(long Seq, int Version, byte[] Body)>? Erase = null, string? History = null);

/// <summary>How an append ended. An append that throws is uncertain: it may be on disk; read before answering anyone.</summary>
public enum Appended
{
    /// <summary>On disk.</summary>
    Written,

    /// <summary>Somebody else moved the head: nothing was written; read, decide again.</summary>
    HeadMoved,
}

/// <summary>A dialogue's head.</summary>
/// <param name="History">Random, made with the dialogue and anew by a restore (a move, which loses nothing, takes it along): a client with another one starts from a snapshot.</param>
public sealed record Head(string History, long Seq);

/// <summary>A state saved to spare a long replay. A cache: wrong schema or missing means replay.</summary>
public sealed record SavedState(long Seq, int Schema, byte[] State);

/// <summary>
/// What has happened, append-only and durable, and beside it what the server keeps (codes, devices, links) in the same store.
/// Invariant: when Append says Written, the batch survives SIGKILL and power loss; heads are gapless per dialogue.
/// One contract suite runs against every subclass.
/// </summary>
public abstract class Journal : IAsyncDisposable
{
    /// <summary>Compare-and-set of the dialogue's head plus its rows. Batches of many dialogues share one commit.</summary>
    /// <exception cref="JournalFullException">Too much is waiting: nothing was written, try again later.</exception>
    public abstract Task<Appended> Append(Batch batch);

    /// <summary>Events with seq &gt; <paramref name="after"/>, in order, at most <paramref name="limit"/>.</summary>
    public abstract Task<IReadOnlyList<StoredEvent>> Read(string dialogue, long after, int limit = int.MaxValue);

    /// <summary>Those events alone, in order of seq; one that does not exist is left out. At most a few thousand.</summary>
    public abstract Task<IReadOnlyList<StoredEvent>> ReadThese(string dialogue, IReadOnlyList<long> seqs);

    /// <summary>Command ids of a dialogue with the seq of their last event and their content hash.</summary>
    public abstract Task<IReadOnlyList<(Guid Command, long Seq, byte[] ContentHash)>> Commands(string dialogue);

    /// <summary>Heads of those of the named dialogues that exist; one query.</summary>
    public abstract Task<IReadOnlyDictionary<string, Head>> Heads(IReadOnlyCollection<string> dialogues);

    public abstract Task<SavedState?> LoadState(string dialogue);

    public abstract Task SaveState(string dialogue, SavedState state);

    /// <summary>The whole dialogue gone: events, head, states. What is kept beside it is forgotten by its keeper.</summary>
    public abstract Task Delete(string dialogue);

    /// <summary>The value kept under (<paramref name="kind"/>, <paramref name="key"/>), or null; expired ones are gone.</summary>
    public abstract Task<byte[]?> Kept(string kind, string key);

    /// <summary>All that is kept of a kind whose key starts with <paramref name="prefix"/>, in key order.</summary>
    public abstract Task<IReadOnlyList<(string Key, byte[] Value)>> AllKept(string kind, string prefix = "");

    /// <summary>Keeps, replaces, or with a null value forgets, all in one transaction on the writing connection; on disk when it returns.</summary>
    public abstract Task Keep(params IReadOnlyList<Keepsake> keepsakes);

    /// <summary>Only if the present value equals <paramref name="expected"/> (null: nothing kept). False: somebody was faster.</summary>
    public abstract Task<bool> KeepIf(Keepsake keepsake, byte[]? expected);

    /// <summary>True while the store answers and takes what is written; for <c>/health/ready</c>.</summary>
    public abstract Task<bool> Answers();

    /// <summary>What it fails with, as a sentence with the engine's own code; null while it works. After damage for good: only a restart looks again.</summary>
    public string? Ailment => Ailing.Sentence;

    private protected Ailment Ailing { get; } = new();

    /// <summary>Told of what was forgotten, once that is on disk and before whoever asked hears of it: what a backup from before must not bring back.</summary>
    public Func<IReadOnlyList<Keepsake>, Task>? Forgot { get; set; }

    private protected Task Telling(Task written, IReadOnlyList<Keepsake> keepsakes)
    {
        return Forgot is null || keepsakes.All(one => one.Value is not null) ? written : Then();

        async Task Then()
        {
            await written;
            await Forgot([.. keepsakes.Where(one => one.Value is null)]);
        }
    }

    private protected async Task<bool> Telling(Task<bool> written, Keepsake keepsake)
    {
        var done = await written;
        if (done && keepsake.Value is null && Forgot is not null) await Forgot([keepsake]);
        return done;
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>The store did not answer as it should; what was asked of it may have been done. Asking again later is right.</summary>
    public static bool Lost(Exception e) => e is System.Data.Common.DbException or TimeoutException or JournalFullException or JournalUnusableException;

    /// <summary>What every store demands of a batch before it queues it; returns roughly its size in bytes.</summary>
    /// <exception cref="ArgumentException">A bug in the one who asks: the batch could only leave a gap, or nothing.</exception>
    protected static long Checked(Batch batch)
    {
        long bytes = 0;
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var e = batch.Events[i];
            if (e.Seq != batch.Head + i + 1)
                throw new ArgumentException($"Event {i} of the batch has seq {e.Seq}, after head {batch.Head} it must be {batch.Head + i + 1}.", nameof(batch));
            if (e.Command is null != e.ContentHash is null)
                throw new ArgumentException($"Event {e.Seq} must have both a command and its hash, or neither.", nameof(batch));
            bytes += 100 + e.Body.Length;
        }

        foreach (var (seq, _, body) in batch.Erase ?? [])
        {
            if (seq < 1 || seq > batch.Head)
                throw new ArgumentException($"Event {seq} cannot be erased by a batch on head {batch.Head}.", nameof(batch));
            bytes += 100 + body.Length;
        }

        if (bytes == 0 || batch.Head < 0 || batch.Head + batch.Events.Count > uint.MaxValue)
            throw new ArgumentException($"A batch on head {batch.Head} with {batch.Events.Count} events cannot be written.", nameof(batch));
        return bytes;
    }
}

/// <summary>Something the server keeps that is no event: a device, a join code, a link, a key.</summary>
public sealed record Keepsake(string Kind, string Key, byte[]? Value, DateTimeOffset? Expires = null);

/// <summary>More is waiting to be written than may wait; nothing of this was written.</summary>
public sealed class JournalFullException() : Exception("The journal's queue is full.");
