using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Workshop.Rules;

/// <summary>What of a fact a viewer may know; few combinations, so a room encodes each once.</summary>
[Flags]
public enum Sight
{
    Plain = 0,

    /// <summary>Only that something happened.</summary>
    Concealed = 1,

    /// <summary>Not by whom.</summary>
    Nameless = 2,

    /// <summary>It answers the viewer's own command.</summary>
    Own = 4,

    /// <summary>Fields for facilitators too.</summary>
    Facilitator = 8,
}

/// <summary>
/// How an event looks to a viewer. Pure over the stored event and its stamps; only the content of what a revealing event shows is
/// looked up, in the dialogue at hand: a later state than the event's own is fine, since the later events follow.
/// </summary>
public static class View
{
    /// <summary>Where this thread puts an encoding together.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? encoding;

    /// <summary>Sights are below this.</summary>
    public const int Sights = 16;

    /// <summary>As it was stamped, and as things are now: what was removed is told to its author, to whoever did this, and to facilitators; to others that it was, until it is restored.</summary>
    public static Sight Of(Fact fact, Dialogue dialogue, Viewer viewer) =>
        GoneOf(fact, dialogue) is { } gone && !MayReadGone(gone, fact.By, viewer) ? Sight.Concealed : Stamped(fact, viewer);

    /// <summary>The removed item that a fact is about; null: there is none.</summary>
    public static Item? GoneOf(Fact fact, Dialogue dialogue) => AboutOf(fact.What) is { } id && dialogue.Items.TryGetValue(id, out var item) && item.Removed ? item : null;

    public static bool MayReadGone(Item gone, string? by, Viewer viewer) => viewer.Facilitator || viewer.Is(gone.By) || viewer.Is(by);

    /// <summary>The item whose words, or what people think of it, a fact holds. That it was moved, shown, removed or restored holds none: what those show is looked up.</summary>
    public static Guid? AboutOf(Event what) => what switch
    {
        ItemAdded e => e.Item.Id,
        ItemChanged e => e.ItemId,
        VoteCast e => e.ItemId,
        Rated e => e.ItemId,
        StanceTaken e => e.TargetId,
        ProgressReported e => e.ItemId,
        _ => null,
    };

    /// <summary>As it was decided.</summary>
    private static Sight Stamped(Fact fact, Viewer viewer)
    {
        var own = viewer.Is(fact.By);
        var sight = own && !viewer.Screen ? Sight.Own : Sight.Plain;
        if (!Audience.Includes(fact.SeenBy, viewer, fact.By)) return viewer.Facilitator ? Sight.Concealed | Sight.Facilitator : Sight.Concealed;
        if (fact.Nameless && !own) sight |= Sight.Nameless;
        if (viewer.Facilitator && ForFacilitators(fact.What)) sight |= Sight.Facilitator;

        // What a revealing event shows depends on the viewer: names that were hidden, votes that are one's own.
        return sight;
    }

    /// <summary>Facts whose content differs from viewer to viewer beyond a sight; they are encoded for each of them.</summary>
    public static bool IsPersonal(Fact fact) => fact.What is ItemsShown or ItemsRestored or ConductSet or DialogueOpened or JoinCodeRenewed;

    /// <summary>Everybody sees the same of it, the command apart: nearly every fact. One encoding serves all.</summary>
    public static bool IsAlike(Fact fact) => fact.SeenBy == Audience.All && !fact.Nameless && !IsPersonal(fact) && !ForFacilitators(fact.What);

    /// <summary>Where a plain encoding takes the command that goes to its sender.</summary>
    public static int CommandAt(ReadOnlySpan<byte> plain) => plain.IndexOf(",\"type\":"u8);

    public static byte[] Command(Guid command)
    {
        var json = new byte[",\"command\":\"\"".Length + 36];
        Utf8.TryWrite(json, CultureInfo.InvariantCulture, $",\"command\":\"{command:D}\"", out _);
        return json;
    }

    public static byte[] With(ReadOnlySpan<byte> command, ReadOnlySpan<byte> plain)
    {
        var at = CommandAt(plain);
        return [.. plain[..at], .. command, .. plain[at..]];
    }

    private static bool ForFacilitators(Event what) => what switch
    {
        ItemAdded e => ItemKind.Named(e.Item.Kind) is { HasFacilitatorFields: true },
        ItemChanged e => e.Patch.All.Any(field => FacilitatorFields.Contains(field.Name)),
        VoteCast e => e.Voters is not null,
        _ => false,
    };

