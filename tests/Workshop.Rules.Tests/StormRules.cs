// What holds whatever people do: RU8xx. One page, since the storm and those who watch it are one thought. Seeds are fixed, so that a failure comes back; STORM_FIRST and STORM_SEEDS try others.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Workshop.Rules.Tests;

public partial class StormRules(ITestOutputHelper output)
{
    private const int Steps = 300;
    private static readonly string[] Viewers = ["anna", "bo", "cilla", "david", "elsa", "frida", "device", Room.Lead, Room.Screen];

    private static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static Viewer Eye(Room room, string who) => who == "device" ? room.Viewer("anna", "anna", "elsa") : room.Viewer(who);

    private static string Sits(Viewer viewer) => string.Join(' ', viewer.AlsoAt.Prepend(viewer.Table ?? "-"));

    private static string Canonical(ReadOnlySpan<byte> json) => Json.Canonical(JsonNode.Parse(json));

    [GeneratedRegex("«[0-9]+»", RegexOptions.None, 1000)]
    private static partial Regex Marks();

    [Fact(DisplayName = "RU801 in any order of what people do: seqs are gapless, budgets hold, counters are right, a refusal changes nothing, nobody is sent a word they may not read, and what each was told makes their snapshot")]
    public void Storms()
    {
        var (first, seeds) = (Number("STORM_FIRST", 1), Number("STORM_SEEDS", 24));
        var (commands, facts, bytes, done, refused) = (0, 0L, 0L, new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var seed = first; seed < first + seeds; seed++)
        {
            var storm = new Storm(seed);
            try
            {
                var watched = new Watched(storm);
                for (var step = 0; step < Steps; step++, commands++) watched.Step(step);
                watched.End();
                bytes += watched.Bytes;
            }
            catch (Exception wrong)
            {
                throw new InvalidOperationException($"seed {seed} (STORM_FIRST={seed} STORM_SEEDS=1), seq {storm.Room.Dialogue.Seq}: {wrong.Message}", wrong);
            }
            facts += storm.Room.Dialogue.Seq;
            foreach (var (type, count) in storm.Done) done[type] = done.GetValueOrDefault(type) + count;
            foreach (var (code, count) in storm.RefusedWith) refused[code] = refused.GetValueOrDefault(code) + count;
        }
        output.WriteLine($"seeds {first}–{first + seeds - 1}: {commands} commands of 6 people, a facilitator, a device and a link; {facts} facts; {bytes} bytes looked through for {Viewers.Length} viewers");
        output.WriteLine("done: " + string.Join(", ", done.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}")));
        output.WriteLine("refused: " + string.Join(", ", refused.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}")));
        if (seeds < 24) return;
        commands.Should().BeGreaterThanOrEqualTo(7_000);
        facts.Should().BeGreaterThanOrEqualTo(2_500);
        done.Count.Should().BeGreaterThanOrEqualTo(22, "nearly every command is done");
        refused.Count.Should().BeGreaterThanOrEqualTo(15, "most refusals are met");
    }

    /// <summary>One storm with everybody who watches it.</summary>
    private sealed class Watched
    {
        private readonly Storm storm;
        private readonly Room room;
        private readonly Dictionary<string, (Client Client, string? Table)> clients = [];

        public Watched(Storm storm)
        {
            (this.storm, room) = (storm, storm.Room);
            foreach (var who in Viewers) Resync(who);
            room.Happened += Tell;
        }

        public long Bytes { get; private set; }

        private IEnumerable<string> Watching => Viewers.Where(who => who is "device" or Room.Lead or Room.Screen || storm.Present.Contains(who));

        private void Resync(string who) =>
            clients[who] = (Client.From(JsonNode.Parse(SnapshotOf.Dialogue(room.Dialogue, Eye(room, who)))!.AsObject(), room.Dialogue.Seq), Sits(Eye(room, who)));

        private void Tell(IReadOnlyList<Fact> facts)
        {
            foreach (var who in Watching)
            {
                var viewer = Eye(room, who);
                foreach (var fact in facts)
                {
                    var told = room.Bytes(fact, viewer);
                    MayRead(told, viewer, who);
                    clients[who].Client.Hear(told);
                }
                // Whose sight changes is told to fetch a snapshot; the end takes the key of the pseudonyms with it.
                if (Sits(viewer) != clients[who].Table || facts.Any(fact => fact.What is Concluded)) Resync(who);
            }
        }

        private void MayRead(byte[] told, Viewer viewer, string who)
        {
            Bytes += told.Length;
            var text = Encoding.UTF8.GetString(told);
            foreach (Match mark in Marks().Matches(text))
                if (!storm.May(mark.Value, viewer)) throw new Xunit.Sdk.XunitException($"{who} was sent {mark.Value} in {text[..Math.Min(2000, text.Length)]}");
        }

        public void Step(int step)
        {
            var before = room.Dialogue;
            var kept = step % 20 == 0 ? StateJson.Write(before) : null;
            var answer = storm.Step();
            if (answer.Decision.Refused is not null)
            {
                room.Dialogue.Should().BeSameAs(before);
                answer.Decision.Refused.Code.Should().BeOneOf(WireList.Codes);
                answer.Decision.Refused.Code.Should().NotBe("internal");
            }
            if (kept is not null) StateJson.Write(before).AsSpan().SequenceEqual(kept).Should().BeTrue("a state is never changed in place");
            room.Dialogue.Seq.Should().Be(before.Seq + answer.Facts.Count);
            room.Dialogue.LiveItems.Should().Be(room.Dialogue.Items.Values.Count(item => !item.Removed));
            room.Dialogue.LiveInOrder().All(item => room.Dialogue.PhaseOf(item.PhaseId) is not null).Should().BeTrue();
            Budgets(answer);
            if (step % 60 == 59) Compare();
        }

        private void Budgets(Answer answer)
        {
            foreach (var fact in answer.Facts)
            {
                if (fact.What is not (VoteCast { Weight: > 0 } or ItemsRestored)) continue;
                foreach (var mine in room.Dialogue.Votes.Values.Where(vote => room.Dialogue.Live(vote.ItemId) is not null)
                    .GroupBy(vote => (Voice: fact.What is VoteCast ? room.Names.Of(vote.By) : vote.By, Phase: room.Dialogue.Items[vote.ItemId].PhaseId)))
                {
                    var touched = mine.Any(vote => fact.What is VoteCast cast ? cast.ItemId == vote.ItemId && vote.By == fact.By : ((ItemsRestored)fact.What).ItemIds.Contains(vote.ItemId));
                    if (touched && room.Dialogue.PhaseOf(mine.Key.Phase)!.Conduct.Voting.Budget is { } budget)
                        mine.Sum(vote => vote.Weight).Should().BeLessThanOrEqualTo(budget, $"{mine.Key} after {answer.Asked}");
                }
            }
        }

        private void Compare()
        {
            foreach (var who in Watching)
            {
                var snapshot = SnapshotOf.Dialogue(room.Dialogue, Eye(room, who));
                MayRead(snapshot, Eye(room, who), who);
                var now = Canonical(snapshot);
                var told = Json.Canonical(clients[who].Client.Dialogue);
                if (told != now) throw new Xunit.Sdk.XunitException($"{who} was told\n{Difference(told, now)}");
            }
            MayRead(Outcome.Of(room.Dialogue), Rules.Viewer.Outside, "the outcome");
        }

        private static string Difference(string told, string now)
        {
            var at = told.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
            string Around(string text) => text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 300)];
            return $"…{Around(told)}…\nbut the snapshot is\n…{Around(now)}…";
        }

        public void End()
        {
            Compare();
            room.Facts.Select(fact => fact.Seq).Should().Equal(Enumerable.Range(1, room.Facts.Count).Select(seq => (long)seq));
            room.Facts.Zip(room.Facts.Skip(1)).Should().OnlyContain(pair => pair.First.At <= pair.Second.At);

            // A replay of what lies in the journal, and a saved state read again, are the same dialogue for everybody.
            var replayed = Replay.Of(room.Facts);
            Replay.Text(replayed).Should().Be(Replay.Text(room.Dialogue));
            var read = StateJson.Read(StateJson.Write(room.Dialogue))!;
            Replay.Text(read).Should().Be(Replay.Text(room.Dialogue));
            foreach (var who in Watching)
            {
                var snapshot = SnapshotOf.Dialogue(room.Dialogue, Eye(room, who));
                SnapshotOf.Dialogue(replayed, Eye(room, who)).AsSpan().SequenceEqual(snapshot).Should().BeTrue(who);
                SnapshotOf.Dialogue(read, Eye(room, who)).AsSpan().SequenceEqual(snapshot).Should().BeTrue(who);

                // Whoever comes late hears it all with today's content where something is shown.
                var late = new Client();
                foreach (var fact in room.Facts)
                {
                    var told = room.Bytes(fact, Eye(room, who));
                    MayRead(told, Eye(room, who), who);
                    late.Hear(told);
                }
                var (heard, now) = (Json.Canonical(late.Dialogue), Canonical(snapshot));
                if (heard != now) throw new Xunit.Sdk.XunitException($"{who}, late, was told\n{Difference(heard, now)}");
            }
        }
    }

