using System.Collections.Concurrent;
using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>The listener of one server: what its rooms were told, by dialogue.</summary>
public sealed class Heard : IListener
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(Fact[] Facts, Dialogue After)>> told = new();

    /// <summary>Runs before a telling is recorded; may throw.</summary>
    public Action<string> OnTell { get; set; } = _ => { };

    public void Tell(string dialogueId, IReadOnlyList<Fact> facts, Dialogue after, bool written)
    {
        OnTell(dialogueId);
        told.GetOrAdd(dialogueId, _ => new()).Enqueue(([.. facts], after));
    }

    public IReadOnlyList<(Fact[] Facts, Dialogue After)> Of(string dialogue) => [.. told.GetOrAdd(dialogue, _ => new())];

    public IReadOnlyList<long> Seqs(string dialogue) => [.. Of(dialogue).SelectMany(one => one.Facts).Select(fact => fact.Seq)];
}
