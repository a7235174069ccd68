using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>The turn in doubt: what is on disk is read, then all that waits is answered or decided again. Loading is the same thing from nothing.</summary>
public sealed partial class DialogueGrain
{
    /// <summary>
    /// Reads what the journal has, then decides in order what waits. What was being written when its append threw is looked up: found, it gets its
    /// receipt; not found, <c>retry</c> (a third try here would spin on a full disk). When even reading fails, everybody is told to retry, which means unknown.
    /// </summary>
    private async Task CatchUp()
    {
        try
        {
            await Read();
        }
        catch (Exception failed)
        {
            LogReadFailed(Ailment.Of(failed), id);
            Later([]);
            return;
        }
        doubtful = false;
        var waiting = gathering.Turns;
        StartOver();
        foreach (var turn in waiting)
        {
            if (answered.TryGetValue(turn.Asked.Id, out var before)) turn.Complete(Again(turn.Asked, before));
            else if (turn.Tried) turn.Complete(new Receipt(turn.Asked.RawId, RetryMs: RetryMs));
            else Take(turn);
        }
    }

    /// <summary>All of the dialogue the first time, and when what is known here is no longer what is on disk (deleted, restored); else what is new.</summary>
    private async Task Read()
    {
        var head = (await journal.Heads([id])).GetValueOrDefault(id);
        if (!loaded || IsAnother(head) || (head?.Seq ?? 0) < durable.Seq)
        {
            // First the state, then the ids: one too many is harmless, one missing would be done twice.
            var all = await Loading.Load(journal, id, tail: 0);
            var commands = await journal.Commands(id);
            names = all is null ? names : await Loading.Names(journal, id, all.Dialogue.Status == "concluded" ? await Loading.LastConclusion(journal, id) : 0);
            (durable, history, stateSaved, loaded) = (all?.Dialogue ?? Dialogue.Unopened, all?.History, all?.Saved ?? 0, true);
            answered.Clear();
            foreach (var (command, seq, hash) in commands) answered[command] = (seq, Number(hash));
            return;
        }
        var missed = await journal.Read(id, durable.Seq);
        var facts = missed.Select(Loading.FactOf).ToList();
        var end = facts.FindLast(fact => fact.What is Concluded)?.Seq ?? 0;
        if (facts.Count > 0) (names, toForget) = (await Loading.Names(journal, id, Math.Max(end, toForget)), 0);
        (durable, history) = (facts.Aggregate(durable, (dialogue, fact) => dialogue.After(fact)), head?.History);
        foreach (var stored in missed)
            if (stored.Command is { } command) answered[command] = (stored.Seq, Number(stored.ContentHash!));
        Tell(facts, written: false);
    }

    /// <summary>The same id and yet another dialogue: deleted and made again, or the journal was restored.</summary>
    private bool IsAnother(Head? head) => history is not null && head?.History != history;

    /// <summary>From now on nobody can tell who wrote without a name. When it fails it is tried again after the next write, and by the next activation.</summary>
    private async Task Forget(long conclusion)
    {
        try
        {
            names = await Loading.Names(journal, id, conclusion);
            toForget = 0;
        }
        catch (Exception failed)
        {
            LogNamesNotForgotten(Ailment.Of(failed), id);
        }
    }
}
