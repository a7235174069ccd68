using System.Text;

namespace Workshop.Journal.Tests;

/// <summary>The contract's part on what is kept beside the events, saved states, erasure, deletion and reopening.</summary>
public abstract partial class JournalContract
{
    [Fact(DisplayName = "JO9 What is kept is replaced and forgotten, all of one call or nothing, and listed by prefix in key order")]
    public async Task JO9_Kept()
    {
        var kind = Some.Dialogue();
        await journal.Keep(new Keepsake(kind, "b/2", [2]), new Keepsake(kind, "a/1", [1]), new Keepsake(kind, "b/10", []), new Keepsake(kind + "x", "b/3", [3]));
        (await journal.Kept(kind, "b/2")).Should().Equal(2);
        (await journal.Kept(kind, "b/10")).Should().NotBeNull().And.BeEmpty();
        (await journal.Kept(kind, "b/3")).Should().BeNull();
        (await journal.AllKept(kind)).Select(k => k.Key).Should().Equal("a/1", "b/10", "b/2");
        (await journal.AllKept(kind, "b/")).Select(k => (k.Key, k.Value.Length)).Should().Equal(("b/10", 0), ("b/2", 1));
        (await journal.AllKept(kind, "B")).Should().BeEmpty("keys are ordinal");

        await journal.Keep(new Keepsake(kind, "b/2", [9]), new Keepsake(kind, "a/1", null), new Keepsake(kind, "never", null));
        (await journal.AllKept(kind)).Select(k => k.Key).Should().Equal("b/10", "b/2");
        (await journal.Kept(kind, "b/2")).Should().Equal(9);

        var bad = () => journal.Keep(new Keepsake(kind, "b/2", [7]), new Keepsake(kind, null!, [1]));
        await bad.Should().ThrowAsync<Exception>();
        (await journal.Kept(kind, "b/2")).Should().Equal(9);
    }

    [Fact(DisplayName = "JO10 What has expired is gone at that moment, and swept from the store in quiet")]
    public async Task JO10_Expiry()
    {
        var kind = Some.Dialogue();
        var secret = "hemlig-" + kind;
        var soon = Time.GetUtcNow().AddMinutes(10);
        await journal.Keep(new Keepsake(kind, "code", Encoding.UTF8.GetBytes(secret), soon), new Keepsake(kind, "stays", [1]));
        Time.Now = soon.AddTicks(-1);
        (await journal.Kept(kind, "code")).Should().NotBeNull();
        (await journal.KeepIf(new Keepsake(kind, "code", [5]), null)).Should().BeFalse();
        (await Holds(secret)).Should().BeTrue("or this test proves nothing");

        Time.Now = soon;
        (await journal.Kept(kind, "code")).Should().BeNull();
        (await journal.AllKept(kind)).Select(k => k.Key).Should().Equal("stays");
        await Tidy(journal);
        (await Holds(secret)).Should().BeFalse();
        (await journal.KeepIf(new Keepsake(kind, "code", [5]), null)).Should().BeTrue("an expired one is as good as none");
        Time.Now = soon.AddYears(1);
        (await journal.Kept(kind, "code")).Should().Equal([5], "this one was kept without an end");
    }

