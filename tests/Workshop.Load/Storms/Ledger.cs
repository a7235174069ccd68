// What was asked for and how it ended, held against what the dialogue's events say. Every command of a storm carries a mark that no
// other has (an id, a text, a coordinate), so "exactly once" can be read from the log without trusting anything the server says of commands.
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Workshop.Load.Storms;

internal sealed class Ledger
{
    private readonly ConcurrentBag<(string Mark, Receipt Receipt)> marked = [];
    private int acknowledged, refused;

    public int Acknowledged => acknowledged;

    public int Refused => refused;

    public ConcurrentDictionary<string, int> RefusedBy { get; } = new(StringComparer.Ordinal);

    /// <summary>Safe from any thread.</summary>
    public void Note(string? mark, Receipt receipt)
    {
        if (receipt.Ok) Interlocked.Increment(ref acknowledged);
        else
        {
            Interlocked.Increment(ref refused);
            RefusedBy.AddOrUpdate(receipt.Refused ?? "?", 1, (_, count) => count + 1);
        }

        if (mark is not null) marked.Add((mark, receipt));
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
    }
}
