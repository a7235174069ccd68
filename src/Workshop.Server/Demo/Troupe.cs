// The plays that go on in this process: the demo when it was asked for at start, and facilitators' rehearsals. What is kept of each lets it go on after a restart.
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workshop.Journal;

namespace Workshop.Server.Demo;

/// <summary>Asked for at start: <c>--demo</c>, <c>--demo fast</c>, <c>--demo done</c>.</summary>
/// <param name="Speed">1: a quarter of an hour; 0: at once.</param>
public sealed record DemoAsked(double Speed, int Seed)
{
    /// <summary>Taken out of the arguments, since the settings would read the next one as its value.</summary>
    public static DemoAsked? In(ref string[] args)
    {
        var at = Array.IndexOf(args, "--demo");
        if (at < 0) return null;
        var rest = args.ToList();
        rest.RemoveAt(at);
        double speed = 1;
        var seed = 1;
        while (rest.Count > at && !rest[at].StartsWith('-'))
        {
            speed = rest[at] switch
            {
                "fast" => 0.12,
                "done" => 0,
                var number when int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out seed) => speed,
                var other => throw new WrongSetting($"--demo {other}: must be --demo, --demo fast or --demo done, and a number for another throw of the dice."),
            };
            rest.RemoveAt(at);
        }
        args = [.. rest];
        return new DemoAsked(speed, seed);
    }
}

/// <summary>A demo that goes on, with what lets a newcomer lead it, show it and read what it came to.</summary>
public sealed record DemoOpened(Staged Staged, string Lead, string Screen, string Outcome);

public sealed class Troupe(Store journal, Rooms rooms, Keys keys, TimeProvider clock, IHostApplicationLifetime life, ILogger<Troupe> log) : IHostedService
{
    private const string Kind = "simulated";
    public const int MostAtOnce = 4;
    private readonly ConcurrentDictionary<string, Play> plays = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim opening = new(1);

    private sealed record Play(Player Player, Leader? Leader)
    {
        public Task Going { get; set; } = Task.CompletedTask;

        public TaskCompletionSource Led { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>This server as its own people reach it; null until it listens.</summary>
    public Uri? Address { get; private set; }

    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        life.ApplicationStopping.Register(() => { foreach (var play in plays.Values) play.Player.Stop(); }); // or the server would wait for their connections
        return Task.CompletedTask;
    }

    /// <summary>Its own people come the way everybody comes: plain http is tried first, since no certificate is made out to a loopback address.</summary>
    public void Listening(IEnumerable<string> urls)
    {
        var url = urls.OrderBy(one => one.StartsWith("https", StringComparison.Ordinal)).First();
        foreach (var any in new[] { "0.0.0.0", "[::]", "*", "+" }) url = url.Replace($"//{any}:", "//127.0.0.1:", StringComparison.Ordinal);
        Address = new Uri(url);
        _ = Resume();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var id in plays.Keys) await Stop(id);
    }

