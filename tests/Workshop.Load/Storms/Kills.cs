// Acknowledged means on disk: fifty people write five notes a second each, the server is killed ten times, and every note that was
// acknowledged is there once. People keep writing while it is away, as people do; what they wrote waits with them.
using System.Diagnostics;
using System.Globalization;

namespace Workshop.Load.Storms;

public sealed record KillsPlan(int Seed, int Clients = 50, double NotesPerSecond = 5, int Kills = 10, int AcknowledgedBetween = 200);

/// <param name="Back">Milliseconds from each kill until everybody was live again.</param>
public sealed record KillsResult(int Seed, int People, int Kills, int Written, int Acknowledged, int Refused, int Resent, long Head, IReadOnlyList<double> Back, TimeSpan Took, IReadOnlyList<string> Problems)
{
    public bool Held => Problems.Count == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {People} people, {Kills} kills, {Written} notes written, {Acknowledged} acknowledged, {Refused} refused, {Resent} resent, head {Head}, back after {string.Join(" ", Back.Select(ms => ms.ToString("0", CultureInfo.InvariantCulture)))} ms, {Took.TotalSeconds:0.0} s: {(Held ? "held" : string.Join("\n  ", Problems.Prepend($"{Problems.Count} problems")))}");
}

public static class Kills
{
    /// <summary>Of all together, while the server is away: a tail of more than 1 000 events would rightly be a snapshot, and the observer's log have a hole.</summary>
    private const int MostWaiting = 700;

    /// <summary>Minima: every kill done, and before each at least <see cref="KillsPlan.AcknowledgedBetween"/> notes acknowledged since the one before.</summary>
    /// <param name="server">With <see cref="ServerProcess.Raised"/> limits: this writes more than 5 000 notes. Runs when this returns.</param>
    public static async Task<KillsResult> Run(ServerProcess server, KillsPlan plan)
    {
        var clock = Stopwatch.StartNew();
        await using var room = await Room.Open(server.Address, plan.Clients, plan.Seed, keepEvents: false);
        var random = new Random(plan.Seed);
        var done = new Progress();
        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(room.People.Select(one => Task.Run(() => Write(room, one, plan.NotesPerSecond, Math.Max(1, MostWaiting / plan.Clients), done, enough.Token))));
        var back = new List<double>();
        for (var kill = 0; kill < plan.Kills; kill++)
        {
            await done.Until(done.Count + plan.AcknowledgedBetween + random.Next(plan.AcknowledgedBetween));
            await server.Kill();
            var away = Stopwatch.StartNew();
            await server.Restart();
            await Task.WhenAll(room.People.Select(one => one.Until(() => one.Live, $"to be back after kill {kill + 1}", TimeSpan.FromSeconds(30))));
            back.Add(away.Elapsed.TotalMilliseconds);
        }

        await enough.CancelAsync();
        var written = (await writing.WaitAsync(TimeSpan.FromMinutes(2))).Sum();
        await room.Settle();
        room.Logged(server);
        await room.Replay(server);
        var problems = room.Problems.ToList();
        if (room.Ledger.Refused > 0) problems.Add($"{room.Ledger.Refused} notes were refused: {string.Join(", ", room.Ledger.RefusedBy)}");
        if (room.Ledger.Acknowledged != written) problems.Add($"{written} notes written, {room.Ledger.Acknowledged} acknowledged");
        return new KillsResult(plan.Seed, plan.Clients, back.Count, written, room.Ledger.Acknowledged, room.Ledger.Refused, room.People.Sum(one => one.Counts.Resent), room.Observer.Seq, back, clock.Elapsed, problems);
    }

    private static async Task<int> Write(Room room, Client one, double perSecond, int most, Progress done, CancellationToken enough)
    {
        var answers = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        while (!enough.IsCancellationRequested)
        {
            if (one.Waiting < most) answers.Add(Note(answers.Count));
            try
            {
                await pace.WaitForNextTickAsync(enough);
            }
            catch (OperationCanceledException)
            {
                // Enough is written; what is under way is still waited for.
            }
        }

        await Task.WhenAll(answers);
        return answers.Count;

        async Task Note(int number)
        {
            var command = Asks.AddNote(room.Phase, $"{one.ParticipantId} {number}", x: number, y: 1);
            room.Ledger.Note(command, one.ParticipantId!, await one.Do(command));
            done.One();
        }
    }
}
