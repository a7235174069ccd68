// Many people doing many things at once over the real hub, while connections break and the server is killed; then everything settles
// and is looked at. Honest limit: the seed decides who asks for what and when the server is killed, not how the machine interleaves it.
using System.Diagnostics;
using System.Globalization;

namespace Workshop.Load.Storms;

/// <param name="Kills">kill -9 and restart, at moments spread over the commands by the seed.</param>
/// <param name="DropShare">Of the commands: the connection breaks with the command on its way.</param>
/// <param name="DoubleShare">Of the commands: sent once more after the receipt, with the same id.</param>
public sealed record StormPlan(int Seed, int Clients = 20, int Commands = 2000, int Kills = 3, double DropShare = 0.02, double DoubleShare = 0.05);

/// <summary>What a storm did. <see cref="Problems"/> is empty when all held, and that too little happened is a problem as well.</summary>
public sealed record StormResult(
    int Seed, int People, int Commands, int Kills, int Drops, int Doubles, int Acknowledged, int Refused, int Resent, long Head, TimeSpan Took, IReadOnlyList<string> Problems)
{
    public bool Held => Problems.Count == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {People} people, {Commands} commands, {Kills} kills, {Drops} drops, {Doubles} doubles, {Resent} resent → {Acknowledged} acknowledged, {Refused} refused, head {Head}, {Took.TotalSeconds:0.0} s: {(Held ? "held" : string.Join("\n  ", Problems.Prepend($"{Problems.Count} problems")))}");
}

public static class Storm
{
    /// <summary>Minima, so that a storm in which nothing happened does not pass: at least 70 % of the commands acknowledged, every kill done, and some drops and doubles where asked for.</summary>
    /// <param name="server">Running; it is killed and restarted, and runs when this returns. Limits raised or not: both are worth a storm.</param>
    public static async Task<StormResult> Run(ServerProcess server, StormPlan plan)
    {
        var clock = Stopwatch.StartNew();
        await using var room = await Room.Open(server.Address, plan.Clients, plan.Seed, keepEvents: true);
        var done = new Progress();
        var actors = room.People.Select((one, i) => new Actor(room, one, new Random(unchecked((plan.Seed * 397) ^ i)), done)).ToList();
        var acting = Task.WhenAll(actors.Select((actor, i) => Task.Run(() => actor.Act(plan.Commands / plan.Clients + (i < plan.Commands % plan.Clients ? 1 : 0), plan.DropShare, plan.DoubleShare))));
        var killing = Kill(server, plan, done, acting);
        await acting.WaitAsync(TimeSpan.FromMinutes(10));
        var kills = await killing;
        await room.Settle();
        room.Logged(server);
        if (plan.Kills > 0) await room.Replay(server);

        var ledger = room.Ledger;
        var (drops, doubles) = (actors.Sum(actor => actor.Drops), actors.Sum(actor => actor.Doubles));
        var problems = room.Problems.ToList();
        if (ledger.Acknowledged < plan.Commands * 0.7) problems.Add($"only {ledger.Acknowledged} of {plan.Commands} commands were acknowledged; refused: {string.Join(", ", ledger.RefusedBy)}");
        if (ledger.Unmarked < plan.Commands / 10) problems.Add($"only {ledger.Unmarked} commands without a mark");
        if (kills < plan.Kills) problems.Add($"only {kills} of {plan.Kills} kills");
        if (plan.DropShare * plan.Commands > 20 && drops == 0) problems.Add("no connection was dropped");
        if (plan.DoubleShare * plan.Commands > 20 && doubles == 0) problems.Add("no command was sent twice");
        return new StormResult(plan.Seed, plan.Clients, plan.Commands, kills, drops, doubles, ledger.Acknowledged, ledger.Refused, room.People.Sum(one => one.Counts.Resent), room.Observer.Seq, clock.Elapsed, problems);
    }

    private static async Task<int> Kill(ServerProcess server, StormPlan plan, Progress done, Task acting)
    {
        var random = new Random(plan.Seed);
        var kills = 0;
        foreach (var moment in Enumerable.Range(0, plan.Kills).Select(_ => random.Next(plan.Commands / 10, plan.Commands * 9 / 10)).Order().ToList())
        {
            if (await Task.WhenAny(done.Until(moment), acting) == acting) break;
            await server.Kill();
            await server.Restart();
            kills++;
        }

        return kills;
    }
}

/// <summary>How many commands have ended, and something to wait on.</summary>
internal sealed class Progress
{
    private readonly Waiting waiting = new();
    private int count;

    public int Count => Volatile.Read(ref count);

    public void One()
    {
        Interlocked.Increment(ref count);
        waiting.Pulse();
    }

    public Task Until(int number) => waiting.Until(() => Count >= number, TimeSpan.FromMinutes(5), $"{number} commands to have ended", () => $"{Count}");
}
