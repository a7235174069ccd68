using System.Diagnostics;

namespace Workshop.Journal.Sqlite;

/// <summary>
/// When the writer does what nobody waits for. Checkpointing is ours: SQLite's own would run inside somebody's COMMIT.
/// Checkpoint: when nothing waits, or the log has grown. Scrub (empty the log after an erasure): at once, again until readers let it.
/// Sweep: by the clock. VACUUM: after an erasure, when it has been quiet. Used by the writer's thread alone.
/// </summary>
internal sealed class Chores(JournalLimits limits, TimeProvider time)
{
    private const int LogPages = 2_000;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ScrubPause = TimeSpan.FromSeconds(1);

    private int pages;
    private bool scrub;
    private bool idleNow;
    private bool vacuumMayBeDue = true; // from before the start
    private long lastWrite = Stopwatch.GetTimestamp();
    private long lastScrub;
    private DateTimeOffset nextSweep = time.GetUtcNow();

    /// <summary>How long the writer may sleep when nothing is asked of it.</summary>
    public TimeSpan Pause => pages > 0 || scrub ? Breath : vacuumMayBeDue && limits.Quiet < limits.Sweep ? limits.Quiet : limits.Sweep;

    /// <param name="forSomebody">A probe of health leaves the quiet as it is, or a store that is asked every ten seconds would never be rewritten.</param>
    public void Wrote(WritingConnection writing, bool forSomebody)
    {
        if (forSomebody)
            lastWrite = Stopwatch.GetTimestamp();
        pages += writing.PagesWritten();
        scrub |= writing.Scrub;
        vacuumMayBeDue |= writing.Scrub;
    }

    public bool Due(bool idle)
    {
        idleNow = idle;
        return pages >= LogPages || ScrubNow || (idle && (Rested || SweepNow));
    }

    /// <summary>True: and now would be the time for a VACUUM.</summary>
    public bool Do(WritingConnection writing)
    {
        if (idleNow && SweepNow)
        {
            nextSweep = time.GetUtcNow() + limits.Sweep;
            writing.Sweep();
            scrub |= writing.Scrub;
        }

        if (scrub && (idleNow || ScrubNow))
        {
            lastScrub = Stopwatch.GetTimestamp();
            if (writing.Truncate(TimeSpan.Zero))
                (scrub, pages) = (false, 0);
        }
        else if (pages > 0)
        {
            writing.Checkpoint();
            pages = 0;
        }

        writing.PagesWritten(); // what the chores themselves wrote starts no new round
        var quiet = idleNow && vacuumMayBeDue && Stopwatch.GetElapsedTime(lastWrite) >= limits.Quiet;
        return quiet && (vacuumMayBeDue = writing.VacuumDue()) && writing.FitsInMemory;
    }

    public void Vacuumed() => (vacuumMayBeDue, scrub) = (false, true);

    /// <summary>Not now; after the next quiet.</summary>
    public void Disturbed() => lastWrite = Stopwatch.GetTimestamp();

    private bool ScrubNow => scrub && Stopwatch.GetElapsedTime(lastScrub) >= ScrubPause;

    private bool Rested => (pages > 0 || scrub || vacuumMayBeDue) && Stopwatch.GetElapsedTime(lastWrite) >= Breath;

    private bool SweepNow => time.GetUtcNow() >= nextSweep;
}
