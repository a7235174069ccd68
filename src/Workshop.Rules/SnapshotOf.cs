using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

/// <summary>The whole dialogue as a viewer may see it: the snapshot of protocol.md, keys in a fixed order.</summary>
public static class SnapshotOf
{
    public static byte[] Dialogue(Dialogue dialogue, Viewer viewer)
    {
        var buffer = new ArrayBufferWriter<byte>(4096 + (dialogue.LiveItems * 300));
        using (var json = new Utf8JsonWriter(buffer, RulesJson.Writing)) Write(json, dialogue, viewer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The viewer without what makes no difference in this dialogue: equal for those who see the same, and what is shared between them is made for it and not for whoever came first.
    /// Invariant: a field of the viewer is part of the key unless it is dropped here, so that a new one cannot be forgotten.
    /// </summary>
    public static Viewer Key(Dialogue dialogue, Viewer viewer)
    {
        var personal = dialogue.Items.Values.Any(item => item.SeenBy != Audience.All || item.Nameless)
            || dialogue.Votes.Values.Any(vote => vote.SeenBy != Audience.All || vote.Nameless)
            || dialogue.Stances.Values.Any(stance => stance.SeenBy != Audience.All || stance.Nameless)
            || dialogue.Ratings.Values.Any(rating => rating.SeenBy != Audience.All || rating.Nameless);
        return viewer.Screen || !personal
            ? viewer with { Participant = null, Table = null, Facilitator = viewer.Facilitator, Voices = Several.None, Names = null, Device = null, AlsoAt = Several.None }
            : viewer with { Participant = null, Table = null, Voices = Several.Of(viewer.Voices, viewer.Participant), Device = null, AlsoAt = Several.Of(viewer.AlsoAt, viewer.Table) };
    }

    /// <summary>The way in, for those who show it to others.</summary>
    public static void Code(Utf8JsonWriter json, Dialogue dialogue, Viewer viewer)
    {
        var shows = viewer.MayShowTheWayIn;
        if (dialogue.Status == "concluded" || dialogue.JoinCode.Length == 0 || !(shows || (viewer.Inside && dialogue.JoinCodeRenewed is not true))) return;
        json.WriteString("joinCode"u8, dialogue.JoinCode);
        if (shows) json.WriteString("joinToken"u8, dialogue.JoinToken);
    }

    public static void Write(Utf8JsonWriter json, Dialogue dialogue, Viewer viewer)
    {
        var parts = RulesJson.Parts;
        json.WriteStartObject();
        json.WriteString("id"u8, dialogue.Id);
        json.WriteString("title"u8, dialogue.Title);
        json.WriteString("targetGroup"u8, dialogue.TargetGroup);
        json.WriteString("language"u8, dialogue.Language);
        json.WriteString("status"u8, dialogue.Status);
        if (dialogue.Rehearsal is true) json.WriteBoolean("rehearsal"u8, true);
        Code(json, dialogue, viewer);
        if (dialogue.DoorClosed is true) json.WriteBoolean("doorClosed"u8, true);
        if (dialogue.Admission) json.WriteBoolean("admission"u8, true);
        if (dialogue.NamesInResult) json.WriteBoolean("namesInResult"u8, true);
        if (dialogue.SeatLate is { } late) json.WriteBoolean("seatLate"u8, late);
        json.WritePropertyName("agenda"u8);
        JsonSerializer.Serialize(json, dialogue.Agenda, parts.ImmutableArrayPhase);
        json.WriteString("phaseId"u8, dialogue.PhaseId);
        if (dialogue.Round is not null) json.WriteString("round"u8, dialogue.Round);
        if (dialogue.Timer is not null)
        {
            json.WritePropertyName("timer"u8);
            JsonSerializer.Serialize(json, dialogue.Timer, parts.Timer);
        }
        if (dialogue.Pause is not null)
        {
            json.WritePropertyName("pause"u8);
            JsonSerializer.Serialize(json, dialogue.Pause, parts.Pause);
        }
        if (dialogue.Screen is not null)
        {
            json.WritePropertyName("screen"u8);
            JsonSerializer.Serialize(json, dialogue.Screen, parts.Showing);
        }
        json.WriteStartArray("entered"u8);
        foreach (var phase in dialogue.Entered) json.WriteStringValue(phase);
        json.WriteEndArray();
        json.WritePropertyName("visits"u8);
        JsonSerializer.Serialize(json, dialogue.Visits, parts.ImmutableArrayVisit);
        json.WritePropertyName("organisations"u8);
        JsonSerializer.Serialize(json, dialogue.Organisations, parts.ImmutableArrayOrganisation);
        json.WritePropertyName("expected"u8);
        JsonSerializer.Serialize(json, dialogue.Expected, parts.ImmutableArrayExpected);
        json.WritePropertyName("participants"u8);
        JsonSerializer.Serialize(json, dialogue.Participants.RemoveAll(person => person.Removed is true), parts.ImmutableArrayParticipant);
        Items(json, dialogue.LiveInOrder().Where(item => Audience.Includes(item.SeenBy, viewer, item.By)), viewer);
        json.WriteStartArray("concealed"u8);
        foreach (var item in dialogue.LiveInOrder().Where(item => !Audience.Includes(item.SeenBy, viewer, item.By)))
        {
            json.WriteStartObject();
            json.WriteString("itemId"u8, item.Id);
            json.WriteString("kind"u8, item.Kind);
            json.WriteString("phaseId"u8, item.PhaseId);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Votes(json, dialogue.Votes.Values.Where(vote => dialogue.Live(vote.ItemId) is not null), viewer);
        Ratings(json, dialogue.Ratings.Values.Where(rating => dialogue.Live(rating.ItemId) is not null), viewer);
        Stances(json, dialogue.Stances.Values.Where(stance => dialogue.Live(stance.TargetId) is not null), viewer);
        if (!viewer.Facilitator)
        {
            json.WriteEndObject();
            return;
        }
        Voters(json, dialogue);
        if (!dialogue.Devices.IsEmpty)
        {
            json.WritePropertyName("devices"u8);
            JsonSerializer.Serialize(json, dialogue.Devices, parts.ImmutableArrayTrustedDevice);
        }
        json.WriteEndObject();
    }

    public static void Items(Utf8JsonWriter json, IEnumerable<Item> items, Viewer viewer)
    {
        json.WriteStartArray("items"u8);
        foreach (var item in items) Write(json, item, viewer);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, Item item, Viewer viewer)
    {
        json.WriteStartObject();
        WriteInto(json, item, viewer);
        json.WriteEndObject();
    }

    /// <summary>An item's properties, into the object that the writer is in.</summary>
    public static void WriteInto(Utf8JsonWriter json, Item item, Viewer viewer)
    {
        item.WriteMaking(json, viewer.Facilitator ? null : ItemKind.Named(item.Kind) is { HasFacilitatorFields: true } kind ? kind.ToldToAll : null);
        By(json, item.By, item.Nameless, viewer);
        json.WriteString("at"u8, View.Time(item.At));
        json.WriteNumber("seq"u8, item.Seq);
        if (item.Shown) json.WriteBoolean("shown"u8, true);
        if (!item.Reports.IsEmpty)
        {
            json.WritePropertyName("reports"u8);
            JsonSerializer.Serialize(json, item.Reports, RulesJson.Parts.ImmutableArrayReport);
        }
    }

    public static void Votes(Utf8JsonWriter json, IEnumerable<Vote> votes, Viewer viewer)
    {
        json.WriteStartArray("votes"u8);
        foreach (var vote in votes.OrderBy(vote => vote.Seq).Where(vote => Audience.Includes(vote.SeenBy, viewer, vote.By)))
        {
            json.WriteStartObject();
            json.WriteString("itemId"u8, vote.ItemId);
            By(json, vote.By, vote.Nameless, viewer);
            json.WriteNumber("weight"u8, vote.Weight);
            json.WriteNumber("seq"u8, vote.Seq);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void Ratings(Utf8JsonWriter json, IEnumerable<Rating> ratings, Viewer viewer)
    {
        json.WriteStartArray("ratings"u8);
        foreach (var rating in ratings.OrderBy(rating => rating.Seq).Where(rating => Audience.Includes(rating.SeenBy, viewer, rating.By)))
        {
            json.WriteStartObject();
            json.WriteString("itemId"u8, rating.ItemId);
            By(json, rating.By, rating.Nameless, viewer);
            json.WriteNumber("effect"u8, rating.Effect);
            json.WriteNumber("effort"u8, rating.Effort);
            json.WriteNumber("seq"u8, rating.Seq);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void Stances(Utf8JsonWriter json, IEnumerable<Stance> stances, Viewer viewer)
    {
        json.WriteStartArray("stances"u8);
        foreach (var stance in stances.OrderBy(stance => stance.Seq).Where(stance => Audience.Includes(stance.SeenBy, viewer, stance.By)))
        {
            json.WriteStartObject();
            json.WriteString("targetId"u8, stance.TargetId);
            if (stance.By is not null) By(json, stance.By, stance.Nameless, viewer);
            if (stance.Organisation is not null) json.WriteString("organisation"u8, stance.Organisation);
            json.WriteString("stance"u8, stance.Choice);
            if (stance.Reason is not null) json.WriteString("reason"u8, stance.Reason);
            if (stance.MayShow is { } mayShow) json.WriteBoolean("mayShow"u8, mayShow);
            json.WriteNumber("seq"u8, stance.Seq);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Names that were hidden when somebody wrote are told to that person only, whatever conduct says today.</summary>
    private static void By(Utf8JsonWriter json, string? by, bool nameless, Viewer viewer)
    {
        if (!nameless) json.WriteString("by"u8, by);
        else if (by is not null && viewer.OwnName(by) is { } own) json.WriteString("by"u8, own);
    }

    /// <summary>How many have voted, where totals are hidden and somebody has.</summary>
    private static void Voters(Utf8JsonWriter json, Dialogue dialogue)
    {
        var counted = dialogue.Agenda.Where(phase => phase.Conduct.Voting.Hidden).Select(phase => (phase.Id, Voters: dialogue.Voters(phase.Id))).Where(phase => phase.Voters > 0).ToList();
        if (counted.Count == 0) return;
        json.WriteStartObject("voters"u8);
        foreach (var (phase, voters) in counted) json.WriteNumber(phase, voters);
        json.WriteEndObject();
    }
}
