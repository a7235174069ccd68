using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Workshop.Load;
using Workshop.Load.Fuzzing;
using Workshop.Load.Generating;
using Workshop.Load.Storms;
using Workshop.Tests;
using Xunit.Abstractions;

namespace Workshop.Server.Tests;

/// <summary>
/// Many people, a server that is killed, a wire under attack: small numbers here, large ones by <c>dotnet run --project tests/Workshop.Load</c>.
/// What each must have done at the least is part of its result: a run in which too little happened does not hold.
/// </summary>
[Collection(nameof(StormTests))]
[CollectionDefinition(nameof(StormTests), DisableParallelization = true)]
public sealed class StormTests(ITestOutputHelper output)
{
    [Theory(DisplayName = "LO1 LO2 LO3 LO4 LO5 LO6 LO7 a storm of people, broken connections, doubled commands and kills leaves every acknowledged command exactly once and one board for all")]
    [InlineData(1)]
    [InlineData(20261122)]
    public async Task Storms(int seed)
    {
        await using var server = await ServerProcess.Start(ServerProcess.Raised);
        Held(await Storm.Run(server, new StormPlan(seed, Clients: 12, Commands: 600, Kills: 2)) is var result && result.Held, result);
    }

    [Fact(DisplayName = "LO1 LO2 LO3 LO7 LO8 kill -9 while fifty people write: nothing acknowledged is lost or doubled, and everybody is back by themselves")]
    public async Task Killed()
    {
        await using var server = await ServerProcess.Start(ServerProcess.Raised);
        Held(await Kills.Run(server, new KillsPlan(Seed: 3, Clients: 50, NotesPerSecond: 5, Kills: 3)) is var result && result.Held, result);
    }

    [Fact(DisplayName = "LO9 LO10 a fuzzed wire gives no 500, no answer without a code, no other board")]
    public async Task Fuzzed()
    {
        await using var server = await ServerProcess.Start(ServerProcess.Raised);
        Held(await Fuzz.Run(server, new FuzzPlan(Seed: 7, Count: 10_000)) is var result && result.Held, result);
    }

    [Fact(DisplayName = "LO13 a load run stays connected past the twelve seconds of silence, and every delivery comes once")]
    public async Task Loaded()
    {
        await using var server = await ServerProcess.Start(ServerProcess.Raised);
        using var generator = new Generator(server, await Target.Samskapa().Plans(server, 2, 5));
        generator.TurnFor(14);
        var reading = generator.Burst(10, 1);
        Held(reading is { Sent: 100, Deliveries: 400, Lost: 0, Doubled: 0, Dead: 0 }, reading);
    }

    [Fact(DisplayName = "LO11 one that stops reading holds nobody up: the others get all, in well under the ten seconds that a bare hub waits")]
    public async Task Stalled()
    {
        var result = await Slow.Run(Target.Samskapa(), people: 10, notesPerSecond: 1000, seconds: 6, warmSeconds: 2);
        Held(result is { Lost: 0, WorstDisturbed: < 5_000 }, result);
    }

    [Fact(DisplayName = "LO12 when all lose the connection at once, also by a kill, all are live and up to date again by themselves, without a snapshot where the tail is short")]
    public async Task Reconnected()
    {
        await using var server = await ServerProcess.Start(ServerProcess.Raised);
        var results = await Reconnects.Run(server, people: 30, notes: 200, within: TimeSpan.FromMilliseconds(300));
        Held(results.Count == 3 && results.Skip(1).All(result => result is { People: 30, Max: < 15_000, Snapshots: 0 }), string.Join('\n', results));
    }

    [Theory(DisplayName = "LO9 an error in the server's log is found where these tests look for it")]
    [InlineData(LogLevel.Error, 1)]
    [InlineData(LogLevel.Critical, 1)]
    [InlineData(LogLevel.Warning, 0)]
    public async Task Looked(LogLevel level, int found)
    {
        await using var house = await House.Open();
        var line = new StringWriter();
        foreach (var formatter in house.Services.GetServices<ConsoleFormatter>().Where(one => one.Name == ConsoleFormatterNames.Simple))
            formatter.Write(new LogEntry<string>(level, "Workshop.Server.DialogueHub", 1, "it broke", null, (text, _) => text), null, line);
        ServerLog.Unhandled("an ordinary line\n" + line).Should().HaveCount(found);
    }

    private void Held(bool held, object result)
    {
        output.WriteLine(result.ToString());
        Console.WriteLine(result); // the counts and the seed belong in the run's log, not only with a failure
        held.Should().BeTrue(result.ToString());
    }
}
