using System.Collections.Immutable;

namespace Workshop.Rules;

/// <summary>Somebody to be given a chair.</summary>
/// <param name="Level">Null: outside the tallies; takes a chair, but mixes nothing.</param>
/// <param name="Fixed">The table that this person stays at.</param>
public sealed record Guest(string Id, string? Organisation, string? Level, string? Fixed = null);

/// <summary>
/// Who sits where, so that every table has as many organisations and levels as possible. Pure: the same people give the same tables.
/// The measure: the sum over tables of distinct organisations + distinct levels (<see cref="Mix"/>), more is better. Before it come the sizes, which differ by at
/// most one where nobody must stay, come along or keep apart; after it, as few pairs of the same organisation or level at a table as possible, which spreads lived experience too.
/// Found by dealing people round in three orders and exchanging two of them, or moving one, as long as that is better: so never worse than dealing round.
/// Rejected: an exact solver (minutes, or a dependency, for tables that nobody could tell apart).
/// </summary>
public sealed class Composition
{
    private readonly ImmutableArray<string> tables;
    private readonly Party[] parties;
    private readonly int[][] people, levels; // how many of each, by table
    private readonly int[] sizes, at;
    private readonly int patience; // trials in all: a count and not a clock, or another server would seat people otherwise
    private (long Spread, int Mix, long Crowd) now;
    private int trials;

    /// <summary>Those who sit together, as one.</summary>
    private sealed record Party(ImmutableArray<(int Organisation, int Level)> Members, int Fixed)
    {
        public HashSet<int> Apart { get; } = [];
        public int Size => Members.Length;
    }

    public static int Mix(IEnumerable<(Guest Guest, string Table)> seats) => seats.Where(seat => seat.Guest.Level is not null).GroupBy(seat => seat.Table, StringComparer.Ordinal)
        .Sum(table => table.Select(seat => seat.Guest.Organisation).OfType<string>().Distinct().Count() + table.Select(seat => seat.Guest.Level).Distinct().Count());

    /// <summary>A table for each guest, in their order. Null: it cannot be – too many apart, or apart and together, or stayers who should be apart – or was not found.</summary>
    public static ImmutableArray<string>? Of(IReadOnlyList<Guest> guests, ImmutableArray<string> tables, IEnumerable<IEnumerable<string>>? apart = null, IEnumerable<IEnumerable<string>>? together = null)
    {
        var index = guests.Select((guest, number) => (guest.Id, number)).ToDictionary(one => one.Id, one => one.number, StringComparer.Ordinal);
        var party = Enumerable.Range(0, guests.Count).ToArray();
        int Head(int one) => party[one] == one ? one : party[one] = Head(party[one]);
        foreach (var group in together ?? [])
        {
            var those = group.Where(index.ContainsKey).Select(id => index[id]).ToList();
            foreach (var one in those) party[Head(one)] = Head(those[0]);
        }
        var heads = Enumerable.Range(0, guests.Count).Select(Head).ToArray();
        var numbers = heads.Distinct().Select((head, number) => (head, number)).ToDictionary(one => one.head, one => one.number);
        var organisations = guests.Select(guest => guest.Organisation).OfType<string>().Distinct().Select((id, number) => (id, number)).ToDictionary(one => one.id, one => one.number, StringComparer.Ordinal);
        var made = new List<Party>();
        foreach (var members in guests.Select((guest, number) => (guest, party: numbers[heads[number]])).GroupBy(one => one.party, one => one.guest).OrderBy(one => one.Key))
        {
            var fixedAt = members.Select(guest => guest.Fixed).OfType<string>().Distinct().ToList();
            if (fixedAt.Count > 1) return null;
            made.Add(new Party(
                [.. members.Select(guest => (guest.Level is null || guest.Organisation is null ? -1 : organisations[guest.Organisation], guest.Level is null ? -1 : Decide.Levels.IndexOf(guest.Level)))],
                fixedAt.Count == 0 ? -1 : tables.IndexOf(fixedAt[0])));
        }
        foreach (var group in apart ?? [])
        {
            var apartFrom = group.Where(index.ContainsKey).Distinct().Select(id => numbers[heads[index[id]]]).ToList();
            if (apartFrom.Distinct().Count() < apartFrom.Count) return null;
            foreach (var one in apartFrom) made[one].Apart.UnionWith(apartFrom.Where(other => other != one));
        }
        var found = new Composition(tables, [.. made], organisations.Count).Found();
        return found is null ? null : [.. heads.Select(head => tables[found[numbers[head]]])];
    }

