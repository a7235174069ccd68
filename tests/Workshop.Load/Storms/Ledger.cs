// What was asked for and how it ended, held against what the dialogue's events say, without trusting anything the server says of commands.
// Most commands carry a mark that no other has (an id, a text, a coordinate): it is in the log once, at the receipt's seq. What can carry none
// (a vote, a rating, ready, a hand, taking away and back) must be true of the board as it was at the receipt's seq.
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Workshop.Load.Storms;

internal sealed class Ledger
{
    private readonly ConcurrentBag<(string Mark, Receipt Receipt)> marked = [];
    private readonly ConcurrentBag<(JsonObject Command, string By, Receipt Receipt)> unmarked = [];
    private int acknowledged, refused;

    public int Acknowledged => acknowledged;

    public int Refused => refused;

    public ConcurrentDictionary<string, int> RefusedBy { get; } = new(StringComparer.Ordinal);

    /// <summary>How many receipts were held against the board instead of a mark.</summary>
    public int Unmarked => unmarked.Count;

    /// <summary>Safe from any thread.</summary>
    /// <param name="by">The participant who sent it.</param>
    public void Note(JsonObject command, string by, Receipt receipt)
    {
        if (receipt.Ok) Interlocked.Increment(ref acknowledged);
        else
        {
            Interlocked.Increment(ref refused);
            RefusedBy.AddOrUpdate(receipt.Refused ?? "?", 1, (_, count) => count + 1);
        }

        if (MarkOf(command) is { } mark) marked.Add((mark, receipt));
        else if (receipt.Ok) unmarked.Add((command, by, receipt));
    }

    /// <summary>The mark of a command or of the event it led to; null where none can be told apart (votes, ready).</summary>
    public static string? MarkOf(JsonObject e) => (string?)e["type"] switch
    {
        "addItem" or "itemAdded" => "item " + (string?)e["item"]!["id"],
        "changeItem" or "itemChanged" => (string?)e["patch"]!["text"] is { } text ? "text " + text : null,
        "moveItems" or "itemsMoved" => e["moves"]![0]!["x"] is { } x ? "x " + x.GetValue<double>().ToString("R", CultureInfo.InvariantCulture) : null,
        "takeStance" or "stanceTaken" => (string?)e["reason"] is { } reason ? "reason " + reason : null,
        _ => null,
    };

    /// <param name="log">Every event of the dialogue from <paramref name="first"/> on, by seq, as a facilitator hears them.</param>
    public IEnumerable<string> Problems(SortedDictionary<long, JsonObject> log, long first, long head)
    {
        var expected = first;
        foreach (var seq in log.Keys.Where(seq => seq >= first))
            if (seq != expected++)
            {
                yield return $"the log jumps to seq {seq} where {expected - 1} belongs";
                yield break;
            }

        if (expected - 1 != head) yield return $"the log ends at seq {expected - 1}, the head is {head}";
        var at = log.Where(pair => MarkOf(pair.Value) is not null).ToLookup(pair => MarkOf(pair.Value)!, pair => pair.Key, StringComparer.Ordinal);
        foreach (var (mark, receipt) in marked)
        {
            var seqs = at[mark].ToList();
            if (receipt.Ok && seqs.Count != 1) yield return $"command {receipt.Id} was acknowledged with seq {receipt.Seq}; its mark ({mark}) is in the log {seqs.Count} times";
            else if (receipt.Ok && seqs[0] != receipt.Seq) yield return $"command {receipt.Id} was acknowledged with seq {receipt.Seq}; it is seq {seqs[0]}";
            else if (!receipt.Ok && seqs.Count > 0) yield return $"command {receipt.Id} was refused ({receipt.Refused}), and is in the log as seq {seqs[0]}";
        }

        foreach (var problem in Untrue(log)) yield return problem;
    }

    /// <summary>A receipt says that from its seq on, at the latest, what was asked for is so; also where it was so already and no event was written.</summary>
    private IEnumerable<string> Untrue(SortedDictionary<long, JsonObject> log)
    {
        var due = unmarked.ToLookup(one => one.Receipt.Seq!.Value);
        var board = new Board();
        foreach (var (seq, e) in log)
        {
            board.Put(e);
            foreach (var (command, by, receipt) in due[seq])
                if (!IsTrue(board, command, by)) yield return $"command {receipt.Id} ({(string)command["type"]!}) of {by} was acknowledged with seq {seq}, where it is not so: {command.ToJsonString()}";
        }

        var first = log.Keys.FirstOrDefault();
        foreach (var seq in due.Select(group => group.Key).Where(seq => seq < first || !log.ContainsKey(seq))) yield return $"a receipt names seq {seq}, which is not in the log";
    }

    private static bool IsTrue(Board board, JsonObject command, string by) => (string?)command["type"] switch
    {
        "vote" => Said(board.Votes, command, by, "weight"),
        "rate" => Said(board.Ratings, command, by, "effect", "effort"),
        "setReady" => (bool?)board.Participants[by]["ready"] is true == (bool)command["value"]!,
        "raiseHand" => (bool?)board.Participants[by]["hand"] is true == (bool)command["value"]!,
        "removeItems" => Evolve.Strings(command["itemIds"]).All(id => !board.Items.ContainsKey(id)),
        "restoreItems" => Evolve.Strings(command["itemIds"]).All(board.Items.ContainsKey),
        _ => throw new NotSupportedException($"A ledger cannot tell whether {(string?)command["type"]} was done: give it a mark or a line here."),
    };

    private static bool Said(Dictionary<string, JsonObject> said, JsonObject command, string by, params string[] numbers) =>
        said.TryGetValue($"{(string)command["itemId"]!} {by}", out var now)
            ? numbers.All(name => (int)now[name]! == (int)command[name]!)
            : numbers.All(name => (int)command[name]! == 0);
}
