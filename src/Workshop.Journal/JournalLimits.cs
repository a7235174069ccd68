namespace Workshop.Journal;

/// <summary>How much may wait and how much one commit takes. Bounds, so that a slow disk is answered with refusals and never with a growing process.</summary>
public sealed record JournalLimits
{
    public static JournalLimits Default { get; } = new();

    /// <summary>Over this many waiting writes an append throws <see cref="JournalFullException"/> at once.</summary>
    public int Waiting { get; init; } = 10_000;

    /// <summary>The same in bytes. A single larger write is taken when nothing else waits.</summary>
    public long WaitingBytes { get; init; } = 64 << 20;

    /// <summary>Most writes in one commit.</summary>
    public int PerCommit { get; init; } = 1_000;

    /// <summary>Most bytes in one commit.</summary>
    public long PerCommitBytes { get; init; } = 8 << 20;

    /// <summary>Quiet this long after an erasure, the file is rewritten (VACUUM) so that no copy of the erased is left in it.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long SQLite's quick_check may take at the start: about a gigabyte on an SSD. A larger store is opened all the same, and says so (<see cref="SqliteJournal.CheckedAll"/>).</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often what has expired is swept away. (It is invisible from the moment it expires.)</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>The journal cannot be used as it must be; <see cref="Exception.Message"/> is one sentence for the operator.</summary>
public sealed class JournalUnusableException(string sentence, Exception? inner = null) : Exception(sentence, inner);
