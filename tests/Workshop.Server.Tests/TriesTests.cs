// Guessing: distinct wrong codes are counted by address, and a room behind one address gets in all the same.
using System.Net;
using System.Text.Json.Nodes;
using Workshop.Sessions.Tests;

namespace Workshop.Tests;

public sealed class TriesTests
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly FakeTime time = new();

    private static Task<string?> Right => Task.FromResult<string?>("dialogue");

    private static Task<string?> Wrong => Task.FromResult<string?>(null);

    private Server.Tries Tries(int most = 30) => new(most, Pause, time, secret: 22);

    private static async Task Guess(Server.Tries tries, int count, int from = 0)
    {
        for (var i = from; i < from + count; i++) (await tries.Try(One, $"wrong {i}", () => Wrong)).TooMany.Should().BeFalse();
    }

    [Fact]
    public async Task SV290_distinct_wrong_codes_are_counted_by_address_and_forgotten_after_a_minute()
    {
        var tries = Tries(3);
        for (var i = 0; i < 50; i++) await Guess(tries, 3);
        var late = tries.Try(One, "another", () => Wrong);
        tries.Queued(One).Should().Be(1, "it is new, and three were wrong");
        (await tries.Try(IPAddress.Parse("192.0.2.2"), "another", () => Wrong)).TooMany.Should().BeFalse("of another address");
        (await tries.Try(One, " wrong-0 ", () => Wrong)).TooMany.Should().BeFalse("how it is typed makes no new code");
        time.Advance(Pause);
        (await late).TooMany.Should().BeTrue();
        time.Advance(TimeSpan.FromSeconds(61));
        await Guess(tries, 3, from: 10);
    }

    [Fact]
    public async Task SV291_right_or_wrong_a_new_code_takes_as_long_and_what_was_right_there_is_free()
    {
        var tries = Tries();
        (await tries.Try(One, "before", () => Right)).Found.Should().NotBeNull();
        await Guess(tries, 30);
        var (right, wrong) = (tries.Try(One, "482913042", () => Right), tries.Try(One, "482913043", () => Wrong));
        tries.Queued(One).Should().Be(2);
        (await tries.Try(One, "before", () => Right)).Found.Should().NotBeNull("it was right before");
        (await tries.Try(One, new string('t', 22), () => Right)).Found.Should().NotBeNull("nobody waits with a QR code's secret");
        time.Advance(Pause - TimeSpan.FromMilliseconds(1));
        right.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        (await right).Found.Should().NotBeNull();
        wrong.IsCompleted.Should().BeFalse("one at a time");
        await time.UntilTimers(1);
        time.Advance(Pause);
        (await wrong).TooMany.Should().BeTrue();
        (await tries.Try(One, "482 913 042", () => Right)).Found.Should().NotBeNull("found right there, it is free");
    }

    [Fact]
    public async Task SV292_many_with_one_code_wait_for_one_turn_although_somebody_guesses_beside_them()
    {
        var tries = Tries();
        await Guess(tries, 30);
        var guesses = Enumerable.Range(100, 40).Select(i => tries.Try(One, $"{i}", () => Wrong)).ToList();
        var room = Enumerable.Range(0, 250).Select(_ => tries.Try(One, "482913042", () => Right)).ToList();
        time.Advance(Pause);
        (await Task.WhenAll(room)).Should().OnlyContain(one => one.Found != null);
        guesses.Count(one => one.IsCompleted).Should().Be(31, "who would wait longer than ten turns is sent away, and nobody else was looked up meanwhile");
    }

    [Fact]
    public async Task SV292_a_thousand_guesses_at_once_learn_no_more_than_one_after_the_other()
    {
        var tries = Tries();
        var looked = 0;
        var held = new TaskCompletionSource<string?>();
        var all = Enumerable.Range(0, 1_000).Select(i => tries.Try(One, $"{i}", () =>
        {
            looked++;
            return held.Task;
        })).ToList();
        looked.Should().Be(30);
        held.SetResult(null);
        await Task.WhenAll(all.Take(30));
        all.Count(one => !one.IsCompleted).Should().Be(10);
    }

    [Fact]
    public void SV293_the_chance_that_an_address_hits_one_of_a_hundred_dialogues_in_a_day_is_under_a_percent()
    {
        const double free = 30, day = 24 * 60;
        var tries = day * (free + (TimeSpan.FromMinutes(1) / Pause)); // more than an address can: while codes wait, none is free
        (tries * 100 / Math.Pow(10, Server.Keys.JoinDigits)).Should().BeLessThan(0.01);
        (tries * 100 / Math.Pow(10, Server.Keys.LeadDigits)).Should().BeLessThan(0.000_01);
    }

    [Fact]
    public async Task SV294_250_right_codes_at_once_behind_one_address_after_30_wrong_ones_all_get_in()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        dialogue.JoinCode.Should().MatchRegex("^[0-9]{9}$");
        for (var i = 0; i < 31; i++) await house.Stranger().Post("/api/join/look", new JsonObject { ["joinCode"] = $"0000000{i:00}" });
        var asked = System.Diagnostics.Stopwatch.StartNew();
        var device = house.Stranger();
        var answers = await Task.WhenAll(Enumerable.Range(0, 250).Select(i => device.Post(i % 2 == 0 ? "/api/join/look" : "/api/join",
            new JsonObject { ["joinCode"] = dialogue.JoinCode.Insert(3, i % 3 == 0 ? " " : "-"), ["name"] = $"Person {i}", ["organisation"] = "Regionen", ["level"] = "frontline" })));
        answers.Select(one => one.Status).Should().AllBeEquivalentTo(200);
        asked.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(1.9), "a right code waits as a wrong one does");
    }

    [Fact]
    public async Task SV294_a_code_of_six_digits_made_before_works_as_long_as_its_dialogue()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var journal = (Journal.Journal)house.Services.GetService(typeof(Journal.Journal))!;
        await journal.Keep(new Journal.Keepsake("joinCode", "482913", System.Text.Encoding.UTF8.GetBytes(dialogue.Id)));
        // A dialogue of then has a code of six digits as its own.
        var turnstile = (Workshop.Server.Turnstile)house.Services.GetService(typeof(Workshop.Server.Turnstile))!;
        (await turnstile.Server(dialogue.Id, w =>
        {
            w.WriteString("type", "renewJoinCode");
            w.WriteString("joinCode", "482913");
            w.WriteString("joinToken", "of-then-and-long-enough-to-be-one");
        })).TryGetProperty("seq", out _).Should().BeTrue();
        (await house.Stranger().Post("/api/join/look", new JsonObject { ["joinCode"] = "482 913" })).Status.Should().Be(200);
    }
}
