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
    /// <param name="written">By this grain; false: found in the journal, where another server put them, or an append that ended in doubt.</param>
    void Tell(string dialogueId, IReadOnlyList<Fact> facts, Dialogue after, bool written);
}
