using Microsoft.Data.Sqlite;

namespace Workshop.Journal.Sqlite;

/// <summary>The writer's thread between groups: chores when they are due (see <see cref="Chores"/>) or asked for, none of which may harm or delay who writes.</summary>
internal sealed partial class SqliteWriter
{
    private void Chore()
    {
        if (!chores.Due(idle: Waiting == 0))
            return;
        Guarded(writing =>
        {
            if (chores.Do(writing))
                Vacuum(writing);
        });
    }

    private void Tidying()
    {
        TaskCompletionSource? asked;
        lock (gate)
            (asked, tidy) = (tidy, null);
        if (asked is null)
            return;
        try
        {
            var writing = connection ??= open();
            writing.Sweep();
            if (writing.VacuumDue())
                writing.Vacuum();
            if (!writing.Truncate(TimeSpan.FromSeconds(5)))
                throw new TimeoutException("Somebody reads from the journal's log without end; it could not be emptied.");
            asked.SetResult();
        }
        catch (Exception e)
        {
            meter.Failed();
            asked.SetException(e);
        }
    }

    /// <summary>Nobody waits for a VACUUM: the first write that comes interrupts it, and it is tried again in the next quiet.</summary>
    private void Vacuum(WritingConnection writing)
    {
        lock (gate)
        {
            if (waiting.Count > 0 || stopping)
                return;
            vacuuming = writing;
        }

        try
        {
            writing.Vacuum();
            chores.Vacuumed();
            meter.Vacuumed();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            chores.Disturbed();
            meter.Disturbed();
        }
        finally
        {
            // Under the same lock as the interruption: a late one must not hit the next transaction.
            lock (gate)
                vacuuming = null;
        }
    }

    // A chore that fails (a full disk) harms nobody who waits; it is counted, and due again.
    private void Guarded(Action<WritingConnection> chore)
    {
        if (connection is null)
            return;
        try
        {
            chore(connection);
        }
        catch (Exception e)
        {
            meter.Failed();
            ailing.Note(e);
            Undo(e);
            chores.Disturbed();
        }
    }
}
