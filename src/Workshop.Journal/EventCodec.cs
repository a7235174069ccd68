using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Workshop.Journal;

/// <summary>Turns the body of an event of one version into that of the next.</summary>
/// <param name="Type">The event's name, as in its body.</param>
/// <param name="From">The version that it takes; it gives the next.</param>
public sealed record Upcaster(string Type, int From, Func<JsonObject, JsonObject> Up);

/// <summary>
/// The versions of events: which one is written, and how older ones are read. Old events are never edited on disk; they are raised when they are read.
/// Not here: what an event means (Rules), how it becomes JSON (Rules/Json.cs). Adding a field that may be absent needs no new version.
/// </summary>
public sealed class EventCodec
{
    /// <summary>
    /// Every change of an event's shape since the first release, oldest first. Empty: every event is in its version 1 still.
    /// A line here is for ever, since journals with the older version are.
    /// </summary>
    public static IReadOnlyList<Upcaster> Changes { get; } = [];

    /// <summary>The one that the server uses.</summary>
    public static EventCodec Default { get; } = new(Changes);

    private readonly FrozenDictionary<string, Upcaster[]> chains;

    public EventCodec(IReadOnlyList<Upcaster> changes)
    {
        chains = changes.GroupBy(one => one.Type).ToFrozenDictionary(chain => chain.Key, chain => chain.ToArray());
        foreach (var (type, chain) in chains)
        {
            for (var i = 0; i < chain.Length; i++)
            {
                if (chain[i].From != i + 1)
                    throw new ArgumentException($"The changes of {type} must lead from version 1 to 2, to 3 …, one line each; line {i + 1} starts from {chain[i].From}.", nameof(changes));
            }
        }
    }

    /// <summary>The version to write.</summary>
    public int Current(string type) => chains.TryGetValue(type, out var chain) ? chain.Length + 1 : 1;

    /// <summary>The body in its newest version; the same array when it is that already.</summary>
    /// <exception cref="NotSupportedException">Written by a newer Samskapa.</exception>
    public byte[] Newest(string type, int version, byte[] body)
    {
        var current = Current(type);
        if (version == current)
            return body;
        if (version > current || version < 1)
            throw new NotSupportedException($"The journal has {type} in version {version}, this version of Samskapa knows up to {current}: start a newer one.");
        var shape = JsonNode.Parse(body)!.AsObject();
        foreach (var change in chains[type][(version - 1)..])
            shape = change.Up(shape);
        return System.Text.Encoding.UTF8.GetBytes(shape.ToJsonString());
    }
}