    private Composition(ImmutableArray<string> tables, Party[] parties, int organisations)
    {
        (this.tables, this.parties) = (tables, parties);
        people = [.. tables.Select(_ => new int[organisations])];
        levels = [.. tables.Select(_ => new int[Decide.Levels.Length])];
        (sizes, at) = (new int[tables.Length], new int[parties.Length]);
        patience = Math.Min(100_000, 2_000 + (12 * parties.Length * parties.Length));
    }

    private int[]? Found()
    {
        if (tables.IsEmpty) return parties.Length == 0 ? [] : null;
        var organisationSize = parties.SelectMany(party => party.Members).GroupBy(member => member.Organisation).ToDictionary(one => one.Key, one => one.Count());
        var all = Enumerable.Range(0, parties.Length);
        (int Organisation, int Level) First(int party) => parties[party].Members[0];
        int[][] orders =
        [
            [.. all],
            [.. all.OrderByDescending(one => parties[one].Size).ThenByDescending(one => organisationSize[First(one).Organisation]).ThenBy(one => First(one).Organisation).ThenBy(one => First(one).Level)],
            [.. all.OrderByDescending(one => parties[one].Size).ThenByDescending(one => First(one).Level).ThenBy(one => First(one).Organisation)],
        ];
        int[]? best = null;
        var score = now;
        void Keep()
        {
            if (best is not null && !Better(now, score)) return;
            (best, score) = ([.. at], now);
        }
        foreach (var order in orders)
        {
            if (!Deal(order)) return best; // impossible is impossible in any order
            Keep(); // as dealt: the round itself is never lost
            Climb();
            Keep();
        }
        // A few shakes out of the place where no single exchange helps any more.
        var dice = 12_345u;
        int Roll(int below) => (int)((dice = (dice * 1_664_525u) + 1_013_904_223u) >> 8) % below;
        var most = Most();
        var movable = all.Where(one => parties[one].Fixed < 0).ToArray();
        while (trials < patience && movable.Length > 1 && score.Mix < most)
        {
            Sit(best!);
            for (var kick = 0; kick < 3; kick++)
            {
                var (one, other) = (movable[Roll(movable.Length)], movable[Roll(movable.Length)]);
                trials += 20; // so that it ends where nothing may be exchanged
                if (at[one] != at[other] && parties[one].Size == parties[other].Size && MayGo(one, at[other], other) && MayGo(other, at[one], one)) Exchange(one, other);
            }
            Climb();
            Keep();
        }
        return best;
    }

    /// <summary>No seating can mix more: everybody of an organisation, or level, at a table of their own as long as there are tables.</summary>
    private int Most()
    {
        var members = parties.SelectMany(party => party.Members).ToList();
        return members.Where(member => member.Organisation >= 0).GroupBy(member => member.Organisation).Concat(members.Where(member => member.Level >= 0).GroupBy(member => member.Level))
            .Sum(same => Math.Min(same.Count(), tables.Length));
    }

