using System.Collections.Immutable;
using System.Globalization;

namespace Workshop.Rules;

// Who sits where: seated by hand, composed, in pairs for a round, and late-comers to a table that is there.
public static partial class Decide
{
    private static Decision Seat(Dialogue dialogue, Seat command)
    {
        if (command.Seats.IsDefaultOrEmpty) return Malformed("seats");
        var seats = new List<Seating>();
        foreach (var seat in command.Seats)
        {
            if (seat is null || dialogue.Person(seat.ParticipantId) is not { } person) return UnknownPerson;
            if (seat.Table is not null && CheckLine("table", seat.Table, Limits.Name) is { } wrong) return wrong;
            if (seat.Within is not null && (seat.Table is null ? Malformed("within") : CheckLine("within", seat.Within, Limits.Name)) is { } wrongWithin) return wrongWithin;
            var (table, within) = (seat.Table is null ? null : Words.Line(seat.Table), seat.Within is null ? null : Words.Line(seat.Within));
            if (person.Table != table || person.Within != within) seats.Add(new Seating(person.Id, table, within));
        }
        return seats.Count == 0 ? Decision.Nothing : Led(new Seated([.. seats]));
    }

    /// <summary>Everybody who is here, but observers and those who wait, to tables that are as mixed as can be; see <see cref="Composition"/>.</summary>
    private static Decision Compose(Dialogue dialogue, ComposeTables command)
    {
        var (apart, together) = (command.Apart ?? [], command.Together ?? []);
        if (apart.Concat(together).Any(group => group.IsDefault)) return Malformed("apart");
        var named = apart.Concat(together).SelectMany(group => group).ToHashSet(StringComparer.Ordinal);
        if (named.Count > Limits.References || apart.Length + together.Length > Limits.References) return Refused.TooLarge("apart", Limits.References);
        if (named.Any(id => dialogue.Person(id) is not { Removed: not true })) return UnknownPerson;
        var keep = command.Keep is true;
        var people = dialogue.Participants.Where(person => TakesAChair(person) || (named.Contains(person.Id) && person.Waiting is not true)).ToList();
        var there = TablesOf(people);
        if (command.Tables is not null && command.Size is not null) return Malformed("size");
        var count = command.Tables ?? (command.Size is { } size ? size < 1 ? 0 : (people.Count + size - 1) / size : keep ? there.Length : 0);
        if (count is < 1 or > 100) return people.Count == 0 && command.Tables is null ? Decision.Nothing : Malformed(command.Size is null ? "tables" : "size");
        var seats = Composed(people, Names(count, keep ? there : []), keep, apart.Select(group => group.AsEnumerable()), together.Select(group => group.AsEnumerable()));
        if (seats is null) return new Refused("seats-impossible");
        return All([
            .. seats.Value.IsEmpty ? Array.Empty<Decided>() : [Led(new Seated(seats.Value))],
            // Who has tables composed wants late-comers at them, until saying otherwise. Seated by hand alone, nobody is put anywhere.
            .. dialogue.SeatLate is null ? [Led(new DialogueEdited(Fields.None.With("seatLate", Element.True)))] : Array.Empty<Decided>(),
        ]);
    }

    private static bool TakesAChair(Participant person) => person is { Removed: not true, Waiting: not true, Role: not "observer" };

