using System.Collections.Immutable;

namespace Workshop.Rules;

// Taking words back for good. A facilitator may take back anybody's, everybody their own; what is no person's own, those who lead.
public static partial class Decide
{
    private static Decision Erase(Dialogue dialogue, Me me, EraseContent command)
    {
        if (new object?[] { command.ItemId, command.ParticipantId, command.Seq, command.Field, command.WrittenBy }.Count(given => given is not null) != 1) return Malformed("itemId");
        if (command.ParticipantId is { } named) return EraseName(dialogue, me, named);
        if (command.WrittenBy is { } writer) return EraseWritten(dialogue, me, writer);
        if (command.Field is { } field) return EraseField(dialogue, me, field, command);
        if (command.Seq is { } seq)
        {
            if (Said(dialogue, seq) is { } said) return EraseReasons(dialogue, me, said);
            foreach (var about in dialogue.Items.Values)
                if (about.Reports.FirstOrDefault(report => report.Seq == seq) is { } report) return EraseReport(me, report, about);
        }
        var item = command.ItemId is { } id ? Any(dialogue, id) : dialogue.Items.Values.FirstOrDefault(one => one.Made == command.Seq || one.Touched.Values.Any(touch => touch.Seq == command.Seq));
        if (item is null || (!me.Leads && !me.Sees(item))) return UnknownItem;
        return me.Leads || me.Wrote(item.By) ? Taken(me, item) : new Refused("own-only");
    }

    private static Decided Taken(Me me, Item item)
    {
        var (by, nameless) = me.Signed(item);
        return new Decided(new ContentErased(item.Id), by, Audience.About(item, by), nameless);
    }

    private static Decision EraseName(Dialogue dialogue, Me me, string personId)
    {
        if (dialogue.Person(personId) is not { } person) return UnknownPerson;
        if (!me.Leads && me.Person?.Id != person.Id) return new Refused("own-only");
        return person.Name.Length == 0 ? Decision.Nothing : new Decided(new ContentErased(ParticipantId: person.Id), me.Name);
    }

    /// <summary>A reason that was given, also one that the same voice has replaced since or that a change has voided; null: that seq is no stance.</summary>
    private static Reason? Said(Dialogue dialogue, long seq) =>
        dialogue.Reasons.TryGetValue(seq, out var reason) ? reason
        : dialogue.Stances.Values.FirstOrDefault(stance => stance.Seq == seq) is { } stance ? new Reason(stance.TargetId, stance.Organisation, stance.By, stance.Nameless) : null;

    /// <summary>All that one voice has ever given as its reason here, signed as it was: taking words back does not tell whose they are.</summary>
    private static Decision EraseReasons(Dialogue dialogue, Me me, Reason said)
    {
        if (!dialogue.Items.TryGetValue(said.About, out var about) || (!me.Leads && !me.Sees(about))) return UnknownItem;
        if (!me.Leads && !me.Wrote(said.By)) return new Refused("own-only");
        return All(dialogue.Reasons.Where(one => one.Value.About == said.About && one.Value.Organisation == said.Organisation
                && (said.Organisation is null ? one.Value.By == said.By : me.Leads || me.Wrote(one.Value.By)))
            .OrderBy(one => one.Key).Select(one => Spoken(me, one.Key, one.Value.By, one.Value.Nameless, about)));
    }

    private static Decision EraseReport(Me me, Report report, Item about)
    {
        if (!me.Leads && !me.Sees(about)) return UnknownItem;
        if (!me.Leads && !me.Wrote(report.By)) return new Refused("own-only");
        return Erasure.IsBlank(report) ? Decision.Nothing : Spoken(me, report.Seq!.Value, report.By, false, about);
    }

    private static Decided Spoken(Me me, long seq, string? author, bool nameless, Item about) =>
        new(new ContentErased(OfSeq: seq), me.Leads ? null : author, Audience.About(about, me.Leads ? null : author), !me.Leads && nameless);

