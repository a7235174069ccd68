using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

// Who is here, and for which organisation.
public static partial class Decide
{
    public static readonly ImmutableArray<string> Levels = ["frontline", "management", "leadership", "livedExperience"];
    public static readonly ImmutableArray<string> Roles = ["participant", "companion", "interpreter", "observer"];
    public static readonly ImmutableArray<string> OrganisationKinds = ["region", "municipality", "company", "patientOrganisation", "other"];

    private static Decision Join(Dialogue dialogue, JoinDialogue command, Limits limits)
    {
        if (CheckLine("name", command.Name, Limits.Name) is { } wrong) return wrong;
        if (!Levels.Contains(command.Level)) return Malformed("level");
        var role = command.Role ?? "participant";
        if (!Roles.Contains(role)) return Malformed("role");
        if (dialogue.Status == "concluded") return new Refused("concluded");
        if (dialogue.DoorClosed is true) return new Refused("door-closed");
        if (dialogue.Person(command.ParticipantId) is not null) return Decision.Nothing;
        if (dialogue.Participants.Count(person => person.Removed is not true) >= limits.People) return Refused.TooLarge("people", limits.People);

        var asked = command.Organisation is null ? "" : Words.Line(command.Organisation);
        if (asked.Length == 0 && command.Level != "livedExperience") return Malformed("organisation");
        if (asked.Length > Limits.Name) return Refused.TooLarge("organisation", Limits.Name);
        var events = new List<Decided>();
        string? organisation = null;
        if (asked.Length > 0)
        {
            organisation = dialogue.Organisations.FirstOrDefault(one => SameName(one.Name, asked))?.Id;
            if (organisation is null)
            {
                if (dialogue.Organisations.Length >= Limits.References) return Refused.TooLarge("organisations", Limits.References);
                var made = new Organisation(OrganisationId(dialogue.OrganisationsMade + 1), asked, "other");
                organisation = made.Id;
                events.Add(new Decided(new OrganisationsEdited([made], [], null, null), null));
            }
        }
        var person = new Participant(command.ParticipantId, Words.Line(command.Name), command.Level, role, [], organisation, Waiting: dialogue.Admission ? true : null);
        if (person.Waiting is null && MayAnswer(person) && !dialogue.Participants.Any(other => other.AnswersFor.Contains(person.Organisation!)))
            person = person with { AnswersFor = [person.Organisation!] };
        events.Add(new Decided(new ParticipantJoined(person), person.Id));
        if (Late(dialogue, person, command.Beside) is { } seat) events.Add(Led(new Seated([seat])));
        return All(events);
    }