    /// <summary>Stayers, then those who keep apart (searched), then everybody else in their order to the smallest table: round and round.</summary>
    private bool Deal(int[] order)
    {
        Clear();
        foreach (var one in order.Where(one => parties[one].Fixed >= 0)) Put(one, parties[one].Fixed);
        if (order.Any(one => parties[one].Fixed >= 0 && parties[one].Apart.Any(other => at[other] == at[one]))) return false;
        var choosy = order.Where(one => parties[one].Fixed < 0 && parties[one].Apart.Count > 0).OrderByDescending(one => parties[one].Apart.Count).ToArray();
        var steps = 0;
        bool Place(int next)
        {
            if (next == choosy.Length) return true;
            var empty = false;
            foreach (var table in Enumerable.Range(0, tables.Length).OrderBy(table => sizes[table]).ToArray())
            {
                if (++steps > 20_000) return false; // honest limit: given up, and said
                if (sizes[table] == 0 && empty) continue; // one empty table is as good as another
                empty |= sizes[table] == 0;
                if (!MayGo(choosy[next], table, -1)) continue;
                Put(choosy[next], table);
                if (Place(next + 1)) return true;
                Take(choosy[next]);
            }
            return false;
        }
        if (!Place(0)) return false;
        foreach (var one in order.Where(one => at[one] < 0)) Put(one, Array.IndexOf(sizes, sizes.Min()));
        return true;
    }

    private void Climb()
    {
        for (var better = true; better && trials < patience * 2;)
        {
            better = false;
            for (var one = 0; one < parties.Length; one++)
            {
                if (parties[one].Fixed >= 0) continue;
                for (var table = 0; table < tables.Length; table++)
                {
                    var (from, before) = (at[one], now);
                    if (table == from || sizes[from] - sizes[table] < parties[one].Size || !MayGo(one, table, -1)) continue;
                    Move(one, table);
                    if (Better(now, before)) better = true;
                    else Move(one, from);
                }
                for (var other = one + 1; other < parties.Length; other++)
                {
                    if (parties[other].Fixed >= 0 || at[other] == at[one] || Alike(one, other) || !MayGo(one, at[other], other) || !MayGo(other, at[one], one)) continue;
                    trials++;
                    var before = now;
                    Exchange(one, other);
                    if (Better(now, before)) better = true;
                    else Exchange(one, other);
                }
            }
        }
    }

    private bool Alike(int one, int other) => parties[one].Size == 1 && parties[other].Size == 1 && parties[one].Members[0] == parties[other].Members[0];

    private static bool Better((long Spread, int Mix, long Crowd) one, (long Spread, int Mix, long Crowd) other) =>
        one.Spread != other.Spread ? one.Spread < other.Spread : one.Mix != other.Mix ? one.Mix > other.Mix : one.Crowd < other.Crowd;

    private bool MayGo(int one, int table, int leaving)
    {
        if (parties[one].Apart.Count == 0) return true;
        foreach (var other in parties[one].Apart)
            if (other != leaving && at[other] == table) return false;
        return true;
    }

    private void Clear()
    {
        Array.Fill(at, -1);
        Array.Clear(sizes);
        foreach (var row in people) Array.Clear(row);
        foreach (var row in levels) Array.Clear(row);
        now = default;
    }

    private void Sit(int[] places)
    {
        Clear();
        for (var one = 0; one < places.Length; one++) Put(one, places[one]);
    }

    private void Exchange(int one, int other)
    {
        var (from, to) = (at[one], at[other]);
        Move(one, to);
        Move(other, from);
    }

    private void Move(int one, int table)
    {
        Take(one);
        Put(one, table);
    }

    private void Put(int one, int table)
    {
        at[one] = table;
        Count(one, table, 1);
    }

    private void Take(int one)
    {
        Count(one, at[one], -1);
        at[one] = -1;
    }

    // Kept up to date with every chair: counting anew would be the whole cost.
    private void Count(int one, int table, int by)
    {
        foreach (var (organisation, level) in parties[one].Members)
        {
            now.Spread += by > 0 ? (2 * sizes[table]) + 1 : 1 - (2 * sizes[table]);
            sizes[table] += by;
            if (organisation >= 0) Tally(ref people[table][organisation], by);
            if (level >= 0) Tally(ref levels[table][level], by);
        }
    }

    private void Tally(ref int count, int by)
    {
        now.Crowd += by > 0 ? count : 1 - count;
        count += by;
        if (by > 0 ? count == 1 : count == 0) now.Mix += by;
    }
}
