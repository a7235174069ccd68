// The phases of a run: at a rate, saturated, in a burst; and what each showed.
using System.Diagnostics;
using System.Globalization;

namespace Workshop.Load.Generating;

public sealed partial class Generator
{
    private static readonly Process Self = Process.GetCurrentProcess();

    /// <summary>Notes a second, by everybody in turn. Ends when all has arrived, or after 20 s more.</summary>
    public Reading Rate(double perSecond, double seconds) => Phase("rate", perSecond, () =>
    {
        var (start, total) = (Now, (int)(perSecond * seconds));
        for (var sent = 0; sent < total; Turn(start + (long)(sent / perSecond * 1e6) - Now > 2000 ? 1 : 0))
            for (; sent < total && Now >= start + (long)(sent / perSecond * 1e6); sent++) Send(order[sent % order.Length]);
        Drain(20);
    });

    /// <summary>That many notes under way, always. The first quarter is not measured.</summary>
    public Reading Saturate(int underWay, double seconds)
    {
        repeat = true;
        for (var i = 0; i < underWay; i++) Send(order[i % order.Length]);
        TurnFor(seconds / 4);
        var reading = Phase("sat", underWay, () =>
        {
            TurnFor(seconds * 3 / 4);
            repeat = false;
        });
        Drain(20);
        return reading with { Lost = Missing - lostBefore };
    }

    /// <summary>Everybody writes that many notes at random moments within the time.</summary>
    public Reading Burst(int each, double seconds)
    {
        var random = new Random(7);
        var plan = Enumerable.Range(0, each * order.Length).Select(i => (At: (long)(random.NextDouble() * seconds * 1e6), Line: order[i % order.Length])).OrderBy(note => note.At).ToArray();
        return Phase("burst", each, () =>
        {
            var start = Now;
            for (var sent = 0; sent < plan.Length; Turn(0))
                for (; sent < plan.Length && Now - start >= plan[sent].At; sent++) Send(plan[sent].Line);
            Drain(30);
        });
    }

    public void TurnFor(double seconds)
    {
        for (var until = Now + (long)(seconds * 1e6); Now < until;) Turn(1);
    }

    private Reading Phase(string name, double size, Action body)
    {
        (measured, measureFrom) = (0, ops);
        lostBefore = repeat ? lostBefore : Missing;
        var (cpu, self, busy, at) = (server.Cpu, SelfCpu(), Busy(), Now);
        var (sent, delivered, twice, said, bytes) = (ops, deliveries, doubled, complaints, lines.Sum(line => line.BytesIn));
        body();
        var seconds = (Now - at) / 1e6;
        var (serverCpu, ownCpu) = ((server.Cpu - cpu).TotalSeconds, SelfCpu() - self);
        var count = deliveries - delivered;
        var sorted = latencies.AsSpan(0, measured);
        sorted.Sort();
        return new Reading(
            $"{name} {size.ToString("0.#", CultureInfo.InvariantCulture)}", seconds, ops - sent, count, count / seconds, serverCpu, count == 0 ? 0 : serverCpu / count * 1e6, ownCpu,
            Math.Max(0, Busy() - busy - serverCpu - ownCpu), At(sorted, 0.5), At(sorted, 0.9), At(sorted, 0.99), At(sorted, 1), server.ResidentBytes / 1048576.0,
            Missing - lostBefore, doubled - twice, complaints - said, lines.Count(line => line.Dead), count == 0 ? 0 : (double)(lines.Sum(line => line.BytesIn) - bytes) / count);
    }

    private long Missing => expected - deliveries + doubled;

    private static double At(Span<int> sorted, double share) => sorted.IsEmpty ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))] / 1000.0;

    private void Drain(double seconds)
    {
        for (var until = Now + (long)(seconds * 1e6); Missing > 0 && Now < until;) Turn(5);
    }

    private static double SelfCpu()
    {
        Self.Refresh();
        return Self.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Seconds that all cores of the machine were busy since it started, from /proc/stat.</summary>
    private static double Busy()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..8].Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (fields.Sum() - fields[3] - fields[4]) / 100.0;
    }
}
