// What may be shared between viewers: RU810. A cache that served the snapshot of one to another who sees less would be a leak, so every pair is compared, in states that storms make.
using System.Text;

namespace Workshop.Rules.Tests;

public class KeyRules
{
    private static readonly string[] People = ["anna", "bo", "cilla", "david", "elsa", "frida"];

    /// <summary>Everybody who can be told apart: each person alone, two at one device, those who lead (also one who has joined), screens, nobody.</summary>
    private static IEnumerable<(string Name, Viewer Viewer)> Everybody(Room room)
    {
        foreach (var person in People)
        {
            yield return (person, room.Viewer(person));
            yield return (person + " leading", room.Viewer(person) with { Facilitator = true, MayShowTheWayIn = true });
        }
        yield return ("anna's and elsa's device, as anna", room.Viewer("anna", "anna", "elsa"));
        yield return ("anna's and elsa's device, as elsa", room.Viewer("elsa", "anna", "elsa"));
        yield return ("bo and cilla", room.Viewer("bo", "bo", "cilla"));
        yield return ("anna without names", room.Viewer("anna") with { Names = null });
        yield return ("anna under another key", room.Viewer("anna") with { Names = new Pseudonyms([9]) });
        yield return ("leader", room.Viewer(Room.Lead) with { MayShowTheWayIn = true });
        yield return ("another leader, with anna beside", room.Viewer(Room.Other) with { Voices = ["anna"], MayShowTheWayIn = true, AlsoAt = room.Viewer("anna").Table is { } table ? [table] : [] });
        yield return ("screen", room.Viewer(Room.Screen));
        yield return ("projector", room.Viewer(Room.Projector) with { MayShowTheWayIn = true });
        yield return ("screen of anna's", room.Viewer("anna") with { Screen = true });
        yield return ("outside", Viewer.Outside);
    }

    [Fact(DisplayName = "RU810 in 1 000 states every two viewers with one key are sent the same snapshot, and what is made for the key is what is made for each of them; RU811 the facts of the state too")]
    public void Pairs()
    {
        var (states, shared, apart) = (0, 0L, 0L);
        for (var seed = 1; states < 1_000; seed++)
        {
            var storm = new Storm(7_000 + seed);
            for (var step = 1; step <= 200 && states < 1_000; step++)
            {
                storm.Step();
                if (step % 8 != 0) continue;
                states++;
                var dialogue = storm.Room.Dialogue;
                var all = Everybody(storm.Room).Select(one => (one.Name, one.Viewer, Key: SnapshotOf.Key(dialogue, one.Viewer), Bytes: SnapshotOf.Dialogue(dialogue, one.Viewer))).ToList();
                foreach (var same in all.GroupBy(one => one.Key))
                {
                    var kept = SnapshotOf.Dialogue(dialogue, same.Key);
                    foreach (var one in same)
                        if (!one.Bytes.AsSpan().SequenceEqual(kept)) Assert.Fail($"storm {7_000 + seed}, step {step}: {one.Name} is sent what {string.Join(", ", same.Select(other => other.Name))} share, and sees\n{Encoding.UTF8.GetString(one.Bytes)}\nnot\n{Encoding.UTF8.GetString(kept)}");
                    shared += same.Count() - 1;
                    foreach (var fact in storm.Room.Facts.TakeLast(12).Where(View.IsPersonal))
                        foreach (var one in same)
                        {
                            var sight = View.Of(fact, dialogue, one.Viewer);
                            if (!View.Encode(fact, dialogue, sight, one.Viewer).AsSpan().SequenceEqual(View.Encode(fact, dialogue, sight, same.Key))) Assert.Fail($"storm {7_000 + seed}, step {step}: {one.Name} is told another {fact.What.GetType().Name}");
                        }
                }
                apart += all.Select(one => one.Key).Distinct().Count() - 1;
            }
        }
        states.Should().Be(1_000);
        shared.Should().BeGreaterThan(1_000, "who sees the same shares, or the comparison says nothing");
        apart.Should().BeGreaterThan(1_000);
    }

    [Fact(DisplayName = "RU812 every field of a viewer that is not proved to make no difference is part of the key")]
    public void Fields()
    {
        var room = Room.In("valueVision").Given(Room.Lead, Ask.Writing("valueVision", "private")).Given("anna", Ask.Note(1, "valueVision"));
        var anna = room.Viewer("anna");
        Viewer[] others =
        [
            room.Viewer("bo"), anna with { Table = "7" }, anna with { Facilitator = true }, anna with { Screen = true }, anna with { Voices = ["anna", "bo"] }, anna with { Names = new Pseudonyms([1]) },
            anna with { AlsoAt = ["3"] }, anna with { Inside = false }, anna with { MayShowTheWayIn = true },
        ];
        others.Append(anna).Select(viewer => SnapshotOf.Key(room.Dialogue, viewer)).Should().OnlyHaveUniqueItems();
        SnapshotOf.Key(room.Dialogue, anna with { Voices = ["bo", "anna"] }).Should().Be(SnapshotOf.Key(room.Dialogue, room.Viewer("bo", "anna", "bo") with { Table = anna.Table, AlsoAt = anna.AlsoAt }));
        typeof(Viewer).GetProperties().Select(property => property.Name).Should().BeEquivalentTo(
            ["Participant", "Table", "Facilitator", "Screen", "Voices", "Names", "Device", "AlsoAt", "Inside", "MayShowTheWayIn"], "a new one gets a line above");
    }

    [Fact(DisplayName = "RU813 a rating where names are hidden, and nothing else that is anybody's own: each rater is sent a snapshot of their own")]
    public void NamelessRating()
    {
        var room = Room.In("initiatives").Given(Room.Lead, Ask.Add("initiative", 1, "initiatives", new { title = "Lots", what = "En väg in", sign = "Tecken", stage = "planned" }))
            .Given(Room.Lead, new { type = "setConduct", phaseId = "initiatives", conduct = new { names = "hidden" } }).Given("anna", new { type = "rate", itemId = Room.Id(1), effect = 5, effort = 1 });
        SnapshotOf.Key(room.Dialogue, room.Viewer("anna")).Should().NotBe(SnapshotOf.Key(room.Dialogue, room.Viewer("bo")));
        SnapshotOf.Dialogue(room.Dialogue, SnapshotOf.Key(room.Dialogue, room.Viewer("anna"))).Should().Equal(SnapshotOf.Dialogue(room.Dialogue, room.Viewer("anna")));
        Encoding.UTF8.GetString(SnapshotOf.Dialogue(room.Dialogue, SnapshotOf.Key(room.Dialogue, room.Viewer("bo")))).Should().NotContain("\"by\":\"anna\",\"effect\"");
    }
}
