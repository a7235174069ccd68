// The part of Client that sends: what is asked keeps its id and is sent again until there is an answer. Under the gate.
using System.Text;
using System.Text.Json.Nodes;

namespace Workshop.Load;

public sealed partial class Client
{
    private readonly List<Asked> outbox = [];
    private readonly Dictionary<string, Asked> doing = new(StringComparer.Ordinal);
    private int resent, retries;

    private sealed class Asked(string id, byte[] bytes)
    {
        public string Id => id;

        public byte[] Bytes => bytes;

        public int Sent { get; set; }

        public TaskCompletionSource<Receipt> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void SendAsked(Asked asked)
    {
        HubSocket? line;
        string id;
        lock (gate)
        {
            line = socket;
            if (line is null || !Live) return;
            id = "d" + ++invocations;
            doing[id] = asked;
            if (asked.Sent++ > 0) resent++;
        }

        var head = Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"{id}\",\"target\":\"Do\",\"arguments\":[");
        Post(line, [.. head, .. asked.Bytes, (byte)']', (byte)'}', HubSocket.End]);
    }

    private async Task Later(Asked asked, double milliseconds)
    {
        if (milliseconds <= 0) Violations.Add($"{Name}: retry {milliseconds}");
        Interlocked.Increment(ref retries);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, milliseconds)), stopped.Token);
            SendAsked(asked);
        }
        catch (OperationCanceledException)
        {
            asked.Answer.TrySetCanceled();
        }
    }

    private void Finish(Asked asked, JsonObject? answer, Exception? broken)
    {
        lock (gate) outbox.Remove(asked);
        if (broken is not null) asked.Answer.TrySetException(broken);
        else asked.Answer.TrySetResult(Note(answer!));
    }

    private Receipt Note(JsonObject raw)
    {
        var receipt = Receipt.From(raw);
        lock (gate)
        {
            if (receipt.Seq is { } seq)
            {
                if (Acknowledged.TryGetValue(receipt.Id, out var before) && before != seq) Violations.Add($"{Name}: command {receipt.Id} has receipts {before} and {seq}");
                Acknowledged[receipt.Id] = seq;
            }
            else if (receipt.Refused is { } code) Refusals[receipt.Id] = code;
            else Violations.Add($"{Name}: not a receipt: {raw.ToJsonString()}");
        }

        return receipt;
    }

    /// <summary>Sends without waiting; a broken line is the reading loop's to notice, and the command is sent again then.</summary>
    private static void Post(HubSocket line, byte[] frame)
    {
        _ = Send();

        async Task Send()
        {
            try
            {
                await line.Send(frame);
            }
            catch (Exception broken) when (broken is System.Net.WebSockets.WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                line.Drop();
            }
        }
    }
}