    /// <summary>
    /// The demo: one that has not ended goes on where it was; one that has ended stays to be read, and a new one is opened.
    /// </summary>
    public async Task<DemoOpened> Demo(DemoAsked asked)
    {
        var lead = new Actor(Address!, "Processledaren");
        await lead.Call(HttpMethod.Post, "/api/sign-in", new JsonObject { ["key"] = await keys.MakeSignIn() });
        Staged? staged = null;
        foreach (var kept in await All(Staged.Demo))
            if (await rooms.Open(kept.DialogueId) is { } room && (await room.Now()).Status != "concluded") staged = kept with { Speed = asked.Speed };
        if (staged is null)
        {
            var script = Script.Swedish;
            var made = (await lead.Call(HttpMethod.Post, "/api/dialogues", new JsonObject
            {
                ["templateId"] = "samskapande-dialog", ["title"] = script.Title, ["targetGroup"] = script.TargetGroup, ["language"] = "sv",
                ["organisations"] = new JsonArray([.. script.Organisations.Select(one => new JsonObject { ["name"] = one.Name, ["kind"] = one.Kind, ["principal"] = one.Principal })]),
            }))!;
            staged = Casting.Demo(script, (string)made["id"]!, (string)made["joinCode"]!, asked.Seed, asked.Speed, Today);
            await Keep(staged);
        }
        var link = (string)(await lead.Call(HttpMethod.Post, $"/api/dialogues/{staged.DialogueId}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!;
        var codes = $"/api/dialogues/{staged.DialogueId}/codes";
        var leads = (await lead.Call(HttpMethod.Post, codes, new JsonObject { ["role"] = "lead" }))!;
        var screen = (await lead.Call(HttpMethod.Post, codes, new JsonObject { ["role"] = "screen" }))!;
        Begin(staged, lead);
        return new DemoOpened(staged, (string)leads["link"]!, (string)screen["link"]!, link);
    }

    /// <summary>The rehearsal that somebody has under way, or null.</summary>
    public async Task<string?> RehearsalOf(string owner) => (await All(Staged.Rehearsal)).FirstOrDefault(one => one.Owner == owner)?.DialogueId;

    /// <summary>Code of the refusal, or null: on its way. Counted and kept under one lock, so that two clicks are one rehearsal.</summary>
    public async Task<string?> Rehearse(string owner, Func<Task<Staged?>> open)
    {
        if (Address is null) return "internal";
        await opening.WaitAsync();
        try
        {
            var under = await All(Staged.Rehearsal);
            if (under.Any(one => one.Owner == owner) || under.Count >= MostAtOnce) return "rehearsal-running";
            if (await open() is not { } staged) return "internal";
            await Keep(staged);
            Begin(staged, null);
            return null;
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>Nobody plays there any more, and nothing is kept of who did. Their cookies, for the devices to be forgotten.</summary>
    public async Task<IReadOnlyList<string>> Dismiss(string dialogueId)
    {
        await Stop(dialogueId);
        var staged = await journal.Kept(Kind, dialogueId) is { } bytes ? JsonSerializer.Deserialize<Staged>(bytes) : null;
        await journal.Keep(new Keepsake(Kind, dialogueId, null));
        return staged is null ? [] : [.. staged.Cast.Select(one => one.Cookie).OfType<string>()];
    }

    /// <summary>For tests: done when the demo's facilitator has gone through the agenda.</summary>
    internal Task Going(string dialogueId) => plays.TryGetValue(dialogueId, out var play) ? play.Led.Task : Task.CompletedTask;

    internal IReadOnlyCollection<string> Refusals(string dialogueId) => plays.TryGetValue(dialogueId, out var play) ? play.Player.Refusals : [];

    /// <summary>Rehearsals that a restart interrupted; the demo only when it is asked for again.</summary>
    private async Task Resume()
    {
        foreach (var staged in await All(Staged.Rehearsal)) Begin(staged, null);
    }

    private async Task<List<Staged>> All(string kind) =>
        [.. (await journal.AllKept(Kind)).Select(one => JsonSerializer.Deserialize<Staged>(one.Value)!).Where(one => one.Kind == kind)];

    private Task Keep(Staged staged) => journal.Keep(new Keepsake(Kind, staged.DialogueId, JsonSerializer.SerializeToUtf8Bytes(staged)));

    private void Begin(Staged staged, Actor? lead)
    {
        var play = new Play(new Player(Script.Swedish, staged, Address!, Keep), lead is null ? null : new Leader(Script.Swedish, staged, lead));
        plays[staged.DialogueId] = play;
        play.Going = Go(play);
    }

    private async Task Go(Play play)
    {
        var (player, leader) = (play.Player, play.Leader);
        try
        {
            if (leader is not null) await leader.Prepare();
            await player.Gather();
            if (leader is not null) await leader.Seat(player.Staged.Cast);
            var following = player.Follow();
            if (leader is not null) await await Task.WhenAny(following, leader.Lead(player, player.Stopping));
            play.Led.TrySetResult();
            await following;
        }
        catch (Exception) when (player.Stopping.IsCancellationRequested)
        {
            // Stopped, and whatever came of that.
        }
        catch (Exception e)
        {
            log.PlayFailed(e, player.Staged.DialogueId);
            play.Led.TrySetException(e);
        }
    }

    private async Task Stop(string dialogueId)
    {
        if (!plays.TryRemove(dialogueId, out var play)) return;
        await play.Player.DisposeAsync();
        if (play.Leader is not null) await play.Leader.DisposeAsync();
        await play.Going;
    }
}
