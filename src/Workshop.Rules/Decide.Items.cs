using System.Collections.Immutable;
using System.Text.Json;
using Workshop.Rules.Items;

namespace Workshop.Rules;

// What people put on the board, change, move, take away and lift.
public static partial class Decide
{
    private static readonly HashSet<string> Placing = ["id", "kind", "phaseId", "table", "x", "y", "lane", "theme", "rank", "by", "at", "seq"];

    private static Decision Add(Dialogue dialogue, Me me, AddItem command, Limits limits)
    {
        var asked = command.Item;
        if (asked.ValueKind != JsonValueKind.Object) return Malformed("item");
        if (!asked.TryGetProperty("id"u8, out var idValue) || idValue.ValueKind != JsonValueKind.String) return Malformed("id");
        if (!idValue.TryGetGuid(out var id) && !Guid.TryParseExact(idValue.GetString(), "D", out id)) return Malformed("id");
        if (!asked.TryGetProperty("kind"u8, out var kindName) || kindName.ValueKind != JsonValueKind.String) return Malformed("kind");
        if (ItemKind.Named(kindName) is not { } kind) return new Refused("unknown-type", "kind");
        if (TextIn(asked, "phaseId") is not { } phaseId) return Malformed("phaseId");
        if (dialogue.PhaseOf(phaseId) is not { } phase) return UnknownPhase;
        if (MayAdd(dialogue, me, kind, phase) is { } refused) return refused;
        if (dialogue.Items.ContainsKey(id)) return new Refused("item-exists");
        if (dialogue.LiveItems >= limits.Items) return Refused.TooLarge("items", limits.Items);

        var own = Fields.None;
        var unread = asked.GetPropertyCount() - 3; // when nothing is left nothing is looked for: in vain, it costs a walk through all there is
        foreach (var field in kind.Fields)
        {
            JsonElement value = default;
            if (unread > 0 && asked.TryGetProperty(field.Name, out value)) unread--;
            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            {
                if (field.Required) return Malformed(field.Name);
                if (field.Default is { } empty) own = own.With(field.Name, empty);
                continue;
            }
            if (field.FacilitatorsWrite && !me.Leads) return new Refused("facilitator-only", field.Name);
            var (kept, wrong) = field.Check(value, dialogue);
            if (wrong is not null) return wrong;
            own = own.With(field.Name, kept);
        }
        var (x, wrongX) = unread > 0 ? NumberIn(asked, "x") : default;
        var (y, wrongY) = unread > 0 ? NumberIn(asked, "y") : default;
        var (lane, wrongLane) = unread > 0 ? ShortIn(asked, "lane") : default;
        var (theme, wrongTheme) = unread > 0 ? ThemeIn(asked, dialogue) : default;
        var (table, wrongTable) = unread > 0 ? TableIn(asked, me) : default;
        if ((wrongX ?? wrongY ?? wrongLane ?? wrongTheme ?? wrongTable) is { } place) return place;
        var item = new Item
        {
            Id = id, Kind = kind.Name, PhaseId = phase.Id, Rank = Rank.First(dialogue.Seq + 1), Own = own, X = x, Y = y, Lane = lane, Theme = theme,
            Table = table ?? (phase.Conduct.Writing == "tables" ? me.Person?.Table : null),
        };
        // A stack of paper typed in for a whole table is that table's until it is lifted, as if they had written it here.
        var seenBy = me.Person is null ? phase.Conduct.Writing == "tables" && table is not null ? Audience.Table(table) : Audience.All : phase.Conduct.Writing switch
        {
            "private" => Audience.Author,
            "tables" => Audience.Table(item.Table),
            _ => Audience.All,
        };
        return new Decided(new ItemAdded(item), me.In(phase), seenBy, Nameless(me, phase));
    }

    /// <summary>May this kind be added there now? Facilitators prepare, so every kind everywhere.</summary>
    private static Refused? MayAdd(Dialogue dialogue, Me me, ItemKind kind, Phase phase)
    {
        if (me.Leads) return null;
        if (me.Person is null) return NotAllowed;
        if (!dialogue.Entered.Contains(phase.Id)) return new Refused("phase-not-entered");
        if (phase.Conduct.Writing == "closed") return new Refused("writing-closed");
        if (PhaseKind.Named(phase.Kind)?.Adds.Contains(kind) is not true) return new Refused("kind-not-here");
        return kind.OwnExperience && me.Person.Level != "livedExperience" ? new Refused("kind-not-here") : null;
    }

    private static bool Nameless(Me me, Phase phase) => me.Person is not null && phase.Conduct.Names == "hidden";

