// Who sits at a device: at rest only a hash of the cookie's random id, whether a facilitator signed in, and which people joined there.
// No names: those live in the dialogue alone, so erasing them there erases them everywhere.
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Workshop.Journal;

namespace Workshop.Server;

/// <summary>One who joined on a device; in the order they joined.</summary>
public sealed record Joined(string DialogueId, string ParticipantId);

/// <param name="Led">Dialogues that it has come to lead by a code: where to look, not the right itself, which is the dialogue's own.</param>
/// <param name="Key">The hash of the cookie's id; the id itself is nowhere but in the cookie.</param>
public sealed record Device(string Key, DateTimeOffset? FacilitatorUntil, IReadOnlyList<Joined> People, IReadOnlyList<string> Led)
{
    /// <summary>When its cookie was taken over under another name.</summary>
    public DateTimeOffset? Taken { get; init; }

    /// <summary>What dialogues call it.</summary>
    public string Id => Rules.Audience.Device(Key[..16]);

    public bool IsFacilitator(DateTimeOffset now) => FacilitatorUntil > now;

    /// <summary>Everybody who joined this dialogue on this device: whom <c>as</c> may name.</summary>
    public string[] Voices(string dialogueId) => [.. People.Where(p => p.DialogueId == dialogueId).Select(p => p.ParticipantId)];
}

