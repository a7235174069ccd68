// Several servers, one dialogue: real processes on one PostgreSQL and one Redis, people spread over them.
using System.Diagnostics;
using Workshop.Neighbours;

namespace Workshop.Tests;

/// <summary>Three servers for the tests that leave them whole, and a dialogue with somebody on each.</summary>
public sealed class ThreeServers : IAsyncLifetime
{
    public Region Region { get; private set; } = null!;

    public Facilitator Lead { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Region = await Region.Open(3);
        Lead = await Region.Lead();
    }

    public async Task DisposeAsync()
    {
        await Lead.DisposeAsync();
        await Region.DisposeAsync();
    }

    /// <summary>A dialogue in its writing part with one person, in it, on each server.</summary>
    public async Task<(Opened Dialogue, Client[] People)> Spread(ClientOptions? options = null)
    {
        var dialogue = await Lead.Open("Prov", "MS", "Neurologen");
        await Did(dialogue.Id, Asks.EnterPhase("valueVision"));
        var people = await Task.WhenAll(Region.Servers.Select((server, i) => Client.Join(server.Address, dialogue.JoinCode, $"P{i}", "Neurologen", options: options)));
        await Task.WhenAll(people.Select(one => one.Enter()));
        return (dialogue, people);
    }

    public async Task<long> Did(string dialogueId, JsonNode command, Device? by = null) =>
        (long)(await (by ?? Lead.Device).Must(HttpMethod.Post, $"/api/dialogues/{dialogueId}/commands", command))!["seq"]!;
}

public sealed class SeveralTests(ThreeServers three) : IClassFixture<ThreeServers>
{
    private List<ServerProcess> Servers => three.Region.Servers;

    [Fact]
    public async Task CL1_what_is_written_on_one_server_is_heard_on_the_others_at_once()
    {
        var (_, people) = await three.Spread();
        for (var i = 0; i < 12; i++)
        {
            var seq = (await people[i % 3].Do(Asks.AddNote("valueVision", $"n{i}"))).Seq!.Value;
            // By polled heads alone twelve in a row would not be this quick.
            foreach (var one in people) await one.UntilSeq(seq, TimeSpan.FromMilliseconds(700));
        }
        foreach (var one in people) await one.DisposeAsync();
    }

