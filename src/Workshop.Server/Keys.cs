// Codes and links that lead somewhere: what is kept is where they lead, and of secrets only the hash.
// Join codes are the exception: they are short, shown on the wall, and guarded by Tries instead.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workshop.Journal;

namespace Workshop.Server;

public sealed class Keys(Store journal, TimeProvider clock)
{
    public static readonly TimeSpan ReturnKept = TimeSpan.FromDays(180);
    public static readonly TimeSpan OutcomeKept = TimeSpan.FromDays(2 * 365);
    public static readonly TimeSpan SignInKept = TimeSpan.FromHours(24);

    /// <summary>Kinds of what leads into a dialogue; a new one is named here, or deleting a dialogue would leave it.</summary>
    private static readonly string[] Leading = ["joinCode", "joinToken", "return", "outcomeLink"];

    /// <summary>Of a code to join or to show: so many that guessing does not pay (CodeChanceTests), and few enough to read aloud in threes.</summary>
    public const int JoinDigits = 9;
    public const int LeadDigits = 12;

    /// <summary>Of codes made before that, which work as long as what they lead to.</summary>
    private const int OldDigits = 6;

    public static readonly TimeSpan LeadCodeKept = TimeSpan.FromHours(24);
    public static readonly TimeSpan ScreenCodeKept = TimeSpan.FromDays(30);

    /// <summary>Where a link leads. Scoped: a return link is one person's, an outcome link one dialogue's.</summary>
    public sealed record Target(string DialogueId, string? ParticipantId, DateTimeOffset Expires);

    /// <summary>Takes a free join code and a long token for the QR, both leading to a dialogue that is about to be opened.</summary>
    public async Task<(string Code, string Token)> MakeJoinCode(string dialogueId)
    {
        var token = Devices.Secret();
        while (true)
        {
            var code = Digits(JoinDigits);
            if (!await journal.KeepIf(new Keepsake("joinCode", code, Encoding.UTF8.GetBytes(dialogueId)), null)) continue;
            await journal.Keep(new Keepsake("joinToken", Devices.Hash(token), Encoding.UTF8.GetBytes(dialogueId)));
            return (code, token);
        }
    }

    /// <summary>The dialogue behind a typed code (spaces and dashes are nothing) or the QR's token; null: wrong or malformed.</summary>
    public async Task<string?> Joinable(string? typed)
    {
        if (typed is null || typed.Length > 100) return null;
        var code = Plain(typed);
        var kept = code.Length is JoinDigits or OldDigits && code.All(char.IsAsciiDigit) ? await journal.Kept("joinCode", code)
            : typed.Trim() is { Length: >= 22 } token ? await journal.Kept("joinToken", Devices.Hash(token)) : null;
        return kept is null ? null : Encoding.UTF8.GetString(kept);
    }

