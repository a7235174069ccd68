// Links without account. Each is one row that those who lead see, renew and end; its token is derived from the row, and at rest is the token's hash alone.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Workshop.Journal;

namespace Workshop.Server;

/// <summary>What a link is for.</summary>
/// <param name="AtRest">Its name in the store.</param>
/// <param name="Shown">Those who lead may see the link again. What they must not be able to use themselves is never shown.</param>
/// <param name="Given">Those who lead make and renew it.</param>
public sealed record LinkKind(string Name, string AtRest, string Page, TimeSpan Lasts, bool Shown, bool Given)
{
    public static readonly LinkKind Outcome = new("outcome", "outcomeLink", "/r/", TimeSpan.FromDays(2 * 365), Shown: true, Given: true);

    /// <summary>A participant's own way back. Whoever had it would be that person, so those who lead can only end it.</summary>
    public static readonly LinkKind Return = new("return", "return", "", TimeSpan.FromDays(180), Shown: false, Given: false);

    /// <summary>A new kind is a line here and its page.</summary>
    public static readonly IReadOnlyList<LinkKind> All = [Outcome, Return];

    public static LinkKind? Named(string? name) => All.FirstOrDefault(kind => kind.Name == name);
}

/// <summary>A link as it is kept. Those that were made before they had an id and a key work as long as they last, and can only be renewed.</summary>
/// <param name="By">The device that made it.</param>
/// <param name="ByCode">That led the dialogue by a code: the link lives no longer than that.</param>
public sealed record LinkRow(
    string DialogueId, string? ParticipantId, DateTimeOffset Expires, string? Id = null, string? Key = null, string? Organisation = null,
    DateTimeOffset? Made = null, DateTimeOffset? Used = null, string? By = null, bool ByCode = false);

/// <summary>A link with the hash that it is found by.</summary>
public sealed record KeptLink(LinkKind Kind, string Hash, LinkRow Row)
{
    public string Id => Row.Id ?? Hash[..24];
}

/// <summary>Who makes a link or code.</summary>
public readonly record struct Maker(string? Device, bool ByCode = false)
{
    public static Maker Of(Device device, DateTimeOffset now) => new(device.Id, !device.IsFacilitator(now));
}

public sealed class AccessLinks(Store journal, LinkKeys keys, Rooms rooms, TimeProvider clock)
{
    /// <summary>When a link was last used is kept by the hour: a page that many read writes nothing each time.</summary>
    private static readonly TimeSpan UsedEvery = TimeSpan.FromHours(1);

    public async Task<(string Id, string Token)> Make(LinkKind kind, string dialogueId, Maker by, string? participantId = null, string? organisation = null)
    {
        var now = clock.GetUtcNow();
        var row = new LinkRow(dialogueId, participantId, now + kind.Lasts, NewId(), keys.Newest, organisation, now, null, by.Device, by.ByCode);
        var token = keys.Token(row.Key!, kind.Name, row.Id!)!;
        await journal.Keep(Keepsake(kind, Devices.Hash(token), row));
        return (row.Id!, token);
    }

    /// <summary>Where a link leads; null: wrong, too old, ended, or its maker may not lead there any more.</summary>
    public async Task<(LinkRow Row, Room Room)?> Find(LinkKind kind, string? token)
    {
        if (token is not { Length: >= 22 and <= 64 }) return null;
        var hash = Devices.Hash(token);
        if (await journal.Kept(kind.AtRest, hash) is not { } kept) return null;
        var row = Parse(kept);
        if (row.Expires <= clock.GetUtcNow() || await rooms.Open(row.DialogueId) is not { } room || !Stands(row, await room.Now())) return null;
        // Lost to whoever changes it at the same time: the hour is told by them.
        if (!(clock.GetUtcNow() - row.Used < UsedEvery)) await journal.KeepIf(Keepsake(kind, hash, row with { Used = clock.GetUtcNow() }), kept);
        return (row, room);
    }

