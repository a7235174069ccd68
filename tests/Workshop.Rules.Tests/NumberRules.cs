// Numbers leak as words do: a total, a count, a state that was computed from what one may not see. So nothing is searched for: what is hidden is changed, and nobody who may not
// see it is sent one other byte.
namespace Workshop.Rules.Tests;

public class NumberRules
{
    private static readonly string[] People = ["anna", "bo", "cilla", "david", "elsa", "frida", Room.Lead, Room.Other, Room.Screen, Room.Projector];

    /// <summary>A hidden thing, as it is and otherwise.</summary>
    /// <param name="Counted">Those who lead are told how many there are.</param>
    private sealed record Hidden(string What, string SeenBy, string? By, Dialogue Otherwise, bool Counted = false);

    private static IEnumerable<Hidden> In(Dialogue dialogue)
    {
        foreach (var (key, vote) in dialogue.Votes.Where(one => one.Value.SeenBy != Audience.All))
        {
            yield return new("a vote's weight", vote.SeenBy, vote.By, dialogue with { Votes = dialogue.Votes.SetItem(key, vote with { Weight = vote.Weight + 3 }) });
            yield return new("a vote", vote.SeenBy, vote.By, dialogue with { Votes = dialogue.Votes.Remove(key) }, Counted: true);
        }
        foreach (var (key, rating) in dialogue.Ratings.Where(one => one.Value.SeenBy != Audience.All))
        {
            yield return new("a rating's numbers", rating.SeenBy, rating.By, dialogue with { Ratings = dialogue.Ratings.SetItem(key, rating with { Effect = 6 - rating.Effect, Effort = rating.Effort + 1 }) });
            yield return new("a rating", rating.SeenBy, rating.By, dialogue with { Ratings = dialogue.Ratings.Remove(key) });
        }
        foreach (var (id, item) in dialogue.Items.Where(one => one.Value.SeenBy != Audience.All))
            yield return new("an item's words", item.SeenBy, item.By, dialogue with { Items = dialogue.Items.SetItem(id, item with { Own = Erasure.Of(item.Own) }) });
        foreach (var (key, stance) in dialogue.Stances.Where(one => one.Value.SeenBy != Audience.All))
            yield return new("a stance", stance.SeenBy, stance.By, dialogue with { Stances = dialogue.Stances.Remove(key) });
        foreach (var (id, item) in dialogue.Items.Where(one => one.Value is { Removed: true, SeenBy: Audience.All }))
            yield return new("what was removed", Audience.Author, item.By, dialogue with { Items = dialogue.Items.SetItem(id, item with { Own = Erasure.Of(item.Own) }) });
    }

    [Fact(DisplayName = "RU814 whatever is hidden could be otherwise, and nobody who may not see it is sent one other byte: snapshot, personal facts, outcome")]
    public void Otherwise()
    {
        var tried = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 9_001; seed < 9_041; seed++)
        {
            var storm = new Storm(seed);
            for (var step = 1; step <= 240; step++)
            {
                storm.Step();
                if (step % 30 != 0) continue;
                var dialogue = storm.Room.Dialogue;
                var viewers = People.Select(who => (Name: who, Viewer: storm.Room.Viewer(who))).Append(("outside", Viewer.Outside)).ToList();
                var before = viewers.ConvertAll(one => Sent(storm.Room, dialogue, one.Item2));
                var outcome = Outcome.Of(dialogue);
                foreach (var hidden in In(dialogue).GroupBy(one => one.What).SelectMany(kind => kind.Take(2)))
                {
                    for (var i = 0; i < viewers.Count; i++)
                    {
                        var (name, viewer) = viewers[i];
                        if (Audience.Includes(hidden.SeenBy, viewer, hidden.By) || (hidden.Counted && viewer.Facilitator) || (hidden.What == "what was removed" && viewer.Facilitator)) continue;
                        Sent(storm.Room, hidden.Otherwise, viewer).Should().Be(before[i], "{0} may not see {1} (storm {2}, step {3})", name, hidden.What, seed, step);
                        tried[hidden.What] = tried.GetValueOrDefault(hidden.What) + 1;
                    }
                    if (!Outcome.Of(hidden.Otherwise).AsSpan().SequenceEqual(outcome)) Assert.Fail($"the outcome tells of {hidden.What} (storm {seed}, step {step})\n{System.Text.Encoding.UTF8.GetString(outcome)}\n{System.Text.Encoding.UTF8.GetString(Outcome.Of(hidden.Otherwise))}");
                }
            }
        }
        tried.Keys.Should().BeEquivalentTo("a vote's weight", "a vote", "a rating's numbers", "a rating", "an item's words", "a stance", "what was removed");
        tried.Values.Should().OnlyContain(times => times > 100);
    }

    private static string Sent(Room room, Dialogue dialogue, Viewer viewer) =>
        System.Text.Encoding.UTF8.GetString(SnapshotOf.Dialogue(dialogue, viewer))
        + string.Concat(room.Facts.TakeLast(10).Where(View.IsPersonal).Select(fact => System.Text.Encoding.UTF8.GetString(View.Encode(fact, dialogue, View.Of(fact, dialogue, viewer), viewer))));
}
