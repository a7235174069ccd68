// The part of Client that stays alive: connect, Enter, apply, heal. Everything here runs on the reading loop or under the gate.
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workshop.Load;

public sealed partial class Client
{
    private readonly Dictionary<string, TaskCompletionSource<JsonNode?>> calls = new(StringComparer.Ordinal);
    private readonly List<JsonObject> early = [];
    private readonly CancellationTokenSource stopped = new();
    private readonly Random jitter;
    private HubSocket? socket;
    private TaskCompletionSource? offline;
    private Task? living;
    private string? entering;
    private string? refusedEntry;
    private string lastClosed = "never";
    private int invocations, connections, gaps, snapshots, resyncs;

    private string Standing => Live ? "live" : socket is null ? $"not live, no line since connection {connections}" : $"not live, entering {entering ?? "not asked"}, heard {socket.Received} bytes on connection {connections}";

    private async Task StayAlive()
    {
        var tries = 0;
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                if (offline is { } network) await network.Task;
                await using var line = await HubSocket.Open(Device, DialogueId, stopped.Token);
                lock (gate) (socket, entering, connections) = (line, null, connections + 1);
                var closed = line.Run(Heard);
                AskToEnter();
                lastClosed = await closed;
                if (refusedEntry is null) tries = Look(client => client.Live) ? 0 : tries;
            }
            catch (CallFailedException unknown) when (unknown.Message == "not-signed-in")
            {
                // As on the page: who is asked to join first does not go on trying.
                lastClosed = refusedEntry = unknown.Message;
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                lastClosed = broken.GetBaseException() is var cause && cause != broken ? $"{broken.Message} ({cause.GetType().Name}: {cause.Message})" : broken.Message;
            }

            Disconnected();
            if (stopped.IsCancellationRequested || refusedEntry is not null) return;
            var most = Math.Min(options.ReconnectWithin.TotalMilliseconds * Math.Pow(1.7, tries++), options.ReconnectAtMost.TotalMilliseconds);
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(jitter.NextDouble() * most), stopped.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Disconnected()
    {
        List<TaskCompletionSource<JsonNode?>> lost;
        lock (gate)
        {
            (socket, Live, entering) = (null, false, null);
            early.Clear();
            doing.Clear();
            lost = [.. calls.Values];
            calls.Clear();
        }

        foreach (var call in lost) call.TrySetException(new CallFailedException($"{Name}: connection lost ({lastClosed})"));
        waiting.Pulse();
    }

    /// <summary>Sends Enter with what is known. While it is under way, <c>Happened</c> gathers in <see cref="early"/>: it may overtake the answer.</summary>
    private void AskToEnter()
    {
        HubSocket? line;
        byte[] frame;
        lock (gate)
        {
            line = socket;
            if (line is null || entering is not null) return;
            entering = "e" + ++invocations;
            var ask = new JsonObject { ["dialogueId"] = DialogueId, ["after"] = Seq, ["wire"] = 1 };
            if (History is not null) ask["history"] = History;
            if (ParticipantId is not null) ask["participantId"] = ParticipantId;
            if (options.View is not null) ask["view"] = options.View;
            frame = HubSocket.Invocation(entering, "Enter", ask);
        }

        Post(line, frame);
    }

    private void Heard(ReadOnlyMemory<byte> bytes)
    {
        if (options.Record) lock (gate) Recorded.Add(Encoding.UTF8.GetString(bytes.Span));
        if (Read(bytes.Span) is not JsonObject message) return;
        switch ((int?)message["type"])
        {
            case 1: lock (gate) Told((string)message["target"]!, message["arguments"]!.AsArray()); break;
            case 3: Answered((string)message["invocationId"]!, message); break;
            case 7: lastClosed = message.ToJsonString(); break;
        }

        waiting.Pulse();
    }

