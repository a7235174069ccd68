using System.Security.Cryptography;
using System.Text;

namespace Workshop.Journal.Tests;

/// <summary>Events and batches for tests: the journal does not look into bodies, so any will do.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Then = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public static string Dialogue() => "d" + Guid.NewGuid().ToString("N");

    public static byte[] Body(string text) => Encoding.UTF8.GetBytes($$$"""{"type":"itemAdded","item":{"id":"i1","kind":"note","phaseId":"story","text":"{{{text}}}"}}""");

    public static byte[] Hash(Guid command) => SHA256.HashData(command.ToByteArray())[..16];

    public static StoredEvent Event(long seq, string text = "Hon ringde sju nummer innan någon svarade.", Guid? command = null, string? by = "p1")
    {
        var id = command ?? Guid.NewGuid();
        return new StoredEvent(seq, Then.AddSeconds(seq), by, id, Hash(id), "all", false, 1, Body(text));
    }

    public static Batch Batch(string dialogue, long head, int events = 1) =>
        new(dialogue, head, [.. Enumerable.Range(1, events).Select(i => Event(head + i))]);

    public static Batch Batch(string dialogue, long head, params StoredEvent[] events) => new(dialogue, head, events);
}
