// Answers by code, and what should not have been answered.
using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Workshop.Load.Fuzzing;

internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> answers = new(StringComparer.Ordinal);
    private int sent, connections;

    public int Total => sent;

    public int Connections => connections;

    public ConcurrentQueue<string> Problems { get; } = new();

    public SortedDictionary<string, int> Answers => new(answers, StringComparer.Ordinal);

    public void Sent() => Interlocked.Increment(ref sent);

    public void Connected() => Interlocked.Increment(ref connections);

    public void Count(string what) => answers.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Problem(string what)
    {
        if (Problems.Count < 50) Problems.Enqueue(what);
    }

    public void Hub(JsonNode answer, Func<string> asked)
    {
        if ((string?)answer["error"] is { } error)
        {
            if (error.EndsWith("invoking 'Do' on the server.", StringComparison.Ordinal) || error.EndsWith("invoking 'DoAll' on the server.", StringComparison.Ordinal)) Problem("an exception instead of a receipt for " + asked());
            Count("hub error: " + (error.Length > 130 ? error[..130] : error));
            return;
        }

        foreach (var receipt in answer["result"] is JsonArray all ? all : new JsonArray(answer["result"]?.DeepClone())) Receipt(receipt as JsonObject, asked);
    }

    public void Http(string path, Answer answer, string asked)
    {
        Count($"http {answer.Status}{(answer.Code is { } code ? " " + code : "")}");
        if (answer.Status >= 500) Problem($"{answer.Status} from {path} for {(asked.Length > 400 ? asked[..400] : asked)}");
        else if (answer.Status is 400 or 422 && answer.Code is null && path.StartsWith("/api", StringComparison.Ordinal) && !path.Contains('%', StringComparison.Ordinal))
            Problem($"{answer.Status} without a code from {path} for {(asked.Length > 200 ? asked[..200] : asked)}");
        foreach (var receipt in path.EndsWith("/commands", StringComparison.Ordinal) && answer.Ok ? answer.Body is JsonArray all ? all : [answer.Body?.DeepClone()] : new JsonArray())
            Receipt(receipt as JsonObject, () => asked);
    }

    private void Receipt(JsonObject? receipt, Func<string> asked)
    {
        if (receipt is null) Count("no result");
        else if ((string?)receipt["refused"] is { } code)
        {
            Count("refused " + code);
            if (code == "internal") Problem("refused internal: " + asked());
            if (string.IsNullOrEmpty((string?)receipt["message"])) Problem($"refused {code} without a sentence");
        }
        else if (receipt.ContainsKey("retry")) Count("retry");
        else if (receipt.ContainsKey("seq")) Count(receipt.ContainsKey("history") || receipt.ContainsKey("events") ? "entered" : "acknowledged");
        else Count("something else");
    }
}