    /// <summary>As it is kept: the spaces and dashes that people hear and type are nothing.</summary>
    public static string Plain(string? typed) => typed is null ? "" : new string([.. typed.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212'))]);

    private static string Digits(int count) => RandomNumberGenerator.GetString("0123456789", count);

    public async Task<string> MakeLink(string kind, string dialogueId, string? participantId, TimeSpan lasts)
    {
        var token = Devices.Secret();
        var target = new Target(dialogueId, participantId, clock.GetUtcNow() + lasts);
        await journal.Keep(new Keepsake(kind, Devices.Hash(token), JsonSerializer.SerializeToUtf8Bytes(target), target.Expires));
        return token;
    }

    public async Task<Target?> Find(string kind, string? token)
    {
        if (token is not { Length: >= 22 and <= 64 } || await journal.Kept(kind, Devices.Hash(token)) is not { } kept) return null;
        var target = JsonSerializer.Deserialize<Target>(kept)!;
        return target.Expires > clock.GetUtcNow() ? target : null;
    }

    /// <summary>All links of a kind into a dialogue stop working.</summary>
    public async Task<int> Revoke(string kind, string dialogueId, string? participantId = null)
    {
        var gone = (await journal.AllKept(kind)).Where(one => JsonSerializer.Deserialize<Target>(one.Value) is { } target
            && target.DialogueId == dialogueId && (participantId is null || target.ParticipantId == participantId)).ToList();
        if (gone.Count > 0) await journal.Keep([.. gone.Select(one => new Keepsake(kind, one.Key, null))]);
        return gone.Count;
    }

    /// <summary>Every code and link that leads into a dialogue is gone.</summary>
    public async Task Forget(string dialogueId)
    {
        var gone = new List<Keepsake>();
        foreach (var kind in Leading)
            foreach (var (key, value) in await journal.AllKept(kind))
                if (LeadsTo(value) == dialogueId) gone.Add(new Keepsake(kind, key, null));
        foreach (var code in (await journal.AllKept("deviceCode")).Select(one => JsonSerializer.Deserialize<DeviceCode>(one.Value)!).Where(one => one.DialogueId == dialogueId))
            gone.AddRange([new Keepsake("deviceCode", code.Code, null), new Keepsake("deviceLink", code.Link, null)]);
        if (gone.Count > 0) await journal.Keep(gone);
    }

    // A code or token leads to an id as it is, a link to a target.
    private static string LeadsTo(byte[] value) =>
        value is [(byte)'{', ..] ? JsonSerializer.Deserialize<Target>(value)!.DialogueId : Encoding.UTF8.GetString(value);

    /// <summary>A code that makes a device lead one dialogue, or be its projector. Typed or by its link; kept in clear like a join code, because whoever gave it out must be able to read it again.</summary>
    /// <param name="Role">lead: used once; screen: as long as it lasts.</param>
    /// <param name="Link">Hash of the link's secret.</param>
    public sealed record DeviceCode(string DialogueId, string Role, string Code, string Link, DateTimeOffset Expires);

    public async Task<(DeviceCode Code, string Secret)> MakeDeviceCode(string dialogueId, string role)
    {
        var secret = Devices.Secret();
        while (true)
        {
            var code = Digits(role == "lead" ? LeadDigits : JoinDigits);
            var made = new DeviceCode(dialogueId, role, code, Devices.Hash(secret), clock.GetUtcNow() + (role == "lead" ? LeadCodeKept : ScreenCodeKept));
            var bytes = JsonSerializer.SerializeToUtf8Bytes(made);
            if (!await journal.KeepIf(new Keepsake("deviceCode", code, bytes, made.Expires), null)) continue;
            await journal.Keep(new Keepsake("deviceLink", made.Link, Encoding.UTF8.GetBytes(code), made.Expires));
            return (made, secret);
        }
    }

    /// <summary>By the code as typed or by the link's secret; null: wrong, used or too old.</summary>
    public async Task<DeviceCode?> FindDeviceCode(string? typed)
    {
        if (typed is null || typed.Length > 100) return null;
        var code = Plain(typed);
        if (!code.All(char.IsAsciiDigit))
            code = typed.Trim().Length >= 22 && await journal.Kept("deviceLink", Devices.Hash(typed.Trim())) is { } linked ? Encoding.UTF8.GetString(linked) : "";
        if (code.Length is not (JoinDigits or LeadDigits or OldDigits or 8) || await journal.Kept("deviceCode", code) is not { } kept) return null;
        var found = JsonSerializer.Deserialize<DeviceCode>(kept)!;
        return found.Expires > clock.GetUtcNow() ? found : null;
    }

    public async Task<List<DeviceCode>> DeviceCodes(string dialogueId) =>
        [.. (await journal.AllKept("deviceCode")).Select(one => JsonSerializer.Deserialize<DeviceCode>(one.Value)!)
            .Where(one => one.DialogueId == dialogueId && one.Expires > clock.GetUtcNow()).OrderBy(one => one.Expires)];

    /// <summary>True for the one who ends it: revoked, or used.</summary>
    public async Task<bool> EndDeviceCode(DeviceCode code)
    {
        if (!await journal.KeepIf(new Keepsake("deviceCode", code.Code, null), JsonSerializer.SerializeToUtf8Bytes(code))) return false;
        await journal.Keep(new Keepsake("deviceLink", code.Link, null));
        return true;
    }

    /// <summary>The secret of a sign-in link that works once.</summary>
    public async Task<string> MakeSignIn()
    {
        var secret = Devices.Secret();
        await journal.Keep(new Keepsake("signIn", Devices.Hash(secret), [1], clock.GetUtcNow() + SignInKept));
        return secret;
    }

    /// <summary>True for the first who comes with it.</summary>
    public async Task<bool> RedeemSignIn(string secret) =>
        secret.Length is >= 22 and <= 64 && await journal.Kept("signIn", Devices.Hash(secret)) is { } kept
        && await journal.KeepIf(new Keepsake("signIn", Devices.Hash(secret), null), kept);
}