    private static readonly HashSet<string> FacilitatorFields =
        [.. ItemKind.All.SelectMany(kind => kind.Fields).Where(field => field.FacilitatorsRead).Select(field => field.Name)];

    /// <summary>One event as JSON, as somebody with this sight may see it.</summary>
    /// <param name="viewer">Looked at only for facts that are personal.</param>
    public static byte[] Encode(Fact fact, Dialogue dialogue, Sight sight, Viewer viewer)
    {
        var buffer = encoding is { Capacity: < 64 * 1024 } ? encoding : encoding = new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        Raw(buffer, "{\"seq\":"u8);
        Number(buffer, fact.Seq);
        Raw(buffer, ",\"at\":\""u8);
        Raw(buffer, Time(fact.At));
        Raw(buffer, "\""u8);
        if (!sight.HasFlag(Sight.Concealed) && !sight.HasFlag(Sight.Nameless)) By(buffer, fact.By is null || Audience.IsDevice(fact.By) ? null : ShownName(fact, viewer));
        if (sight.HasFlag(Sight.Own) && fact.Command is { } command) Raw(buffer, Command(command));
        Raw(buffer, ","u8);
        if (sight.HasFlag(Sight.Concealed)) Concealed(buffer, fact, dialogue, sight.HasFlag(Sight.Facilitator));
        else if (IsPersonal(fact)) Personal(buffer, fact, dialogue, viewer);
        else if (!sight.HasFlag(Sight.Facilitator) && ForFacilitators(fact.What)) Raw(buffer, RulesJson.Body(WithoutFacilitatorFields(fact.What)).AsSpan(1));
        else Raw(buffer, fact.Body.AsSpan(1));
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The author sees the own name, never the pseudonym.</summary>
    private static string ShownName(Fact fact, Viewer viewer) => viewer.OwnName(fact.By!) ?? fact.By!;

    private static Event WithoutFacilitatorFields(Event what) => what switch
    {
        ItemAdded e => e with { Item = e.Item with { Own = Without(e.Item.Own) } },
        ItemChanged e => e with { Patch = Without(e.Patch) },
        VoteCast e => e with { Voters = null },
        _ => what,
    };

    private static Fields Without(Fields fields) => Fields.Of(fields.All.Where(field => !FacilitatorFields.Contains(field.Name)));

    /// <summary>Of a fact that was kept as bytes only, and whose item has been removed since: what others may know of it.</summary>
    public static byte[] Conceal(ReadOnlyMemory<byte> plain, Item about)
    {
        using var told = JsonDocument.Parse(plain);
        var (seq, at, what) = (told.RootElement.GetProperty("seq"u8), told.RootElement.GetProperty("at"u8), told.RootElement.GetProperty("type"u8));
        var buffer = new ArrayBufferWriter<byte>(256);
        Raw(buffer, Encoding.UTF8.GetBytes($"{{\"seq\":{seq.GetRawText()},\"at\":{at.GetRawText()},"));
        var vote = what.ValueEquals("voteCast"u8);
        Concealed(buffer, what.GetString()!, vote ? null : about.Id, vote ? null : about.Kind, about.PhaseId, null);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Concealed(ArrayBufferWriter<byte> buffer, Fact fact, Dialogue dialogue, bool facilitator)
    {
        var (id, kind, phase) = fact.What switch
        {
            ItemAdded e => (e.Item.Id, e.Item.Kind, e.Item.PhaseId),
            ItemChanged e => Found(dialogue, e.ItemId),
            Rated e => Found(dialogue, e.ItemId),
            StanceTaken e => Found(dialogue, e.TargetId),
            ProgressReported e => Found(dialogue, e.ItemId),
            ItemsRemoved { ItemIds: [var one] } => Found(dialogue, one),
            ItemsRestored { ItemIds: [var one] } => Found(dialogue, one),
            VoteCast e => (null, null, dialogue.Items.GetValueOrDefault(e.ItemId)?.PhaseId),
            _ => ((Guid?)null, (string?)null, (string?)null),
        };
        Concealed(buffer, Fact.TypeOf(fact.Body), id, kind, phase, facilitator && fact.What is VoteCast vote ? vote.Voters : null);
    }

    private static void Concealed(ArrayBufferWriter<byte> buffer, string what, Guid? id, string? kind, string? phase, int? voters)
    {
        using var json = new Utf8JsonWriter(buffer, RulesJson.Writing);
        json.WriteStartObject();
        json.WriteString("type"u8, "concealed"u8);
        json.WriteString("what"u8, what);
        if (id is not null) json.WriteString("itemId"u8, id.Value);
        if (kind is not null) json.WriteString("kind"u8, kind);
        if (phase is not null) json.WriteString("phaseId"u8, phase);
        if (voters is not null) json.WriteNumber("voters"u8, voters.Value);
        json.WriteEndObject();
        json.Flush();
        Unbrace(buffer, json.BytesCommitted);
    }

    private static (Guid?, string?, string?) Found(Dialogue dialogue, Guid id) =>
        dialogue.Items.TryGetValue(id, out var item) ? (id, item.Kind, item.PhaseId) : (id, null, null);

    private static void Personal(ArrayBufferWriter<byte> buffer, Fact fact, Dialogue dialogue, Viewer viewer)
    {
        using var json = new Utf8JsonWriter(buffer, RulesJson.Writing);
        json.WriteStartObject();
        json.WriteString("type"u8, Fact.TypeOf(fact.Body));
        switch (fact.What)
        {
            case ItemsShown e:
                Appeared(json, e.ItemIds, dialogue, viewer);
                break;
            case ItemsRestored e:
                Appeared(json, e.ItemIds, dialogue, viewer);
                break;
            case ConductSet e:
                json.WriteString("phaseId"u8, e.PhaseId);
                json.WritePropertyName("conduct"u8);
                JsonSerializer.Serialize(json, e.Conduct, RulesJson.Parts.Conduct);
                SnapshotOf.Votes(json, dialogue.Votes.Values.Where(vote => dialogue.Live(vote.ItemId)?.PhaseId == e.PhaseId), viewer);
                if (viewer.Facilitator && e.Conduct.Voting.Hidden) json.WriteNumber("voters"u8, dialogue.Voters(e.PhaseId));
                break;
            case JoinCodeRenewed:
                SnapshotOf.Code(json, dialogue, viewer);
                break;
            case DialogueOpened e:
                json.WritePropertyName("dialogue"u8);
                SnapshotOf.Write(json, Dialogue.Unopened.After(fact with { What = e }), viewer);
                break;
        }
        json.WriteEndObject();
        json.Flush();
        Unbrace(buffer, json.BytesCommitted);
    }

    /// <summary>Items that come into sight, with what was said of them.</summary>
    private static void Appeared(Utf8JsonWriter json, IReadOnlyList<Guid> ids, Dialogue dialogue, Viewer viewer)
    {
        var items = ids.Select(dialogue.Live).OfType<Item>().ToList();
        var shown = items.ConvertAll(item => item.Id).ToHashSet();
        json.WriteStartArray("itemIds"u8);
        foreach (var id in ids) json.WriteStringValue(id);
        json.WriteEndArray();
        SnapshotOf.Items(json, items, viewer);
        SnapshotOf.Votes(json, dialogue.Votes.Values.Where(vote => shown.Contains(vote.ItemId)), viewer);
        SnapshotOf.Ratings(json, dialogue.Ratings.Values.Where(rating => shown.Contains(rating.ItemId)), viewer);
        SnapshotOf.Stances(json, dialogue.Stances.Values.Where(stance => shown.Contains(stance.TargetId)), viewer);
    }

    /// <summary>The object was written whole for the writer's sake; the envelope has already opened it, so its brace becomes white space.</summary>
    private static void Unbrace(ArrayBufferWriter<byte> buffer, long length)
    {
        var written = System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
        written[(int)(buffer.WrittenCount - length)] = (byte)' ';
    }

    private static void Raw(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

    private static void By(ArrayBufferWriter<byte> buffer, string? name)
    {
        if (name is null)
        {
            Raw(buffer, ",\"by\":null"u8);
            return;
        }
        Raw(buffer, ",\"by\":\""u8);
        Encoding.UTF8.GetBytes(name, buffer);
        Raw(buffer, "\""u8);
    }

    private static void Number(ArrayBufferWriter<byte> buffer, long number)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(number, buffer.GetSpan(20), out var length);
        buffer.Advance(length);
    }

    /// <summary>ISO 8601, UTC, milliseconds.</summary>
    public static byte[] Time(DateTimeOffset at)
    {
        var time = new byte["2026-01-01T00:00:00.000Z".Length];
        at.UtcDateTime.TryFormat(time, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return time;
    }
}