    private static Decision Change(Dialogue dialogue, Me me, ChangeItem command)
    {
        if (Seen(dialogue, me, command.ItemId) is not { } item) return UnknownItem;
        if (command.Patch.ValueKind != JsonValueKind.Object) return Malformed("patch");
        var kind = ItemKind.Named(item.Kind)!;
        if (dialogue.PhaseOf(item.PhaseId) is not { } phase) return UnknownPhase;
        if (!me.Leads && !kind.Shared && !me.Wrote(item.By)) return new Refused("own-only");
        if (!me.Leads && MayAdd(dialogue, me, kind, phase) is { } refused) return refused;

        var patch = Fields.None;
        foreach (var asked in command.Patch.EnumerateObject())
        {
            if (Placing.Contains(asked.Name)) return Malformed(asked.Name);
            if (kind.Field(asked.Name) is not { } field) continue;
            if (field.FacilitatorsWrite && !me.Leads) return new Refused("facilitator-only", field.Name);
            if (asked.Value.ValueKind == JsonValueKind.Null)
            {
                if (field.Required) return Malformed(field.Name);
                if (item.Own.Value(field.Name) is { } there && !(field.Default is { } empty && JsonElement.DeepEquals(there, empty)))
                    patch = patch.With(field.Name, field.Default ?? Element.Null);
                continue;
            }
            var (kept, wrong) = field.Check(asked.Value, dialogue);
            if (wrong is not null) return wrong;
            if (item.Own.Value(field.Name) is { } now && JsonElement.DeepEquals(now, kept)) continue;
            patch = patch.With(field.Name, kept);
        }
        if (patch.IsEmpty) return Decision.Nothing;
        foreach (var (name, _) in patch.All)
            if (item.Touched.TryGetValue(name, out var last) && last.Seq > command.Base && !me.Wrote(last.By)) return new Refused("changed-meanwhile", name, Current: item);
        var voids = patch.All.Any(field => kind.Agreed.Contains(field.Name)) && dialogue.Stances.Keys.Any(stance => stance.Target == item.Id);
        var (by, nameless) = me.Signed(item, phase);
        return new Decided(new ItemChanged(item.Id, patch, voids ? true : null), by, Audience.About(item, by), nameless);
    }

