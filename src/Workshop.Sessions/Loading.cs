using System.Security.Cryptography;
using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>A dialogue read from the journal.</summary>
/// <param name="Tail">The last facts, contiguous up to the dialogue's seq.</param>
public sealed record Loaded(string History, Dialogue Dialogue, IReadOnlyList<Fact> Tail);

/// <summary>From stored events to a dialogue, for the grain that decides and for rooms that look.</summary>
public static class Loading
{
    private const string NamesKey = "names";

    /// <summary>Null when there is no such dialogue.</summary>
    /// <param name="tail">How many of the last facts are wanted.</param>
    public static async Task<Loaded?> Load(Journal.Journal journal, string dialogueId, int tail)
    {
        var heads = await journal.Heads([dialogueId]);
        if (!heads.TryGetValue(dialogueId, out var head)) return null;
        var (dialogue, from) = SavedDialogue.Read(await journal.LoadState(dialogueId)) is { } saved && saved.Seq <= head.Seq ? (saved, Math.Min(saved.Seq, Math.Max(0, head.Seq - tail))) : (Dialogue.Unopened, 0);
        var facts = new List<Fact>();
        foreach (var stored in await journal.Read(dialogueId, from))
        {
            var fact = FactOf(stored);
            if (fact.Seq > dialogue.Seq) dialogue = dialogue.After(fact);
            facts.Add(fact);
        }
        return new Loaded(head.History, dialogue, facts.Count <= tail ? facts : facts.GetRange(facts.Count - tail, tail));
    }

    public static Fact FactOf(StoredEvent stored)
    {
        var body = EventCodec.Default.Newest(Fact.TypeOf(stored.Body), stored.Version, stored.Body);
        return new Fact(stored.Seq, stored.At, stored.By, stored.Command, stored.SeenBy, stored.Nameless, RulesJson.What(body), body);
    }

    /// <summary>The key of the pseudonyms of a dialogue, kept outside the journal; made when there is none.</summary>
    public static async Task<Pseudonyms> Names(Journal.Journal journal, string dialogueId)
    {
        while (true)
        {
            if (await journal.Kept(NamesKey, dialogueId) is { } key) return new Pseudonyms(key);
            await journal.KeepIf(new Keepsake(NamesKey, dialogueId, RandomNumberGenerator.GetBytes(32)), expected: null);
        }
    }

    /// <summary>From now on nobody can tell who wrote without a name, not even with the journal at hand.</summary>
    public static async Task<Pseudonyms> ForgetNames(Journal.Journal journal, string dialogueId)
    {
        await journal.Keep(new Keepsake(NamesKey, dialogueId, RandomNumberGenerator.GetBytes(32)));
        return await Names(journal, dialogueId);
    }
}
