using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>What is kept beside events: saved states, and older events without the words that were taken back.</summary>
public sealed partial class DialogueGrain
{
    /// <summary>
    /// So many events after the last saved state a new one is saved, later ones after as many as there were, and only where much more happened than there are items.
    /// Measured: an event takes 12 µs to replay, an item of a saved state 15 µs to read; and twenty states of five thousand items, saved at once, took a tenth of a full server.
    /// </summary>
    internal const int StateEvery = 20_000;

    private long stateSaved;

    /// <summary>Commands of which the append under way takes the words back.</summary>
    private readonly List<Guid> emptied = [];

    internal static bool StateIsDue(long seq, long saved, int items) => seq - saved >= Math.Max(StateEvery, saved) && seq >= 2L * items;

    /// <summary>Spares the next load a long replay. A cache: when it fails, nothing is lost.</summary>
    private void SaveState()
    {
        var state = durable;
        stateSaved = state.Seq;
        _ = Task.Run(async () =>
        {
            try
            {
                await journal.SaveState(id, SavedDialogue.Of(state));
            }
            catch (Exception failed)
            {
                LogStateNotSaved(Ailment.Of(failed), id);
            }
        });
    }

    /// <summary>Older bodies without the words that this batch takes back.</summary>
    private async Task<IReadOnlyList<(long Seq, int Version, byte[] Body)>?> Erased(Gathering batch)
    {
        var erasures = batch.Facts.Select(fact => fact.What).Where(Erasure.Takes).ToList();
        if (erasures.Count == 0) return null;
        var bodies = new List<(long, int, byte[])>();
        emptied.Clear();
        foreach (var stored in await journal.Read(id, after: 0))
        {
            // Beyond the head somebody else has written: the append will lose the race.
            if (stored.Seq > batch.Head) break;
            var fact = Loading.FactOf(stored);
            var changed = false;
            foreach (var erased in erasures)
            {
                if (Erasure.Of(fact, erased) is not { } without) continue;
                (fact, changed) = (fact with { What = without }, true);
            }
            if (changed && stored.Command is { } command) emptied.Add(command);
            if (changed) bodies.Add((fact.Seq, EventCodec.Default.Current(Fact.TypeOf(stored.Body)), RulesJson.Body(fact.What)));
        }
        return bodies;
    }
}
