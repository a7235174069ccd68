// Codes and links that lead somewhere: what is kept is where they lead, and of secrets only the hash.
// Join codes are the exception: they are short, shown on the wall, and guarded by Tries instead.
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workshop.Journal;

namespace Workshop.Server;

public sealed class Keys(Store journal, TimeProvider clock)
{
    public static readonly TimeSpan SignInKept = TimeSpan.FromHours(24);

    /// <summary>Kinds of what leads into a dialogue; a new one is named here, or deleting a dialogue would leave it.</summary>
    private static readonly string[] Leading = ["joinCode", "joinToken", .. LinkKind.All.Select(kind => kind.AtRest)];

    /// <summary>Of a code to join or to show: so many that guessing does not pay (CodeChanceTests), and few enough to read aloud in threes.</summary>
    public const int JoinDigits = 9;
    public const int LeadDigits = 12;

    /// <summary>Of codes made before that, which work as long as what they lead to.</summary>
    private const int OldDigits = 6;

    public static readonly TimeSpan LeadCodeKept = TimeSpan.FromHours(24);
    public static readonly TimeSpan ScreenCodeKept = TimeSpan.FromDays(30);

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

    // A code or token leads to an id as it is, a link to a row.
    private static string LeadsTo(byte[] value) =>
        value is [(byte)'{', ..] ? JsonSerializer.Deserialize<LinkRow>(value)!.DialogueId : Encoding.UTF8.GetString(value);

    /// <summary>A code that makes a device lead one dialogue, or be its projector. Typed or by its link; kept in clear like a join code, because whoever gave it out must be able to read it again.</summary>
    /// <param name="Role">lead: used once; screen: as long as it lasts.</param>
    /// <param name="Link">Hash of the link's secret.</param>
    /// <param name="By">The device that made it, and whether that led by a code: then it lasts no longer than the maker does.</param>
    public sealed record DeviceCode(
        string DialogueId, string Role, string Code, string Link, DateTimeOffset Expires,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ByCode = false)
    {
        public bool Stands(Rules.Dialogue dialogue) => !ByCode || dialogue.Trusts(By, "lead");
    }

    public async Task<(DeviceCode Code, string Secret)> MakeDeviceCode(string dialogueId, string role, Maker by)
    {
        var secret = Devices.Secret();
        while (true)
        {
            var code = Digits(role == "lead" ? LeadDigits : JoinDigits);
            var made = new DeviceCode(dialogueId, role, code, Devices.Hash(secret), clock.GetUtcNow() + (role == "lead" ? LeadCodeKept : ScreenCodeKept), by.Device, by.ByCode);
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

    /// <summary>What one device made another has now (<paramref name="to"/>), or goes with its maker's right to lead the dialogue.</summary>
    public async Task OfMaker(string from, string? to, string? dialogueId = null)
    {
        foreach (var (key, value) in await journal.AllKept("deviceCode"))
            if (JsonSerializer.Deserialize<DeviceCode>(value)! is var code && code.By == from && (to is not null || code.ByCode) && (dialogueId is null || code.DialogueId == dialogueId))
            {
                if (to is null) await EndDeviceCode(code);
                else await journal.KeepIf(new Keepsake("deviceCode", key, JsonSerializer.SerializeToUtf8Bytes(code with { By = to }), code.Expires), value);
            }
    }

    public Task EndJoinCode(string code, string token) => code.Length == 0 ? Task.CompletedTask : journal.Keep(new Keepsake("joinCode", code, null), new Keepsake("joinToken", Devices.Hash(token), null));

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