    /// <summary>All that lead into a dialogue, the oldest first.</summary>
    public async Task<List<KeptLink>> Of(Room room)
    {
        var (all, now) = (new List<KeptLink>(), await room.Now());
        foreach (var kind in LinkKind.All)
            all.AddRange((await journal.AllKept(kind.AtRest)).Select(one => new KeptLink(kind, one.Key, Parse(one.Value)))
                .Where(one => one.Row.DialogueId == room.Id && one.Row.Expires > clock.GetUtcNow() && Stands(one.Row, now)));
        return [.. all.OrderBy(one => one.Row.Made ?? DateTimeOffset.MinValue)];
    }

    public async Task<KeptLink?> Named(Room room, string id) => (await Of(room)).Find(one => one.Id == id);

    /// <summary>The token once more; null: made before tokens were derived, or its key is gone.</summary>
    public string? Show(KeptLink link) =>
        link.Row is { Id: { } id, Key: { } key } && keys.Token(key, link.Kind.Name, id) is { } token && Devices.Hash(token) == link.Hash ? token : null;

    /// <summary>The earlier one is nothing from here on.</summary>
    public async Task<(string Id, string Token)> Renew(KeptLink link, Maker by)
    {
        var made = await Make(link.Kind, link.Row.DialogueId, by, link.Row.ParticipantId, link.Row.Organisation);
        await End([link]);
        return made;
    }

    public Task End(IReadOnlyList<KeptLink> links) => links.Count == 0 ? Task.CompletedTask : journal.Keep([.. links.Select(one => new Keepsake(one.Kind.AtRest, one.Hash, null))]);

    /// <summary>A person's ways back that this device was given, but for the one that goes along.</summary>
    /// <remarks>Of those from before it was kept who made them nobody knows which device has them: they end as well.</remarks>
    public async Task EndOf(string participantId, Device device, string[]? but = null)
    {
        var kept = (but ?? []).Where(token => token is not null).Select(Devices.Hash).ToHashSet(StringComparer.Ordinal);
        var mine = (await journal.AllKept(LinkKind.Return.AtRest)).Where(one => Parse(one.Value) is { } row && row.ParticipantId == participantId && (row.Id is null || row.By == device.Id)).ToList();
        await End([.. mine.Where(one => !kept.Contains(one.Key)).Select(one => new KeptLink(LinkKind.Return, one.Key, Parse(one.Value)))]);
        foreach (var (hash, value) in mine.Where(one => kept.Contains(one.Key))) await journal.KeepIf(Keepsake(LinkKind.Return, hash, Parse(value) with { By = null }), value);
    }

    /// <summary>What one device made another has now: it is the same person's.</summary>
    public Task Move(string from, string to) => Each(row => row.By == from, row => row with { By = to });

    /// <summary>What a device made in a dialogue goes with its right to lead there.</summary>
    public Task EndMadeBy(string dialogueId, string device) => Each(row => row.ByCode && row.By == device && row.DialogueId == dialogueId, _ => null);

    private async Task Each(Func<LinkRow, bool> which, Func<LinkRow, LinkRow?> change)
    {
        var changed = new List<Keepsake>();
        foreach (var kind in LinkKind.All)
            changed.AddRange((await journal.AllKept(kind.AtRest)).Select(one => (one.Key, Row: Parse(one.Value))).Where(one => which(one.Row))
                .Select(one => change(one.Row) is { } row ? Keepsake(kind, one.Key, row) : new Keepsake(kind.AtRest, one.Key, null)));
        if (changed.Count > 0) await journal.Keep(changed);
    }

    // Asked at each use, because a row that could not be taken away in time must be nothing all the same.
    private static bool Stands(LinkRow row, Rules.Dialogue dialogue) => !row.ByCode || dialogue.Trusts(row.By, "lead");

    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));

    private static LinkRow Parse(byte[] kept) => JsonSerializer.Deserialize<LinkRow>(kept)!;

    private static Keepsake Keepsake(LinkKind kind, string hash, LinkRow row) => new(kind.AtRest, hash, JsonSerializer.SerializeToUtf8Bytes(row), row.Expires);
}
