using System.Collections.Immutable;
using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>How a command ended.</summary>
/// <param name="Seq">On disk: its last event; for a command that changed nothing, the seq it was decided on.</param>
/// <param name="RetryMs">Unknown or overloaded: send the same id again after that.</param>
public sealed record Receipt(string? Id, long? Seq = null, Refused? Refused = null, int? RetryMs = null);

/// <summary>A command in its turn: decided, waiting until all that it was decided on is on disk.</summary>
internal sealed class Turn(Asked asked, Caller caller)
{
    // What waits for it is the end of the grain's own Do, which only writes the receipt: it runs at once, in this turn, and the caller goes on elsewhere.
    private readonly TaskCompletionSource<Receipt> done = new();

    public Asked Asked { get; } = asked;

    public Caller Caller { get; } = caller;

    /// <summary>It has events, so its id will be taken.</summary>
    public bool Writes { get; set; }

    /// <summary>It was in an append that threw: it may be on disk.</summary>
    public bool Tried { get; set; }

    /// <summary>As decided last; final only when <see cref="Done"/> completes.</summary>
    public Receipt Answer { get; set; } = new(asked.RawId);

    public Task<Receipt> Done => done.Task;

    public void Complete() => done.TrySetResult(Answer);

    public void Complete(Receipt answer) => done.TrySetResult(answer);
}

/// <summary>What is decided and not yet being written: it becomes the next append.</summary>
/// <param name="on">The state it is decided on.</param>
internal sealed class Gathering(Dialogue on)
{
    public long Head { get; } = on.Seq;
    public List<Turn> Turns { get; } = [];
    public List<Fact> Facts { get; private set; } = [];

    /// <summary>Of each fact's command.</summary>
    public List<byte[]> Hashes { get; } = [];

    /// <summary>Commands whose words were taken back before they were written: a short text can be guessed from its hash, so that goes too.</summary>
    private readonly HashSet<Guid> emptied = [];
    private static readonly byte[] NoHash = new byte[16];

    /// <summary>The state after all of it.</summary>
    public Dialogue Becomes { get; private set; } = on;

    /// <summary>All the events of one command or, when this throws, none of them. Words they take back go from what gathers here too: both may be in one append.</summary>
    /// <param name="lead">The facilitator whose command it is: what it signs as nobody is still known to be its own.</param>
    public Dialogue Add(ImmutableArray<Decided> events, Asked asked, DateTimeOffset at, string? lead = null)
    {
        if (events is [var only] && !Erasure.Takes(only.What)) // nearly always
        {
            var fact = Of(only, Becomes);
            Becomes = Becomes.After(fact);
            Facts.Add(fact);
            Hashes.Add(asked.Hash);
            return Becomes;
        }
        var (before, fresh, becomes) = (Facts, new List<Fact>(events.Length), Becomes);
        foreach (var decided in events)
        {
            var fact = Of(decided, becomes);
            if (Erasure.Takes(decided.What)) (before, fresh) = (Without(before, decided.What), Without(fresh, decided.What));
            fresh.Add(fact);
            becomes = becomes.After(fact);
        }
        Facts = before;
        Facts.AddRange(fresh);
        foreach (var _ in fresh) Hashes.Add(asked.Hash);
        for (var i = 0; i < Facts.Count; i++)
            if (Facts[i].Command is { } command && emptied.Contains(command)) Hashes[i] = NoHash;
        return Becomes = becomes;

        Fact Of(Decided decided, Dialogue on) =>
            new(on.Seq + 1, at, decided.By ?? lead, asked.Id, decided.SeenBy, decided.Nameless, decided.What, RulesJson.Body(decided.What));
    }

    public Batch For(string dialogue, IReadOnlyList<(long Seq, int Version, byte[] Body)>? erase) => new(
        dialogue,
        Head,
        [.. Facts.Select((fact, i) => new StoredEvent(
            fact.Seq, fact.At, fact.By, fact.Command, Hashes[i], fact.SeenBy, fact.Nameless, EventCodec.Default.Current(Fact.TypeOf(fact.Body)), fact.Body))],
        erase);

    private List<Fact> Without(List<Fact> facts, Event taking) => facts.ConvertAll(fact =>
    {
        if (Erasure.Of(fact, taking) is not { } without) return fact;
        emptied.Add(fact.Command!.Value);
        return fact with { What = without, Body = RulesJson.Body(without) };
    });
}
