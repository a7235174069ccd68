using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>
/// The one way out of a grain: a service of this process, injected, never kept. It is told of facts that are on disk, in order, in the
/// grain's turn, so it only takes them and returns. Other servers hear by their own ways; whoever misses something reads the journal.
/// </summary>
public interface IListener
{
    /// <param name="facts">Contiguous.</param>
    /// <param name="after">The dialogue after the last of them.</param>
    void Tell(string dialogueId, IReadOnlyList<Fact> facts, Dialogue after);
}
