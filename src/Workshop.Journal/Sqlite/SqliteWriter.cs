using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Workshop.Journal.Sqlite;

/// <summary>
/// The thread that writes. It takes everything that waits, writes it in one transaction and answers when that is on disk: many dialogues share one
/// fsync, and while it runs the next group gathers. Chores (checkpoints, sweeping) happen on it too, after the answers: SqliteWriter.Quiet.cs.
/// A thread of its own, since it blocks on the disk all day.
/// </summary>
internal sealed partial class SqliteWriter
{
    /// <summary>So long after something was written, an empty transaction is proof enough that more can be.</summary>
    private static readonly TimeSpan Proven = TimeSpan.FromSeconds(30);

    private readonly object gate = new();
    private readonly Queue<Write> waiting = new();
    private readonly Func<WritingConnection> open;
    private readonly JournalLimits limits;
    private readonly JournalMeter meter;
    private readonly Ailment ailing;
    private readonly Chores chores;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long waitingBytes;
    private long proven = Stopwatch.GetTimestamp();
    private TaskCompletionSource? tidy;
    private bool stopping;
    private WritingConnection? connection;
    private WritingConnection? vacuuming;

    public SqliteWriter(Func<WritingConnection> open, JournalLimits limits, JournalMeter meter, Ailment ailing, TimeProvider time)
    {
        (this.open, this.limits, this.meter, this.ailing) = (open, limits, meter, ailing);
        chores = new Chores(limits, time);
        connection = open();
        connection.Truncate(TimeSpan.FromSeconds(5));
        new Thread(Run) { IsBackground = true, Name = "journal" }.Start();
    }

    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>Whether the store can be written: by an empty transaction, or really when there is doubt. A VACUUM goes on, since the store that it rewrites is well.</summary>
    public Task<bool> Probe()
    {
        lock (gate)
        {
            if (vacuuming is not null)
                return Task.FromResult(true);
        }

        return ailing.Sentence is null && Stopwatch.GetElapsedTime(Volatile.Read(ref proven)) < Proven
            ? Add(static _ => true, bytes: 0, probes: true)
            : Add(static c => c.Probe(), WritingConnection.ProbeBytes, probes: true);
    }

    public Task<T> Add<T>(Func<WritingConnection, T> act, long bytes = 100, int events = 0, bool probes = false)
    {
        var write = new Write<T>(act, bytes, events) { Probes = probes };
        lock (gate)
        {
            if (stopping)
                return Task.FromException<T>(new ObjectDisposedException(nameof(SqliteJournal)));
            if (waiting.Count >= limits.Waiting || (waiting.Count > 0 && waitingBytes + bytes > limits.WaitingBytes))
            {
                meter.Full();
                return Task.FromException<T>(new JournalFullException());
            }

            waiting.Enqueue(write);
            waitingBytes += bytes;
            vacuuming?.Interrupt();
            Monitor.Pulse(gate);
        }

        return write.Task;
    }

    /// <summary>All chores now, after what already waits.</summary>
    public Task Tidy()
    {
        lock (gate)
        {
            if (stopping)
                return Task.FromException(new ObjectDisposedException(nameof(SqliteJournal)));
            tidy ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(gate);
            return tidy.Task;
        }
    }

    /// <summary>What waits is still written; then the thread ends.</summary>
    public Task Stop()
    {
        lock (gate)
        {
            stopping = true;
            vacuuming?.Interrupt();
            Monitor.Pulse(gate);
        }

        return ended.Task;
    }

    private void Run()
    {
        var group = new List<Write>();
        while (Take(group))
        {
            if (group.Count > 0)
                Together(group);
            group.Clear();
            Tidying();
            Chore();
        }

        // Closing would checkpoint by itself, but keep the log's content where a reader is slow to go.
        Guarded(c => c.Truncate(TimeSpan.FromSeconds(1)));
        Close();
        ended.SetResult();
    }

    /// <summary>Waits for work. True with an empty group: time for a chore. False: stopping, and nothing is left.</summary>
    private bool Take(List<Write> group)
    {
        lock (gate)
        {
            if (waiting.Count == 0 && tidy is null && !stopping)
                Monitor.Wait(gate, chores.Pause);
            long bytes = 0;
            while (group.Count < limits.PerCommit && waiting.TryPeek(out var next) && (group.Count == 0 || bytes + next.Bytes <= limits.PerCommitBytes))
            {
                bytes += next.Bytes;
                group.Add(waiting.Dequeue());
            }

            waitingBytes -= bytes;
            return group.Count > 0 || tidy is not null || !stopping;
        }
    }

    private void Together(List<Write> group)
    {
        WritingConnection writing;
        try
        {
            writing = connection ??= open();
            writing.Begin();
        }
        catch (Exception e)
        {
            Close();
            Failed(group, e);
            return;
        }

        try
        {
            foreach (var write in group)
                write.Try(writing);
        }
        catch (Exception e)
        {
            Undo(e);
            if (group.Count == 1)
                Failed(group, e);
            else
                OneByOne(group);
            return;
        }

        try
        {
            writing.Commit();
        }
        catch (Exception e)
        {
            // On disk or not, nobody can say: a new connection finds out what the file holds, and those who asked read it.
            Close();
            Failed(group, e);
            return;
        }

        Answer(group);
    }

    // One of them is bad; the others must not pay for it.
    private void OneByOne(List<Write> group)
    {
        var alone = new List<Write>(1);
        foreach (var write in group)
        {
            alone.Clear();
            alone.Add(write);
            Together(alone);
        }
    }

    private void Answer(List<Write> group)
    {
        var events = 0;
        foreach (var write in group)
        {
            write.Done();
            events += write.Events;
            if (write.Events > 0)
                meter.Written(Stopwatch.GetElapsedTime(write.Asked));
        }

        meter.Committed(group.Count, events);
        if (group.Exists(static write => write.Bytes > 0))
        {
            Volatile.Write(ref proven, Stopwatch.GetTimestamp());
            ailing.Recovered();
        }

        chores.Wrote(connection!, forSomebody: group.Exists(static write => !write.Probes));
    }

    private void Failed(List<Write> group, Exception reason)
    {
        meter.Failed();
        ailing.Note(reason);
        foreach (var write in group)
            write.Failed(reason);
    }

    private void Undo(Exception reason)
    {
        try
        {
            connection?.Rollback();
            if (reason is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR })
                Close();
        }
        catch (SqliteException)
        {
            Close();
        }
    }

    private void Close()
    {
        try
        {
            connection?.Dispose();
        }
        catch (SqliteException)
        {
            // Closing a connection to a broken disk may fail; the next write opens a new one and says what is wrong.
        }

        connection = null;
    }
}
