// The commands: see README.md. Each is also a library call that the test projects make with smaller numbers.
using System.Globalization;
using Workshop.Load;

return args switch
{
    ["relay", ..] => await Relay.Run(args[1..]),
    ["w1" or "w2" or "w3" or "all", ..] => await Figures(args[0]),
    _ => Usage(),
};

async Task<int> Figures(string which)
{
    Target[] targets = Option("only") switch
    {
        "relay" => [Target.Relay],
        "samskapa" => [Target.Samskapa(Option("server"))],
        _ => [Target.Relay, Target.Samskapa(Option("server"))],
    };
    Console.WriteLine(await Workloads.Run(which, Number("reps", 3), targets, Number("percent", 100) / 100.0));
    return 0;
}

string? Option(string name) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/Workshop.Load -- COMMAND
          w1 | w2 | w3 | all   [--reps 3] [--server Workshop.Server.dll] [--only relay|samskapa] [--percent 100]
          relay --urls http://127.0.0.1:5009
        """);
    return 2;
}
