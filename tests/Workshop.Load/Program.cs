// The commands: see README.md. Each is also a library call that the test projects make with smaller numbers.
using System.Globalization;
using Workshop.Load;
using Workshop.Load.Chaos;
using Workshop.Load.Fuzzing;
using Workshop.Load.Storms;

return args switch
{
    ["relay", ..] => await Relay.Run(args[1..]),
    ["w1" or "w2" or "w3" or "all", ..] => await Measuring(args[0]),
    ["slow", ..] => await SlowReader(),
    ["reconnect", var people, ..] => await Reconnecting(int.Parse(people, CultureInfo.InvariantCulture)),
    ["idle", ..] => await Idling(),
    ["storm", ..] => await Storming(),
    ["kills", ..] => await Killing(),
    ["fuzz", ..] => await Fuzzing(),
    ["chaos", ..] => await Disturbing(),
    ["blackout", ..] => await Blackening(),
    _ => Usage(),
};

async Task<int> SlowReader()
{
    foreach (var target in Chosen()) Console.WriteLine(await Slow.Run(target, notesPerSecond: Number("rate", 1000), seconds: Number("seconds", 20)));
    return 0;
}

async Task<int> Reconnecting(int people)
{
    await using var server = await ServerProcess.Start(ServerProcess.Raised, Option("server"));
    foreach (var result in await Reconnects.Run(server, people, Number("notes", 1000), TimeSpan.FromMilliseconds(Number("within", 1000)))) Console.WriteLine(result);
    return 0;
}

async Task<int> Idling()
{
    var held = true;
    foreach (var kind in Enum.GetValues<IdleKind>().Where(kind => Option("kind") is not { } only || kind.ToString().Equals(only, StringComparison.OrdinalIgnoreCase)))
    {
        await using var server = await ServerProcess.Start(null, Option("server"));
        var result = await Idle.Run(server, kind, Number("sockets", 5_000));
        Console.WriteLine(result);
        held &= result.Held;
    }

    return held ? 0 : 1;
}

async Task<int> Storming()
{
    await using var server = await ServerProcess.Start(Option("limits") == "normal" ? null : ServerProcess.Raised, Option("server"));
    var result = await Storm.Run(server, new StormPlan(Number("seed", 1), Number("clients", 20), Number("commands", 2000), Number("kills", 3)));
    Console.WriteLine(result);
    return result.Held ? 0 : 1;
}

async Task<int> Killing()
{
    await using var server = await ServerProcess.Start(ServerProcess.Raised, Option("server"));
    var result = await Kills.Run(server, new KillsPlan(Number("seed", 1), Number("clients", 50), Number("rate", 5), Number("kills", 10)));
    Console.WriteLine(result);
    return result.Held ? 0 : 1;
}

async Task<int> Fuzzing()
{
    await using var server = await ServerProcess.Start(ServerProcess.Raised, Option("server"));
    var result = await Fuzz.Run(server, new FuzzPlan(Number("seed", 1), Number("count", 100_000)));
    Console.WriteLine(result);
    return result.Held ? 0 : 1;
}

async Task<int> Disturbing()
{
    var broken = 0;
    for (var seed = Number("seed", 1); seed < Number("seed", 1) + Number("seeds", 1); seed++)
    {
        var result = await Ordeal.Run(new OrdealPlan(seed, Number("faults", 14), Number("dialogues", 10), Number("people", 200), Only: Option("only") ?? ""), Option("server"), Option("next"), Console.Error.WriteLine);
        Console.WriteLine(result);
        if (!result.Held) broken++;
    }

    return broken == 0 ? 0 : 1;
}

async Task<int> Blackening()
{
    var result = await Blackout.Run(new BlackoutPlan(Number("people", 1_000), Number("dialogues", 20), Seed: Number("seed", 1)), Option("server"));
    Console.WriteLine(result);
    return result.Held ? 0 : 1;
}

async Task<int> Measuring(string which)
{
    var figures = await Workloads.Run(which, Number("reps", 3), Chosen(), Number("percent", 100) / 100.0);
    Console.WriteLine(figures);
    return figures.Held ? 0 : 1;
}

Target[] Chosen() => Option("only") switch
{
    "relay" => [Target.Relay],
    "samskapa" => [Target.Samskapa(Option("server"))],
    _ => [Target.Relay, Target.Samskapa(Option("server"))],
};

string? Option(string name) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/Workshop.Load -- COMMAND
          w1 | w2 | w3 | all   [--reps 3] [--server Workshop.Server.dll] [--only relay|samskapa] [--percent 100]
          slow                 [--rate 1000] [--seconds 20] [--server …] [--only …]      one client that stops reading among 30
          reconnect PEOPLE     [--notes 1000] [--within 1000 ms]
          idle                 [--sockets 5000] [--kind silent|unknown|ofOneDevice|ofManyDevices]       sockets that never enter: memory, and health meanwhile
          storm                [--seed 1] [--clients 20] [--commands 2000] [--kills 3] [--limits normal]
          kills                [--seed 1] [--clients 50] [--rate 5] [--kills 10]
          fuzz                 [--count 100000] [--seed 1]
          chaos                [--seed 1] [--seeds 1] [--faults 14] [--dialogues 10] [--people 200] [--only "server killed"] [--next Workshop.Server.dll: what an upgrade brings]     needs PostgreSQL, Redis, nginx
          blackout             [--people 1000] [--dialogues 20]                                         everything killed and started again
          relay --urls http://127.0.0.1:5009
        """);
    return 2;
}
