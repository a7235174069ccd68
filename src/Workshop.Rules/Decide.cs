using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

/// <summary>Who asks, as its access was decided.</summary>
/// <param name="Participant">Null for a facilitator, a link, the server.</param>
/// <param name="Voices">Participants on the same device: whom <c>as</c> may name.</param>
/// <param name="Names">Pseudonyms for parts where names are hidden.</param>
/// <param name="Device">Which of those who lead.</param>
public sealed record Who(Standing Standing, string? Participant, IReadOnlyList<string> Voices, Pseudonyms Names, string? Device = null);

/// <summary>A co-facilitator leads this dialogue by a code, as long as the dialogue trusts the device. A projector may turn its own pages; a screen only looks.</summary>
public enum Standing { Server, Facilitator, Participant, Screen, FollowUpLink, CoFacilitator, Projector }

public static class Standings
{
    public static bool Leads(this Standing standing) => standing is Standing.Facilitator or Standing.CoFacilitator;

    public static bool Looks(this Standing standing) => standing is Standing.Screen or Standing.Projector;
}

/// <summary>
/// The only gate there is: (dialogue, who, command, now) → events, nothing, or a refusal. Pure and total; a refusal changes nothing.
/// One partial file per family of commands: Items, Voices, People, Tables, Course.
/// </summary>
public static partial class Decide
{
    public static Decision It(Dialogue dialogue, Who who, Command command, DateTimeOffset now, Limits limits)
    {
        if (command is OpenDialogue open) return who.Standing == Standing.Server ? Open(dialogue, open) : NotAllowed;
        if (!dialogue.Opened) return new Refused("not-found");
        if (command is JoinDialogue join) return who.Standing == Standing.Server ? Join(dialogue, join, limits) : NotAllowed;
        if (command is TrustDevice trust) return who.Standing == Standing.Server ? Trust(dialogue, trust) : NotAllowed;
        if (command is RenewJoinCode renewed) return who.Standing == Standing.Server ? Renew(dialogue, renewed) : NotAllowed;
        if (who.Standing == Standing.Projector) return command is SetScreen turned ? SetScreen(dialogue, turned) : NotAllowed;
        var (me, refused) = Me.Of(dialogue, who, command);
        if (refused is not null) return refused;
        if (dialogue.Status == "concluded" && !MayFollow(command, who)) return new Refused("concluded");
        return command switch
        {
            AddItem c => Add(dialogue, me, c, limits),
            ChangeItem c => Change(dialogue, me, c),
            MoveItems c => Move(dialogue, me, c),
            RemoveItems c => Remove(dialogue, me, c.ItemIds),
            RestoreItems c => Restore(dialogue, me, c.ItemIds, limits),
            ShowItems c => c.To is null ? Show(dialogue, me, c.ItemIds) : ShowTable(dialogue, me, c),
            Rate c => Rate(dialogue, me, c),
            CastVote c => Vote(dialogue, me, c),
            TakeStance c => Take(dialogue, me, c),
            SetReady c => Ready(me, c),
            RaiseHand c => Hand(me, c),
            ReportProgress c => Report(dialogue, me, c),
            ChangeParticipant c => ChangePerson(dialogue, me, c),
            SetCard c => Card(dialogue, me, c),
            EraseContent c => Erase(dialogue, me, c),
            _ when !me.Leads => new Refused("facilitator-only"),
            EditOrganisations c => EditOrganisations(dialogue, c),
            Seat c => Seat(dialogue, c),
            ComposeTables c => Compose(dialogue, c),
            Admit c => Admit(dialogue, c),
            RemovePerson c => Remove(dialogue, c),
            EnterPhase c => Enter(dialogue, c),
            EnterRound c => EnterRound(dialogue, c),
            SetTimer c => SetTimer(dialogue, c, now),
            SetConduct c => SetConduct(dialogue, c),
            EditDialogue c => Edit(dialogue, c),
            EditAgenda c => EditAgenda(dialogue, me, c),
            PauseDialogue c => Pause(dialogue, c, now),
            Resume => dialogue.Pause is null ? Decision.Nothing : Led(new Resumed()),
            SetScreen c => SetScreen(dialogue, c),
            DropDevice c => dialogue.Trusts(c.DeviceId) ? new Decided(new DeviceDropped(c.DeviceId), null, Audience.Facilitators) : Decision.Nothing,
            Conclude => Led(new Concluded()),
            Reopen => dialogue.Status == "concluded" ? Led(new Reopened()) : new Refused("not-concluded"),
            _ => new Refused("unknown-type"),
        };
    }

