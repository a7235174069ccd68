// One client that stops reading among thirty: what do the others feel? A hub that sends to its group waits for the slowest.
using System.Globalization;
using Workshop.Load.Generating;

namespace Workshop.Load;

/// <summary>p99 of those who read, without and with the one who does not, in milliseconds; and how many of their deliveries were lost.</summary>
public sealed record SlowResult(string Server, double Undisturbed, double Disturbed, double WorstDisturbed, long Lost)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Server}: p99 {Undisturbed:0.0} ms undisturbed, {Disturbed:0.0} ms (max {WorstDisturbed:0.0}) beside one that stopped reading, {Lost} lost");
}

public static class Slow
{
    /// <param name="notesPerSecond">Times people, deliveries: enough to fill the stalled connection's buffers within <paramref name="seconds"/>, and less than the machine can do, or everybody waits anyway.</param>
    public static async Task<SlowResult> Run(Target target, int people = 30, double notesPerSecond = 1000, double seconds = 20, double warmSeconds = 10)
    {
        var undisturbed = await Once(target, people, stalled: false, notesPerSecond, seconds, warmSeconds);
        var disturbed = await Once(target, people, stalled: true, notesPerSecond, seconds, warmSeconds);
        return new SlowResult(target.Name, undisturbed.P99, disturbed.P99, disturbed.Max, disturbed.Lost);
    }

    private static async Task<Reading> Once(Target target, int people, bool stalled, double notesPerSecond, double seconds, double warmSeconds)
    {
        await using var server = await target.Start();
        var plans = (await target.Plans(server, 1, people)).ToList();
        plans[^1] = plans[^1] with { Stalled = stalled };
        using var generator = new Generator(server, plans);
        // Warm-up stays small: in the relay the stalled one would already hold the others up.
        _ = generator.Rate(60, warmSeconds);
        return generator.Rate(notesPerSecond, seconds);
    }
}
