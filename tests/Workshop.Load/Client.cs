// A client of protocol.md that shares nothing with the product: what it sees, a stranger's client would see. This half is what a
// test asks of it; Client.Live.cs is how it stays connected and whole. Not the load generator: it understands every message.
using System.Text;
using System.Text.Json.Nodes;

namespace Workshop.Load;

/// <summary>How a <see cref="Client"/> behaves. The waits are short for tests; the browser's own are in protocol.md.</summary>
public sealed record ClientOptions
{
    /// <summary>Reconnects after a random time up to this, growing ×1.7 a try up to <see cref="ReconnectAtMost"/>.</summary>
    public TimeSpan ReconnectWithin { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan ReconnectAtMost { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After <c>Resync</c> the snapshot is fetched after a random time up to this.</summary>
    public TimeSpan ResyncWithin { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Keep every message as it came: for tests that eavesdrop.</summary>
    public bool Record { get; init; }

    /// <summary>Keep every event by seq.</summary>
    public bool KeepEvents { get; init; }

    /// <summary>Bytes the kernel holds for this device; small, and StopReading is felt at once.</summary>
    public int? ReceiveBuffer { get; init; }

    public string? View { get; init; }

    /// <summary>Decides the jitter.</summary>
    public int Seed { get; init; } = 1;
}

public sealed partial class Client : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly ClientOptions options;
    private readonly Waiting waiting = new();
    private readonly bool ownsDevice;

    public Client(Device device, ClientOptions? options = null, string? name = null)
        : this(device, options, name, ownsDevice: false)
    {
    }

    private Client(Device device, ClientOptions? options, string? name, bool ownsDevice)
    {
        Device = device;
        this.options = options ?? new ClientOptions();
        this.ownsDevice = ownsDevice;
        Name = name ?? "client";
        jitter = new Random(this.options.Seed);
    }

    public Device Device { get; }

    public string Name { get; }

    public string DialogueId { get; private set; } = "";

    public string? ParticipantId { get; private set; }

    public string? History { get; private set; }

    /// <summary>The last seq put on <see cref="Board"/>; all before it are there, in order, or came in a snapshot.</summary>
    public long Seq { get; private set; }

    public Board Board { get; } = new();

    /// <summary>True from the answer to Enter until the connection is gone.</summary>
    public bool Live { get; private set; }

    /// <summary>Command id → the seq of its receipt.</summary>
    public Dictionary<string, long> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Command id → refusal code.</summary>
    public Dictionary<string, string> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>By seq; only with <see cref="ClientOptions.KeepEvents"/>. What came inside a snapshot is not here.</summary>
    public SortedDictionary<long, JsonObject> Events { get; } = [];

    /// <summary>Every message as it came; only with <see cref="ClientOptions.Record"/>.</summary>
    public List<string> Recorded { get; } = [];

    /// <summary>What the server should not have done: events out of order, wrong seqs, two answers to one command. Empty in a healthy run.</summary>
    public List<string> Violations { get; } = [];

    public (int Connections, int Gaps, int Snapshots, int Resent, int Retries, int Resyncs) Counts => (connections, gaps, snapshots, resent, retries, resyncs);

    /// <summary>The last <c>Around</c>, person by person as they changed.</summary>
    public Dictionary<string, JsonObject> Around { get; } = new(StringComparer.Ordinal);

    /// <summary>Commands that have no receipt yet.</summary>
    public int Waiting
    {
        get { lock (gate) return outbox.Count; }
    }

    /// <summary>A new device joins by code. Nothing is heard until <see cref="Enter()"/>.</summary>
    public static async Task<Client> Join(
        Uri server, string joinCode, string name, string? organisation, string level = "frontline", string? role = null, ClientOptions? options = null)
    {
        var device = new Device(server, options?.ReceiveBuffer);
        var client = new Client(device, options, name, ownsDevice: true);
        var joined = await device.Join(joinCode, name, organisation, level, role);
        (client.DialogueId, client.ParticipantId) = (joined.DialogueId, joined.ParticipantId);
        return client;
    }

    /// <summary>Connects, enters the dialogue it joined, and stays there until disposed, whatever happens to the connection.</summary>
    public Task Enter() => Enter(DialogueId);

    public async Task Enter(string dialogueId, TimeSpan? timeout = null)
    {
        DialogueId = dialogueId;
        living ??= StayAlive();
        await Until(() => Live || refusedEntry is not null, "to have entered", timeout);
        if (refusedEntry is { } why) throw new CallFailedException(why);
    }

    /// <summary>Sends one command (an id is made if it has none) and waits for its receipt: through <c>retry</c>, lost connections and restarts.</summary>
    public async Task<Receipt> Do(JsonObject command)
    {
        command["id"] ??= Asks.NewId();
        var asked = new Asked((string)command["id"]!, HubSocket.Framed(command)[..^1]);
        lock (gate) outbox.Add(asked);
        SendAsked(asked);
        return await InTime(asked.Answer.Task, (string?)command["type"] ?? "command");
    }

    /// <summary>One <c>DoAll</c>. What is answered with <c>retry</c> is sent again one by one, in order.</summary>
    public async Task<Receipt[]> DoAll(params JsonObject[] commands)
    {
        foreach (var command in commands) command["id"] ??= Asks.NewId();
        var all = new JsonArray([.. commands.Select(command => (JsonNode)command.DeepClone())]);
        var answers = (await Call("DoAll", all)).AsArray();
        var receipts = new Receipt[commands.Length];
        for (var i = 0; i < commands.Length; i++)
            receipts[i] = answers[i]!["retry"] is null ? Note(answers[i]!.AsObject()) : await Do(commands[i]);
        return receipts;
    }

    /// <summary>Presence, by send: no answer, and nobody promises it arrives.</summary>
    public Task Point(JsonObject at) => socket is { } line ? line.Send(HubSocket.Invocation(null, "Point", at)) : Task.CompletedTask;

    /// <summary>Any call; the raw result.</summary>
    /// <exception cref="CallFailedException">The server answered with an error, or the connection was lost.</exception>
    public async Task<JsonNode> Call(string target, params JsonNode?[] arguments)
    {
        var answer = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        HubSocket line;
        string id;
        lock (gate)
        {
            line = socket ?? throw new CallFailedException($"{Name} is not connected");
            id = "c" + ++invocations;
            calls[id] = answer;
        }

        await line.Send(HubSocket.Invocation(id, target, arguments));
        return (await InTime(answer.Task, target))!;
    }

    /// <summary>No answer at all is a failure that says who waits for what, before a watcher ends the whole run without a word.</summary>
    private async Task<T> InTime<T>(Task<T> answer, string what)
    {
        try
        {
            return await answer.WaitAsync(TimeSpan.FromMinutes(4), stopped.Token);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{Name} has no answer to {what} after four minutes: seq {Seq}, {Standing}, {Waiting} commands unanswered, last closed: {lastClosed}", late);
        }
    }

    /// <summary>The snapshot as this client may see it, over HTTP.</summary>
    public async Task<JsonObject> Snapshot()
    {
        var answer = await Device.Get($"/api/dialogues/{DialogueId}");
        return answer.Ok ? Read(answer.Bytes)!.AsObject() : throw new UnexpectedAnswerException($"the snapshot of {DialogueId}: {answer.Status}");
    }

    /// <summary>Completes when the condition holds; it is looked at after every message. Hold no reference into Board across awaits.</summary>
    public Task Until(Func<bool> holds, string what, TimeSpan? timeout = null) =>
        waiting.Until(
            () => { lock (gate) return holds(); },
            timeout ?? TimeSpan.FromSeconds(15),
            $"{Name} {what}",
            () => $"phase {Board.PhaseId ?? "none"}, seq {Seq}, {Board.Items.Count} items, {Board.Participants.Count} people, {Around.Count(one => (bool?)one.Value["here"] is true)} of {Around.Count} here, {Standing}, {outbox.Count} commands unanswered, last closed: {lastClosed}{(Violations.Count > 0 ? ", violations: " + Violations[0] : "")}");

    public Task UntilSeq(long seq, TimeSpan? timeout = null) => Until(() => Seq >= seq, $"to be at seq {seq}", timeout);

    /// <summary>Looks at the board without it moving meanwhile.</summary>
    public T Look<T>(Func<Client, T> look)
    {
        lock (gate) return look(this);
    }

    public void StopReading() => socket?.StopReading();

    public void ReadAgain() => socket?.ReadAgain();

    /// <summary>The connection breaks; it comes back by itself, with jitter.</summary>
    public void Drop() => socket?.Drop();

    /// <summary>The connection breaks and stays away; commands queue up until <see cref="GoOnline"/>.</summary>
    public void GoOffline()
    {
        lock (gate) offline ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        socket?.Drop();
    }

    public void GoOnline()
    {
        TaskCompletionSource? waitingForNetwork;
        lock (gate) (waitingForNetwork, offline) = (offline, null);
        waitingForNetwork?.TrySetResult();
    }

    /// <summary>Sends a command's bytes once more, as a client would that never saw the answer. The double's receipt is compared with the first.</summary>
    public async Task<string?> Again(JsonObject command, Receipt first)
    {
        var answer = (await Call("Do", command.DeepClone())).AsObject();
        if (answer["retry"] is not null) return null;
        return (long?)answer["seq"] == first.Seq || !first.Ok ? null
            : $"{Name}: command {first.Id} was answered with seq {first.Seq}, and the same command again with {Encoding.UTF8.GetString(HubSocket.Framed(answer)[..^1])}";
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopped.IsCancellationRequested) await stopped.CancelAsync();
        GoOnline();
        socket?.Drop();
        if (living is not null) await living;
        if (ownsDevice) Device.Dispose();
    }
}