    [Fact(DisplayName = "RU802 After never throws: facts in any order, on any dialogue, make a dialogue")]
    public void Total()
    {
        var applied = 0;
        for (var seed = 1; seed <= 6; seed++)
        {
            var storm = new Storm(seed + 1000);
            for (var step = 0; step < 250; step++) storm.Step();
            var facts = storm.Room.Facts.ToArray();
            new Random(seed).Shuffle(facts);
            foreach (var start in new[] { Dialogue.Unopened, storm.Room.Dialogue, Room.WithPeople().Dialogue })
            {
                var dialogue = start;
                foreach (var fact in facts)
                {
                    dialogue = dialogue.After(fact);
                    applied++;
                }
                dialogue.LiveItems.Should().Be(dialogue.Items.Values.Count(item => !item.Removed));
                foreach (var who in Viewers) SnapshotOf.Dialogue(dialogue, storm.Room.Viewer(who == "device" ? "anna" : who)).Should().NotBeEmpty();
                StateJson.Read(StateJson.Write(dialogue)).Should().NotBeNull();
                Outcome.Of(dialogue).Should().NotBeEmpty();
            }
        }
        output.WriteLine($"{applied} facts applied out of place");
        applied.Should().BeGreaterThan(1_000);
    }

    [Fact(DisplayName = "RU803 whatever is sent, the answer is events, nothing or a refusal with a code: never an exception")]
    public void Fuzz()
    {
        const int Wanted = 60_000;
        var (cases, read, refusedForm, refused, events, alike) = (0, 0, 0, 0, 0, 0);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var seed = 1; cases < Wanted; seed++)
        {
            var storm = new Storm(seed + 2000);
            for (var step = 0; step < 120; step++) storm.Step();
            var mutate = new Mutations(seed);
            var whos = new[] { "anna", "bo", "elsa", "frida", Room.Lead, Room.Lead, Room.Link, Room.Screen, Room.Server };
            for (var i = 0; i < 6_000; i++, cases++)
            {
                var bytes = mutate.Of(storm.Sample());
                JsonElement element;
                try
                {
                    element = JsonElement.Parse(bytes);
                }
                catch (JsonException)
                {
                    continue; // the sessions refuse what is no JSON before it gets here
                }
                var who = whos[i % whos.Length];
                try
                {
                    var asked = Asked.Read(element, who);
                    if (NothingTwice(bytes))
                    {
                        alike++;
                        Alike(Asked.Read(element, who, strict: true), asked);
                    }
                    if (asked.Command is null)
                    {
                        asked.Refused!.Code.Should().BeOneOf(WireList.Codes);
                        refusedForm++;
                        continue;
                    }
                    read++;
                    var decision = Decide.It(storm.Room.Dialogue, storm.Room.Who(who), asked.Command, storm.Room.Now, storm.Room.Limits);
                    if (decision.Refused is { } no)
                    {
                        refused++;
                        no.Code.Should().BeOneOf(WireList.Codes);
                        continue;
                    }
                    var dialogue = storm.Room.Dialogue;
                    foreach (var decided in decision.Events)
                    {
                        events++;
                        var body = RulesJson.Body(decided.What);
                        body.Should().Equal(JsonSerializer.SerializeToUtf8Bytes(decided.What, RulesJson.Parts.Event));
                        var fact = new Fact(dialogue.Seq + 1, dialogue.At, decided.By, null, decided.SeenBy, decided.Nameless, RulesJson.What(body), body);
                        dialogue = dialogue.After(fact);
                        foreach (var viewer in new[] { storm.Room.Viewer("bo"), storm.Room.Viewer(Room.Lead) }) View.Encode(fact, dialogue, View.Of(fact, dialogue, viewer), viewer).Should().NotBeEmpty();
                    }
                }
                catch (Exception wrong) when (wrong is not Xunit.Sdk.XunitException)
                {
                    throw new InvalidOperationException($"seed {seed}, case {i}, {who}: {Encoding.UTF8.GetString(bytes)}", wrong);
                }
            }
        }
        output.WriteLine($"{cases} mutated commands in {clock.Elapsed.TotalSeconds:0.0} s: {read} read ({refused} refused by a rule, {events} events), {refusedForm} refused for their form");
        cases.Should().BeGreaterThanOrEqualTo(50_000);
        read.Should().BeGreaterThan(cases / 5);
        events.Should().BeGreaterThan(1_000);
        alike.Should().BeGreaterThan(cases / 4);

