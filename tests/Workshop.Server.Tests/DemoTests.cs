// The demo: simulated people over the real hub, from the first card to a full outcome; what a restart and a human facilitator do to it.
using Workshop.Server.Demo;

namespace Workshop.Tests;

public sealed class DemoTests
{
    private static readonly string[] NoLimits = ["--Workshop:Limits:CommandsPerSecond", "100000", "--Workshop:Limits:Burst", "100000"];

    private static Troupe TroupeOf(House house) => (Troupe)house.Services.GetService(typeof(Troupe))!;

    private static async Task<DemoOpened> Played(House house, int seed = 1)
    {
        var played = await TroupeOf(house).Demo(new DemoAsked(0, seed));
        await TroupeOf(house).Going(played.Staged.DialogueId).WaitAsync(TimeSpan.FromMinutes(2));
        return played;
    }

    private static async Task<JsonObject> Snapshot(House house, string dialogue)
    {
        await using var lead = await house.Lead();
        return (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue}?participantId="))!["dialogue"]!.AsObject();
    }

    [Fact]
    public async Task SV160_the_demo_ends_with_an_outcome_that_has_everything()
    {
        await using var house = await House.Open(NoLimits);
        var (staged, _, _, link) = await Played(house);
        TroupeOf(house).Refusals(staged.DialogueId).Should().BeEmpty("what the script asks for is allowed");
        var found = (await house.Stranger().Must(HttpMethod.Get, "/api" + link))!;
        found["status"]!.GetValue<string>().Should().Be("concluded");
        var outcome = found["outcome"]!;
        ((int)outcome["participants"]!).Should().Be(25);
        outcome["people"]!.AsArray().Select(one => (string?)one!["organisation"]).OfType<string>().Distinct().Should().HaveCount(8);
        outcome["vision"]!.AsArray().Should().HaveCount(3).And.OnlyContain(one => (string?)one!["sign"] != null && one["moments"]!.AsArray().Count > 0);
        outcome["vision"]!.AsArray().Select(one => (string)one!["text"]!).Should().Contain(text => text.EndsWith("också en fredag.", StringComparison.Ordinal), "a sentence was changed on the way");
        outcome["initiatives"]!.AsArray().Should().HaveCount(3).And.OnlyContain(one => (string?)one!["lead"] != null && one["contributors"]!.AsArray().Count >= 4 && one["gaps"]!.AsArray().Count > 0);
        outcome["initiatives"]!.AsArray().SelectMany(one => one!["mandates"]!.AsArray()).Should().HaveCount(2);
        outcome["nextSteps"]!.AsArray().GroupBy(one => (string)one!["state"]!).ToDictionary(one => one.Key, one => one.Count())
            .Should().BeEquivalentTo(new Dictionary<string, int> { ["agreed"] = 4, ["awaitingDecision"] = 1, ["proposed"] = 1, ["asked"] = 1 });
        var stances = outcome["stances"]!.AsArray();
        stances.SelectMany(one => one!["organisations"]!.AsArray()).Where(one => (string)one!["stance"]! is "needsChange" or "standsAside").Should().NotBeEmpty().And.OnlyContain(one => (string?)one!["reason"] != null);
        stances.Should().Contain(one => (int?)one!["ownExperience"]!["standsBehind"] > 0, "those with experience of their own answer for themselves, and say that it may be shown");
        outcome["connections"]!.AsArray().Select(one => (string)one!["state"]!).Distinct().Should().BeEquivalentTo("works", "fragile", "missing", "doubled");
        outcome["connections"]!.AsArray().Count(one => (string)one!["carriedBy"]! is "person" or "nextOfKin").Should().Be(6);
        outcome["unanswered"]!.AsArray().Should().ContainSingle("nobody has answered what Kim said of the job");
        outcome["moments"]!.AsArray().Should().HaveCount(7);

        var dialogue = await Snapshot(house, staged.DialogueId);
        var kinds = dialogue["items"]!.AsArray().GroupBy(one => (string)one!["kind"]!).ToDictionary(one => one.Key, one => one.Count());
        (kinds["theme"], kinds["finding"], kinds["contact"], kinds["connection"]).Should().Be((7, 2, 12, 11));
        dialogue["items"]!.AsArray().Where(one => (string)one!["kind"]! == "note").GroupBy(one => (string)one!["phaseId"]!).Should().HaveCount(7, "people write in every part");
        dialogue["votes"]!.AsArray().Select(one => (string?)one!["by"]).Distinct().Should().HaveCount(25);
        dialogue["ratings"]!.AsArray().Select(one => (string)one!["itemId"]!).Distinct().Should().HaveCount(3);
        dialogue["organisations"]!.AsArray().Count(one => one!["card"] != null).Should().Be(8);
        dialogue["participants"]!.AsArray().Select(one => (string?)one!["table"]).Distinct().Should().HaveCount(5);
    }