    [Fact]
    public async Task CL2_clients_on_every_server_writing_at_once_see_the_same_gapless_board_and_every_note_once()
    {
        var (dialogue, people) = await three.Spread(new ClientOptions { KeepEvents = true });
        var receipts = await Task.WhenAll(people.SelectMany(one => Enumerable.Range(0, 60).Select(i => one.Do(Asks.AddNote("valueVision", $"{one.Name} {i}")))));
        receipts.Should().OnlyContain(receipt => receipt.Seq != null).And.OnlyHaveUniqueItems(receipt => receipt.Seq);
        var last = receipts.Max(receipt => receipt.Seq!.Value);
        foreach (var one in people)
        {
            await one.UntilSeq(last);
            one.Violations.Should().BeEmpty();
            one.Counts.Resyncs.Should().Be(0);
            one.Look(client => client.Board.Items.Keys.Order(StringComparer.Ordinal).ToList()).Should().Equal(people[0].Look(client => client.Board.Items.Keys.Order(StringComparer.Ordinal).ToList())).And.HaveCount(180);
        }
        foreach (var server in Servers)
        {
            using var here = people[0].Device.At(server);
            var board = (await here.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!;
            board["seq"]!.GetValue<long>().Should().Be(last);
            board["dialogue"]!["items"]!.AsArray().Should().HaveCount(180);
        }
        foreach (var one in people) await one.DisposeAsync();
    }

    [Fact]
    public async Task CL3_a_command_sent_again_to_another_server_gets_the_same_receipt_and_is_done_once()
    {
        var (dialogue, people) = await three.Spread();
        var command = Asks.AddNote("valueVision", "en gång");
        var again = await Task.WhenAll(Servers.Select(async server =>
        {
            using var here = people[0].Device.At(server);
            return (long)(await here.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", command.DeepClone()))!["seq"]!;
        }));
        again.Should().AllBeEquivalentTo(again[0], "sent to all at once");
        foreach (var server in Servers)
        {
            using var here = people[0].Device.At(server);
            ((long)(await here.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", command.DeepClone()))!["seq"]!).Should().Be(again[0], "sent to one after the other");
            var other = command.DeepClone();
            other["item"]!["text"] = "något annat";
            ((string?)(await here.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", other))!["refused"]).Should().Be("id-reused");
        }
        foreach (var one in people) await one.DisposeAsync();
    }

    [Fact]
    public async Task CL4_who_has_an_answer_from_one_server_finds_it_true_on_every_other()
    {
        var (dialogue, people) = await three.Spread();
        for (var i = 0; i < 9; i++)
        {
            // Joined on one server, in at once on the next; written there, read on the third.
            using var joined = new Device(Servers[i % 3].Address);
            await joined.Join(dialogue.JoinCode, $"Ny{i}", "Neurologen");
            using var next = joined.At(Servers[(i + 1) % 3]);
            var (wired, _) = await Wired.Enter(next, dialogue.Id);
            await using var __ = wired;
            var seq = (await wired.Call("Do", Asks.AddNote("valueVision", $"hit {i}")))["seq"]!.GetValue<long>();
            using var third = joined.At(Servers[(i + 2) % 3]);
            (await third.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!["seq"]!.GetValue<long>().Should().BeGreaterThanOrEqualTo(seq);
        }
        foreach (var one in people) await one.DisposeAsync();
    }

    [Fact]
    public async Task CL5_who_is_here_and_where_they_point_is_the_same_on_every_server_and_who_leaves_is_gone_on_all()
    {
        var (dialogue, people) = await three.Spread();
        foreach (var one in people)
            foreach (var other in people)
                await one.Until(() => one.Around.GetValueOrDefault(other.ParticipantId!)?["here"]!.GetValue<bool>() is true, $"to see {other.Name}");
        await people[0].Point(new JsonObject { ["at"] = new JsonObject { ["x"] = 3, ["y"] = 4 }, ["draft"] = "jag tänker", ["viewing"] = "valueVision" });
        foreach (var one in people[1..])
            await one.Until(() => (string?)one.Around[people[0].ParticipantId!]["draft"] == "jag tänker", "to see the draft");

        // Twice there, on two servers: gone when the last is.
        using var device = people[0].Device.At(Servers[1]);
        var (second, _) = await Wired.Enter(device, dialogue.Id);
        await second.Send("Point", new JsonObject { ["draft"] = "här nu" });
        await people[2].Until(() => (string?)people[2].Around[people[0].ParticipantId!]["draft"] == "här nu", "to see what was said last");
        var gone = people[0].ParticipantId!;
        await people[0].DisposeAsync();
        await second.Send("Point", new JsonObject { ["draft"] = "kvar" });
        await people[2].Until(() => (string?)people[2].Around[gone]["draft"] == "kvar", "to see that the other connection is there");
        people[2].Look(one => one.Around[gone]["here"]!.GetValue<bool>()).Should().BeTrue();
        await second.DisposeAsync();
        foreach (var one in people[1..]) await one.Until(() => !one.Around[gone]["here"]!.GetValue<bool>(), "to see that all of it is gone");

        // Who comes later hears of everybody.
        var late = await Client.Join(Servers[0].Address, dialogue.JoinCode, "Sen", "Neurologen");
        await late.Enter();
        foreach (var one in people[1..]) await late.Until(() => late.Around.GetValueOrDefault(one.ParticipantId!)?["here"]!.GetValue<bool>() is true, "to see who was there");
        await late.DisposeAsync();
        foreach (var one in people[1..]) await one.DisposeAsync();
    }

    [Fact]
    public async Task CL6_what_may_not_be_told_of_who_is_here_is_not_told_across_servers_either()
    {
        var (dialogue, people) = await three.Spread(new ClientOptions { Record = true });
        var seq = await three.Did(dialogue.Id, Asks.SetConduct("valueVision", new JsonObject { ["names"] = "hidden" }));
        foreach (var one in people) await one.UntilSeq(seq);
        var id = people[0].ParticipantId!;
        foreach (var one in people[1..]) await one.Until(() => one.Around.GetValueOrDefault(id)?["here"]!.GetValue<bool>() is true, "to see that the first is here");
        await people[0].Point(new JsonObject { ["draft"] = "hemligt", ["at"] = new JsonObject { ["x"] = 77, ["y"] = 6 } });
        await people[0].DisposeAsync();
        foreach (var one in people[1..])
        {
            await one.Until(() => one.Around.GetValueOrDefault(id)?["here"]!.GetValue<bool>() is false, "to see that the first has left");
            one.Recorded.Should().NotContain(line => line.Contains("hemligt", StringComparison.Ordinal) || line.Contains("\"x\":77", StringComparison.Ordinal));
            await one.DisposeAsync();
        }
    }

    [Fact]
    public async Task CL7_a_device_that_is_left_on_one_server_is_cut_on_the_others_and_may_do_nothing_there()
    {
        var (dialogue, people) = await three.Spread();
        using var there = people[0].Device.At(Servers[1]);
        var (wired, _) = await Wired.Enter(there, dialogue.Id);
        await using var __ = wired;
        using var third = people[0].Device.At(Servers[2]);
        await third.Must(HttpMethod.Post, "/api/sign-out");
        await wired.Closed.WaitAsync(TimeSpan.FromSeconds(5));
        foreach (var server in Servers)
        {
            using var here = there.At(server);
            (await here.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(401);
        }
        foreach (var one in people) await one.DisposeAsync();
    }

    [Fact]
    public async Task CL8_who_joins_on_a_device_by_one_server_may_be_spoken_for_by_its_connection_to_another()
    {
        var (dialogue, people) = await three.Spread();
        using var there = people[0].Device.At(Servers[1]);
        var joined = await there.Join(dialogue.JoinCode, "Bredvid", "Neurologen");
        var note = Asks.AddNote("valueVision", "för den bredvid");
        note["as"] = joined.ParticipantId;
        string? refused = "";
        for (var until = Stopwatch.StartNew(); refused is not null && until.Elapsed < TimeSpan.FromSeconds(5);)
            refused = (string?)(await people[0].Call("Do", note.DeepClone()))["refused"];
        refused.Should().BeNull();
        foreach (var one in people) await one.DisposeAsync();
    }

    [Fact]
    public async Task CL9_who_is_removed_is_out_on_every_server_and_a_revoked_link_leads_nowhere_on_any()
    {
        var (dialogue, people) = await three.Spread();
        var link = (string)(await three.Lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!;
        foreach (var server in Servers)
        {
            using var reader = new Device(server.Address);
            (await reader.Get("/api" + link)).Status.Should().Be(200);
        }
        using var lead = three.Lead.Device.At(Servers[1]);
        await lead.Must(HttpMethod.Delete, $"/api/dialogues/{dialogue.Id}/links");
        await three.Did(dialogue.Id, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "removePerson", ["participantId"] = people[2].ParticipantId }, lead);
        foreach (var server in Servers)
        {
            using var reader = new Device(server.Address);
            (await reader.Get("/api" + link)).Status.Should().Be(404);
            using var removed = people[2].Device.At(server);
            (await removed.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(403);
            ((string?)(await removed.Post($"/api/dialogues/{dialogue.Id}/commands", Asks.AddNote("valueVision", "kvar?"))).Body?["seq"]).Should().BeNull();
        }
        foreach (var one in people) await one.DisposeAsync();
    }

    [Fact]
    public async Task CL10_a_sign_in_link_works_once_wherever_it_is_used()
    {
        var secret = Servers[0].Log.Split('\n').Select(line => line.Split("/lead#key=")).First(parts => parts.Length == 2)[1].Trim();
        var used = await Task.WhenAll(Servers.Select(async server =>
        {
            using var device = new Device(server.Address);
            return (await device.Post("/api/sign-in", new JsonObject { ["key"] = secret })).Ok;
        }));
        used.Count(ok => ok).Should().Be(1);
    }
}
