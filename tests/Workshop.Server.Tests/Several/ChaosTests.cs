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
    public async Task Disturbed(int seed) => Held(await Ordeal.Run(new OrdealPlan(seed, Faults: 4, Dialogues: 3, People: 30)) is var result && result.Held, result);

    [Fact(DisplayName = "CH4 everything is killed and started again: all are back in step by themselves, no server over its memory")]
    public async Task Black() => Held(await Blackout.Run(new BlackoutPlan(People: 60, Dialogues: 3)) is var result && result.Held, result);

    private void Held(bool held, object result)
    {
        output.WriteLine(result.ToString());
        Console.WriteLine(result); // the counts and the seed belong in the run's log, not only with a failure
        held.Should().BeTrue(result.ToString());
    }
}
