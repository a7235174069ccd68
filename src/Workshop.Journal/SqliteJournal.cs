using Workshop.Journal.Sqlite;

namespace Workshop.Journal;

/// <summary>
/// The journal of one server: <c>journal.db</c> in a data folder that no other process may use. This file says what is asked of whom: writes go to
/// one thread with one connection (<see cref="SqliteWriter"/>), reads to a few that cannot write.
/// </summary>
public sealed class SqliteJournal : Journal
{
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(2);

    private readonly DataFolder folder;
    private readonly TimeProvider time;
    private readonly JournalMeter meter;
    private readonly SqliteWriter writer;
    private readonly Readers readers;
    private Task? closing;

    /// <exception cref="JournalUnusableException">The folder is in use, or SQLite cannot be had as durable as it must be; the message is for the operator.</exception>
    public SqliteJournal(string dataFolder, TimeProvider? time = null, JournalLimits? limits = null)
    {
        this.time = time ?? TimeProvider.System;
        folder = new DataFolder(dataFolder);
        meter = new JournalMeter(this, () => writer?.Waiting ?? 0);
        try
        {
            limits ??= JournalLimits.Default;
            folder.Check(limits.Check, out var all);
            CheckedAll = all;
            writer = new SqliteWriter(() => new WritingConnection(folder.OpenWriting(), this.time), limits, meter, Ailing, this.time);
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            meter.Dispose();
            folder.Dispose();
            throw new JournalUnusableException($"The journal {folder.File} cannot be used. {Workshop.Journal.Ailment.Of(e)}.", e);
        }
        catch
        {
            meter.Dispose();
            folder.Dispose();
            throw;
        }

        readers = new Readers(() => new ReadingConnection(folder.OpenReading()), most: 4, Ailing);
    }

    /// <summary>False: the store is so large that the check at the start did not come to its end.</summary>
    public bool CheckedAll { get; }

    public override Task<Appended> Append(Batch batch)
    {
        var bytes = Checked(batch);
        return writer.Add(c => c.Append(batch), bytes, Math.Max(1, batch.Events.Count));
    }

    public override async Task<IReadOnlyList<StoredEvent>> Read(string dialogue, long after, int limit = int.MaxValue) =>
        Read(await readers.Ask(r => r.Read(dialogue, after, limit)));

    public override async Task<IReadOnlyList<StoredEvent>> ReadThese(string dialogue, IReadOnlyList<long> seqs) =>
        Read(await readers.Ask(r => r.ReadThese(dialogue, seqs)));

    public override async Task<IReadOnlyList<(Guid Command, long Seq, byte[] ContentHash)>> Commands(string dialogue) =>
        await readers.Ask(r => r.Commands(dialogue));

    public override async Task<IReadOnlyDictionary<string, Head>> Heads(IReadOnlyCollection<string> dialogues) =>
        await readers.Ask(r => r.Heads(dialogues));

    public override Task<SavedState?> LoadState(string dialogue) => readers.Ask(r => r.State(dialogue));

    public override Task SaveState(string dialogue, SavedState state) => writer.Add(c => c.Save(dialogue, state), 100 + state.State.Length);

    public override Task Delete(string dialogue) => writer.Add(c => c.Delete(dialogue));

    public override Task<byte[]?> Kept(string kind, string key) => readers.Ask(r => r.Kept(kind, key, time.GetUtcNow()));

    public override async Task<IReadOnlyList<(string Key, byte[] Value)>> AllKept(string kind, string prefix = "") =>
        await readers.Ask(r => r.AllKept(kind, prefix, time.GetUtcNow()));

    public override Task Keep(params IReadOnlyList<Keepsake> keepsakes) =>
        Telling(writer.Add(c => c.Keep(keepsakes), keepsakes.Sum(k => 100L + (k.Value?.Length ?? 0))), keepsakes);

    public override Task<bool> KeepIf(Keepsake keepsake, byte[]? expected) =>
        Telling(writer.Add(c => c.KeepIf(keepsake, expected), 100L + (keepsake.Value?.Length ?? 0)), keepsake);

    /// <summary>What otherwise waits for a quiet moment, now: expired things swept, the log emptied, the file rewritten after an erasure.</summary>
    public Task Tidy() => writer.Tidy();

    /// <remarks>
    /// Asks both ways, so a store that recovers is found to: a transaction goes through the writer, a question to a reader. The transaction is empty while writes
    /// succeed; after one that failed, and where nothing has been written for a while, it writes, since an empty one succeeds on a full disk.
    /// </remarks>
    public override async Task<bool> Answers()
    {
        try
        {
            await Task.WhenAll(writer.Probe(), readers.Ask(static r => r.Kept("", "", default))).WaitAsync(Impatience);
            return Ailment is null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    public override async ValueTask DisposeAsync() => await (closing ??= Close());

    /// <summary>For tests: to break, on the writing connection, what cannot be broken from outside.</summary>
    internal Task OnWriter(Action<Microsoft.Data.Sqlite.SqliteConnection> act) => writer.Add(c =>
    {
        act(c.Raw);
        return true;
    });

    private List<StoredEvent> Read(List<StoredEvent> events)
    {
        meter.Read(events.Count);
        return events;
    }

    private async Task Close()
    {
        // Readers first: the writer is the last to close, and closing then leaves one file without a log.
        readers.Dispose();
        await writer.Stop();
        meter.Dispose();
        folder.Dispose();
    }
}
