using System.Buffers.Binary;
using System.Security.Cryptography;
using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>A dialogue read from the journal.</summary>
/// <param name="Tail">The last facts, contiguous up to the dialogue's seq.</param>
public sealed record Loaded(string History, Dialogue Dialogue, IReadOnlyList<Fact> Tail)
{
    /// <summary>The seq of the saved state that it started from; 0: all was replayed.</summary>
    public long Saved { get; init; }
}

/// <summary>From stored events to a dialogue, for the grain that decides and for rooms that look.</summary>
public static class Loading
{
    private const string NamesKey = "names";
    private const int KeyLength = 32;

    /// <summary>Null when there is no such dialogue.</summary>
    /// <param name="tail">How many of the last facts are wanted.</param>
    public static async Task<Loaded?> Load(Journal.Journal journal, string dialogueId, int tail)
    {
        var heads = await journal.Heads([dialogueId]);
        if (!heads.TryGetValue(dialogueId, out var head)) return null;
        var saved = SavedDialogue.Read(await journal.LoadState(dialogueId)) is { } state && state.Seq <= head.Seq ? state : Dialogue.Unopened;
        var dialogue = saved;
        var facts = new List<Fact>();
        foreach (var stored in await journal.Read(dialogueId, Math.Min(saved.Seq, Math.Max(0, head.Seq - tail))))
        {
            var fact = FactOf(stored);
            if (fact.Seq > dialogue.Seq) dialogue = dialogue.After(fact);
            facts.Add(fact);
        }
        return new Loaded(head.History, dialogue, facts.Count <= tail ? facts : facts.GetRange(facts.Count - tail, tail)) { Saved = saved.Seq };
    }

    public static Fact FactOf(StoredEvent stored)
    {
        var body = EventCodec.Default.Newest(Fact.TypeOf(stored.Body), stored.Version, stored.Body);
        return Fact.Read(stored.Seq, stored.At, stored.By, stored.Command, stored.SeenBy, stored.Nameless, body);
    }

    /// <summary>
    /// Pseudonyms of a dialogue. Their key is kept outside the journal, with the seq of the conclusion that it was made after. Made when there is none; and when
    /// the dialogue was concluded since: then the old one is gone, and nobody can tell who wrote without a name, not even with the journal at hand.
    /// </summary>
    /// <param name="conclusion">The seq of the last conclusion that the caller knows of; 0: of none. Many may call at once, all get the same.</param>
    public static async Task<Pseudonyms> Names(Journal.Journal journal, string dialogueId, long conclusion = 0)
    {
        while (true)
        {
            var kept = await journal.Kept(NamesKey, dialogueId);
            if (kept is { Length: KeyLength + sizeof(long) } && BinaryPrimitives.ReadInt64BigEndian(kept.AsSpan(KeyLength)) >= conclusion) return new Pseudonyms(kept[..KeyLength]);
            byte[]? made = null;
            if (kept is null)
            {
                made = RandomNumberGenerator.GetBytes(KeyLength + sizeof(long));
                BinaryPrimitives.WriteInt64BigEndian(made.AsSpan(KeyLength), conclusion);
            }
            // Forgotten first and not replaced: what is forgotten the journal wipes from its files.
            await journal.KeepIf(new Keepsake(NamesKey, dialogueId, made), expected: kept);
        }
    }

    /// <summary>The seq of the last conclusion; 0 when there is none. Reads the whole dialogue.</summary>
    public static async Task<long> LastConclusion(Journal.Journal journal, string dialogueId) =>
        (await journal.Read(dialogueId, after: 0)).LastOrDefault(stored => Fact.TypeOf(stored.Body) == "concluded")?.Seq ?? 0;
}
