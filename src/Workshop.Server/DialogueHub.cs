// What a live client may say: Enter, Do, DoAll, Point. It establishes who speaks and hands over; nothing is decided here.
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Workshop.Rules;

namespace Workshop.Server;

/// <summary>One connection: the dialogue it is in, as whom. Changed by Enter, read by the rest.</summary>
public sealed class Visit
{
    public static readonly object Key = new();

    public static Visit? Of(Microsoft.AspNetCore.Connections.ConnectionContext connection) => connection.Items.TryGetValue(Key, out var visit) ? (Visit?)visit : null;

    public required string? DeviceKey { get; init; }

    /// <summary>Of the browser; null: the dialogue's.</summary>
    public required string? AskedLanguage { get; init; }

    /// <summary>The last Enter, and behind it the commands that wait for it: each is handed over after the one before.</summary>
    public Task Entering { get; set; } = Task.CompletedTask;

    /// <summary>To enter, whatever the answer was.</summary>
    public bool Asked { get; private set; }

    public void Asks() => Asked = true;

    public Room? Room { get; set; }

    public Listener? Listener { get; set; }

    public Member? Member { get; set; }

    /// <summary>As it is now; null: nobody's any more.</summary>
    public Device? Device { get; set; }

    public IDisposable? Watch { get; set; }

    public string Language => AskedLanguage ?? Room?.Dialogue.Language ?? "sv";

    public void Leave()
    {
        if (Listener is not null && Room is not null)
        {
            Room.Leave(Listener);
            Room.Presence.Go(Listener.Member.ParticipantId);
        }
        (Room, Listener, Member) = (null, null, null);
    }
}

public sealed class DialogueHub(Rooms rooms, Devices devices, Turnstile turnstile, Outboxes outboxes, TimeProvider clock) : Hub
{
    private const int MostCommands = 100;
    private const int MostBytes = 30 * 1024;

    private Visit Here => (Visit)Context.Items[Visit.Key]!;

    public override Task OnConnectedAsync()
    {
        var http = Context.GetHttpContext();
        var visit = new Visit
        {
            DeviceKey = Devices.KeyOf(Context),
            AskedLanguage = Words.Sentences.Choose(http?.Request.Query["lang"]) ?? Words.Sentences.Choose(http?.Request.Headers.AcceptLanguage),
        };
        Context.Items[Visit.Key] = visit;
        if (visit.DeviceKey is { } key)
        {
            var outbox = Outboxes.Of(Context);
            visit.Watch = devices.Watch(key, device => Changed(visit, outbox, device));
        }
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        Here.Watch?.Dispose();
        Here.Leave();
        return Task.CompletedTask;
    }

    public Task<Raw> Enter(JsonElement request)
    {
        var visit = Here;
        visit.Asks();
        var entering = EnterAfter(visit.Entering, visit, request);
        visit.Entering = entering;
        return entering;
    }

    public Task<Raw> Do(JsonElement command) => InTurn(async visit => new(await turnstile.One(visit.Room!, Who(visit), command, visit.Language)));

    public Task<Raw> DoAll(JsonElement commands) => InTurn(async visit =>
    {
        if (commands.ValueKind != JsonValueKind.Array) throw No("malformed", visit);
        if (commands.GetArrayLength() > MostCommands || JsonMarshal.GetRawUtf8Value(commands).Length > MostBytes) throw No("too-large", visit);
        return new Raw(await turnstile.Many(visit.Room!, Who(visit), commands, visit.Language));
    });

    public void Point(JsonElement at)
    {
        if (Here is { Room: { } room, Listener: { Hears: true } listener } && Asked.Readable(at)) room.Presence.Point(listener.Member.ParticipantId, at);
    }

    /// <summary>Calls start in the order they were sent (SignalR keeps that), and are handed over in it.</summary>
    /// <param name="pass">Hands over to the dialogue before it waits for anything.</param>
    private Task<Raw> InTurn(Func<Visit, Task<Raw>> pass)
    {
        var visit = Here;
        if (visit.Entering.IsCompleted) return pass(visit);
        var passing = After(visit.Entering);
        visit.Entering = passing;
        return passing.Unwrap();

        async Task<Task<Raw>> After(Task earlier)
        {
            await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return pass(visit);
        }
    }