    /// <summary>A field that stands there twice is the server's fault; the last one counts, as in a browser, and it is remembered.</summary>
    private JsonNode? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException twice)
        {
            lock (gate) Violations.Add($"{Name}: {twice.Message} in {Encoding.UTF8.GetString(bytes)}");
            return LastCounts(JsonDocument.Parse(bytes.ToArray()).RootElement);
        }
    }

    private static JsonNode? LastCounts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) return new JsonArray([.. element.EnumerateArray().Select(LastCounts)]);
        if (element.ValueKind != JsonValueKind.Object) return JsonNode.Parse(element.GetRawText());
        var o = new JsonObject();
        foreach (var field in element.EnumerateObject()) o[field.Name] = LastCounts(field.Value);
        return o;
    }

    private void Told(string target, JsonArray arguments)
    {
        var body = arguments.Count > 0 ? arguments[0] as JsonObject : null;
        if (body?["dialogueId"] is { } about && (string?)about != DialogueId)
        {
            Violations.Add($"{Name} is in {DialogueId} and heard {target} of {about}");
            return;
        }

        switch (target)
        {
            case "Happened" when entering is not null: early.Add(body!); break;
            case "Happened": Apply(body!); break;
            case "At" when entering is null && (long)body!["seq"]! > Seq: Heal(); break;
            case "Around": foreach (var person in body!["people"]!.AsArray()) Around[(string)person!["participantId"]!] = person.AsObject(); break;
            case "Resync": resyncs++; entering ??= "resync"; _ = FetchSnapshot(jitter.NextDouble() * options.ResyncWithin.TotalMilliseconds); break;
        }
    }

    private void Heal()
    {
        gaps++;
        AskToEnter();
    }

    /// <summary>Contiguous after what is known, or not at all.</summary>
    private void Apply(JsonObject happened)
    {
        var (from, to) = ((long)happened["from"]!, (long)happened["to"]!);
        var events = happened["events"]!.AsArray();
        if (events.Count != to - from + 1) Violations.Add($"{Name}: Happened {from}–{to} carried {events.Count} events");
        if (to <= Seq) return;
        if (from > Seq + 1)
        {
            Heal();
            return;
        }

        Take(events, from);
    }

    private void Take(JsonArray events, long? first)
    {
        var expected = first ?? Seq + 1;
        foreach (var e in events.Select(e => e!.AsObject()))
        {
            var seq = (long)e["seq"]!;
            if (seq != expected++) Violations.Add($"{Name}: seq {seq} where {expected - 1} belongs");
            if (seq <= Seq) continue;
            if (options.KeepEvents && !Events.TryAdd(seq, e)) Violations.Add($"{Name}: seq {seq} twice");
            Board.Put(e);
            Seq = seq;
        }
    }

    private void Answered(string id, JsonObject message)
    {
        TaskCompletionSource<JsonNode?>? call;
        Asked? asked;
        lock (gate)
        {
            if (id == entering)
            {
                Entered(message);
                return;
            }

            calls.Remove(id, out call);
            doing.Remove(id, out asked);
        }

        var error = (string?)message["error"];
        if (error is not null) call?.TrySetException(new CallFailedException(error));
        else call?.TrySetResult(message["result"]);
        if (asked is null) return;
        if (error is not null) Finish(asked, null, new CallFailedException(error));
        else if ((double?)message["result"]!["retry"] is { } after) _ = Later(asked, after);
        else Finish(asked, message["result"]!.AsObject(), null);
    }

    private void Entered(JsonObject message)
    {
        entering = null;
        if ((string?)message["error"] is { } why)
        {
            // Not allowed is final; anything else may pass when the server has come to itself.
            if (Board.Head.Count == 0 && connections > 3 || why.Contains("not-", StringComparison.Ordinal)) refusedEntry = why;
            lastClosed = why;
            socket?.Drop();
            return;
        }

        var result = message["result"]!.AsObject();
        ParticipantId ??= (string?)result["participantId"];
        if ((bool?)result["snapshot"] == true)
        {
            entering = "snapshot";
            _ = FetchSnapshot(0);
            return;
        }

        History = (string)result["history"]!;
        Take(result["events"]!.AsArray(), null);
        if (Seq != (long)result["seq"]!) Violations.Add($"{Name}: Enter said seq {(long)result["seq"]!}, its events led to {Seq}");
        Live = true;
        foreach (var happened in early.ToList()) Apply(happened);
        early.Clear();
        foreach (var asked in outbox.ToList()) SendAsked(asked);
    }

    private async Task FetchSnapshot(double afterMilliseconds)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(afterMilliseconds), stopped.Token);
            var snapshot = await Snapshot();
            lock (gate)
            {
                snapshots++;
                Board.Load(snapshot["dialogue"]!.AsObject());
                (Seq, History, entering) = ((long)snapshot["seq"]!, (string)snapshot["history"]!, null);
                early.Clear();
            }

            AskToEnter();
            waiting.Pulse();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            lastClosed = broken.Message;
            socket?.Drop();
        }
    }
}