    [Fact]
    public async Task SV161_the_same_seed_is_the_same_dialogue_and_another_is_not()
    {
        await using var house = await House.Open(NoLimits);
        var told = new List<string>();
        foreach (var seed in new[] { 1, 1, 2 })
        {
            var staged = (await Played(house, seed)).Staged;
            var dialogue = await Snapshot(house, staged.DialogueId);
            var names = dialogue["participants"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => (string)one!["name"]!);
            var words = dialogue["items"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => (string?)(one!["text"] ?? one["title"] ?? one["what"] ?? one["name"]));
            told.Add(string.Join('\n', words.Values.Concat(dialogue["votes"]!.AsArray().Select(one => $"{names[(string)one!["by"]!]} {words[(string)one["itemId"]!]} {one["weight"]}"))
                .Concat(dialogue["ratings"]!.AsArray().Select(one => $"{names[(string)one!["by"]!]} {one["effect"]} {one["effort"]}"))));
        }
        told[1].Should().Be(told[0]);
        told[2].Should().NotBe(told[0]);
    }

    [Fact]
    public async Task SV162_a_demo_that_was_interrupted_goes_on_and_says_nothing_twice()
    {
        await using var house = await House.Open(NoLimits);
        var staged = (await TroupeOf(house).Demo(new DemoAsked(0, 1))).Staged;
        await using (var lead = await house.Lead())
        {
            await using var ears = new Client(lead.Device);
            await ears.Enter(staged.DialogueId);
            await ears.Until(() => ears.Board.PhaseId == "valueVision", "to be in the middle", TimeSpan.FromMinutes(1));
        }
        await house.Restart();
        (await Snapshot(house, staged.DialogueId))["status"]!.GetValue<string>().Should().Be("live");
        var again = (await Played(house)).Staged;
        again.DialogueId.Should().Be(staged.DialogueId);
        var dialogue = await Snapshot(house, staged.DialogueId);
        dialogue["status"]!.GetValue<string>().Should().Be("concluded");
        dialogue["participants"]!.AsArray().Should().HaveCount(25);
        var texts = dialogue["items"]!.AsArray().Select(one => (string?)(one!["text"] ?? one["title"] ?? one["what"] ?? one["name"])).ToList();
        texts.Should().OnlyHaveUniqueItems().And.HaveCount(Script.Swedish.Beats.Count(beat => beat.Note != null || (string?)beat.Do!["type"] == "addItem"));
        var next = (await Played(house)).Staged;
        next.DialogueId.Should().NotBe(staged.DialogueId, "one that has ended stays to be read, and a new one is opened");
    }

    [Fact]
    public async Task SV163_when_a_human_facilitator_moves_the_room_the_people_follow_and_the_simulated_one_stands_down()
    {
        await using var house = await House.Open(NoLimits);
        var (staged, link, _, _) = await TroupeOf(house).Demo(new DemoAsked(0.02, 1));
        using var newcomer = house.Stranger();
        await newcomer.Must(HttpMethod.Post, "/api/codes", new JsonObject { ["code"] = link[(link.IndexOf("#code=", StringComparison.Ordinal) + 6)..], ["name"] = "Nykomling" });
        await using var client = new Client(newcomer);
        await client.Enter(staged.DialogueId);
        await client.Until(() => client.Board.PhaseId == "welcome", "to have begun", TimeSpan.FromMinutes(1));
        await client.Do(Asks.EnterPhase("nextSteps"));
        await client.Do(Asks.EnterRound("nextSteps-2"));
        await client.Until(() => client.Board.Items.Values.Count(one => (string?)one["kind"] == "nextStep") == 7, "to see the steps", TimeSpan.FromMinutes(1));
        await TroupeOf(house).Going(staged.DialogueId).WaitAsync(TimeSpan.FromMinutes(1));
        client.Look(one => one.Board.PhaseId).Should().Be("nextSteps");
        (await Snapshot(house, staged.DialogueId))["status"]!.GetValue<string>().Should().Be("live");
    }

    [Fact]
    public async Task SV164_nobody_is_simulated_unless_asked()
    {
        await using var house = await House.Open(NoLimits);
        await using var lead = await house.Lead();
        (await lead.Device.Must(HttpMethod.Get, "/api/dialogues"))!.AsArray().Should().BeEmpty();
        var staged = (await Played(house)).Staged;
        await house.Restart();
        var client = await lead.Enter(staged.DialogueId);
        client.Look(one => one.Around.Count).Should().Be(0);
    }

    [Theory]
    [InlineData("--demo", 1, 1, 0)]
    [InlineData("--demo fast", 0.12, 1, 0)]
    [InlineData("--demo done 7 --urls http://127.0.0.1:0", 0, 7, 2)]
    [InlineData("--urls http://127.0.0.1:0 --demo 3", 1, 3, 2)]
    public void SV165_the_demo_is_asked_for_by_an_argument_that_leaves_the_others_as_they_are(string line, double speed, int seed, int rest)
    {
        var args = line.Split(' ');
        DemoAsked.In(ref args).Should().Be(new DemoAsked(speed, seed));
        args.Should().HaveCount(rest);
        string[] wrong = ["--demo", "slow"];
        var asking = () => DemoAsked.In(ref wrong);
        asking.Should().Throw<Server.WrongSetting>().WithMessage("*slow*");
        string[] none = ["--urls", "x"];
        DemoAsked.In(ref none).Should().BeNull();
    }
}
