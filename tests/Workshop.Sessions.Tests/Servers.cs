using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>
/// Two servers that share one real journal and know nothing of each other, so that both may believe they own a dialogue. What a server is, the
/// runtime says: one embedded host, or a whole Orleans cluster (the first of two silos, the second of one).
/// Started once for all tests, which run one after the other, each with a dialogue of its own.
/// </summary>
public sealed partial class Servers : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "samskapa-sessions-" + Guid.NewGuid().ToString("N"));

    public FaultyJournal Journal { get; private set; } = null!;

    public Clock Clock { get; } = new();

    /// <summary>What the rooms of each server were told.</summary>
    public IReadOnlyList<Heard> Heard { get; } = [new(), new()];

    public async Task InitializeAsync()
    {
        Journal = new FaultyJournal(new SqliteJournal(folder));
        await Start();
    }

    public async Task DisposeAsync()
    {
        await Stop();
        await Journal.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class ServersCollection : ICollectionFixture<Servers>
{
    public const string Name = "servers";
}

/// <summary>A test with a dialogue of its own.</summary>
[Collection(ServersCollection.Name)]
public abstract class OnServers(Servers servers)
{
    protected string Dialogue { get; } = "d" + Guid.NewGuid().ToString("N");

    protected Servers Servers => servers;

    protected Script Script => servers.Journal.Of(Dialogue);

    protected Heard Heard => servers.Heard[0];

    protected IDialogueGrain Grain => servers.Grain(0, Dialogue);

    /// <summary>The same dialogue on the server that knows nothing of the first.</summary>
    protected IDialogueGrain Elsewhere => servers.Grain(1, Dialogue);

    /// <summary>An open dialogue in the part where people write and vote.</summary>
    protected async Task Opened(int budget = 3, params string[] people)
    {
        (await Grain.All(Calling.Server, [Ask.Open(Dialogue), .. people.Select(person => Ask.Join(person))])).Should().OnlyContain(got => got.Seq > 0);
        (await Grain.All(Calling.Facilitator, Ask.Enter(), Ask.Voting(budget))).Should().OnlyContain(got => got.Seq > 0);
    }

    /// <summary>Past the journal's script: what is on disk.</summary>
    protected async Task<List<Fact>> OnDisk() => [.. (await servers.Journal.Inner.Read(Dialogue, 0)).Select(Loading.FactOf)];

    protected async Task<long> HeadOnDisk() => (await servers.Journal.Inner.Heads([Dialogue])).TryGetValue(Dialogue, out var head) ? head.Seq : 0;

    /// <summary>All that was sent has reached the grain, and a whole turn has passed that rests on nothing: what could have been answered has been.</summary>
    protected async Task ATurn()
    {
        await servers.AllArrived(Dialogue);
        (await Grain.One(Calling.Facilitator, "1")).Refused.Should().Be("malformed");
    }
}
