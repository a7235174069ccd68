using Npgsql;

namespace Workshop.Journal.Postgres;

/// <summary>
/// By the clock: what has expired is deleted, and where rows with content are dead (erased, deleted, forgotten) they are vacuumed away rather than
/// when PostgreSQL finds it worthwhile. Every server does it; it harms nobody when two do it at once.
/// </summary>
internal sealed class Sweeper
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Database database;
    private readonly JournalMeter meter;
    private readonly TimeProvider time;
    private readonly Task running;

    public Sweeper(Database database, JournalLimits limits, JournalMeter meter, TimeProvider time)
    {
        (this.database, this.meter, this.time) = (database, meter, time);
        running = Run(limits.Sweep);
    }

    public async Task Tidy()
    {
        await using var connection = await database.Open();
        await Sql.One("DELETE FROM samskapa.kept WHERE expires <= $1", time.GetUtcNow().UtcTicks)(connection);
        await Vacuum(connection, "event", "state", "kept", "head");
    }

    public async Task Stop()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task Run(TimeSpan every)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
                await Sweep();
        }
        catch (OperationCanceledException)
        {
            // Stopped; what has expired is swept by the next start.
        }
    }

    private async Task Sweep()
    {
        try
        {
            await using var connection = await database.Open();
            await Sql.One("DELETE FROM samskapa.kept WHERE expires <= $1", time.GetUtcNow().UtcTicks)(connection);
            await using var dead = Sql.Command(connection, "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'samskapa' AND relname IN ('event', 'state', 'kept') AND n_dead_tup > 0");
            await Vacuum(connection, [.. await dead.All(static row => row.GetString(0))]);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            meter.Failed(); // due again at the next tick
        }
    }

    private async Task Vacuum(NpgsqlConnection connection, params string[] tables)
    {
        foreach (var table in tables)
        {
            await using var vacuum = new NpgsqlCommand($"VACUUM (ANALYZE) samskapa.{table}", connection) { CommandTimeout = 0 };
            await vacuum.ExecuteNonQueryAsync(stopping.Token);
            meter.Vacuumed();
        }
    }
}