    private static Decision Move(Dialogue dialogue, Me me, MoveItems command)
    {
        if (command.Moves.IsDefaultOrEmpty) return Malformed("moves");
        if (command.Moves.Length > Limits.References) return Refused.TooLarge("moves", Limits.References);
        var moved = new List<(Item Item, Move Move)>();
        var board = dialogue; // as the moves before this one leave it: two that go to the same place keep the order they were named in
        foreach (var asked in command.Moves)
        {
            if (asked is null) return Malformed("moves");
            if (Seen(board, me, asked.ItemId) is not { } item) return UnknownItem;
            if (dialogue.PhaseOf(item.PhaseId) is not { } phase) return UnknownPhase;
            if (!me.Leads && !phase.Conduct.Moving && !me.Wrote(item.By)) return new Refused("own-only");
            var to = Fields.None;
            foreach (var (name, value) in new[] { ("x", asked.X), ("y", asked.Y) })
            {
                if (value.ValueKind == JsonValueKind.Undefined) continue;
                if (value.ValueKind != JsonValueKind.Null && !(value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()))) return Malformed(name);
                to = to.With(name, value.ValueKind == JsonValueKind.Null ? value : Element.Number(value.GetDouble())); // told as it is kept, whatever way it was written
            }
            if (asked.Lane.ValueKind != JsonValueKind.Undefined)
            {
                if (asked.Lane.ValueKind != JsonValueKind.Null && asked.Lane.ValueKind != JsonValueKind.String) return Malformed("lane");
                if (asked.Lane.ValueKind == JsonValueKind.String && asked.Lane.GetString()!.Length > Limits.Name) return Refused.TooLarge("lane", Limits.Name);
                to = to.With("lane", asked.Lane.ValueKind == JsonValueKind.Null ? asked.Lane : Element.Text(Words.Line(asked.Lane.GetString()!)));
            }
            var theme = item.Theme;
            if (asked.Theme.ValueKind != JsonValueKind.Undefined)
            {
                if (asked.Theme.ValueKind is not (JsonValueKind.Null or JsonValueKind.String)) return Malformed("theme");
                theme = asked.Theme.ValueKind == JsonValueKind.Null ? null : OfKind(dialogue, asked.Theme.GetString(), "theme")?.Id;
                if (theme is null && asked.Theme.ValueKind == JsonValueKind.String) return new Refused("bad-reference", "theme");
                to = to.With("theme", theme is null ? Element.Null : Element.Text(theme.Value.ToString("D")));
            }
            if (asked.Before.ValueKind != JsonValueKind.Undefined)
            {
                var (rank, wrong) = RankBefore(board, item, theme, asked.Before);
                if (wrong is not null) return wrong;
                to = to.With("rank", Element.Text(rank));
            }
            var there = item.Moved(to, item.Seq);
            if (there == item) continue;
            moved.Add((item, new Move(item.Id, to)));
            board = board with { Items = board.Items.SetItem(item.Id, there) };
        }
        return All(moved.GroupBy(one => Together(me, one.Item, dialogue.PhaseOf(one.Item.PhaseId))).Select(group =>
            new Decided(new ItemsMoved([.. group.Select(one => one.Move)]), group.Key.By, group.Key.SeenBy, group.Key.Nameless)));
    }

    /// <summary>One event per signature for what all see, and one for each hidden item: those who may not see it are told of one at a time.</summary>
    private static (string SeenBy, Guid? Hidden, string? By, bool Nameless) Together(Me me, Item item, Phase? phase)
    {
        var (by, nameless) = me.Signed(item, phase);
        return (Audience.About(item, by), item.SeenBy == Audience.All ? null : item.Id, by, nameless);
    }

    /// <summary>A rank in front of <paramref name="before"/> (null: last) among the live items of the same phase and theme.</summary>
    private static (string? Rank, Refused? Refused) RankBefore(Dialogue dialogue, Item item, Guid? theme, JsonElement before)
    {
        var neighbours = dialogue.Items.Values.Where(one => !one.Removed && one.Id != item.Id && one.PhaseId == item.PhaseId && one.Theme == theme);
        if (before.ValueKind == JsonValueKind.Null)
            return (Rank.Last(neighbours.Select(one => one.Rank).Max(StringComparer.Ordinal), dialogue.Seq + 1), null);
        if (before.ValueKind != JsonValueKind.String) return (null, Malformed("before"));
        if (!Guid.TryParseExact(before.GetString(), "D", out var id) || dialogue.Live(id) is not { } next || next.PhaseId != item.PhaseId) return (null, new Refused("bad-reference", "before"));
        var previous = neighbours.Select(one => one.Rank).Where(rank => string.CompareOrdinal(rank, next.Rank) < 0).Max(StringComparer.Ordinal);
        return (Rank.Between(previous, next.Rank), null);
    }

    private static Decision Remove(Dialogue dialogue, Me me, ImmutableArray<string> ids) => Each(dialogue, me, ids, item => !item.Removed, gone => new ItemsRemoved(gone));

    private static Decision Restore(Dialogue dialogue, Me me, ImmutableArray<string> ids, Limits limits)
    {
        var decision = Each(dialogue, me, ids, item => item.Removed, back => new ItemsRestored(back));
        var back = decision.Events.Select(decided => decided.What).OfType<ItemsRestored>().SelectMany(restored => restored.ItemIds).ToHashSet();
        if (dialogue.LiveItems + back.Count > limits.Items) return Refused.TooLarge("items", limits.Items);
        return decision with { Events = [.. decision.Events, .. Overspent(dialogue, back)] };
    }

    /// <summary>The author's or a facilitator's act on several items; those that are so already change nothing.</summary>
    private static Decision Each(Dialogue dialogue, Me me, ImmutableArray<string> ids, Func<Item, bool> wanted, Func<ImmutableArray<Guid>, Event> what)
    {
        if (ids.IsDefaultOrEmpty) return Malformed("itemIds");
        if (ids.Length > Limits.References) return Refused.TooLarge("itemIds", Limits.References);
        var items = new List<Item>();
        foreach (var id in ids.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (Any(dialogue, id) is not { } item || (!me.Leads && !me.Sees(item))) return UnknownItem;
            if (!me.Leads && !me.Wrote(item.By) && !IsEverybodys(dialogue, me, item)) return new Refused("own-only");
            if (wanted(item)) items.Add(item);
        }
        return All(items.GroupBy(item => Together(me, item, dialogue.PhaseOf(item.PhaseId))).Select(group =>
            new Decided(what([.. group.Select(item => item.Id)]), group.Key.By, group.Key.SeenBy, group.Key.Nameless)));
    }

    /// <summary>
    /// Where moving is open whole themes are merged by all, and taken apart again: a theme that holds nothing goes, one that went comes back. Never one with
    /// notes in it. Notes that this person may not see do not count: a refusal would tell of them; they lie without a theme then, or in it again.
    /// </summary>
    private static bool IsEverybodys(Dialogue dialogue, Me me, Item item) =>
        item.Kind == Theme.Kind.Name && dialogue.PhaseOf(item.PhaseId) is { Conduct.Moving: true } phase && MayAdd(dialogue, me, Theme.Kind, phase) is null
        && (item.Removed || !dialogue.Items.Values.Any(one => !one.Removed && one.Theme == item.Id && me.Sees(one)));

    private static Decision Show(Dialogue dialogue, Me me, ImmutableArray<string> ids)
    {
        if (ids.IsDefaultOrEmpty) return Malformed("itemIds");
        if (ids.Length > Limits.References) return Refused.TooLarge("itemIds", Limits.References);
        var shown = new List<Guid>();
        foreach (var id in ids)
        {
            if (Any(dialogue, id) is not { } item) return UnknownItem;
            if (!me.Leads && !IsTheirs(item, me.Person?.Table) && !IsTheirs(item, me.Person?.Within)) return me.Sees(item) ? new Refused("own-only") : UnknownItem;
            if (item.SeenBy != Audience.All && !shown.Contains(item.Id)) shown.Add(item.Id);
        }
        return shown.Count == 0 ? Decision.Nothing : new Decided(new ItemsShown([.. shown]), me.Name);
    }

    /// <summary>The author lets the own table see what was written for oneself alone. An event for each: others who may not know stay told of one at a time.</summary>
    private static Decision ShowTable(Dialogue dialogue, Me me, ShowItems command)
    {
        if (command.To != "table") return Malformed("to");
        if (command.ItemIds.IsDefaultOrEmpty) return Malformed("itemIds");
        if (command.ItemIds.Length > Limits.References) return Refused.TooLarge("itemIds", Limits.References);
        var items = new List<Item>();
        foreach (var id in command.ItemIds.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (Seen(dialogue, me, id) is not { } item) return UnknownItem;
            if (me.Person is null || !me.Wrote(item.By)) return new Refused("own-only");
            if (me.Person.Table is null) return new Refused("not-allowed", "table");
            if (item.SeenBy != Audience.All && item.SeenBy != Audience.Table(me.Person.Table)) items.Add(item);
        }
        return All(items.Select(item =>
        {
            var (by, nameless) = me.Signed(item);
            return new Decided(new ItemsShown([item.Id], me.Person!.Table), by, Audience.About(item with { SeenBy = Audience.Table(me.Person.Table) }, by), nameless);
        }));
    }

    /// <summary>Written for that table to see, or lifted from it already: a private note that only names the table is nobody else's to lift.</summary>
    private static bool IsTheirs(Item item, string? table) =>
        table is not null && (item.SeenBy == Audience.Table(table) || (item.SeenBy == Audience.All && item.Table == table));

    /// <summary>A live item that this person may see: whoever may not see it is told that there is none.</summary>
    private static Item? Seen(Dialogue dialogue, Me me, string id) => Any(dialogue, id) is { Removed: false } item && me.Sees(item) ? item : null;

    private static Item? Any(Dialogue dialogue, string? id) => Guid.TryParseExact(id, "D", out var guid) ? dialogue.Items.GetValueOrDefault(guid) : null;

    private static Item? OfKind(Dialogue dialogue, string? id, string kind) => Any(dialogue, id) is { } item && item.Kind == kind ? item : null;

    private static string? TextIn(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Given(JsonElement from, string name, out JsonElement value) => from.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static (double?, Refused?) NumberIn(JsonElement from, string name) =>
        !Given(from, name, out var value) ? (null, null)
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? (number, null) : (null, Malformed(name));

    private static (string?, Refused?) ShortIn(JsonElement from, string name) =>
        !Given(from, name, out var value) ? (null, null)
        : value.ValueKind != JsonValueKind.String ? (null, Malformed(name))
        : value.GetString()!.Length > Limits.Name ? (null, Refused.TooLarge(name, Limits.Name)) : (Words.Line(value.GetString()!), null);

    private static (Guid?, Refused?) ThemeIn(JsonElement from, Dialogue dialogue) =>
        !Given(from, "theme", out var value) ? (null, null)
        : value.ValueKind != JsonValueKind.String ? (null, Malformed("theme"))
        : OfKind(dialogue, value.GetString(), "theme") is { } theme ? (theme.Id, null) : (null, new Refused("bad-reference", "theme"));

    /// <summary>A facilitator may type in a paper note of any table; everybody else writes at their own.</summary>
    private static (string?, Refused?) TableIn(JsonElement from, Me me)
    {
        var (table, wrong) = ShortIn(from, "table");
        return wrong is not null || table is null || me.Leads || table == me.Person?.Table || table == me.Person?.Within ? (table, wrong) : (null, new Refused("not-allowed", "table"));
    }
}
