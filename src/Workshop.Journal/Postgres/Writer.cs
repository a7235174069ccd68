using System.Diagnostics;
using Npgsql;

namespace Workshop.Journal.Postgres;

/// <summary>
/// Takes what waits, writes it in one statement (<see cref="Writing"/>), answers, and takes what has gathered meanwhile: many dialogues share one commit.
/// One statement at a time, and in it one batch a dialogue. A batch whose head another session holds waits by itself and is tried
/// again; the others go on. After <see cref="Patience"/> it is given up with an exception, so that who asked says *retry* rather than nothing.
/// What PostgreSQL refuses is tried dialogue by dialogue, since one of them is bad; what ends with the connection may be on disk, and is reported as uncertain.
/// </summary>
internal sealed class Writer
{
    /// <summary>So long a head may be held by another session: many times what an append takes, and less than a client waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly List<Waiting> waiting = [];
    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly Database database;
    private readonly JournalLimits limits;
    private readonly JournalMeter meter;
    private readonly Queue queue;
    private readonly Ailment ailing;
    private readonly Task running;
    private bool stopping;

    public Writer(Database database, JournalLimits limits, JournalMeter meter, Queue queue, Ailment ailing)
    {
        (this.database, this.limits, this.meter, this.queue, this.ailing) = (database, limits, meter, queue, ailing);
        running = Task.Run(Run);
    }

    /// <param name="batch">Null: only asks whether writing is possible.</param>
    public Task<Appended> Add(Batch? batch, long bytes)
    {
        if (!queue.Enter(bytes, out var refused))
            return Task.FromException<Appended>(refused);
        var one = new Waiting(batch, bytes);
        lock (gate)
            waiting.Add(one);
        Wake();
        return one.Answer.Task;
    }

    /// <summary>What waits is still written.</summary>
    public Task Stop()
    {
        lock (gate)
            stopping = true;
        Wake();
        return running;
    }

    private void Wake()
    {
        lock (gate)
        {
            if (woken.CurrentCount == 0)
                woken.Release();
        }
    }

    private async Task Run()
    {
        while (true)
        {
            var group = Take(out var pause, out var ended);
            if (group.Count > 0)
                await Together(group);
            else if (ended)
                return;
            else
                await woken.WaitAsync(pause);
        }
    }

    private List<Waiting> Take(out TimeSpan pause, out bool ended)
    {
        var group = new List<Waiting>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long bytes = 0, next = long.MaxValue;
        var now = Stopwatch.GetTimestamp();
        lock (gate)
        {
            var full = false;
            waiting.RemoveAll(one =>
            {
                if (full)
                    return false;
                if (one.Due > now)
                {
                    next = Math.Min(next, one.Due);
                    return false;
                }

                if (one.Batch is { } batch && !seen.Add(batch.Dialogue))
                    return false;
                // An erasure is another statement, and goes alone.
                if (group.Count > 0 && (one.Erases || bytes + one.Bytes > limits.PerCommitBytes))
                    return !(full = true);
                group.Add(one);
                bytes += one.Bytes;
                full = one.Erases || group.Count == limits.PerCommit;
                return true;
            });
            ended = stopping && waiting.Count == 0;
        }

        pause = next == long.MaxValue ? Timeout.InfiniteTimeSpan : Stopwatch.GetElapsedTime(now, next) + TimeSpan.FromMilliseconds(1);
        return group;
    }

    private async Task Together(List<Waiting> group)
    {
        Outcome[] outcomes;
        var batches = group.Where(one => one.Batch is not null).ToList();
        var refused = false;
        try
        {
            await using var connection = await database.Open();
            try
            {
                outcomes = await Writing.Append(connection, batches.ConvertAll(one => one.Batch!));
            }
            catch (PostgresException) when (connection.FullState == System.Data.ConnectionState.Open)
            {
                refused = true;
                throw;
            }
        }
        catch (Exception e)
        {
            meter.Failed();
            ailing.Note(e);
            if (refused && batches.Count > 1)
                await OneByOne(group);
            else
                group.ForEach(one => End(one, () => one.Answer.TrySetException(e)));
            return;
        }

        if (outcomes.Contains(Outcome.Written))
            ailing.Recovered();
        meter.Committed(group.Count, batches.Zip(outcomes).Where(b => b.Second == Outcome.Written).Sum(b => b.First.Batch!.Events.Count));
        foreach (var asking in group.Where(one => one.Batch is null))
            End(asking, () => asking.Answer.TrySetResult(Appended.Written));
        foreach (var (one, outcome) in batches.Zip(outcomes).Reverse())
            Settle(one, outcome);
    }

    private async Task OneByOne(List<Waiting> group)
    {
        foreach (var one in group)
            await Together([one]);
    }

    private void Settle(Waiting one, Outcome outcome)
    {
        if (outcome != Outcome.Held)
        {
            if (one.Batch!.Events.Count > 0)
                meter.Written(Stopwatch.GetElapsedTime(one.Asked));
            End(one, () => one.Answer.TrySetResult(outcome == Outcome.Written ? Appended.Written : Appended.HeadMoved));
            return;
        }

        if (one.HeldSince == 0)
            one.HeldSince = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(one.HeldSince) > Patience)
        {
            meter.Failed();
            End(one, () => one.Answer.TrySetException(new TimeoutException($"Another session has held the head of {one.Batch!.Dialogue} for {Patience.TotalSeconds} s; nothing was written.")));
            return;
        }

        // At random, so that two servers do not meet again; soon at first, since an append takes milliseconds.
        one.Due = Stopwatch.GetTimestamp() + (long)(Random.Shared.NextDouble() * Math.Min(50, 2 << Math.Min(one.Tries++, 5)) * Stopwatch.Frequency / 1_000);
        lock (gate)
            waiting.Insert(0, one);
    }

    private void End(Waiting one, Action answer)
    {
        queue.Leave(one.Bytes);
        answer();
    }

    private sealed class Waiting(Batch? batch, long bytes)
    {
        public Batch? Batch { get; } = batch;

        public long Bytes { get; } = bytes;

        public bool Erases { get; } = batch?.Erase is { Count: > 0 };

        public long Asked { get; } = Stopwatch.GetTimestamp();

        public long Due { get; set; }

        public long HeldSince { get; set; }

        public int Tries { get; set; }

        public TaskCompletionSource<Appended> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>How much is asked and not yet answered: bounded, and at the end waited for.</summary>
internal sealed class Queue(JournalLimits limits, JournalMeter meter)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int count;
    private long bytes;
    private bool closed;

    public bool Closed => Volatile.Read(ref closed);

    public int Count
    {
        get
        {
            lock (gate)
                return count;
        }
    }

    public bool Enter(long size, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Exception? refused)
    {
        lock (gate)
        {
            refused = closed ? new ObjectDisposedException(nameof(PostgresJournal)) : null;
            if (refused is null && (count >= limits.Waiting || (count > 0 && bytes + size > limits.WaitingBytes)))
            {
                meter.Full();
                refused = new JournalFullException();
            }

            if (refused is not null)
                return false;
            count++;
            bytes += size;
            return true;
        }
    }

    public void Leave(long size)
    {
        lock (gate)
        {
            bytes -= size;
            if (--count == 0 && closed)
                empty.TrySetResult();
        }
    }

    /// <summary>Ends when all that was asked is answered.</summary>
    public Task Close()
    {
        lock (gate)
        {
            closed = true;
            if (count == 0)
                empty.TrySetResult();
            return empty.Task;
        }
    }
}
