// W1, W2, W3: the product beside a bare relay, interleaved in one run, so that what the machine does to one it does to the other.
using System.Globalization;
using System.Text;
using System.Text.Json;
using Workshop.Load.Generating;

namespace Workshop.Load;

/// <summary>Boards × people, and the phases after the warm-up.</summary>
public sealed record Workload(string Name, int Boards, int People, double WarmRate, double Rate, int UnderWay, int BurstEach)
{
    public static readonly Workload[] All =
    [
        new("w1", 1, 100, 100, 50, 100, 0),
        new("w2", 20, 30, 600, 300, 600, 0),
        new("w3", 1, 150, 30, 0, 0, 10),
    ];

    /// <summary>Warm-up (JIT matters at moderate rates: 10 s), then each phase once.</summary>
    public IEnumerable<Reading> Run(Generator generator, double scale)
    {
        _ = generator.Rate(WarmRate, 10 * scale);
        if (Rate > 0) yield return generator.Rate(Rate, 5 * scale);
        if (UnderWay > 0) yield return generator.Saturate(UnderWay, 5 * scale);
        if (BurstEach <= 0) yield break;
        generator.TurnFor(0.5);
        yield return generator.Burst(BurstEach, 2);
    }
}

public static class Workloads
{
    /// <param name="names">w1, w2, w3 or all.</param>
    /// <param name="scale">Shortens warm-up and phases: 1 for figures, less to see that it runs.</param>
    public static async Task<Figures> Run(string names, int repetitions, IReadOnlyList<Target> targets, double scale = 1)
    {
        var readings = new List<(string Workload, string Target, Reading Reading)>();
        foreach (var workload in Workload.All.Where(workload => names == "all" || names == workload.Name))
            for (var repetition = 0; repetition < repetitions; repetition++)
                foreach (var target in targets)
                {
                    await using var server = await target.Start();
                    using var generator = new Generator(server, await target.Plans(server, workload.Boards, workload.People));
                    foreach (var reading in workload.Run(generator, scale))
                    {
                        readings.Add((workload.Name, target.Name, reading));
                        Console.WriteLine(JsonSerializer.Serialize(new { workload = workload.Name, server = target.Name, repetition, reading }));
                    }
                }

        return new Figures(readings);
    }
}

/// <summary>What the runs showed; as text a table in markdown.</summary>
public sealed record Figures(IReadOnlyList<(string Workload, string Target, Reading Reading)> Readings)
{
    /// <summary>Every delivery came, once, to connections that all stayed.</summary>
    public bool Held => Readings.Count > 0 && Readings.All(entry => entry.Reading is { Deliveries: > 0, Lost: 0, Doubled: 0, Dead: 0 });

    public override string ToString()
    {
        var table = new StringBuilder("| workload | phase | server | deliveries/s | CPU s per million | p50 ms | p99 ms | max ms | RSS MB | lost | doubled | × relay deliveries | × relay CPU |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var phase in Readings.GroupBy(entry => (entry.Workload, entry.Reading.Phase)))
        {
            var relay = phase.Where(entry => entry.Target == "relay").Select(entry => entry.Reading).ToList();
            foreach (var target in phase.GroupBy(entry => entry.Target))
            {
                var own = target.Select(entry => entry.Reading).ToList();
                table.AppendLine(CultureInfo.InvariantCulture, $"| {phase.Key.Workload} | {phase.Key.Phase} | {target.Key} | {Median(own, r => r.PerSecond):0} | {Median(own, r => r.CpuPerMillion):0.00} | {Median(own, r => r.P50):0.0} | {Median(own, r => r.P99):0.0} | {own.Max(r => r.Max):0.0} | {Median(own, r => r.RssMegabytes):0} | {own.Sum(r => r.Lost)} | {own.Sum(r => r.Doubled)} | {Ratio(own, relay, r => r.PerSecond)} | {Ratio(own, relay, r => r.CpuPerMillion)} |");
            }
        }

        return table.ToString();
    }

    internal static double Median(IEnumerable<Reading> readings, Func<Reading, double> of)
    {
        var sorted = readings.Select(of).Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Ratio(List<Reading> own, List<Reading> relay, Func<Reading, double> of) =>
        relay.Count == 0 || Median(relay, of) == 0 ? "–" : (Median(own, of) / Median(relay, of)).ToString("0.00", CultureInfo.InvariantCulture);
}