        static bool NothingTwice(byte[] json)
        {
            try
            {
                JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }

        // Read by hand or by the serializer: the same.
        static void Alike(Asked strict, Asked asked)
        {
            (strict.RawId, strict.Id, strict.Refused, strict.Command?.GetType(), strict.Command?.As).Should().Be((asked.RawId, asked.Id, asked.Refused, asked.Command?.GetType(), asked.Command?.As));
            strict.Hash.Should().Equal(asked.Hash);
            if (asked.Command is AddItem added) JsonElement.DeepEquals(((AddItem)strict.Command!).Item, added.Item).Should().BeTrue();
        }
    }

    [Fact(DisplayName = "RU804 an item put anywhere among others stands there, whatever was put before")]
    public void Ranks() => Prop.ForAll<int[]>(places =>
    {
        var ranks = new List<string> { Rank.First(1) };
        foreach (var place in places)
        {
            var at = (int)((uint)place % (uint)(ranks.Count + 1));
            ranks.Insert(at, at == ranks.Count ? Rank.Last(ranks[^1], ranks.Count + 1) : Rank.Between(at == 0 ? null : ranks[at - 1], ranks[at]));
        }
        return ranks.Zip(ranks.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0);
    }).QuickCheckThrowOnFailure();

    [Fact(DisplayName = "RU805 cleaning is done once: what is clean stays as it is, and nothing but the unwanted goes")]
    public void Cleaning() => Prop.ForAll<string>(text =>
    {
        if (text is null) return true;
        var clean = Words.Clean(text);
        return Words.Clean(clean) == clean && clean == string.Concat(text.Where(sign => sign is not (>= '\u202A' and <= '\u202E') and not '\u007F' && (sign >= ' ' || sign is '\n' or '\r' or '\t')));
    }).QuickCheckThrowOnFailure();
}