public sealed class Devices(Store journal, Settings settings, TimeProvider clock, ILogger<Devices> log)
{
    /// <summary>Sessions that were begun under another facilitator key are none. Slow to compute, because it is at rest and the key is chosen by people.</summary>
    private readonly string session = Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(settings.FacilitatorKey ?? "", "samskapa session"u8, 100_000, HashAlgorithmName.SHA256, 16));

    /// <summary>Follow-up goes on for months; a device that nobody uses for half a year is forgotten.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);
    public static readonly TimeSpan SignedIn = TimeSpan.FromDays(14);
    private const string Kind = "device";
    private const string Plain = "samskapa";
    private const string Secure = "__Host-samskapa";
    private static readonly object Here = new();
    private static readonly object Now = new();
    private readonly ConcurrentDictionary<string, Action<Device?>> watchers = new();

    public static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));

    /// <summary>The device that calls, or null for one we do not know.</summary>
    public async ValueTask<Device?> Of(HttpContext http)
    {
        if (http.Items.TryGetValue(Here, out var known)) return (Device?)known;
        var device = KeyOf(http) is { } key ? await Read(key) : null;
        http.Items[Here] = device;
        return device;
    }

    public static string? KeyOf(HttpContext http) => http.Items.TryGetValue(Now, out var key) ? (string?)key : IdOf(http, NameOf(http)) is { } id ? Hash(id) : null;

    private static string? IdOf(HttpContext http, string name) => http.Request.Cookies[name] is { Length: >= 22 and <= 64 } id ? id : null;

    /// <summary>Where people come by https the cookie is Secure, whatever way the proxy took to here.</summary>
    private static string NameOf(HttpContext http) => IsSecure(http) ? Secure : Plain;

    private static bool IsSecure(HttpContext http) => http.Request.IsHttps || http.RequestServices.GetRequiredService<Settings>().PublicUrl?.Scheme == Uri.UriSchemeHttps;

    private static void Give(HttpContext http, string id)
    {
        http.Response.Cookies.Append(NameOf(http), id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = IsSecure(http), Path = "/", MaxAge = Kept, IsEssential = true });
        http.Items[Now] = Hash(id);
        http.Items.Remove(Here);
    }

    /// <summary>
    /// A cookie from before https is taken once, under its new name, so that nobody has to join again. For a minute more than once: a page asks for several things at a time.
    /// It keeps its id, because projectors and co-facilitators are trusted by it.
    /// </summary>
    public async Task TakeOver(HttpContext http)
    {
        if (!IsSecure(http) || IdOf(http, Secure) is not null || IdOf(http, Plain) is not { } id) return;
        http.Response.Cookies.Delete(Plain, new CookieOptions { Path = "/" });
        var key = Hash(id);
        while (await journal.Kept(Kind, key) is { } before)
        {
            var device = Parse(key, before);
            if (clock.GetUtcNow() - device.Taken > TimeSpan.FromMinutes(1)) return;
            if (device.Taken is null && !await journal.KeepIf(new Keepsake(Kind, key, Write(device with { Taken = clock.GetUtcNow() }), clock.GetUtcNow() + Kept), before)) continue;
            Give(http, id);
            return;
        }
    }

    /// <summary>Signed in: under a new id, so that whoever knew the one before is nobody. What the device had goes along.</summary>
    /// <returns>The device as it was, if there was one, and as it is.</returns>
    public async Task<(Device? Before, Device Now)> SignIn(HttpContext http)
    {
        var (old, id) = (KeyOf(http), Secret());
        while (true)
        {
            var kept = old is null ? null : await journal.Kept(Kind, old);
            var before = kept is null ? null : Parse(old!, kept);
            var after = new Device(Hash(id), clock.GetUtcNow() + SignedIn, before?.People ?? [], before?.Led ?? []);
            await journal.Keep(new Keepsake(Kind, after.Key, Write(after), clock.GetUtcNow() + Kept));
            if (kept is not null && !await journal.KeepIf(new Keepsake(Kind, old!, null), kept)) continue; // somebody joined on it meanwhile
            Give(http, id);
            http.Items[Here] = after;
            if (kept is not null) Tell(old!, null);
            return (before, after);
        }
    }

    /// <summary>"Logga ut överallt": nobody is signed in as facilitator on any device, on any server. Who joined somewhere stays in.</summary>
    /// <remarks>Reads all devices: it is done seldom.</remarks>
    public async Task<int> SignOutEverywhere()
    {
        var ended = 0;
        foreach (var (key, _) in await journal.AllKept(Kind))
            while (await journal.Kept(Kind, key) is { } before && Parse(key, before) is { FacilitatorUntil: not null } device)
            {
                var after = device with { FacilitatorUntil = null };
                if (!await journal.KeepIf(new Keepsake(Kind, key, Write(after), clock.GetUtcNow() + Kept), before)) continue;
                Tell(key, after);
                ended++;
                break;
            }
        return ended;
    }

    /// <summary>In the token of a connection that comes by Azure SignalR, where cookies do not: the key, signed.</summary>
    public const string Claim = "samskapa.device";

    public static string? KeyOf(HubCallerContext context) => context.User?.FindFirst(Claim)?.Value ?? (context.GetHttpContext() is { } http ? KeyOf(http) : null);

    public async Task<Device?> Read(string key) => await journal.Kept(Kind, key) is { } bytes ? Parse(key, bytes) : null;

    /// <summary>Changes what is kept of the calling device, giving it a cookie if it has none. On disk when it returns.</summary>
    public async Task<Device> Change(HttpContext http, Func<Device, Device> change)
    {
        var key = KeyOf(http);
        if (key is null || await journal.Kept(Kind, key) is null)
        {
            var id = Secret();
            key = Hash(id);
            Give(http, id);
        }
        while (true)
        {
            var before = await journal.Kept(Kind, key);
            var after = change(before is null ? new Device(key, null, [], []) : Parse(key, before));
            if (!await journal.KeepIf(new Keepsake(Kind, key, Write(after), clock.GetUtcNow() + Kept), before)) continue;
            http.Items[Here] = after;
            Tell(key, after);
            return after;
        }
    }

    /// <summary>"Lämna enheten": nothing of this device is kept, and nobody is signed in on it any more.</summary>
    public async Task Forget(HttpContext http)
    {
        if (KeyOf(http) is not { } key) return;
        await journal.Keep(new Keepsake(Kind, key, null));
        http.Response.Cookies.Delete(NameOf(http), new CookieOptions { Path = "/", Secure = IsSecure(http) });
        http.Items.Remove(Here);
        Tell(key, null);
    }

    /// <summary>A device was changed here, by its key; other servers may have connections of it.</summary>
    public Action<string>? Changed { get; set; }

    /// <summary>It was changed on another server.</summary>
    public async Task Look(string key)
    {
        try
        {
            if (watchers.ContainsKey(key)) TellHere(key, await Read(key));
        }
        catch (Exception e)
        {
            log.HeadsFailed(Journal.Ailment.Of(e)); // the next look may find the journal
        }
    }

    /// <summary>Something may have been missed.</summary>
    public async Task LookAtAll()
    {
        foreach (var key in watchers.Keys) await Look(key);
    }

    /// <summary>Nobody joined that dialogue on any device any more. The ones named have nothing left and go as a whole.</summary>
    /// <remarks>Reads all devices: a dialogue is deleted seldom.</remarks>
    public async Task ForgetDialogue(string dialogueId, IReadOnlyCollection<string> whole)
    {
        foreach (var (key, _) in await journal.AllKept(Kind))
            while (await journal.Kept(Kind, key) is { } before)
            {
                var device = Parse(key, before);
                if (!device.People.Any(one => one.DialogueId == dialogueId) && !device.Led.Contains(dialogueId)) break;
                var after = whole.Contains(key) ? null : device with { People = [.. device.People.Where(one => one.DialogueId != dialogueId)], Led = [.. device.Led.Where(one => one != dialogueId)] };
                if (!await journal.KeepIf(new Keepsake(Kind, key, after is null ? null : Write(after), clock.GetUtcNow() + Kept), before)) continue;
                Tell(key, after);
                break;
            }
    }

    /// <summary>Tells a connection when somebody else joins on its device, or the device is forgotten.</summary>
    public IDisposable Watch(string key, Action<Device?> changed)
    {
        watchers.AddOrUpdate(key, changed, (_, others) => others + changed);
        return new Watching(this, key, changed);
    }

    private void Tell(string key, Device? device)
    {
        TellHere(key, device);
        Changed?.Invoke(key);
    }

    private void TellHere(string key, Device? device)
    {
        if (watchers.TryGetValue(key, out var all)) all(device);
    }

    private sealed class Watching(Devices devices, string key, Action<Device?> changed) : IDisposable
    {
        public void Dispose()
        {
            while (devices.watchers.TryGetValue(key, out var all))
            {
                var rest = all - changed;
                var entry = KeyValuePair.Create(key, all);
                if (rest is null ? devices.watchers.TryRemove(entry) : devices.watchers.TryUpdate(key, rest, all)) return;
            }
        }
    }

    private sealed record AtRest(DateTimeOffset? FacilitatorUntil, Joined[] People, string[]? Led = null, string? Session = null, DateTimeOffset? Taken = null);

    private Device Parse(string key, byte[] bytes)
    {
        var rest = JsonSerializer.Deserialize<AtRest>(bytes)!;
        return new Device(key, rest.Session == session ? rest.FacilitatorUntil : null, rest.People, rest.Led ?? []) { Taken = rest.Taken };
    }

    private byte[] Write(Device device) => JsonSerializer.SerializeToUtf8Bytes(
        new AtRest(device.FacilitatorUntil, [.. device.People], device.Led.Count == 0 ? null : [.. device.Led], device.FacilitatorUntil is null ? null : session, device.Taken));
}
