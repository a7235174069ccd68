// Everybody loses the connection at once and comes back, with jitter; and what it costs to join a full board.
using System.Diagnostics;
using System.Globalization;

namespace Workshop.Load;

/// <summary>Milliseconds until a person was live and up to date again.</summary>
public sealed record ReconnectResult(string What, int People, int Notes, double P50, double P99, double Max, double ServerCpuMilliseconds, int Snapshots)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{What}: {People} people, {Notes} notes: p50 {P50:0} ms, p99 {P99:0} ms, max {Max:0} ms, server CPU {ServerCpuMilliseconds:0} ms, {Snapshots} snapshots");
}

public static class Reconnects
{
    /// <param name="server">With raised limits: one person fills the board.</param>
    public static async Task<IReadOnlyList<ReconnectResult>> Run(ServerProcess server, int people, int notes, TimeSpan within)
    {
        await using var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
        var (dialogue, writer, phase) = await lead.OpenAt("valueVision");
        for (var i = 0; i < notes; i += 50) await Fill(writer, phase, i, Math.Min(50, notes - i));
        var clients = new List<Client>();
        long seen = 0;
        try
        {
            for (var i = 0; i < people; i++)
                clients.Add(await Client.Join(server.Address, dialogue.JoinCode, $"Person {i}", $"Enhet {i % 8}", options: new ClientOptions { Seed = i, ReconnectWithin = within, ReconnectAtMost = 4 * within }));
            return
            [
                await Measure(server, "join", clients, notes, () => Task.CompletedTask, one => one.Enter(one.DialogueId, TimeSpan.FromSeconds(90))),
                await Measure(server, "all drop at once", clients, notes, Meanwhile, Back),
                await Measure(server, "kill -9 and restart", clients, notes, async () =>
                {
                    await server.Kill();
                    await server.Restart();
                    await Meanwhile();
                }, Back),
            ];
        }
        finally
        {
            foreach (var one in clients) await one.DisposeAsync();
        }

        // Something happens while they are away; they are back when they have seen it.
        async Task Meanwhile() => seen = (await writer.Do(Asks.AddNote(phase, "Skrevs medan ni var borta"))).Seq!.Value;

        Task Back(Client one) => one.Until(() => one.Live && one.Seq >= seen, "to be back", TimeSpan.FromSeconds(90));
    }

    private static Task Fill(Client writer, string phase, int from, int count) => writer.DoAll(
        [.. Enumerable.Range(from, count).Select(n => Asks.AddNote(phase, $"Lapp {n}: det som hände sedan ingen ringde tillbaka från mottagningen.", x: n % 40 * 220, y: n / 40 * 160))]);

    private static async Task<ReconnectResult> Measure(ServerProcess server, string what, List<Client> clients, int notes, Func<Task> meanwhile, Func<Client, Task> back)
    {
        var snapshots = clients.Sum(one => one.Counts.Snapshots);
        var cpu = server.Cpu;
        foreach (var one in clients) one.Drop();
        var clock = Stopwatch.StartNew();
        await meanwhile();
        var times = await Task.WhenAll(clients.Select(async one =>
        {
            await back(one);
            return clock.Elapsed.TotalMilliseconds;
        }));
        Array.Sort(times);
        return new ReconnectResult(
            what, clients.Count, notes, times[times.Length / 2], times[(int)(times.Length * 0.99)], times[^1], (server.Cpu - cpu).TotalMilliseconds, clients.Sum(one => one.Counts.Snapshots) - snapshots);
    }
}