    private static bool SameName(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string OrganisationId(int number) => "o" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Decision ChangePerson(Dialogue dialogue, Me me, ChangeParticipant command)
    {
        if (dialogue.Person(command.ParticipantId) is not { } person) return UnknownPerson;
        var self = me.Person?.Id == person.Id;
        if (!me.Leads && !self) return new Refused("own-only");
        if (command.Patch.ValueKind != JsonValueKind.Object) return Malformed("patch");
        var patch = Fields.None;
        var taken = ImmutableArray<string>.Empty;
        foreach (var (name, value) in command.Patch.EnumerateObject().Select(field => (field.Name, field.Value)))
        {
            switch (name)
            {
                case "name":
                    if (value.ValueKind != JsonValueKind.String) return Malformed(name);
                    if (CheckLine(name, value.GetString(), Limits.Name) is { } wrong) return wrong;
                    patch = patch.With(name, Element.Text(Words.Line(value.GetString()!)));
                    break;
                case "organisation":
                    if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)) return Malformed(name);
                    if (value.ValueKind == JsonValueKind.String && dialogue.OrganisationOf(value.GetString()) is null) return UnknownOrganisation;
                    patch = patch.With(name, value.Clone());
                    break;
                case "level":
                    if (value.ValueKind != JsonValueKind.String || !Levels.Contains(value.GetString()!)) return Malformed(name);
                    patch = patch.With(name, value.Clone());
                    break;
                case "role" or "answersFor" or "accompanies" when !me.Leads:
                    return new Refused("facilitator-only", name);
                case "role":
                    if (value.ValueKind != JsonValueKind.String || !Roles.Contains(value.GetString()!)) return Malformed(name);
                    patch = patch.With(name, value.Clone());
                    break;
                case "accompanies":
                    if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)) return Malformed(name);
                    if (value.ValueKind == JsonValueKind.String && (dialogue.Person(value.GetString()) is null || value.GetString() == person.Id)) return UnknownPerson;
                    patch = patch.With(name, value.Clone());
                    break;
                case "answersFor":
                    var (kept, refused) = FieldRule.Organisations(name).Check(value, dialogue);
                    if (refused is not null) return refused;
                    patch = patch.With(name, kept);
                    taken = patch.Texts(name);
                    break;
            }
        }
        var organisation = patch.Value("organisation") is null ? person.Organisation : patch.Text("organisation");
        if (organisation is null && (patch.Text("level") ?? person.Level) != "livedExperience") return Malformed("organisation");
        if (organisation != person.Organisation && taken.IsEmpty && person.AnswersFor.Length > 0) patch = patch.With("answersFor", Element.Texts([]));
        patch = Fields.Of(patch.All.Where(field => !Same(person, field.Name, patch)));
        if (patch.IsEmpty) return Decision.Nothing;

        // One answers for an organisation: marking this person takes it from whoever had it.
        var events = dialogue.Participants.Where(other => other.Id != person.Id && other.AnswersFor.Any(taken.Contains))
            .Select(other => new Decided(new ParticipantChanged(other.Id, Fields.None.With("answersFor", Element.Texts(other.AnswersFor.Except(taken)))), me.Name));
        return All([.. events, new Decided(new ParticipantChanged(person.Id, patch), me.Name)]);
    }

    private static bool Same(Participant person, string field, Fields patch) => field switch
    {
        "name" => person.Name == patch.Text(field),
        "organisation" => person.Organisation == patch.Text(field),
        "level" => person.Level == patch.Text(field),
        "role" => person.Role == patch.Text(field),
        "accompanies" => person.Accompanies == patch.Text(field),
        _ => person.AnswersFor.SequenceEqual(patch.Texts(field)),
    };

    private static Decision EditOrganisations(Dialogue dialogue, EditOrganisations command)
    {
        var put = new List<Organisation>();
        var made = dialogue.OrganisationsMade;
        foreach (var add in command.Add ?? [])
        {
            if (add is null || CheckLine("name", add.Name, Limits.Name) is not null) return CheckLine("name", add?.Name, Limits.Name) ?? Malformed("add");
            if (CheckNew(add) is { } wrong) return wrong;
            if (dialogue.Organisations.Concat(put).Any(one => SameName(one.Name, Words.Line(add.Name)))) continue;
            put.Add(NewOne(add, ++made));
        }
        foreach (var rename in command.Rename ?? [])
        {
            if (rename is null || dialogue.OrganisationOf(rename.Id) is not { } organisation) return UnknownOrganisation;
            if (CheckLine("name", rename.Name, Limits.Name) is { } wrong) return wrong;
            if (dialogue.Organisations.Any(one => one.Id != rename.Id && !put.Exists(other => other.Id == one.Id) && SameName(one.Name, Words.Line(rename.Name)))
                || put.Exists(one => one.Id != rename.Id && SameName(one.Name, Words.Line(rename.Name)))) return new Refused("name-taken", "name");
            put.RemoveAll(one => one.Id == rename.Id);
            if (organisation.Name != Words.Line(rename.Name)) put.Add(organisation with { Name = Words.Line(rename.Name) });
        }
        var merges = command.Merge ?? [];
        foreach (var merge in merges)
        {
            if (merge is null || dialogue.OrganisationOf(merge.From) is null || dialogue.OrganisationOf(merge.Into) is null) return UnknownOrganisation;
            if (merge.From == merge.Into || merges.Any(other => other.From == merge.Into) || merges.Count(other => other.From == merge.From) > 1) return Malformed("merge");
        }
        put.RemoveAll(one => merges.Any(merge => merge.From == one.Id));
        foreach (var expected in command.Expected ?? [])
            if (expected is null || !Levels.Contains(expected.Level) || expected.Count is < 0 or > 1000) return Malformed("expected");
            else if (dialogue.OrganisationOf(expected.Organisation) is null && !put.Exists(one => one.Id == expected.Organisation)) return UnknownOrganisation;
        if (dialogue.Organisations.Length + put.Count > Limits.References) return Refused.TooLarge("organisations", Limits.References);
        if (put.Count == 0 && merges.IsEmpty && (command.Expected is not { } wanted || wanted.SequenceEqual(dialogue.Expected))) return Decision.Nothing;

        var into = merges.ToDictionary(one => one.From, one => one.Into);
        var references = into.Count == 0 ? [] : dialogue.Items.Values.OrderBy(item => item.Made).Select(item => (item, patch: Redirected(item, into))).Where(one => !one.patch.IsEmpty);
        return All([
            .. references.Select(one => new Decided(new ItemChanged(one.item.Id, one.patch), null, Audience.About(one.item, null))),
            .. OneVoice(dialogue, into).Select(Led),
            Led(new OrganisationsEdited([.. put], [.. into.Keys], merges.IsEmpty ? null : merges, command.Expected)),
        ]);
    }

    /// <summary>Organisations that become one have one who answers: who did for the one that stays, else the first of the others. The rest give it back before they are one.</summary>
    private static IEnumerable<Event> OneVoice(Dialogue dialogue, Dictionary<string, string> into)
    {
        foreach (var one in into.GroupBy(merge => merge.Value, merge => merge.Key))
        {
            string[] those = [one.Key, .. one];
            var answering = dialogue.Participants.Where(person => person.AnswersFor.Any(those.Contains)).OrderBy(person => person.AnswersFor.Contains(one.Key) ? 0 : 1).Skip(1);
            foreach (var person in answering) yield return new ParticipantChanged(person.Id, Fields.None.With("answersFor", Element.Texts(person.AnswersFor.Except(those))));
        }
    }

    private static Refused? CheckNew(NewOrganisation asked) =>
        CheckLine("name", asked.Name, Limits.Name)
        ?? (asked.Kind is not null && !OrganisationKinds.Contains(asked.Kind) ? Malformed("kind") : null)
        ?? (asked.Principal?.Length > Limits.Name ? Refused.TooLarge("principal", Limits.Name) : null);

    private static Organisation NewOne(NewOrganisation asked, int number) =>
        new(OrganisationId(number), Words.Line(asked.Name), asked.Kind ?? "other", string.IsNullOrWhiteSpace(asked.Principal) ? null : Words.Line(asked.Principal));

    /// <summary>An item's fields that name an organisation which is now another.</summary>
    private static Fields Redirected(Item item, Dictionary<string, string> into)
    {
        var patch = Fields.None;
        foreach (var field in ItemKind.Named(item.Kind)?.Fields ?? [])
        {
            if (field.Shape == FieldShape.Organisation && item.Text(field.Name) is { } one && into.TryGetValue(one, out var now)) patch = patch.With(field.Name, Element.Text(now));
            if (field.Shape == FieldShape.Organisations && item.Texts(field.Name) is var many && many.Any(into.ContainsKey))
                patch = patch.With(field.Name, Element.Texts(many.Select(id => into.GetValueOrDefault(id, id)).Distinct(StringComparer.Ordinal)));
            if (field.Shape == FieldShape.Mandates && Items.Mandates.Of(item) is var mandates && mandates.Any(mandate => into.ContainsKey(mandate.Organisation)))
                patch = patch.With(field.Name, JsonSerializer.SerializeToElement(
                    [.. mandates.Select(mandate => mandate with { Organisation = into.GetValueOrDefault(mandate.Organisation, mandate.Organisation) })],
                    RulesJson.Default.ImmutableArrayMandate));
        }
        return patch;
    }

    private static Decision Card(Dialogue dialogue, Me me, SetCard command)
    {
        if (dialogue.OrganisationOf(command.Organisation) is not { } organisation) return UnknownOrganisation;
        if (!me.Leads && me.Person?.Organisation != organisation.Id) return new Refused("own-only");
        foreach (var (field, text) in new[] { ("does", command.Does), ("doesNot", command.DoesNot), ("callWhen", command.CallWhen) })
            if (text.Length > Limits.Text) return Refused.TooLarge(field, Limits.Text);
        var card = new Card(Words.Clean(command.Does), Words.Clean(command.DoesNot), Words.Clean(command.CallWhen));
        return card == organisation.Card ? Decision.Nothing : new Decided(new CardSet(organisation.Id, card), me.Name);
    }

    private static Decision Remove(Dialogue dialogue, RemovePerson command)
    {
        string[] ids = command.ParticipantIds is { IsDefault: false } many ? [.. many.Distinct(StringComparer.Ordinal)] : command.ParticipantId is { } one ? [one] : [];
        if (ids.Length == 0) return Malformed(command.ParticipantIds is null ? "participantId" : "participantIds");
        if (ids.Any(id => dialogue.Person(id) is null)) return UnknownPerson;
        var here = ids.Where(id => dialogue.Person(id) is { Removed: not true }).ToList();
        return here.Count == 0 ? Decision.Nothing : All(here.ConvertAll(id => Led(new ParticipantRemoved(id))));
    }

    private static Decision Admit(Dialogue dialogue, Admit command)
    {
        if (command.ParticipantIds.IsDefaultOrEmpty) return Malformed("participantIds");
        var people = command.ParticipantIds.Distinct().Select(dialogue.Person).ToList();
        if (people.Exists(person => person is null)) return UnknownPerson;
        var answered = dialogue.Participants.SelectMany(person => person.AnswersFor).ToHashSet(StringComparer.Ordinal);
        var admitted = people.OfType<Participant>().Where(person => person.Waiting is true).ToList();
        var events = admitted.Select(person =>
        {
            // Whoever waits at the door answers for nobody; the first to be let in for an organisation does.
            var patch = Fields.None.With("waiting", Element.Null);
            return Led(new ParticipantChanged(person.Id, MayAnswer(person) && answered.Add(person.Organisation!) ? patch.With("answersFor", Element.Texts([person.Organisation!])) : patch));
        }).ToList();
        var seats = new List<Seating>();
        var board = dialogue; // as those before this one sit
        foreach (var person in admitted)
        {
            if (Late(board, person with { Waiting = null }) is not { } seat) continue;
            seats.Add(seat);
            board = board with { Participants = board.Participants.Replace(person, person with { Waiting = null, Table = seat.Table, Within = seat.Within }) };
        }
        if (seats.Count > 0) events.Add(Led(new Seated([.. seats])));
        return All(events);
    }

    /// <summary>Companions, interpreters, observers and people with experience of their own never get an organisation's voice by coming.</summary>
    private static bool MayAnswer(Participant person) => person is { Organisation: not null, Tallied: true, Level: not "livedExperience" };
}
