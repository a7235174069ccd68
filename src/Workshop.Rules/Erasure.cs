using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

/// <summary>
/// Taking words back for good: the same event or item with every free text empty. Ids, kinds, choices and seqs stay, so everything
/// replays as before. Shown and lifted events refer by id and never need it.
/// </summary>
public static class Erasure
{
    /// <summary>Own fields of an item with all free text empty.</summary>
    public static Fields Of(Fields own) => Rules.Fields.Of(own.All.Select(field => (field.Name, Blank(field.Name, field.Value))));

    /// <summary>Whether earlier words go with this event. Who leads no more is not named any more either: nobody had to be asked twice.</summary>
    public static bool Takes(Event what) => what is ContentErased or DeviceDropped;

    /// <summary>What an earlier event becomes, or null when it holds nothing of what is taken back.</summary>
    public static Event? Of(Fact earlier, Event taking) => Without(earlier, taking) is { } without && without != earlier.What ? without : null;

    private static Event? Without(Fact earlier, Event taking) => taking switch
    {
        ContentErased erased => Of(earlier, erased),
        DeviceDropped { DeviceId: var id } when earlier.What is DeviceTrusted { Device: { Name: not (null or "") } device } && device.Id == id => new DeviceTrusted(device with { Name = "" }),
        _ => null,
    };

    private static Event? Of(Fact earlier, ContentErased erased) => erased switch
    {
        { ItemId: { } id } => earlier.What switch
        {
            ItemAdded e when e.Item.Id == id => e with { Item = e.Item with { Own = Of(e.Item.Own) } },
            ItemChanged e when e.ItemId == id => e with { Patch = Of(e.Patch) },
            StanceTaken { Reason: not null } e when e.TargetId == id => e with { Reason = "" },
            ProgressReported e when e.ItemId == id => e with { Report = Of(e.Report) },
            _ => null,
        },
        { ParticipantId: { } person } => earlier.What switch
        {
            ParticipantJoined e when e.Participant.Id == person => e with { Participant = e.Participant with { Name = "" } },
            ParticipantChanged e when e.ParticipantId == person && e.Patch.Value("name") is not null => e with { Patch = e.Patch.With("name", Element.Text("")) },
            _ => null,
        },
        { OfSeq: { } seq } when seq == earlier.Seq => earlier.What switch
        {
            StanceTaken { Reason: not null } e => e with { Reason = "" },
            ProgressReported e => e with { Report = Of(e.Report) },
            _ => null,
        },
        { Field: { } field } => Of(earlier.What, field, erased),
        { WrittenBy: { } voice } => Written(earlier, voice),
        _ => null,
    };

    /// <summary>Texts that are no item's. Each is a name of its own in <c>eraseContent</c>.</summary>
    public static readonly ImmutableArray<string> Fields = ["title", "targetGroup", "organisation", "card", "phaseTitle", "purpose", "questions", "pause"];

    private static Event? Of(Event earlier, string field, ContentErased erased) => (field, earlier) switch
    {
        ("title", DialogueOpened e) => e with { Title = "" },
        ("targetGroup", DialogueOpened e) => e with { TargetGroup = "" },
        ("title" or "targetGroup", DialogueEdited e) when e.Patch.Value(field) is not null => new DialogueEdited(e.Patch.With(field, Element.Text(""))),
        ("organisation" or "card", DialogueOpened e) when e.Organisations.Any(one => one.Id == erased.Organisation) => e with { Organisations = Of(e.Organisations, field, erased.Organisation) },
        ("organisation" or "card", OrganisationsEdited e) when e.Put.Any(one => one.Id == erased.Organisation) => e with { Put = Of(e.Put, field, erased.Organisation) },
        ("card", CardSet e) when e.Organisation == erased.Organisation => e with { Card = NoCard },
        ("phaseTitle" or "purpose" or "questions", DialogueOpened e) when e.Agenda.Any(phase => phase.Id == erased.PhaseId) => e with { Agenda = Of(e.Agenda, field, erased.PhaseId) },
        ("phaseTitle" or "purpose" or "questions", AgendaEdited e) when e.Agenda.Any(phase => phase.Id == erased.PhaseId) => new AgendaEdited(Of(e.Agenda, field, erased.PhaseId)),
        ("pause", Paused { Pause.Words: not null } e) => new Paused(e.Pause with { Words = null }),
        _ => null,
    };

    private static readonly Card NoCard = new("", "", "");

    internal static ImmutableArray<Organisation> Of(ImmutableArray<Organisation> all, string field, string? id) =>
        [.. all.Select(one => one.Id != id ? one : field == "card" ? one with { Card = null } : one with { Name = "", Principal = null })];

    internal static ImmutableArray<Phase> Of(ImmutableArray<Phase> agenda, string field, string? id) =>
    [
        .. agenda.Select(phase => phase.Id != id ? phase : field switch
        {
            "phaseTitle" => phase with { Title = "" },
            "purpose" => phase with { Purpose = "" },
            _ => phase with { Questions = [] },
        }),
    ];

    /// <summary>A card is also copied into every later event that puts its organisation; <see cref="Dialogue"/> does not read it there.</summary>
    private static Event? Written(Fact earlier, string voice) => earlier.What switch
    {
        OrganisationsEdited e when e.Put.Any(one => one.Card is not null) => e with { Put = [.. e.Put.Select(one => one with { Card = null })] },
        _ when earlier.By != voice => null,
        ItemAdded e => e with { Item = e.Item with { Own = Of(e.Item.Own) } },
        ItemChanged e => e with { Patch = Of(e.Patch) },
        StanceTaken { Reason: not (null or "") } e => e with { Reason = "" },
        ProgressReported e => e with { Report = Of(e.Report) },
        CardSet e => e with { Card = NoCard },
        _ => null,
    };

    public static bool IsBlank(Item item) => Of(item.Own).Equals(item.Own) && item.Reports.All(IsBlank);

    public static bool IsBlank(Report report) => report == Of(report);

    public static Report Of(Report report) => report with { Reason = null, Needs = null, Learned = null, HandOverTo = null, Reporter = "" };

    /// <summary>Strings that are no choice, id or date become empty; everything that only points or chooses stays.</summary>
    private static JsonElement Blank(string name, JsonElement value) => FieldRule.IsFreeText(name) switch
    {
        true when value.ValueKind == JsonValueKind.String => Element.Text(""),
        _ when name == "mandates" && value.ValueKind == JsonValueKind.Array => Items.Mandates.Erased(value),
        _ => value,
    };
}
