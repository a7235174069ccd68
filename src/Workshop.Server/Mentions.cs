// Which facts tell of an item, and when people came. Made when somebody first asks in a room, then kept up as facts come; so one item's history costs its own rows, whoever asks and how often.
// Only seqs: words are read from the journal each time, so what was erased there is gone here at once. Rejected: a table beside the events, which every write would pay for.
using Workshop.Rules;

namespace Workshop.Server;

public sealed class Mentions
{
    private readonly Dictionary<Guid, List<long>> seqs = [];
    private readonly Dictionary<Guid, Fact> removals = [];

    /// <summary>When each person came, in that order.</summary>
    public List<(string ParticipantId, DateTimeOffset At, long Seq)> Joins { get; } = [];

    /// <summary>All facts up to this one are in it.</summary>
    public long Seq { get; private set; }

    /// <summary>The last removal of each item; it holds ids, no words.</summary>
    public IEnumerable<Fact> Removals => removals.Values.Distinct().OrderBy(fact => fact.Seq);

    public long[] Of(Guid item) => seqs.TryGetValue(item, out var all) ? [.. all] : [];

    /// <summary>The next fact; any other is known already, or comes after some that will be read.</summary>
    public void Add(Fact fact)
    {
        if (fact.Seq != Seq + 1) return;
        Seq = fact.Seq;
        switch (fact.What)
        {
            case ItemAdded e: Told(e.Item.Id); break;
            case ItemChanged e: Told(e.ItemId); break;
            case ItemsMoved e: foreach (var move in e.Moves) Told(move.ItemId); break;
            case ContentErased { ItemId: { } item }: Told(item); break;
            case ParticipantJoined e: Joins.Add((e.Participant.Id, fact.At, fact.Seq)); break;
            case ItemsRemoved e:
                foreach (var item in e.ItemIds)
                {
                    Told(item);
                    removals[item] = fact;
                }
                break;
        }

        void Told(Guid item)
        {
            if (!seqs.TryGetValue(item, out var all)) seqs.Add(item, all = []);
            if (all.Count == 0 || all[^1] != fact.Seq) all.Add(fact.Seq);
        }
    }
}
