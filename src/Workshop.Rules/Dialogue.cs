// Over 300 lines: one switch over every event, read as one page.
using System.Collections.Immutable;

namespace Workshop.Rules;

/// <summary>
/// What a dialogue is after all its events: immutable, so that what is decided and what is on disk can be two references.
/// After() is total: it never throws on a stored event; one that refers to what is gone changes nothing.
/// What may happen is not decided here (Decide), nor who may see it (Audience, View).
/// </summary>
public sealed record Dialogue
{
    public static readonly Dialogue Unopened = new();

    public long Seq { get; init; }
    public DateTimeOffset At { get; init; }
    public string Id { get; init; } = "";
    public string Title { get; init; } = "";
    public string TargetGroup { get; init; } = "";
    public string Language { get; init; } = "sv";

    /// <summary>Practised with simulated people, to be wiped afterwards.</summary>
    public bool? Rehearsal { get; init; }

    /// <summary>draft, live, concluded.</summary>
    public string Status { get; init; } = "draft";

    /// <summary>Empty: nobody can join by a code. It is nothing after the end; a dialogue that is reopened gets another one.</summary>
    public string JoinCode { get; init; } = "";
    public string JoinToken { get; init; } = "";

    /// <summary>Participants know the first code; a later one is there because somebody must not come back, and is told only to those who show it.</summary>
    public bool? JoinCodeRenewed { get; init; }

    /// <summary>No new people; who is in stays, and return links work.</summary>
    public bool? DoorClosed { get; init; }

    /// <summary>Somebody who has the code may come in.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsJoinable => Status != "concluded" && DoorClosed is not true && JoinCode.Length > 0;

    /// <summary>People wait for the facilitator to admit them.</summary>
    public bool Admission { get; init; }

    /// <summary>Late-comers are given a chair at the tables there are; null: never said.</summary>
    public bool? SeatLate { get; init; }

    /// <summary>Names of those who took part stand in the result; otherwise they are counted.</summary>
    public bool NamesInResult { get; init; }
    public ImmutableArray<Phase> Agenda { get; init; } = [];
    public string? PhaseId { get; init; }
    public string? Round { get; init; }
    public Timer? Timer { get; init; }

    /// <summary>The dialogue goes on another day; its status stays live, since a note written offline is still taken.</summary>
    public Pause? Pause { get; init; }

    /// <summary>Null: the projector shows what the part and the round call for.</summary>
    public Showing? Screen { get; init; }

    /// <summary>Who last saved the agenda, and when: two editors at once must not undo each other.</summary>
    public Touch? AgendaTouch { get; init; }
    public ImmutableArray<TrustedDevice> Devices { get; init; } = [];
    public ImmutableArray<string> Entered { get; init; } = [];
    public ImmutableArray<Visit> Visits { get; init; } = [];
    public ImmutableArray<Organisation> Organisations { get; init; } = [];

    /// <summary>Ever made, so that ids are never used twice.</summary>
    public int OrganisationsMade { get; init; }
    public ImmutableArray<Expected> Expected { get; init; } = [];

    /// <summary>In the order they joined, those removed too: what they wrote stays theirs.</summary>
    public ImmutableArray<Participant> Participants { get; init; } = [];

    /// <summary>Removed ones too: they can be restored.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableDictionary<Guid, Item> Items { get; init; } = ImmutableDictionary<Guid, Item>.Empty;
    public int LiveItems { get; init; }
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableDictionary<(Guid Item, string By), Vote> Votes { get; init; } = ImmutableDictionary<(Guid, string), Vote>.Empty;
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableDictionary<(Guid Item, string By), Rating> Ratings { get; init; } = ImmutableDictionary<(Guid, string), Rating>.Empty;

    /// <summary>By target and voice: an organisation's id, or "by " + person for a personal one.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ImmutableDictionary<(Guid Target, string Voice), Stance> Stances { get; init; } = ImmutableDictionary<(Guid, string), Stance>.Empty;

