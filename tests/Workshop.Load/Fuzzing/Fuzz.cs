// The wire with wrong messages on it: nothing falls over, nothing is answered with a 500, and what the board is afterwards is what
// everybody was told. A message that crashes the server keeps its seed: add it as a named test.
using System.Globalization;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Workshop.Load.Fuzzing;

/// <param name="Count">Messages in all; a fifth over HTTP.</param>
/// <param name="Lines">Connections at a time; half of them facilitators of the dialogue they attack.</param>
public sealed record FuzzPlan(int Seed, int Count, int Lines = 4);

/// <param name="Answers">By code.</param>
public sealed record FuzzResult(int Seed, int Sent, int Connections, IReadOnlyDictionary<string, int> Answers, long Head, TimeSpan Took, IReadOnlyList<string> Problems)
{
    public bool Held => Problems.Count == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {Sent} messages over {Connections} connections, heads at {Head}, {Took.TotalSeconds:0.0} s\n{string.Join("\n", Answers.Select(pair => $"  {pair.Value,7} {pair.Key}"))}\n{(Held ? "held" : string.Join("\n  ", Problems.Prepend($"{Problems.Count} problems")))}");
}

public static class Fuzz
{
    /// <summary>Minima: every message sent, at least a tenth answered with a code, some acknowledged, some refused as malformed.</summary>
    /// <param name="server">With <see cref="ServerProcess.Raised"/> limits, or nearly all is answered with retry. Runs when this returns.</param>
    public static async Task<FuzzResult> Run(ServerProcess server, FuzzPlan plan)
    {
        var clock = Stopwatch.StartNew();
        var tally = new Tally();
        await using var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
        var rooms = new List<(Opened Dialogue, Client Observer, Client Person)>();
        for (var i = 0; i < 2; i++) rooms.Add(await Open(server, lead, i));
        var attacks = new List<Task>();
        var devices = new List<Device>();
        for (var i = 0; i < plan.Lines; i++)
        {
            // Facilitators have the second room to themselves: they may close it, and then nothing would happen in it.
            var leads = i % 2 == 1;
            var (own, other) = (rooms[leads ? 1 : 0], rooms[leads ? 0 : 1]);
            var device = leads ? await SignedIn(server) : new Device(server.Address);
            devices.Add(device);
            var me = leads ? "" : (await device.Join(own.Dialogue.JoinCode, $"Angripare {i}", "Enhet 0")).ParticipantId;
            var known = new Known(own.Dialogue.Id, own.Dialogue.JoinCode, me, other.Dialogue.Id, other.Observer.Look(c => c.Board.Items.Keys.First()), other.Person.ParticipantId!, own.Observer);
            var attacker = new Attacker(device, known, leads, new Random(unchecked((plan.Seed * 397) ^ i)), tally);
            var share = plan.Count / plan.Lines + (i < plan.Count % plan.Lines ? 1 : 0);
            attacks.Add(Task.Run(() => Attack(attacker, share)));
        }

        await Task.WhenAll(attacks);
        var problems = tally.Problems.ToList();
        if (!server.Alive) return new FuzzResult(plan.Seed, tally.Total, tally.Connections, tally.Answers, 0, clock.Elapsed, [.. problems, "the server is dead: " + server.Log[^Math.Min(2000, server.Log.Length)..]]);
        long head = 0;
        foreach (var (_, observer, person) in rooms)
            foreach (var one in (Client[])[observer, person])
                head += await Settle(one, problems);
        problems.AddRange(ServerLog.Unhandled(server.Log).Take(20).Select(line => "server log: " + line));
        Minima(plan, tally, problems);
        foreach (var device in devices) device.Dispose();
        foreach (var room in rooms) await room.Person.DisposeAsync();
        return new FuzzResult(plan.Seed, tally.Total, tally.Connections, tally.Answers, head, clock.Elapsed, problems);
    }

    private static async Task Attack(Attacker attacker, int share)
    {
        await attacker.OverHub(share * 4 / 5);
        await attacker.OverHttp(share - (share * 4 / 5));
    }

    private static async Task<(Opened Dialogue, Client Observer, Client Person)> Open(ServerProcess server, Facilitator lead, int number)
    {
        var (dialogue, observer, phase) = await lead.OpenAt("valueVision", new ClientOptions { KeepEvents = true }, $"Fuzz {number}");
        var person = await Client.Join(server.Address, dialogue.JoinCode, "Åskådare", "Enhet 0");
        await person.Enter();
        for (var i = 0; i < 5; i++) await person.Do(Asks.AddNote(phase, $"Lapp {i}"));
        await observer.UntilSeq(person.Acknowledged.Values.Max());
        return (dialogue, observer, person);
    }

    private static async Task<Device> SignedIn(ServerProcess server)
    {
        var device = new Device(server.Address);
        await device.Must(HttpMethod.Post, "/api/sign-in", new JsonObject { ["key"] = ServerProcess.Key });
        return device;
    }

    private static async Task<long> Settle(Client one, List<string> problems)
    {
        var snapshot = await one.Snapshot();
        var head = (long)snapshot["seq"]!;
        try
        {
            await one.Until(() => one.Live && one.Seq >= head, $"to settle at seq {head}", TimeSpan.FromSeconds(30));
        }
        catch (NotInTimeException late)
        {
            problems.Add(late.Message);
        }

        problems.AddRange(one.Look(c => c.Violations.Take(5).Concat(c.Board.Unknown.Select(type => $"{c.Name} heard an event of unknown type {type}")).ToList()));
        if (one.Look(c => c.Seq == head ? c.Board.With(snapshot["dialogue"]!.AsObject()) : null) is { } difference) problems.Add($"{one.Name}'s board: {difference}{Events(one, difference)}");
        return head;
    }

    /// <summary>What was told of the id that a difference begins with.</summary>
    private static string Events(Client one, string difference) => one.Look(c => string.Concat(c.Events.Values
        .Select(e => e.ToJsonString()).Where(e => difference.Split(' ', ':').Where(word => word.Length > 8 && word.Any(char.IsDigit)).Take(1).Any(id => e.Contains(id, StringComparison.Ordinal)))
        .TakeLast(6).Select(e => "\n    " + (e.Length > 400 ? e[..400] : e))));

    private static void Minima(FuzzPlan plan, Tally tally, List<string> problems)
    {
        var (answers, answered) = (tally.Answers, tally.Answers.Values.Sum());
        if (tally.Total < plan.Count) problems.Add($"only {tally.Total} of {plan.Count} messages were sent");
        if (answered < plan.Count / 10) problems.Add($"only {answered} answers to {plan.Count} messages");
        if (answers.GetValueOrDefault("acknowledged") == 0) problems.Add("nothing was acknowledged");
        if (answers.GetValueOrDefault("refused malformed") == 0) problems.Add("nothing was refused as malformed");
    }
}
