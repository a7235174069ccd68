// What may go wrong, one after the other. Each is done, held, and undone again; what people felt meanwhile is measured by Ordeal.cs.
namespace Workshop.Load.Chaos;

/// <param name="Felt">What it is called in the figures.</param>
/// <param name="Possible">Null: yes; else why it cannot be done here.</param>
internal sealed record Fault(string Felt, Func<Installation, Random, Task> Do, Func<Installation, string?>? Possible = null);

internal static class Faults
{
    public static readonly IReadOnlyList<Fault> All =
    [
        new("server killed", async (all, random) =>
        {
            var victim = Any(all.Servers, random);
            await victim.Kill();
            await Hold(random, 2, 6);
            await victim.Restart(TimeSpan.FromSeconds(90));
        }),
        new("server frozen for 20 s", async (all, random) =>
        {
            var victim = Any(all.Servers, random);
            victim.Freeze();
            await Task.Delay(TimeSpan.FromSeconds(20));
            victim.Thaw();
            // A silo that the others gave up meanwhile hears of it and ends; then its service manager starts it again.
            if (await victim.Ends(TimeSpan.FromSeconds(6))) await victim.Restart(TimeSpan.FromSeconds(90));
        }),
        new("servers upgraded one by one", async (all, _) =>
        {
            foreach (var server in all.Servers)
            {
                await server.Stop();
                server.Build = all.Next ?? server.Build;
                await server.Restart(TimeSpan.FromSeconds(90));
            }
        }),
        new("Redis stopped", async (all, random) =>
        {
            await all.Redis.Stop();
            await Hold(random, 4, 8);
            await all.Redis.Restart();
        }),
        new("PostgreSQL restarted", async (all, _) =>
        {
            await all.Postgres.Stop();
            await all.Postgres.Restart();
        }),
        new("PostgreSQL crashed", async (all, _) =>
        {
            await all.Postgres.Crash();
            await all.Postgres.Restart();
        }),
        new("PostgreSQL away", async (all, random) =>
        {
            await all.Postgres.Stop();
            await Hold(random, 5, 10);
            await all.Postgres.Restart();
        }),
        new("nginx reloaded", (all, _) =>
        {
            all.Nginx.Reload();
            return Task.CompletedTask;
        }),
        new("slow way to PostgreSQL", async (all, random) =>
        {
            var link = Any(all.ToPostgres, random);
            link.Delay = TimeSpan.FromMilliseconds(random.Next(50, 300));
            await Hold(random, 5, 10);
            link.Mend();
        }),
        new("cut way to PostgreSQL", async (all, random) =>
        {
            var link = Any(all.ToPostgres, random);
            link.Cut();
            await Hold(random, 4, 8);
            link.Mend();
        }),
        new("swallowing way to PostgreSQL", async (all, random) =>
        {
            var link = Any(all.ToPostgres, random);
            link.Swallow();
            await Hold(random, 6, 12);
            link.Mend();
        }),
        new("cut way to Redis", async (all, random) =>
        {
            var link = Any(all.ToRedis, random);
            link.Cut();
            await Hold(random, 4, 8);
            link.Mend();
        }),
        new("disk full", async (all, random) =>
        {
            all.Disk!.Fill();
            await Hold(random, 5, 8);
            all.Disk.Free();
            if (!all.Postgres.Alive) await all.Postgres.Restart(); // it ends itself when its log has no room; starting it is the operator's
        }, all => all.Disk is null ? "no tmpfs may be mounted here" : null),
        new("clock set", async (all, random) =>
        {
            var clock = Any(all.Clocks, random);
            foreach (var hours in (double[])[random.NextDouble() * 3, -random.NextDouble() * 3, 0])
            {
                clock.Step(TimeSpan.FromHours(hours));
                await Hold(random, 2, 4);
            }
        }),
    ];

    /// <summary>All kinds in an order of the seed's, again and again: any number in a row has as many different ones as can be.</summary>
    public static IEnumerable<Fault> Order(Random random, string only = "")
    {
        while (true)
        {
            var all = All.Where(fault => only.Split('|').Any(one => fault.Felt.Contains(one, StringComparison.OrdinalIgnoreCase))).ToArray();
            if (all.Length == 0) throw new ArgumentException($"No fault is called {only}.", nameof(only));
            random.Shuffle(all);
            foreach (var fault in all) yield return fault;
        }
    }

    private static T Any<T>(List<T> of, Random random) => of[random.Next(of.Count)];

    /// <summary>How long a fault lasts is part of the fault: nothing waits for it.</summary>
    private static Task Hold(Random random, double least, double most) => Task.Delay(TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least))));
}
