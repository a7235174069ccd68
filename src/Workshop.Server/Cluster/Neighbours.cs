// The other servers: what this one tells them and hears from them. One channel per dialogue, heard only where somebody listens in that room, and one for devices.
// Facts heard are checked for contiguity by the room, which reads the journal for what is missing; polled heads heal the rest. So this may be late, twice or silent.
using System.Collections.Concurrent;
using System.Text.Json;
using Workshop.Rules;

namespace Workshop.Server;

public sealed class Neighbours(Redis redis, Rooms rooms, Devices devices, TimeProvider clock, bool needed, ILogger<Neighbours> log) : IHostedService, IDisposable
{
    private const string AboutDevices = "samskapa:devices";

    /// <summary>While Redis is away devices that were left are found by asking for each of them.</summary>
    private const int AskDevicesEvery = 30;
    private readonly string me = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, Room> followed = new(StringComparer.Ordinal);
    private ITimer? tick;
    private volatile bool stopping;
    private bool answered;
    private int seconds;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await redis.Open(needed);
        answered = redis.Answers;
        rooms.Told += (id, facts, written) => redis.Say(About(id), Spoken.Facts(me, facts, written));
        rooms.Entered = Follow;
        devices.Changed = key => redis.Say(AboutDevices, Spoken.Device(me, key));
        _ = Listen(AboutDevices, (what, said) =>
        {
            if (what == "device") _ = devices.Look(said.GetProperty("key").GetString()!);
        }, () => !stopping);
        tick = clock.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        foreach (var id in followed.Keys) redis.Say(About(id), Spoken.Here(me, all: true, _ => { }));
        return Task.CompletedTask;
    }

    public void Dispose() => tick?.Dispose();

    private static string About(string dialogueId) => "samskapa:dialogue:" + dialogueId;

    private void Follow(Room room)
    {
        if (followed.TryGetValue(room.Id, out var before) && before == room) return;
        followed[room.Id] = room;
        room.Presence.Told = people => redis.Say(About(room.Id), Spoken.Here(me, all: false, people));
        _ = Begin();

        async Task Begin()
        {
            if (before is null) await Listen(About(room.Id), (what, said) => Heard(room.Id, what, said), () => followed.ContainsKey(room.Id));
            redis.Say(About(room.Id), Spoken.Who(me));
            await room.Now(); // what was said before anybody listened
        }
    }

    /// <summary>Ends when it is heard; tried once a second while Redis is away.</summary>
    private async Task Listen(string channel, Action<string, JsonElement> heard, Func<bool> wanted)
    {
        while (wanted())
        {
            try
            {
                await redis.Hear(channel, (message, behind) => Read(message, behind, heard));
                return;
            }
            catch (Exception e) when (Redis.Away(e))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
            }
        }
    }

    private void Read(ReadOnlyMemory<byte> message, bool behind, Action<string, JsonElement> heard)
    {
        if (behind)
        {
            Telemetry.Unheard();
            return;
        }
        try
        {
            using var said = JsonDocument.Parse(message);
            if (said.RootElement.GetProperty("server").GetString() != me) heard(said.RootElement.GetProperty("says").GetString()!, said.RootElement);
        }
        catch (Exception e)
        {
            log.NotUnderstood(e.GetType().Name); // of a newer server, or not of ours: the journal has it
        }
    }

    private void Heard(string dialogueId, string what, JsonElement said)
    {
        if (!followed.TryGetValue(dialogueId, out var room)) return;
        switch (what)
        {
            case "facts":
                room.Tell(Spoken.FactsIn(said), null);
                break;
            case "head":
                room.Reach(said.GetProperty("seq").GetInt64());
                break;
            case "here":
                room.Presence.Hear(said.GetProperty("server").GetString()!, said.GetProperty("people"), said.GetProperty("all").GetBoolean());
                break;
            case "who":
                Present(room);
                break;
        }
    }

    private void Present(Room room) => redis.Say(About(room.Id), Spoken.Here(me, all: true, room.Presence.WriteOwn));

    private void Tick()
    {
        seconds++;
        _ = redis.Ping();
        var (before, now) = (answered, redis.Answers);
        answered = now;
        if (before && !now) log.RedisLost();
        if (!before && now) log.RedisBack();
        if (before != now || (!now && seconds % AskDevicesEvery == 0)) _ = devices.LookAtAll();
        foreach (var (id, room) in followed)
        {
            if (room.Listeners == 0)
            {
                if (!followed.TryRemove(KeyValuePair.Create(id, room))) continue;
                redis.Say(About(id), Spoken.Here(me, all: true, _ => { }));
                _ = Leave(id);
                continue;
            }
            room.Presence.Forget();
            if (seconds % 3 == 0 || (!before && now)) Present(room);
        }
    }

    private async Task Leave(string id)
    {
        try
        {
            await redis.Leave(About(id));
        }
        catch (Exception e) when (Redis.Away(e))
        {
            // Away, and so nothing comes from there; the library has forgotten the channel before it asked.
        }
        if (followed.ContainsKey(id)) await Listen(About(id), (what, said) => Heard(id, what, said), () => followed.ContainsKey(id)); // somebody came meanwhile
    }
}
