// Several servers when something between them fails: a server killed, Redis gone, frozen, back. Each with servers of its own.
using System.Diagnostics;
using Workshop.Neighbours;

namespace Workshop.Tests;

public sealed class FailingTests
{
    private static async Task<(Opened Dialogue, Facilitator Lead)> Open(Region region)
    {
        var lead = await region.Lead();
        var dialogue = await lead.Open("Prov", "MS", "Neurologen");
        await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("valueVision"));
        return (dialogue, lead);
    }

    [Fact]
    public async Task CL20_when_one_of_three_is_killed_its_clients_are_back_in_step_within_ten_seconds_and_others_see_nothing()
    {
        await using var region = await Region.Open(3);
        var (dialogue, lead) = await Open(region);
        await using var _ = lead;
        var fronts = Enumerable.Range(0, 3).Select(i => new Front([.. Enumerable.Range(0, 3).Select(n => region.Servers[(i + n) % 3].Address)])).ToArray();
        var people = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Client.Join(fronts[i % 3].Address, dialogue.JoinCode, $"P{i}", "Neurologen")));
        await Task.WhenAll(people.Select(one => one.Enter()));
        using var enough = new CancellationTokenSource();
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<string, long>();
        var longest = new System.Collections.Concurrent.ConcurrentDictionary<Client, TimeSpan>();
        var writing = people.Select(async one =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var (item, asked) = (Asks.NewId(), Stopwatch.StartNew());
                acknowledged[item] = (await one.Do(Asks.AddNote("valueVision", $"{one.Name} {i}", item))).Seq!.Value;
                longest.AddOrUpdate(one, asked.Elapsed, (_, before) => asked.Elapsed > before ? asked.Elapsed : before);
            }
        }).ToArray();
        await people[0].Until(() => people[0].Seq > 100, "to have got going");
        var killed = people.Where((_, i) => i % 3 == 0).ToArray();
        var others = people.Except(killed).ToArray();
        var connections = others.Select(one => one.Counts.Connections).ToArray();
        var since = Stopwatch.StartNew();
        await region.Servers[0].Kill();
        var head = people.Max(one => one.Seq);
        foreach (var one in killed)
            await one.Until(() => one is { Live: true, Counts.Connections: > 1 } && one.Seq > head, "to be back and hear what is written", TimeSpan.FromSeconds(10) - since.Elapsed);
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        var last = acknowledged.Values.Max();
        foreach (var one in people) await one.UntilSeq(last);
        others.Select(one => one.Counts.Connections).Should().Equal(connections, "they lost nothing");
        others.Should().OnlyContain(one => one.Counts.Resyncs == 0 && one.Violations.Count == 0);
        // The killed one decided for this dialogue where the runtime knows of one that does (it was opened there).
        longest.Where(one => others.Contains(one.Key)).Max(one => one.Value).Should().BeLessThan(TimeSpan.FromSeconds(3), "nor did they wait");
        var board = (await people[1].Snapshot())["dialogue"]!["items"]!.AsArray().Select(item => (string)item!["id"]!).ToList();
        board.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(acknowledged.Keys);
        foreach (var one in people)
        {
            one.Violations.Should().BeEmpty();
            one.Look(client => client.Board.Items.Keys.ToList()).Should().BeEquivalentTo(board);
            await one.DisposeAsync();
        }
        foreach (var front in fronts) await front.DisposeAsync();
    }

    [Fact]
    public async Task CL21_people_of_a_server_that_is_killed_are_no_longer_here_after_ten_seconds()
    {
        await using var region = await Region.Open(2);
        var (dialogue, lead) = await Open(region);
        await using var _ = lead;
        await using var stays = await Client.Join(region.Servers[1].Address, dialogue.JoinCode, "Stannar", "Neurologen");
        await using var goes = await Client.Join(region.Servers[0].Address, dialogue.JoinCode, "Borta", "Neurologen");
        await Task.WhenAll(stays.Enter(), goes.Enter());
        await stays.Until(() => stays.Around.ContainsKey(goes.ParticipantId!), "to see the other");
        await region.Servers[0].Kill();
        await stays.Until(() => !stays.Around[goes.ParticipantId!]["here"]!.GetValue<bool>(), "to see that nobody is there", TimeSpan.FromSeconds(13));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CL22_while_redis_is_away_nothing_is_lost_others_hear_within_the_polling_time_and_it_comes_back_by_itself(bool frozen)
    {
        await using var region = await Region.Open(2);
        var (dialogue, lead) = await Open(region);
        await using var _ = lead;
        await using var a = await Client.Join(region.Servers[0].Address, dialogue.JoinCode, "A", "Neurologen");
        await using var b = await Client.Join(region.Servers[1].Address, dialogue.JoinCode, "B", "Neurologen");
        await Task.WhenAll(a.Enter(), b.Enter());
        await b.UntilSeq((await a.Do(Asks.AddNote("valueVision", "före"))).Seq!.Value);

        if (frozen) region.Redis.Freeze();
        else await region.Redis.Stop();
        for (var i = 0; i < 3; i++)
        {
            var asked = Stopwatch.StartNew();
            var seq = (await a.Do(Asks.AddNote("valueVision", $"under {i}"))).Seq!.Value;
            asked.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1), "nobody waits for Redis");
            await b.UntilSeq(seq, TimeSpan.FromSeconds(3));
        }
        await Ready(region.Servers[1], "ready, degraded: Redis does not answer");
        // Left on one server meanwhile; the other learns of it when Redis is back, at the latest.
        using var there = b.Device.At(region.Servers[0]);
        var (second, __) = await Wired.Enter(there, dialogue.Id);
        await using var ___ = second;
        await b.Device.Must(HttpMethod.Post, "/api/sign-out");

        if (frozen) region.Redis.Thaw();
        else await region.Redis.Restart();
        await Ready(region.Servers[0], "ready");
        await Ready(region.Servers[1], "ready");
        await second.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        await using var c = await Client.Join(region.Servers[1].Address, dialogue.JoinCode, "C", "Neurologen");
        await c.Enter();
        await a.Until(() => a.Around.GetValueOrDefault(c.ParticipantId!)?["here"]!.GetValue<bool>() is true, "to see who is there again");
        for (var i = 0; i < 8; i++)
            await c.UntilSeq((await a.Do(Asks.AddNote("valueVision", $"efter {i}"))).Seq!.Value, TimeSpan.FromMilliseconds(700));
        a.Counts.Connections.Should().Be(1, "no connection is lost with Redis");
        a.Violations.Should().BeEmpty();
        c.Violations.Should().BeEmpty();
    }

    [Fact]
    public async Task CL23_only_servers_with_listeners_in_a_room_hear_its_channel()
    {
        await using var region = await Region.Open(2);
        var (dialogue, lead) = await Open(region);
        await using var _ = lead;
        await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}");
        var channel = "samskapa:dialogue:" + dialogue.Id;
        async Task Heard(int servers)
        {
            for (var until = Stopwatch.StartNew(); until.Elapsed < TimeSpan.FromSeconds(10);)
                if (await region.Redis.Ask("PUBSUB", "NUMSUB", channel) == $"{channel}\n{servers}") return;
            (await region.Redis.Ask("PUBSUB", "NUMSUB", channel)).Should().Be($"{channel}\n{servers}");
        }
        await Heard(0);
        await using (var a = await Client.Join(region.Servers[0].Address, dialogue.JoinCode, "A", "Neurologen"))
        {
            await a.Enter();
            await Heard(1);
            await using var b = await Client.Join(region.Servers[1].Address, dialogue.JoinCode, "B", "Neurologen");
            await b.Enter();
            await Heard(2);
        }
        await Heard(0);
        (await region.Redis.Ask("DBSIZE")).Should().Be(Workshop.Sessions.GrainHosting.Clustered ? "1" : "0", "nothing of what people do lies in Redis");
    }

    private static async Task Ready(ServerProcess server, string says)
    {
        using var device = new Device(server.Address);
        var said = "";
        for (var until = Stopwatch.StartNew(); until.Elapsed < TimeSpan.FromSeconds(20);)
        {
            said = System.Text.Encoding.UTF8.GetString((await device.Get("/health/ready")).Bytes);
            if (said == says || (says.Contains(':', StringComparison.Ordinal) && said.StartsWith(says, StringComparison.Ordinal))) return;
        }
        said.Should().Be(says);
    }
}
