// A hub connection by hand: what is sent is sent as it is, what comes is kept as it came. For what Client would never do.
using System.Text;

namespace Workshop.Tests;

public sealed class Wired : IAsyncDisposable
{
    private readonly HubSocket socket;
    private readonly Lock gate = new();
    private readonly List<JsonObject> heard = [];
    private readonly List<(Func<JsonObject, bool> Wanted, TaskCompletionSource<JsonObject> Found)> waiting = [];
    private int calls;

    private Wired(HubSocket socket)
    {
        this.socket = socket;
        Closed = socket.Run(Hear);
    }

    public Task<string> Closed { get; }

    public static async Task<Wired> Open(Device device, string? dialogueId = null, bool negotiated = false) => new(await HubSocket.Open(device, dialogueId, negotiated: negotiated));

    public static async Task<(Wired, JsonObject)> Enter(Device device, string dialogueId, long after = 0, Action<JsonObject>? with = null, bool negotiated = false)
    {
        var wired = await Open(device, dialogueId, negotiated);
        var ask = new JsonObject { ["dialogueId"] = dialogueId, ["after"] = after, ["wire"] = 1 };
        with?.Invoke(ask);
        return (wired, await wired.Call("Enter", ask));
    }

    public async Task<JsonObject> Call(string target, JsonNode argument)
    {
        var answer = await Answer(target, argument);
        return answer["error"] is { } error ? throw new CallFailedException((string)error!) : answer["result"]!.AsObject();
    }

    public async Task<JsonObject> Answer(string target, JsonNode argument)
    {
        var id = "t" + Interlocked.Increment(ref calls);
        var answer = Next(m => (string?)m["invocationId"] == id);
        await socket.Send(HubSocket.Invocation(id, target, argument));
        return await answer;
    }

    public Task Send(string target, JsonNode argument) => socket.Send(HubSocket.Invocation(null, target, argument));

    public Task Raw(byte[] bytes) => socket.Send(bytes);

    public void StopReading() => socket.StopReading();

    public Task<JsonObject> Told(string target, Func<JsonObject, bool>? and = null) =>
        Next(m => (string?)m["target"] == target && (and is null || and(m["arguments"]![0]!.AsObject())), keepOld: true);

    /// <summary>The first message that is wanted, heard already or to come.</summary>
    public async Task<JsonObject> Next(Func<JsonObject, bool> wanted, bool keepOld = false)
    {
        var found = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (keepOld && heard.Find(one => wanted(one)) is { } old) return old;
            waiting.Add((wanted, found));
        }
        return await found.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public List<JsonObject> Heard()
    {
        lock (gate) return [.. heard];
    }

    public async ValueTask DisposeAsync() => await socket.DisposeAsync();

    private void Hear(ReadOnlyMemory<byte> bytes)
    {
        if (JsonNode.Parse(Encoding.UTF8.GetString(bytes.Span)) is not JsonObject message) return;
        lock (gate)
        {
            heard.Add(message);
            foreach (var (wanted, found) in waiting.FindAll(one => one.Wanted(message))) found.TrySetResult(message);
            waiting.RemoveAll(one => one.Found.Task.IsCompleted);
        }
    }
}