    private async Task<Raw> EnterAfter(Task earlier, Visit visit, JsonElement request)
    {
        if (!earlier.IsCompleted) await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (request.ValueKind != JsonValueKind.Object || !Asked.Readable(request) || !request.TryGetProperty("dialogueId", out var dialogueId) || dialogueId.ValueKind != JsonValueKind.String)
            throw No("malformed", visit);
        long after = 0;
        if (request.TryGetProperty("after", out var a) && (a.ValueKind != JsonValueKind.Number || !a.TryGetInt64(out after) || after < 0)) throw No("malformed", visit);
        var history = request.TryGetProperty("history", out var h) && h.ValueKind == JsonValueKind.String ? h.GetString() : null;
        var screen = request.TryGetProperty("view", out var view) && view.ValueKind == JsonValueKind.String && view.ValueEquals("screen"u8);

        visit.Leave();
        var device = visit.DeviceKey is null ? null : await devices.Read(visit.DeviceKey);
        if (device is null) throw No("not-allowed", visit);
        var room = await rooms.Open(dialogueId.GetString()!) ?? throw No("not-allowed", visit);
        await room.Now();
        var verdict = DialogueAccess.Of(device, new Wish(AskedFor.In(request), screen), room.Id, room.Dialogue, clock.GetUtcNow());
        var member = verdict.Member ?? throw No(verdict.No!, visit);
        visit.Device = device;
        var listener = new Listener(Outboxes.Of(Context), member);
        (visit.Room, visit.Member) = (room, member);
        outboxes.Entered(Context);
        var (seq, events) = await room.Enter(listener, after, history);
        Telemetry.Entered(events is not null, after);
        if (events is not null)
        {
            visit.Listener = listener;
            rooms.Enters(room);
            room.Presence.Come(listener);
            Changed(visit, Outboxes.Of(Context), await devices.Read(visit.DeviceKey!)); // it may have changed before anybody was told that it is listened for
            if (Context.ConnectionAborted.IsCancellationRequested) visit.Leave();
        }
        return Wire.Entered(room.History, seq, clock.GetUtcNow(), member.ParticipantId, events, listener.Waiting);
    }

    // Somebody else joined on this device, or it was left: whom `as` may name changes at once.
    private void Changed(Visit visit, IOutbox outbox, Device? device)
    {
        if (device is not null) visit.Member = visit.Member?.On(device);
        visit.Device = device;
        if (visit is { Room: { } room, Listener: { } listener }) room.Changed(listener, device);
        if (device is null || (visit.Member is { } member && !DialogueAccess.MayAsk(device, member, clock.GetUtcNow()))) outbox.Close("left");
    }

    // Who was removed, or leads no more, is refused by the rules: what was acknowledged before that must still get its receipt.
    private Member Who(Visit visit)
    {
        return visit.Member is { } member && DialogueAccess.MayAsk(visit.Device, member, clock.GetUtcNow()) ? member : throw No("not-allowed", visit);
    }

    /// <summary>Clients read the code up to the colon.</summary>
    private static HubException No(string code, Visit visit) => new($"{code}: {Words.Sentences.Of(code, visit.Language)}");
}

/// <summary>A store that does not answer is <c>unavailable</c>: try again. A bug becomes <c>internal</c> and a line in the log. What the exception says stays here.</summary>
public sealed class Unbroken(ILogger<DialogueHub> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocation);
        }
        catch (Exception e) when (Store.Lost(e))
        {
            log.StoreLost(Journal.Ailment.Of(e), invocation.HubMethodName);
            throw new HubException($"unavailable: {Words.Sentences.Of("unavailable", "sv")}", e);
        }
        catch (Exception e) when (e is not HubException)
        {
            log.Failed(e, invocation.HubMethodName);
            throw new HubException($"internal: {Words.Sentences.Of("internal", "sv")}", e);
        }
    }
}