    [Fact(DisplayName = "JO11 Of fifty who keep against the same expectation exactly one wins")]
    public async Task JO11_KeepIf()
    {
        var kind = Some.Dialogue();
        byte[]? expected = null;
        for (var round = 0; round < 20; round++)
        {
            var won = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => journal.KeepIf(new Keepsake(kind, "seat", [(byte)round, (byte)i]), expected))));
            won.Count(w => w).Should().Be(1);
            expected = [(byte)round, (byte)Array.IndexOf(won, true)];
            (await journal.Kept(kind, "seat")).Should().Equal(expected);
        }

        (await journal.KeepIf(new Keepsake(kind, "seat", null), [1, 2, 3])).Should().BeFalse();
        (await journal.KeepIf(new Keepsake(kind, "seat", null), expected)).Should().BeTrue();
        (await journal.Kept(kind, "seat")).Should().BeNull();
        (await journal.KeepIf(new Keepsake(kind, "seat", [1]), expected)).Should().BeFalse("nothing is kept any more");
    }

    [Fact(DisplayName = "JO12 A saved state is one per dialogue, belongs to an existing one and is never ahead of its head")]
    public async Task JO12_SavedState()
    {
        var dialogue = Some.Dialogue();
        await journal.SaveState(dialogue, new SavedState(1, 1, [1]));
        (await journal.LoadState(dialogue)).Should().BeNull("there is no such dialogue");
        await journal.Append(Some.Batch(dialogue, 0, 5));
        await journal.SaveState(dialogue, new SavedState(3, 1, [3]));
        await journal.SaveState(dialogue, new SavedState(5, 2, [5, 5]));
        await journal.SaveState(dialogue, new SavedState(6, 2, [6]));
        (await journal.LoadState(dialogue)).Should().BeEquivalentTo(new SavedState(5, 2, [5, 5]));
        (await journal.LoadState(Some.Dialogue())).Should().BeNull();
    }

    [Fact(DisplayName = "JO13 What is erased keeps its seq and is nowhere in the store, nor in a state saved late")]
    public async Task JO13_Erasure()
    {
        var dialogue = Some.Dialogue();
        var secret = "hemlighet-" + Guid.NewGuid().ToString("N");
        var random = new Random(20261121);
        long head = 0;
        for (var i = 0; i < 60; i++) // of many sizes: on pages that split, and over several pages
        {
            await journal.Append(Some.Batch(dialogue, head, Some.Event(head + 1, secret + new string('a', random.Next(0, 6_000))), Some.Event(head + 2, "annat")));
            head += 2;
            await journal.Append(Some.Batch(Some.Dialogue(), 0));
        }

        var withSecret = new SavedState(head, 1, Encoding.UTF8.GetBytes("state with " + secret));
        await journal.SaveState(dialogue, withSecret);
        (await Holds(secret)).Should().BeTrue("or this test proves nothing");

        var erased = (await journal.Read(dialogue, 0)).Where(e => e.Seq % 2 == 1).Select(e => (e.Seq, 1, Some.Body(""))).ToArray();
        (await journal.Append(new Batch(dialogue, head - 1, [Some.Event(head)], erased[..1]))).Should().Be(Appended.HeadMoved);
        (await journal.Append(new Batch(dialogue, head, [Some.Event(head + 1, "contentErased")], erased))).Should().Be(Appended.Written);
        (await journal.LoadState(dialogue)).Should().BeNull("it holds what was erased");
        await journal.SaveState(dialogue, withSecret);
        (await journal.LoadState(dialogue)).Should().BeNull("it was taken before the erasure, however late it comes");
        await Tidy(journal);

        (await Holds(secret)).Should().BeFalse();
        var now = await journal.Read(dialogue, 0);
        now.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, (int)head + 1).Select(i => (long)i));
        now.Where(e => e.Seq % 2 == 1 && e.Seq < head).Should().OnlyContain(e => e.Body.SequenceEqual(Some.Body("")) && e.Command != null && e.By == "p1");
        now.Where(e => e.Seq % 2 == 0).Should().OnlyContain(e => e.Body.SequenceEqual(Some.Body("annat")));
        await journal.SaveState(dialogue, new SavedState(head + 1, 1, [1]));
        (await journal.LoadState(dialogue)).Should().NotBeNull();
    }

    [Fact(DisplayName = "JO13 The hash of an erased content is gone with it, in every event of its command, and no other")]
    public async Task JO13_Hashes()
    {
        var dialogue = Some.Dialogue();
        var (name, other) = (Guid.NewGuid(), Guid.NewGuid());
        await journal.Append(Some.Batch(dialogue, 0, Some.Event(1, command: name), Some.Event(2, command: name), Some.Event(3, command: other)));
        await journal.Append(new Batch(dialogue, 3, [Some.Event(4)], [(1, 1, Some.Body(""))]));
        (await journal.Read(dialogue, 0)).Select(e => e.ContentHash!.All(b => b == 0)).Should().Equal(true, true, false, false);
        (await journal.Commands(dialogue))[0].ContentHash.Should().Equal(new byte[16]);
    }

    [Fact(DisplayName = "JO13 An erasure without an event is possible, and older states are refused after it as well")]
    public async Task JO13_ErasureAlone()
    {
        var dialogue = Some.Dialogue();
        await journal.Append(Some.Batch(dialogue, 0, 2));
        (await journal.Append(new Batch(dialogue, 2, [], [(1, 1, Some.Body(""))]))).Should().Be(Appended.Written);
        (await journal.Read(dialogue, 0))[0].Body.Should().Equal(Some.Body(""));
        (await journal.Heads([dialogue]))[dialogue].Seq.Should().Be(2);
        await journal.SaveState(dialogue, new SavedState(2, 1, [2]));
        (await journal.LoadState(dialogue)).Should().BeNull("nobody can tell whether it is from before");
        await journal.Append(Some.Batch(dialogue, 2));
        await journal.SaveState(dialogue, new SavedState(3, 1, [3]));
        (await journal.LoadState(dialogue)).Should().NotBeNull();
    }

    [Fact(DisplayName = "JO14 A deleted dialogue is nowhere in the store; its name may begin again, with another history")]
    public async Task JO14_Delete()
    {
        var (dialogue, other) = (Some.Dialogue(), Some.Dialogue());
        var secret = "borta-" + Guid.NewGuid().ToString("N");
        await journal.Append(Some.Batch(dialogue, 0, Some.Event(1, secret), Some.Event(2, secret)));
        await journal.SaveState(dialogue, new SavedState(2, 1, Encoding.UTF8.GetBytes(secret)));
        await journal.Append(Some.Batch(other, 0, 3));
        var before = (await journal.Heads([dialogue]))[dialogue];
        await journal.Delete(dialogue);
        await journal.Delete(Some.Dialogue());

        (await journal.Heads([dialogue, other])).Keys.Should().Equal(other);
        (await journal.Read(dialogue, 0)).Should().BeEmpty();
        (await journal.Commands(dialogue)).Should().BeEmpty();
        (await journal.LoadState(dialogue)).Should().BeNull();
        (await journal.Append(Some.Batch(dialogue, 2))).Should().Be(Appended.HeadMoved);
        await Tidy(journal);
        (await Holds(secret)).Should().BeFalse();
        (await Holds(dialogue)).Should().BeFalse();

        (await journal.Append(Some.Batch(dialogue, 0))).Should().Be(Appended.Written);
        (await journal.Heads([dialogue]))[dialogue].History.Should().NotBe(before.History);
        (await journal.Read(other, 0)).Should().HaveCount(3);
    }

    [Fact(DisplayName = "JO15 What was written is there after reopening, what waited when it closed too, and a closed journal takes nothing")]
    public async Task JO15_Reopening()
    {
        var (dialogue, late) = (Some.Dialogue(), Some.Dialogue());
        await journal.Append(Some.Batch(dialogue, 0, 3));
        await journal.Keep(new Keepsake(dialogue, "k", [7]));
        await journal.SaveState(dialogue, new SavedState(3, 1, [3]));
        var (events, head) = (await journal.Read(dialogue, 0), (await journal.Heads([dialogue]))[dialogue]);
        Task<Appended> waiting;
        Task closing;
        using (Hold(journal))
        {
            waiting = journal.Append(Some.Batch(late, 0));
            closing = journal.DisposeAsync().AsTask();
            await journal.Invoking(j => j.Append(Some.Batch(Some.Dialogue(), 0))).Should().ThrowAsync<ObjectDisposedException>();
        }

        (await waiting).Should().Be(Appended.Written);
        await closing;
        await journal.Invoking(j => j.Read(dialogue, 0)).Should().ThrowAsync<ObjectDisposedException>();
        (await journal.Answers()).Should().BeFalse();

        journal = await Open(JournalLimits.Default);
        (await journal.Read(dialogue, 0)).Should().BeEquivalentTo(events, o => o.WithStrictOrdering());
        (await journal.Heads([dialogue]))[dialogue].Should().Be(head);
        (await journal.Heads([late])).Should().ContainKey(late);
        (await journal.Kept(dialogue, "k")).Should().Equal(7);
        (await journal.LoadState(dialogue)).Should().NotBeNull();
        (await journal.Append(Some.Batch(dialogue, 3))).Should().Be(Appended.Written);
    }

    [Fact(DisplayName = "JO16 A journal answers while it can write, and says no when it cannot")]
    public async Task JO16_Answers()
    {
        (await journal.Answers()).Should().BeTrue();
        using (Hold(journal))
            (await journal.Answers()).Should().BeFalse();
        (await journal.Answers()).Should().BeTrue();
    }
}