    /// <summary>After the end: what was agreed is followed up and words may be taken back; nothing is added.</summary>
    private static bool MayFollow(Command command, Who who) =>
        command is Reopen or EraseContent or ReportProgress or DropDevice || command is EditDialogue { Patch: var patch } && IsOnly(patch, "namesInResult") || (command is TakeStance && who.Standing == Standing.FollowUpLink);

    private static bool IsOnly(JsonElement patch, string field) => patch.ValueKind == JsonValueKind.Object && patch.EnumerateObject().Select(one => one.Name).ToList() is [var only] && only == field;

    private static readonly Refused NotAllowed = new("not-allowed");
    private static readonly Refused UnknownPerson = new("unknown-person");
    private static readonly Refused UnknownItem = new("unknown-item");
    private static readonly Refused UnknownPhase = new("unknown-phase");
    private static readonly Refused UnknownOrganisation = new("unknown-organisation");

    private static Refused Malformed(string field) => new("malformed", field);

    private static Decided Led(Event what) => new(what, null);

    private static Decision All(IEnumerable<Decided> events) => new([.. events], null);

    private static Decision All(params ReadOnlySpan<Event> events)
    {
        var led = ImmutableArray.CreateBuilder<Decided>(events.Length);
        foreach (var what in events) led.Add(Led(what));
        return new Decision(led.DrainToImmutable(), null);
    }

    /// <summary>A line of text that people write for a name or title: cleaned, not blank, not too long.</summary>
    private static Refused? CheckLine(string field, string? text, int limit) =>
        text is null || string.IsNullOrWhiteSpace(Words.Line(text)) ? Malformed(field) : text.Length > limit ? Refused.TooLarge(field, limit) : null;

    /// <summary>Whom the command speaks for.</summary>
    /// <param name="Person">Null for a facilitator speaking for itself.</param>
    /// <param name="Leads">A facilitator.</param>
    private readonly record struct Me(Participant? Person, bool Leads, Who Who)
    {
        public static (Me, Refused?) Of(Dialogue dialogue, Who who, Command command)
        {
            var leads = who.Standing is Standing.Facilitator or Standing.Server || (who.Standing is Standing.CoFacilitator && dialogue.Trusts(who.Device, "lead"));
            if (!leads && who.Standing is Standing.Screen or Standing.CoFacilitator) return (default, NotAllowed);
            var name = command.As ?? who.Participant;
            if (command.As is not null && command.As != who.Participant)
            {
                // A facilitator types in paper notes under the name that wrote them and lowers a hand that was heard, and nothing else: nobody votes or answers for another.
                var may = leads ? command is AddItem or RaiseHand { Value: false } : who.Voices.Contains(command.As);
                if (dialogue.Person(command.As) is null) return (default, UnknownPerson);
                if (!may) return (default, NotAllowed);
            }
            if (name is null) return leads || who.Standing == Standing.FollowUpLink ? (new Me(null, leads, who), null) : (default, NotAllowed);
            if (dialogue.Person(name) is not { } person) return (default, UnknownPerson);
            if (person.Removed is true || person.Waiting is true) return (default, NotAllowed);
            return (new Me(person, leads, who), null);
        }

        public string? Name => Person?.Id;

        /// <summary>As it will stand in the journal: a pseudonym where names are hidden.</summary>
        public string? In(Phase phase) => Person is null ? null : phase.Conduct.Names == "hidden" ? Who.Names.Of(Person.Id) : Person.Id;

        /// <summary>Is this mine, also behind a pseudonym? A facilitator's own are the facilitators', unless it is known which of them it was.</summary>
        public bool Wrote(string? by) =>
            by is null ? Leads : Audience.IsDevice(by) ? Leads && by == Who.Device : Person is not null && (by == Person.Id || (Pseudonyms.Is(by) && by == Who.Names.Of(Person.Id)));

        /// <summary>How an act on an item is signed: as the item is where it is one's own, or a changed name would tell who wrote it.</summary>
        public (string? By, bool Nameless) Signed(Item item, Phase? phase = null)
        {
            if (Person is null) return (null, false);
            if (item.Nameless && Wrote(item.By)) return (item.By, true);
            return phase is null ? (Person.Id, false) : (In(phase), phase.Conduct.Names == "hidden");
        }

        public bool Sees(Item item) =>
            Audience.Includes(item.SeenBy, new Viewer(Person?.Id, Person?.Table, Leads, false, Person is null ? [] : [Person.Id], Who.Names) { AlsoAt = Person?.Within is { } table ? [table] : [] }, item.By);
    }
}
