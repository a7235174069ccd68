using System.Globalization;

namespace Workshop.Journal.Tests;

/// <summary>A journal as dictionaries in memory, and random deeds done to it and to a real one; the answers must be equal. Sequential, so every answer is determined.</summary>
internal sealed class JournalModel(SettableTime time, Random random)
{
    public const int Deeds = 12;

    private readonly string[] names = [.. Enumerable.Range(0, 4).Select(_ => Some.Dialogue())];
    private readonly string kind = Some.Dialogue();
    private readonly Dictionary<string, List<StoredEvent>> events = [];
    private readonly Dictionary<string, long> erased = [];
    private readonly Dictionary<string, SavedState> states = [];
    private readonly SortedDictionary<string, (byte[] Value, DateTimeOffset? Expires)> kept = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> done = [];
    private Batch? last;

    public int Written { get; private set; }

    public int Moved { get; private set; }

    public int Kinds => done.Count;

    public string Summary => $"{Written} written, {Moved} moved, deeds {string.Join(' ', done.OrderBy(d => d.Key).Select(d => $"{d.Key}:{d.Value}"))}";

    public async Task<(bool Agreed, string Told)> Do(Journal journal)
    {
        // Appending is what a journal is for: it gets the larger share.
        var deed = random.Next(3) == 0 ? 0 : random.Next(Deeds);
        done[deed] = done.GetValueOrDefault(deed) + 1;
        var dialogue = names[random.Next(names.Length)];
        var known = events.GetValueOrDefault(dialogue);
        var head = known?.Count ?? 0;
        var key = "k" + random.Next(6).ToString(CultureInfo.InvariantCulture);
        byte[] value = [(byte)random.Next(3)];
        var unexpired = kept.Where(k => k.Value.Expires is null || k.Value.Expires > time.Now).ToDictionary(k => k.Key, k => k.Value.Value);
        switch (deed)
        {
            case 0:
                return Counted(await journal.Append(Write(dialogue, head, null)), Appended.Written, () => events[dialogue] = [.. known ?? [], .. last!.Events], "append");
            case 1:
                var stale = random.Next(2) == 0 && head > 0 ? 0 : head + random.Next(1, 3);
                return Counted(await journal.Append(Write(dialogue, stale, null)), Appended.HeadMoved, () => { }, "append on a wrong head");
            case 2 when head > 0:
                (long, int, byte[])[] erasures = [.. Enumerable.Range(1, head).Where(_ => random.Next(4) == 0).Select(s => ((long)s, 2, Some.Body("")))];
                var batch = Write(dialogue, head, erasures);
                return Counted(await journal.Append(batch), Appended.Written, () =>
                {
                    foreach (var (seq, version, body) in erasures)
                        known![(int)seq - 1] = known[(int)seq - 1] with { Version = version, Body = body };
                    var commands = erasures.Select(e => known![(int)e.Item1 - 1].Command).ToHashSet();
                    events[dialogue] = known = [.. known!.Select(e => commands.Contains(e.Command) ? e with { ContentHash = new byte[16] } : e), .. batch.Events];
                    if (erasures.Length == 0)
                        return;
                    erased[dialogue] = known.Count;
                    states.Remove(dialogue);
                }, "append that erases");
            case 3 when random.Next(5) == 0:
                await journal.Delete(dialogue);
                events.Remove(dialogue);
                erased.Remove(dialogue);
                states.Remove(dialogue);
                return (true, "delete");
            case 4:
                var (after, limit) = (random.Next(-1, head + 2), random.Next(3) == 0 ? int.MaxValue : random.Next(1, 5));
                return (Same(await journal.Read(dialogue, after, limit), (known ?? []).Where(e => e.Seq > after).Take(limit)), "read");
            case 5:
                var last2 = (known ?? []).GroupBy(e => e.Command!.Value).Select(g => (g.Key, g.Max(e => e.Seq))).OrderBy(c => c.Item2);
                return ((await journal.Commands(dialogue)).Select(c => (c.Command, c.Seq)).SequenceEqual(last2), "commands");
            case 6:
                var heads = await journal.Heads(names);
                return (heads.ToDictionary(h => h.Key, h => (int)h.Value.Seq).OrderBy(h => h.Key).SequenceEqual(
                    events.ToDictionary(e => e.Key, e => e.Value.Count).OrderBy(h => h.Key)), "heads");
            case 7:
                var state = new SavedState(random.Next(0, head + 2), 1, [(byte)random.Next(256)]);
                await journal.SaveState(dialogue, state);
                if (known is not null && state.Seq <= head && state.Seq >= erased.GetValueOrDefault(dialogue))
                    states[dialogue] = state;
                return (true, "save state");
            case 8:
                var loaded = await journal.LoadState(dialogue);
                var wanted = states.GetValueOrDefault(dialogue);
                return (loaded?.Seq == wanted?.Seq && (wanted is null || loaded!.State.SequenceEqual(wanted.State)), "load state");
            case 9:
                DateTimeOffset? expires = random.Next(3) == 0 ? time.Now.AddMinutes(random.Next(1, 20)) : null;
                var forget = random.Next(3) == 0;
                await journal.Keep(new Keepsake(kind, key, forget ? null : value, expires));
                if (forget)
                    kept.Remove(key);
                else
                    kept[key] = (value, expires);
                return (true, "keep");
            case 10:
                var expected = random.Next(3) == 0 ? null : new[] { (byte)random.Next(3) };
                var present = unexpired.GetValueOrDefault(key);
                var should = expected is null ? present is null : present is not null && present.SequenceEqual(expected);
                if (should)
                    kept[key] = (value, null);
                return (await journal.KeepIf(new Keepsake(kind, key, value), expected) == should, "keep if");
            case 11:
                time.Now = time.Now.AddMinutes(random.Next(0, 3));
                unexpired = kept.Where(k => k.Value.Expires is null || k.Value.Expires > time.Now).ToDictionary(k => k.Key, k => k.Value.Value);
                var all = await journal.AllKept(kind);
                return (all.Select(k => k.Key + k.Value[0]).SequenceEqual(unexpired.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => k.Key + k.Value[0])), "all kept");
            default:
                return (true, "nothing");
        }
    }

    private Batch Write(string dialogue, int head, (long, int, byte[])[]? erasures)
    {
        var command = Guid.NewGuid();
        var some = Enumerable.Range(1, random.Next(1, 4)).Select(i => Some.Event(head + i, new string('b', random.Next(0, 2_000)), random.Next(2) == 0 ? command : null));
        return last = new Batch(dialogue, head, [.. some], erasures);
    }

    private (bool, string) Counted(Appended answer, Appended expected, Action then, string told)
    {
        if (answer == Appended.Written)
            Written++;
        else
            Moved++;
        then();
        return (answer == expected, told);
    }

    private static bool Same(IReadOnlyList<StoredEvent> got, IEnumerable<StoredEvent> wanted) =>
        got.Select(Flat).SequenceEqual(wanted.Select(Flat));

    private static string Flat(StoredEvent e) => $"{e.Seq} {e.At:O} {e.By} {e.Command} {Convert.ToHexString(e.ContentHash!)} {e.SeenBy} {e.Nameless} {e.Version} {Convert.ToHexString(e.Body)}";
}