    /// <summary>By the seq of its event: all that were ever given and not taken back, since what is replaced or voided lies in the journal still.</summary>
    public ImmutableSortedDictionary<long, Reason> Reasons { get; init; } = ImmutableSortedDictionary<long, Reason>.Empty;

    /// <summary>Who wrote an organisation's card as it is now.</summary>
    public ImmutableSortedDictionary<string, string> CardsBy { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Organisations that became others, oldest first.</summary>
    public ImmutableArray<Merging> Merged { get; init; } = [];

    /// <summary>Parts that the agenda once had: what they said is in the journal.</summary>
    public ImmutableArray<string> PhasesGone { get; init; } = [];

    /// <summary>An organisation and all that have become it.</summary>
    public IEnumerable<string> Became(string organisation) =>
        Merged.Where(one => one.Into == organisation).SelectMany(one => Became(one.From)).Append(organisation);

    [System.Text.Json.Serialization.JsonIgnore]
    public bool Opened => Seq > 0;

    public Phase? PhaseOf(string? id)
    {
        foreach (var phase in Agenda)
            if (phase.Id == id) return phase;
        return null;
    }

    public Item? Live(Guid id) => Items.TryGetValue(id, out var item) && !item.Removed ? item : null;

    public Participant? Person(string? id)
    {
        foreach (var person in Participants)
            if (person.Id == id) return person;
        return null;
    }

    /// <param name="role">lead, screen; null: whatever it came as.</param>
    public bool Trusts(string? device, string? role = null) => Devices.Any(one => one.Id == device && (role is null || one.Role == role));

    /// <summary>The voice of a personal stance.</summary>
    public static string Personal(string? by) => "by " + by;

    /// <summary>How many have voted in a phase. Votes on what was removed count: they come back with it.</summary>
    public int Voters(string phaseId) =>
        Votes.Values.Where(vote => Items.TryGetValue(vote.ItemId, out var item) && item.PhaseId == phaseId).Select(vote => vote.By).Distinct(StringComparer.Ordinal).Count();

    public Organisation? OrganisationOf(string? id) => Organisations.FirstOrDefault(organisation => organisation.Id == id);

    public IEnumerable<Item> LiveInOrder() => Items.Values.Where(item => !item.Removed).OrderBy(item => item.Made);

    /// <remarks>Most of what happens is that something is added: the switch of the others costs closures and copies that it needs none of.</remarks>
    public Dialogue After(Fact fact) => fact.What is ItemAdded added ? Add(added, fact) : AfterOther(fact);

    private Dialogue AfterOther(Fact fact)
    {
        // Which facilitator it was matters where two of them meet; everywhere else they are one, and nobody is told.
        var hand = new Touch(fact.Seq, fact.By);
        if (Audience.IsDevice(fact.By)) fact = fact with { By = null };
        var next = fact.What switch
        {
            DialogueOpened e => this with
            {
                Id = e.Id, Title = e.Title, TargetGroup = e.TargetGroup, Language = e.Language, JoinCode = e.JoinCode, JoinToken = e.JoinToken,
                Agenda = e.Agenda, Organisations = e.Organisations, OrganisationsMade = e.Organisations.Length, Rehearsal = e.Rehearsal,
            },
            DialogueEdited e => this with
            {
                Title = e.Patch.Text("title") ?? Title,
                TargetGroup = e.Patch.Text("targetGroup") ?? TargetGroup,
                Language = e.Patch.Text("language") ?? Language,
                Admission = e.Patch.Value("admission") is { } admission ? admission.ValueKind == System.Text.Json.JsonValueKind.True : Admission,
                DoorClosed = e.Patch.Value("doorClosed") is { } closed ? closed.ValueKind == System.Text.Json.JsonValueKind.True ? true : null : DoorClosed,
                NamesInResult = e.Patch.Value("namesInResult") is { } named ? named.ValueKind == System.Text.Json.JsonValueKind.True : NamesInResult,
                SeatLate = e.Patch.Value("seatLate") is { } late ? late.ValueKind == System.Text.Json.JsonValueKind.True : SeatLate,
            },
            ItemChanged e => Change(e, fact, hand),
            ItemsMoved e => this with { Items = e.Moves.Aggregate(Items, (items, move) => Put(items, move.ItemId, item => item.Moved(move.To, fact.Seq))) },
            ItemsRemoved e => Mark(e.ItemIds, removed: true),
            ItemsRestored e => Mark(e.ItemIds, removed: false),
            ItemsShown e => Show(e.ItemIds, e.Table),
            VoteCast e => this with
            {
                Votes = e.Weight == 0
                    ? Votes.Remove((e.ItemId, Voice(fact)))
                    : Votes.SetItem((e.ItemId, Voice(fact)), new Vote(e.ItemId, Voice(fact), e.Weight, fact.Seq, fact.SeenBy, fact.Nameless)),
            },
            Rated e => this with
            {
                Ratings = e is { Effect: 0, Effort: 0 }
                    ? Ratings.Remove((e.ItemId, Voice(fact)))
                    : Ratings.SetItem((e.ItemId, Voice(fact)), new Rating(e.ItemId, Voice(fact), e.Effect, e.Effort, fact.Seq, fact.SeenBy, fact.Nameless)),
            },
            StanceTaken e => this with
            {
                Stances = Stances.SetItem(
                    (e.TargetId, e.Organisation ?? Personal(fact.By)),
                    new Stance(e.TargetId, fact.By, e.Stance, e.Organisation, e.Reason, fact.Seq, fact.SeenBy, fact.Nameless, e.MayShow)),
                Reasons = string.IsNullOrEmpty(e.Reason) ? Reasons : Reasons.SetItem(fact.Seq, new Reason(e.TargetId, e.Organisation, fact.By, fact.Nameless)),
            },
            ProgressReported e => this with { Items = Put(Items, e.ItemId, item => item with { Reports = item.Reports.Add(e.Report with { At = fact.At, Seq = fact.Seq, By = fact.By }), Seq = fact.Seq }) },
            ReadySet e => With(e.ParticipantId, person => person with { Ready = e.Value ? true : null }),
            HandRaised e => With(e.ParticipantId, person => person with { Hand = e.Value ? true : null, HandAt = e.Value ? fact.At : null }),
            ParticipantJoined e => this with { Participants = Participants.Add(e.Participant) },
            ParticipantChanged e => With(e.ParticipantId, person => Changed(person, e.Patch)),
            ParticipantRemoved e => With(e.ParticipantId, person => person with { Removed = true, Ready = null, Hand = null, HandAt = null, AnswersFor = [] }),
            OrganisationsEdited e => Edit(e),
            CardSet e => this with
            {
                Organisations = [.. Organisations.Select(one => one.Id == e.Organisation ? one with { Card = e.Card } : one)],
                CardsBy = fact.By is null ? CardsBy.Remove(e.Organisation) : CardsBy.SetItem(e.Organisation, fact.By),
            },
            Seated e => e.Seats.Aggregate(this, (dialogue, seat) => dialogue.With(seat.ParticipantId, person => person with { Table = seat.Table, Within = seat.Within })),
            PhaseEntered e => NobodyReady() with
            {
                Visits = Visits.Add(new Visit(fact.At, e.PhaseId)), PhaseId = e.PhaseId, Round = null, Screen = null, Status = "live", Entered = Entered.Contains(e.PhaseId) ? Entered : Entered.Add(e.PhaseId),
            },
            RoundEntered e => NobodyReady() with { Round = e.Round, Screen = null },
            TimerSet e => this with { Timer = e.Timer },
            AgendaEdited e => this with
            {
                Agenda = e.Agenda, AgendaTouch = hand,
                PhasesGone = [.. PhasesGone.Union(Agenda.Select(phase => phase.Id), StringComparer.Ordinal).Except(e.Agenda.Select(phase => phase.Id), StringComparer.Ordinal)],
            },
            ConductSet e => SetConduct(e),
            Paused e => this with { Pause = e.Pause, Timer = null, Visits = Pause is null ? Visits.Add(new Visit(fact.At)) : Visits },
            Resumed => this with { Pause = null, Visits = Visits.Add(new Visit(fact.At, PhaseId)) },
            ScreenSet e => this with { Screen = e.Screen },
            DeviceTrusted e => this with { Devices = [.. Devices.Where(one => one.Id != e.Device.Id), e.Device] },
            DeviceDropped e => this with { Devices = Devices.RemoveAll(one => one.Id == e.DeviceId) },
            Concluded => this with { Status = "concluded", Timer = null, Pause = null, Visits = Visits.Add(new Visit(fact.At)) },
            Reopened => this with { Status = "live", JoinCode = "", JoinToken = "", JoinCodeRenewed = true, Visits = Visits.Add(new Visit(fact.At, PhaseId)) },
            ContentErased e => Erase(e),
            JoinCodeRenewed e => this with { JoinCode = e.JoinCode, JoinToken = e.JoinToken, JoinCodeRenewed = true },
            _ => this,
        };
        return next with { Seq = fact.Seq, At = fact.At, Items = Revised(next.Items, fact) };
    }

    private static ImmutableDictionary<Guid, Item> Revised(ImmutableDictionary<Guid, Item> items, Fact fact)
    {
        Guid? about = fact.What switch
        {
            ItemChanged e => e.ItemId,
            ProgressReported e => e.ItemId,
            StanceTaken e => e.TargetId,
            ContentErased e => e.ItemId,
            _ => null,
        };
        return about is { } id ? Put(items, id, item => item with { Revised = new Revision(fact.Seq, fact.At) }) : items;
    }

    /// <summary>Whose vote it is: facilitators have none, so their events never get here with one.</summary>
    private static string Voice(Fact fact) => fact.By ?? "";

    private Dialogue Add(ItemAdded added, Fact fact)
    {
        var by = Audience.IsDevice(fact.By) ? null : fact.By;
        var item = added.Item with { By = by, At = fact.At, Made = fact.Seq, Seq = fact.Seq, SeenBy = fact.SeenBy, Nameless = fact.Nameless };
        var items = Items.SetItem(item.Id, item);
        return items.Count == Items.Count
            ? this with { Seq = fact.Seq, At = fact.At } // it was there already
            : this with { Seq = fact.Seq, At = fact.At, Items = items, LiveItems = LiveItems + 1 };
    }

    private Dialogue Change(ItemChanged changed, Fact fact, Touch touch)
    {
        if (!Items.TryGetValue(changed.ItemId, out var item)) return this;
        var after = this with
        {
            Items = Items.SetItem(item.Id, item with
            {
                Own = ItemKind.Named(item.Kind) is { } kind ? kind.Completed(item.Own.After(changed.Patch)) : item.Own.After(changed.Patch),
                Touched = item.Touched.SetItems(changed.Patch.All.Select(field => KeyValuePair.Create(field.Name, touch))),
                Seq = fact.Seq,
            }),
        };
        return changed.Voids is true ? after with { Stances = Stances.RemoveRange(Stances.Keys.Where(key => key.Target == item.Id)) } : after;
    }

    private static ImmutableDictionary<Guid, Item> Put(ImmutableDictionary<Guid, Item> items, Guid id, Func<Item, Item> change) =>
        items.TryGetValue(id, out var item) ? items.SetItem(id, change(item)) : items;

    private Dialogue Mark(ImmutableArray<Guid> ids, bool removed)
    {
        var (items, live) = (Items, LiveItems);
        foreach (var id in ids)
        {
            if (!items.TryGetValue(id, out var item) || item.Removed == removed) continue;
            items = items.SetItem(id, item with { Removed = removed });
            live += removed ? -1 : 1;
        }
        return this with { Items = items, LiveItems = live };
    }

    private Dialogue Show(ImmutableArray<Guid> ids, string? table)
    {
        var shown = ids.ToHashSet();
        var seenBy = table is null ? Audience.All : Audience.Table(table);
        return this with
        {
            Items = ids.Aggregate(Items, (items, id) => Put(items, id, item => table is null ? item with { SeenBy = seenBy, Shown = true } : item with { SeenBy = seenBy, Table = table })),
            Votes = Votes.SetItems(Votes.Where(vote => shown.Contains(vote.Key.Item) && vote.Value.SeenBy != seenBy && !TotalsHidden(vote.Key.Item))
                .Select(vote => KeyValuePair.Create(vote.Key, vote.Value with { SeenBy = seenBy }))),
            Ratings = Ratings.SetItems(Ratings.Where(rating => shown.Contains(rating.Key.Item))
                .Select(rating => KeyValuePair.Create(rating.Key, rating.Value with { SeenBy = seenBy }))),
            Stances = Stances.SetItems(Stances.Where(stance => shown.Contains(stance.Key.Target))
                .Select(stance => KeyValuePair.Create(stance.Key, stance.Value with { SeenBy = seenBy }))),
        };
    }

    private bool TotalsHidden(Guid item) => Items.TryGetValue(item, out var found) && PhaseOf(found.PhaseId) is { Conduct.Voting.Hidden: true };

    private Dialogue SetConduct(ConductSet set)
    {
        var agenda = Agenda.Select(phase => phase.Id == set.PhaseId ? phase with { Conduct = set.Conduct } : phase);

        // Every vote in the phase takes the audience that it would have if it were cast now.
        return this with
        {
            Agenda = [.. agenda],
            Votes = Votes.SetItems(Votes.Where(vote => Items.TryGetValue(vote.Key.Item, out var item) && item.PhaseId == set.PhaseId)
                .Select(vote => KeyValuePair.Create(vote.Key, vote.Value with { SeenBy = set.Conduct.Voting.Hidden ? Audience.Author : Items[vote.Key.Item].SeenBy }))),
        };
    }

    private Dialogue With(string participantId, Func<Participant, Participant> change)
    {
        for (var i = 0; i < Participants.Length; i++)
            if (Participants[i].Id == participantId) return this with { Participants = Participants.SetItem(i, change(Participants[i])) };
        return this;
    }

    private static Participant Changed(Participant person, Fields patch) => person with
    {
        Name = patch.Text("name") ?? person.Name,
        Organisation = patch.Value("organisation") is null ? person.Organisation : patch.Text("organisation"),
        Level = patch.Text("level") ?? person.Level,
        Role = patch.Text("role") ?? person.Role,
        Accompanies = patch.Value("accompanies") is null ? person.Accompanies : patch.Text("accompanies"),
        AnswersFor = patch.Value("answersFor") is null ? person.AnswersFor : patch.Texts("answersFor"),
        Waiting = patch.Value("waiting") is null ? person.Waiting : null,
    };

    private Dialogue NobodyReady() =>
        Participants.Any(person => person.Ready is not null)
            ? this with { Participants = [.. Participants.Select(person => person.Ready is null ? person : person with { Ready = null })] }
            : this;

    private Dialogue Edit(OrganisationsEdited edited)
    {
        var put = edited.Put.Where(one => !edited.Removed.Contains(one.Id)).GroupBy(one => one.Id).ToDictionary(same => same.Key, same => same.Last());
        var merged = (edited.Merged ?? []).GroupBy(one => one.From).ToDictionary(same => same.Key, same => same.Last().Into);
        string Into(string id) => merged.GetValueOrDefault(id, id);
        ImmutableArray<Organisation> organisations =
        [
            // Whoever renames it changes no card: the one here may be taken back there.
            .. Organisations.Where(one => !edited.Removed.Contains(one.Id)).Select(one => put.Remove(one.Id, out var now) ? now with { Card = one.Card } : one),
            .. put.Values,
        ];
        var after = this with
        {
            Organisations = organisations,
            OrganisationsMade = OrganisationsMade + put.Count,
            Expected = edited.Expected ?? Expected,
            Merged = edited.Merged is { } more ? Merged.AddRange(more) : Merged,
        };
        if (merged.Count == 0) return after;
        return after with
        {
            Expected = [.. after.Expected.Select(one => one with { Organisation = Into(one.Organisation) })
                .GroupBy(one => (one.Organisation, one.Level), (key, same) => new Expected(key.Organisation, key.Level, same.Sum(one => one.Count)))],
            Participants = [.. after.Participants.Select(person => person with
            {
                Organisation = person.Organisation is null ? null : Into(person.Organisation),
                AnswersFor = [.. person.AnswersFor.Select(Into).Distinct()],
            })],
            // Two organisations that are one have one voice: the later stance is it.
            Stances = Stances.Values.OrderBy(stance => stance.Seq)
                .Select(stance => stance.Organisation is null ? stance : stance with { Organisation = Into(stance.Organisation) })
                .Aggregate(Stances.Clear(), (all, stance) => all.SetItem((stance.TargetId, stance.Organisation ?? Personal(stance.By)), stance)),
            Reasons = Reasons.SetItems(Reasons.Where(one => one.Value.Organisation is not null).Select(one => KeyValuePair.Create(one.Key, one.Value with { Organisation = Into(one.Value.Organisation!) }))),
        };
    }

    private Dialogue Erase(ContentErased erased)
    {
        if (erased.ItemId is { } id)
            return this with
            {
                Items = Put(Items, id, item => item with { Own = Erasure.Of(item.Own), Reports = [], Seq = item.Seq }),
                Reasons = Reasons.RemoveRange(Reasons.Where(reason => reason.Value.About == id).Select(reason => reason.Key)),
                Stances = Stances.SetItems(Stances.Where(stance => stance.Key.Target == id && stance.Value.Reason is not null)
                    .Select(stance => KeyValuePair.Create(stance.Key, stance.Value with { Reason = "" }))),
            };
        if (erased.ParticipantId is { } person) return With(person, one => one with { Name = "" });
        if (erased.Field is { } field) return Erase(field, erased);
        return erased.OfSeq is not { } seq ? this : this with
        {
            Reasons = Reasons.Remove(seq),
            Stances = Stances.SetItems(Stances.Where(stance => stance.Value.Seq == seq && stance.Value.Reason is not null)
                .Select(stance => KeyValuePair.Create(stance.Key, stance.Value with { Reason = "" }))),
            Items = Items.SetItems(Items.Where(item => item.Value.Reports.Any(report => report.Seq == seq))
                .Select(item => KeyValuePair.Create(item.Key, item.Value with { Reports = [.. item.Value.Reports.Select(report => report.Seq == seq ? Erasure.Of(report) : report)] }))),
        };
    }

    private Dialogue Erase(string field, ContentErased erased) => field switch
    {
        "title" => this with { Title = "" },
        "targetGroup" => this with { TargetGroup = "" },
        "pause" => this with { Pause = Pause is null ? null : Pause with { Words = null } },
        "organisation" => this with { Organisations = Erasure.Of(Organisations, field, erased.Organisation) },
        "card" => this with { Organisations = Erasure.Of(Organisations, field, erased.Organisation), CardsBy = CardsBy.Remove(erased.Organisation!) },
        _ => this with { Agenda = Erasure.Of(Agenda, field, erased.PhaseId) },
    };
}
