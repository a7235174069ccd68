// The power comes back: servers, PostgreSQL, Redis and nginx are all killed at once and started again, and a thousand people come back by themselves.
using System.Diagnostics;
using System.Globalization;
using Workshop.Load.Storms;

namespace Workshop.Load.Chaos;

/// <param name="Within">From the moment that all servers are ready again until the last person is in step.</param>
/// <param name="MostMegabytes">Of each server, at its highest.</param>
public sealed record BlackoutPlan(int People = 1_000, int Dialogues = 20, int Servers = 3, int Seed = 1, int Within = 30, int MostMegabytes = 1_024);

/// <param name="Slowest">And the median: seconds after all servers were ready.</param>
public sealed record BlackoutResult(int People, int Dialogues, double Away, double Median, double Slowest, IReadOnlyList<double> Megabytes, int Snapshots, IReadOnlyList<string> Problems)
{
    public bool Held => Problems.Count == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{People} people in {Dialogues} dialogues, everything killed and started again in {Away:0.0} s: in step after {Median:0.0} s (median), {Slowest:0.0} s (the last), servers at most {string.Join(", ", Megabytes.Select(one => $"{one:0}"))} MB, {Snapshots} snapshots: {(Held ? "held" : string.Join("\n  ", Problems.Prepend($"{Problems.Count} problems")))}");
}

public static class Blackout
{
    /// <param name="path">Of Workshop.Server.dll.</param>
    public static async Task<BlackoutResult> Run(BlackoutPlan plan, string? path = null)
    {
        await using var all = await Installation.Start(plan.Servers, path);
        var rooms = new List<Room>();
        var problems = new List<string>();
        try
        {
            for (var i = 0; i < plan.Dialogues; i++) rooms.Add(await Room.Open(all.Front, plan.People / plan.Dialogues, unchecked((plan.Seed * 31) + (i * 1_000)), keepEvents: false));
            foreach (var room in rooms)
                await Task.WhenAll(room.People.Select(one => Write(room, one, "before")));
            var people = rooms.SelectMany(room => room.People).ToList();
            var (snapshots, peaks) = (people.Sum(one => one.Counts.Snapshots), all.Servers.ConvertAll(server => server.PeakBytes));

            var clock = Stopwatch.StartNew();
            await Task.WhenAll(all.Servers.Select(server => server.Kill()).Append(all.Postgres.Crash()).Append(all.Redis.Stop()).Append(all.Nginx.Stop()));
            await Task.WhenAll(all.Postgres.Restart(), all.Redis.Restart(), all.Nginx.Restart());
            await Task.WhenAll(all.Servers.Select(server => server.Restart(TimeSpan.FromSeconds(60))));
            var away = clock.Elapsed.TotalSeconds;
            clock.Restart();
            var times = await Task.WhenAll(rooms.SelectMany(room => room.People.Select(async one =>
            {
                // In step: what one writes is acknowledged and seen, and so is what all others of the dialogue wrote before it.
                if (await Write(room, one, "after").WaitAsync(TimeSpan.FromSeconds(plan.Within * 3)) is { Seq: { } seq }) await one.UntilSeq(seq, TimeSpan.FromSeconds(plan.Within * 3));
                return clock.Elapsed.TotalSeconds;
            })));
            Array.Sort(times);
            foreach (var room in rooms) await room.Settle();
            if (times[^1] > plan.Within) problems.Add($"the last was in step after {times[^1]:0.0} s, not within {plan.Within}");
            var megabytes = all.Servers.Select((server, i) => Math.Max(server.PeakBytes, peaks[i]) / 1e6).ToList();
            if (megabytes.Exists(one => one > plan.MostMegabytes)) problems.Add($"a server grew over {plan.MostMegabytes} MB");
            foreach (var server in all.Servers) rooms[0].Logged(server);
            problems.AddRange(rooms.SelectMany(room => room.Problems));
            return new BlackoutResult(people.Count, rooms.Count, away, times[times.Length / 2], times[^1], megabytes, people.Sum(one => one.Counts.Snapshots) - snapshots, problems);
        }
        finally
        {
            foreach (var room in rooms) await room.DisposeAsync();
        }
    }

    private static async Task<Receipt> Write(Room room, Client one, string when)
    {
        var note = Asks.AddNote(room.Phase, $"{when} {one.ParticipantId}");
        var receipt = await one.Do(note);
        room.Ledger.Note(note, one.ParticipantId!, receipt);
        return receipt;
    }
}
