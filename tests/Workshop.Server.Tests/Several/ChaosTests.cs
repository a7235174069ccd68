using Workshop.Load.Chaos;
using Xunit.Abstractions;

namespace Workshop.Tests;

/// <summary>A region in which things go wrong, in small; in earnest: <c>dotnet run --project tests/Workshop.Load -- chaos</c> and <c>-- blackout</c>. What must have been done at the least is part of each result.</summary>
[Collection(nameof(ChaosTests))]
[CollectionDefinition(nameof(ChaosTests), DisableParallelization = true)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Theory(DisplayName = "CH1 CH2 CH3 servers, stores and ways fail one after the other under thirty people: every acknowledged command exactly once, one board for all, nobody stuck")]
    [InlineData(3)]
    public async Task Disturbed(int seed) => Held(await Ordeal.Run(new OrdealPlan(seed, Faults: 4, Dialogues: 3, People: 30), Region.Dll) is var result && result.Held, result);

    [Fact(DisplayName = "CH4 everything is killed and started again: all are back in step by themselves, no server over its memory")]
    public async Task Black() => Held(await Blackout.Run(new BlackoutPlan(People: 60, Dialogues: 3), Region.Dll) is var result && result.Held, result);

    [Theory(DisplayName = "CH5 CH6 one of three killed behind nginx, or all stopped and started one by one: who was cut is back in step within ten seconds, the others wait no longer than in a busy moment")]
    [InlineData("server killed", 3)]
    [InlineData("servers upgraded one by one", 1)]
    public async Task Upgraded(string what, int times)
    {
        // So many dialogues that nginx sends some of them to each server.
        var result = await Ordeal.Run(new OrdealPlan(Seed: 4, Faults: times, Dialogues: 10, People: 40, DeedsPerSecond: 2, Only: what), Region.Dll);
        Held(result.Held, result);
        result.Pauses.Should().HaveCount(times).And.Contain(one => one.Cut > 0).And.OnlyContain(one => one.OfThem < 10_000 && one.OfOthers < 5_000);
    }

    private void Held(bool held, object result)
    {
        output.WriteLine(result.ToString());
        Console.WriteLine(result); // the counts and the seed belong in the run's log, not only with a failure
        held.Should().BeTrue(result.ToString());
    }
}