    /// <summary>Texts that are no item's and no person's. Earlier ones go too, so what is empty now may still have something to lose.</summary>
    private static Decision EraseField(Dialogue dialogue, Me me, string field, EraseContent command)
    {
        if (!Erasure.Fields.Contains(field)) return Malformed("field");
        var own = field == "card" && command.Organisation is not null && me.Person is not null && dialogue.CardsBy.GetValueOrDefault(command.Organisation) == me.Person.Id;
        if (!me.Leads && !own) return new Refused("facilitator-only");
        if (field is "organisation" or "card")
        {
            if (command.Organisation is not { } id || dialogue.OrganisationOf(id) is null) return UnknownOrganisation;
            return All(dialogue.Became(id).Select(one => new Decided(new ContentErased(Field: field, Organisation: one), me.Name)));
        }
        if (field is not ("phaseTitle" or "purpose" or "questions")) return new Decided(new ContentErased(Field: field), me.Name);
        return dialogue.PhaseOf(command.PhaseId) is null && !dialogue.PhasesGone.Contains(command.PhaseId ?? "") ? UnknownPhase : new Decided(new ContentErased(Field: field, PhaseId: command.PhaseId), me.Name);
    }

    /// <summary>
    /// Whatever one person wrote, in one deed. Asked by somebody else, what was written without a name is left out: that it went would tell whose it was.
    /// The last events reach what others have written over since, in the journal alone.
    /// </summary>
    private static Decision EraseWritten(Dialogue dialogue, Me me, string personId)
    {
        if (dialogue.Person(personId) is not { } person) return UnknownPerson;
        var self = me.Person?.Id == person.Id;
        if (!me.Leads && !self) return new Refused("own-only");
        var hidden = self ? me.Who.Names.Of(person.Id) : null;
        bool Theirs(string? by) => by is not null && (by == person.Id || by == hidden);
        (string? By, bool Nameless) As(string? by) => by == hidden ? (by, true) : (me.Name, false);

        var events = new List<Decided>();
        foreach (var item in dialogue.Items.Values.OrderBy(item => item.Made))
        {
            if (Theirs(item.By))
            {
                var (by, nameless) = As(item.By);
                if (!Erasure.IsBlank(item) || dialogue.Reasons.Values.Any(reason => reason.About == item.Id)) events.Add(new Decided(new ContentErased(item.Id), by, Audience.About(item, by), nameless));
                continue;
            }
            foreach (var fields in item.Own.All.Where(field => item.Touched.TryGetValue(field.Name, out var touch) && Theirs(touch.By)).GroupBy(field => item.Touched[field.Name].By))
            {
                var (by, nameless) = As(fields.Key);
                var (were, are) = (Fields.Of(fields), Erasure.Of(Fields.Of(fields)));
                var patch = Fields.Of(are.All.Where(field => were.Value(field.Name) is { } was && !System.Text.Json.JsonElement.DeepEquals(was, field.Value)));
                if (!patch.IsEmpty) events.Add(new Decided(new ItemChanged(item.Id, patch), by, Audience.About(item, by), nameless));
            }
            foreach (var report in item.Reports.Where(report => Theirs(report.By) && !Erasure.IsBlank(report)))
                events.Add(new Decided(new ContentErased(OfSeq: report.Seq), me.Name, Audience.About(item, me.Name)));
        }
        foreach (var (seq, reason) in dialogue.Reasons.OrderBy(one => one.Key).Where(one => Theirs(one.Value.By) && dialogue.Items.TryGetValue(one.Value.About, out var about) && !Theirs(about.By)))
        {
            var (by, nameless) = As(reason.By);
            events.Add(new Decided(new ContentErased(OfSeq: seq), by, Audience.About(dialogue.Items[reason.About], by), nameless));
        }
        foreach (var organisation in dialogue.Organisations.Where(one => dialogue.CardsBy.GetValueOrDefault(one.Id) == person.Id && one.Card is not null))
            events.Add(new Decided(new ContentErased(Field: "card", Organisation: organisation.Id), me.Name));
        if (person.Name.Length > 0) events.Add(new Decided(new ContentErased(ParticipantId: person.Id), me.Name));
        if (hidden is not null) events.Add(new Decided(new ContentErased(WrittenBy: hidden), hidden, Audience.Author, true));
        events.Add(new Decided(new ContentErased(WrittenBy: person.Id), me.Name));
        return All(events);
    }
}