    /// <summary>The tables that people sit at now, in their natural order; a pair is at its table.</summary>
    private static ImmutableArray<string> TablesOf(IEnumerable<Participant> people) =>
        [.. people.Select(person => person.Within ?? person.Table).OfType<string>().Distinct().Order(StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering))];

    /// <summary>So many names: those in use, then the lowest free numbers.</summary>
    private static ImmutableArray<string> Names(int count, ImmutableArray<string> there) =>
        [.. there, .. Enumerable.Range(1, count + there.Length).Select(number => number.ToString(CultureInfo.InvariantCulture)).Except(there).Take(Math.Max(0, count - there.Length))];

    /// <summary>The seats that change. Companions and interpreters sit with whom they are here for.</summary>
    private static ImmutableArray<Seating>? Composed(
        IReadOnlyList<Participant> people, ImmutableArray<string> tables, bool keep, IEnumerable<IEnumerable<string>>? apart = null, IEnumerable<IEnumerable<string>>? together = null)
    {
        var guests = people.Select(person => new Guest(person.Id, person.Organisation, person.Tallied ? person.Level : null, keep ? person.Within ?? person.Table : null)).ToList();
        // Who is kept where they sit is not called to somebody's side.
        var beside = people.Where(person => person.Accompanies is not null && !(keep && person.Table is not null)).Select(person => new[] { person.Id, person.Accompanies! });
        var found = Composition.Of(guests, tables, apart, (together ?? []).Concat(beside));
        return found is null ? null :
        [
            .. people.Zip(found.Value).Where(one => (one.First.Within ?? one.First.Table) != one.Second || (!keep && one.First.Within is not null))
                .Select(one => keep ? At(people, one.First.Id, one.Second) : new Seating(one.First.Id, one.Second)),
        ];
    }

    /// <summary>A chair at a table; while it sits in pairs, with the smallest of them.</summary>
    private static Seating At(IEnumerable<Participant> people, string person, string table) =>
        people.Where(other => other.Within == table).GroupBy(other => other.Table!).OrderBy(pair => pair.Count()).ThenBy(pair => pair.Key, StringComparer.Ordinal).FirstOrDefault() is { } pair
            ? new Seating(person, pair.Key, table) : new Seating(person, table);

    /// <summary>Who comes late gets a chair and nobody moves: at the table of the device they joined on, else at the smallest that they mix best. Nothing where the facilitator seats by hand.</summary>
    private static Seating? Late(Dialogue dialogue, Participant person, string? beside = null)
    {
        if (dialogue.SeatLate is not true || !TakesAChair(person)) return null;
        if (dialogue.Person(beside) is { Removed: not true, Table: { } table } neighbour) return new Seating(person.Id, table, neighbour.Within);
        var seated = dialogue.Participants.Where(other => TakesAChair(other) && other.Table is not null && other.Id != person.Id).ToList();
        return seated.Count == 0 ? null : Composed([.. seated, person], TablesOf(seated), keep: true) is [var seat] ? seat : null;
    }

    /// <summary>Each table in pairs, a three where it is odd, mixed as tables are: 1 becomes 1a, 1b … Without tables, fours are made first.</summary>
    private static ImmutableArray<Seating> Pairs(Dialogue dialogue)
    {
        var people = dialogue.Participants.Where(TakesAChair).ToList();
        var there = TablesOf(people);
        var fours = there.IsEmpty ? Names(Math.Max(1, (people.Count(person => person.Tallied) + 2) / 4), []) : there;
        foreach (var seat in Composed(people, fours, keep: true) ?? [])
            people[people.FindIndex(person => person.Id == seat.ParticipantId)] = dialogue.Person(seat.ParticipantId)! with { Table = seat.Table, Within = seat.Within };
        var pairs = people.Where(person => person.Table is not null).GroupBy(person => person.Within ?? person.Table!).SelectMany(table =>
        {
            var those = table.Select(person => person with { Table = null, Within = null }).ToList();
            var names = Enumerable.Range(0, Math.Clamp(those.Count(person => person.Tallied) / 2, 1, 26)).Select(number => table.Key + (char)('a' + number));
            return (Composed(those, [.. names], keep: false) ?? []).Select(seat => seat with { Within = table.Key });
        });
        return [.. pairs.Where(seat => dialogue.Person(seat.ParticipantId) is { } now && (now.Table != seat.Table || now.Within != seat.Within))];
    }

    /// <summary>The pairs are one table again, and what a pair wrote is the whole table's: an event for each, as each may have another author.</summary>
    private static IEnumerable<Decided> Unpaired(Dialogue dialogue)
    {
        var paired = dialogue.Participants.Where(person => person.Within is not null).ToList();
        if (paired.Count == 0) yield break;
        yield return Led(new Seated([.. paired.Select(person => new Seating(person.Id, person.Within))]));
        foreach (var (pair, table) in paired.GroupBy(person => person.Table!).Select(pair => (pair.Key, pair.First().Within!)))
            foreach (var item in dialogue.Items.Values.Where(item => item.SeenBy == Audience.Table(pair)).OrderBy(item => item.Made))
                yield return new Decided(new ItemsShown([item.Id], table), null, Audience.About(item with { SeenBy = Audience.Table(table) }, null));
    }
}
