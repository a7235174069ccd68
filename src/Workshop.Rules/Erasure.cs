using System.Text.Json;

namespace Workshop.Rules;

/// <summary>
/// Taking words back for good: the same event or item with every free text empty. Ids, kinds, choices and seqs stay, so everything
/// replays as before. Shown and lifted events refer by id and never need it.
/// </summary>
public static class Erasure
{
    /// <summary>Own fields of an item with all free text empty.</summary>
    public static Fields Of(Fields own) => Fields.Of(own.All.Select(field => (field.Name, Blank(field.Name, field.Value))));

    /// <summary>Whether earlier words go with this event. Who leads no more is not named any more either: nobody had to be asked twice.</summary>
    public static bool Takes(Event what) => what is ContentErased or DeviceDropped;

    /// <summary>What an earlier event becomes, or null when it holds nothing of what is taken back.</summary>
    public static Event? Of(Fact earlier, Event taking) => taking switch
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
        _ => null,
    };

    public static Report Of(Report report) => report with { Reason = null, Needs = null, Learned = null, HandOverTo = null, Reporter = "" };

    /// <summary>Strings that are no choice, id or date become empty; everything that only points or chooses stays.</summary>
    private static JsonElement Blank(string name, JsonElement value) => FieldRule.IsFreeText(name) switch
    {
        true when value.ValueKind == JsonValueKind.String => Element.Text(""),
        _ when name == "mandates" && value.ValueKind == JsonValueKind.Array => Items.Mandates.Erased(value),
        _ => value,
    };
}
