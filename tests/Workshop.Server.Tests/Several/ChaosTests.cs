// The short form of the chaos suite; the long one is a command of tests/Workshop.Load.
using Workshop.Load.Chaos;
using Xunit.Abstractions;

namespace Workshop.Tests;

[Collection(nameof(Workshop.Server.Tests.StormTests))]
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact(DisplayName = "CH1 CH2 CH3 a server killed, servers upgraded, Redis stopped, PostgreSQL crashed: every acknowledged command once, one board for all, nobody stuck")]
    public async Task Chaos()
    {
        var result = await Ordeal.Run(new OrdealPlan(Seed: 4, Faults: 4, Dialogues: 3, People: 30, Only: "server killed|upgraded|Redis stopped|PostgreSQL crashed"), Region.Dll);
        output.WriteLine(result.ToString());
        Console.WriteLine(result); // the counts and the seed belong in the run's log, not only with a failure
        result.Held.Should().BeTrue(result.ToString());
        result.Pauses.Should().HaveCount(4);
        var killed = result.Pauses.Single(one => one.Felt == "server killed");
        (killed.OfThem, killed.OfOthers).Should().Match<(double OfThem, double OfOthers)>(one => one.OfThem < 10_000 && one.OfOthers < 3_000, killed.ToString());
        result.Pauses.Single(one => one.Felt.Contains("upgraded")).OfThem.Should().BeLessThan(10_000);
    }
}
