// The live connection: entering, hearing everything in order, being cut, presence, being asked to resync. Over 300 lines: one connection, one page of promises.
using System.Diagnostics;
using System.Text;

namespace Workshop.Tests;

public abstract class HubTests(Gathered room)
{
    private async Task<JsonObject> EnterFails(Device device, JsonNode ask)
    {
        await using var wired = await Wired.Open(device);
        var answer = await wired.Answer("Enter", ask);
        answer["error"].Should().NotBeNull();
        return answer;
    }

    [Fact]
    public async Task SV30_whoever_has_not_joined_does_not_enter()
    {
        (await FluentActions.Awaiting(() => Wired.Open(room.House.Stranger())).Should().ThrowAsync<CallFailedException>()).WithMessage("not-signed-in");
        ((string)(await EnterFails(room.Anna, new JsonObject { ["dialogueId"] = "no-such", ["after"] = 0 }))["error"]!).Should().Contain("not-allowed: ");
        ((string)(await EnterFails(room.Anna, new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["after"] = 0, ["participantId"] = room.BoId }))["error"]!).Should().Contain("not-allowed: ");
        ((string)(await EnterFails(room.Anna, new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["after"] = 0, ["participantId"] = null }))["error"]!).Should().Contain("not-allowed: ");
        ((string)(await EnterFails(room.Anna, new JsonObject { ["dialogueId"] = 7 }))["error"]!).Should().Contain("malformed: ");
    }

    [Fact]
    public async Task SV30_before_entering_nothing_can_be_done()
    {
        await using var wired = await Wired.Open(room.Anna);
        ((string)(await wired.Answer("Do", Asks.Ready(true)))["error"]!).Should().Contain("not-allowed: ");
    }

    [Fact]
    public async Task SV31_entering_answers_who_one_is_and_every_event_after_the_seq_known()
    {
        var (wired, all) = await Wired.Enter(room.Anna, room.Dialogue.Id);
        await using var _ = wired;
        all["participantId"]!.GetValue<string>().Should().Be(room.AnnaId);
        all["build"]!.GetValue<string>().Should().NotBeEmpty();
        var seqs = all["events"]!.AsArray().Select(e => e!["seq"]!.GetValue<long>()).ToList();
        seqs.Should().Equal(Enumerable.Range(1, seqs.Count).Select(n => (long)n));
        all["seq"]!.GetValue<long>().Should().Be(seqs[^1]);
        var (again, tail) = await Wired.Enter(room.Anna, room.Dialogue.Id, seqs[^1] - 1, ask => ask["history"] = all["history"]!.DeepClone());
        await using var __ = again;
        tail["events"]!.AsArray().Should().ContainSingle();
        var (lead, asLead) = await Wired.Enter(room.Lead.Device, room.Dialogue.Id);
        await using var ___ = lead;
        asLead["participantId"].Should().BeNull();
    }

    [Fact]
    public async Task SV31_another_history_or_a_seq_beyond_the_journals_head_is_sent_to_a_snapshot()
    {
        var (wired, answer) = await Wired.Enter(room.Anna, room.Dialogue.Id, 0, ask => ask["history"] = "another");
        await using var _ = wired;
        answer["snapshot"]!.GetValue<bool>().Should().BeTrue();
        (await wired.Call("Enter", new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["after"] = 1_000_000 }))["snapshot"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task SV32_what_is_told_is_contiguous_and_the_command_id_goes_to_its_sender_only()
    {
        var (anna, at) = await Wired.Enter(room.Anna, room.Dialogue.Id);
        await using var _ = anna;
        var (bo, __) = await Wired.Enter(room.Bo, room.Dialogue.Id);
        await using var ___ = bo;
        var note = Asks.AddNote("valueVision", "hej");
        var receipt = await anna.Call("Do", note);
        var seq = receipt["seq"]!.GetValue<long>();
        bool Holds(JsonObject happened) => happened["to"]!.GetValue<long>() >= seq && happened["from"]!.GetValue<long>() <= seq;
        var mine = (await anna.Told("Happened", Holds))["arguments"]![0]!["events"]!.AsArray().Single(e => e!["seq"]!.GetValue<long>() == seq)!;
        var theirs = (await bo.Told("Happened", Holds))["arguments"]![0]!["events"]!.AsArray().Single(e => e!["seq"]!.GetValue<long>() == seq)!;
        mine["command"]!.GetValue<string>().Should().Be((string)note["id"]!);
        theirs["command"].Should().BeNull();
        theirs["by"]!.GetValue<string>().Should().Be(room.AnnaId);
        theirs["item"]!["text"]!.GetValue<string>().Should().Be("hej");
        var last = at["seq"]!.GetValue<long>();
        foreach (var happened in anna.Heard().Where(m => (string?)m["target"] == "Happened").Select(m => m["arguments"]![0]!))
        {
            happened["from"]!.GetValue<long>().Should().Be(last + 1);
            happened["events"]!.AsArray().Select(e => e!["seq"]!.GetValue<long>()).Should().Equal(Enumerable.Range(0, (int)(happened["to"]!.GetValue<long>() - last)).Select(n => last + 1 + n));
            last = happened["to"]!.GetValue<long>();
        }
    }

    [Fact]
    public async Task SV33_markup_stays_text_and_bidi_overrides_are_stripped()
    {
        var (anna, _) = await Wired.Enter(room.Anna, room.Dialogue.Id);
        await using var __ = anna;
        const string markup = "<img src=x onerror=alert(1)> \"citat\" & שלום";
        var id = Asks.NewId();
        await anna.Call("Do", Asks.AddNote("valueVision", markup + "\u202Eomvänt", id));
        var item = (await room.Snapshot(room.Bo))["dialogue"]!["items"]!.AsArray().Single(i => (string)i!["id"]! == id)!;
        item["text"]!.GetValue<string>().Should().Be(markup + "omvänt");
    }

    [Fact]
    public async Task SV34_a_message_over_32_KB_closes_that_connection_only_and_changes_nothing()
    {
        var (anna, _) = await Wired.Enter(room.Anna, room.Dialogue.Id);
        await using var __ = anna;
        var (bo, ___) = await Wired.Enter(room.Bo, room.Dialogue.Id);
        await using var ____ = bo;
        var before = (await room.Snapshot(room.Lead.Device))["seq"]!.GetValue<long>();
        await IsCutOver(anna, HubSocket.Invocation("1", "Do", Asks.AddNote("valueVision", new string('x', 40_000))));
        (await room.Snapshot(room.Lead.Device))["seq"]!.GetValue<long>().Should().Be(before);
        (await bo.Call("Do", Asks.AddNote("valueVision", "jag är kvar")))["seq"]!.GetValue<long>().Should().Be(before + 1);
    }

    private static async Task IsCutOver(Wired one, byte[] bytes)
    {
        try
        {
            await one.Raw(bytes);
        }
        catch (OperationCanceledException)
        {
            // Cut in the midst of sending, which is as good: the server may be quicker than the end of our own call.
        }
        await one.Closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task SV34_bytes_that_are_no_message_close_that_connection_only()
    {
        var (anna, _) = await Wired.Enter(room.Anna, room.Dialogue.Id);
        await using var __ = anna;
        await IsCutOver(anna, "not json\u001e"u8.ToArray());
        await room.Note(room.Bo, "rummet lever");
    }

    [Fact]
    public async Task SV35_doall_is_answered_in_order_and_refuses_too_many_as_a_whole()
    {
        var (anna, _) = await Wired.Enter(room.Anna, room.Dialogue.Id);
        await using var __ = anna;
        var answer = await anna.Answer("DoAll", new JsonArray([.. Enumerable.Range(0, 100).Select(n => (JsonNode)Asks.Ready(n % 2 == 0))]));
        answer["result"]!.AsArray().Should().HaveCount(100).And.OnlyContain(r => r!["seq"] != null);
        ((string)(await anna.Answer("DoAll", new JsonArray([.. Enumerable.Range(0, 101).Select(n => (JsonNode)Asks.Ready(true))])))["error"]!).Should().Contain("too-large: ");
        ((string)(await anna.Answer("DoAll", new JsonObject()))["error"]!).Should().Contain("malformed: ");
    }

    [Fact]
    public async Task SV35_calls_are_decided_in_the_order_they_were_sent()
    {
        var (anna, _) = await Wired.Enter(room.Anna, room.Dialogue.Id);
        await using var __ = anna;
        var answers = Enumerable.Range(0, 40).Select(n => anna.Call("Do", Asks.AddNote("valueVision", $"lapp {n}"))).ToList();
        var seqs = (await Task.WhenAll(answers)).Select(r => r["seq"]!.GetValue<long>());
        seqs.Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task SV36_a_reader_that_stops_in_a_busy_room_is_cut_and_nobody_else_waits()
    {
        var dialogue = await room.Lead.Open("Bråttom");
        await room.Do(room.Lead.Device, Asks.EnterPhase("valueVision"), dialogue.Id);
        using var slow = new Device(room.House.Address, receiveBuffer: 4096);
        await slow.Join(dialogue.JoinCode, "Sara", "Regionen");
        using var quick = new Device(room.House.Address);
        await quick.Join(dialogue.JoinCode, "Kim", "Regionen");
        var (stalled, _) = await Wired.Enter(slow, dialogue.Id);
        await using var __ = stalled;
        var (writer, ___) = await Wired.Enter(quick, dialogue.Id);
        await using var ____ = writer;
        var outboxes = (Server.Outboxes)room.House.Services.GetService(typeof(Server.Outboxes))!;
        var before = outboxes.Count;
        stalled.StopReading();
        var clock = Stopwatch.StartNew();
        var text = new string('x', 1_900);
        var slowest = TimeSpan.Zero;
        while (outboxes.Count >= before && clock.Elapsed < TimeSpan.FromSeconds(40))
        {
            var one = Stopwatch.StartNew();
            await writer.Call("DoAll", new JsonArray([.. Enumerable.Range(0, 14).Select(n => (JsonNode)Asks.AddNote("valueVision", text))])).ContinueWith(_ => { }, TaskScheduler.Default);
            if (one.Elapsed > slowest) slowest = one.Elapsed;
        }
        outboxes.Count.Should().BeLessThan(before, "the stalled reader should be cut");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
        slowest.Should().BeLessThan(TimeSpan.FromSeconds(3), "nobody waits for somebody who does not read");
    }

    [Fact]
    public async Task SV36_a_reader_that_stops_in_a_quiet_room_is_cut_within_15_seconds_although_it_goes_on_sending()
    {
        using var socket = await ByHand.Open(room.Bo);
        await socket.Say(HubSocket.Invocation("e", "Enter", new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["after"] = 0 }));
        var clock = Stopwatch.StartNew();
        try
        {
            while (clock.Elapsed < TimeSpan.FromSeconds(20))
            {
                await socket.Say("{\"type\":6}\u001e"u8.ToArray());
                for (var i = 0; i < 50 && clock.Elapsed < TimeSpan.FromSeconds(20); i++)
                {
                    await Task.Delay(100); // the time passing is what is tested: nothing else could be waited on by one who does not read
                    socket.Socket.Poll(0, System.Net.Sockets.SelectMode.SelectError).Should().BeFalse();
                }
            }
        }
        catch (Exception e) when (e is IOException or Xunit.Sdk.XunitException)
        {
            // The server has closed it.
        }
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task SV37_an_idle_room_says_its_seq_at_least_every_10_seconds()
    {
        var dialogue = await room.Lead.Open("Tyst");
        var (lead, _) = await Wired.Enter(room.Lead.Device, dialogue.Id);
        await using var __ = lead;
        var at = (await lead.Told("At").WaitAsync(TimeSpan.FromSeconds(11)))["arguments"]![0]!;
        (at["dialogueId"]!.GetValue<string>(), at["seq"]!.GetValue<long>()).Should().Be((dialogue.Id, 1));
    }

    [Fact]
    public async Task SV38_presence_tells_changes_and_drafts_only_where_writing_is_open_and_names_are_shown()
    {
        var dialogue = await room.Lead.Open("Närvaro");
        await room.Do(room.Lead.Device, Asks.EnterPhase("valueVision"), dialogue.Id);
        var (anna, bo) = (room.House.Stranger(), room.House.Stranger());
        var annaId = (await anna.Join(dialogue.JoinCode, "Anna", "X")).ParticipantId;
        await bo.Join(dialogue.JoinCode, "Bo", "X");
        var (hears, _) = await Wired.Enter(bo, dialogue.Id);
        await using var __ = hears;
        var (points, ___) = await Wired.Enter(anna, dialogue.Id);
        await using var ____ = points;
        static bool Says(JsonObject around, string id, Func<JsonNode, bool> what) => around["people"]!.AsArray().Any(p => (string)p!["participantId"]! == id && what(p!));
        await hears.Told("Around", around => Says(around, annaId, p => p["here"]!.GetValue<bool>()));
        await points.Send("Point", new JsonObject { ["at"] = new JsonObject { ["x"] = 3, ["y"] = 4 }, ["draft"] = "jag tänker", ["viewing"] = "valueVision" });
        await hears.Told("Around", around => Says(around, annaId, p => (string?)p["draft"] == "jag tänker" && p["at"]!["x"]!.GetValue<int>() == 3));
        await room.Do(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["names"] = "hidden" }), dialogue.Id);
        await points.Send("Point", new JsonObject { ["draft"] = "hemligt", ["editing"] = Asks.NewId(), ["at"] = new JsonObject { ["x"] = 5, ["y"] = 6 } });
        await points.DisposeAsync();
        await hears.Told("Around", around => Says(around, annaId, p => !p["here"]!.GetValue<bool>()));
        hears.Heard().Select(m => m.ToJsonString()).Should().NotContain(m => m.Contains("hemligt", StringComparison.Ordinal) || m.Contains("\"x\":5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SV39_somebody_who_is_seated_elsewhere_is_asked_to_resync_and_others_are_not()
    {
        var (anna, _) = await Wired.Enter(room.Anna, room.Dialogue.Id);
        await using var __ = anna;
        var (bo, ___) = await Wired.Enter(room.Bo, room.Dialogue.Id);
        await using var ____ = bo;
        var seq = await room.Did(room.Lead.Device, new JsonObject
        {
            ["id"] = Asks.NewId(), ["type"] = "seat", ["seats"] = new JsonArray(new JsonObject { ["participantId"] = room.AnnaId, ["table"] = "3" }),
        });
        await anna.Told("Resync");
        await bo.Told("Happened", happened => happened["to"]!.GetValue<long>() >= seq);
        bo.Heard().Should().NotContain(m => (string?)m["target"] == "Resync");
    }

    [Fact]
    public async Task SV39_somebody_who_waits_hears_nothing_until_admitted()
    {
        var dialogue = await room.Lead.Open("Väntrum");
        await room.Do(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "editDialogue", ["patch"] = new JsonObject { ["admission"] = true } }, dialogue.Id);
        var device = room.House.Stranger();
        var joined = await device.Join(dialogue.JoinCode, "Ny", "X");
        (await device.Get($"/api/dialogues/{dialogue.Id}")).Code.Should().Be("waiting");
        var (waits, entered) = await Wired.Enter(device, dialogue.Id);
        await using var _ = waits;
        entered["waiting"]!.GetValue<bool>().Should().BeTrue();
        entered["events"]!.AsArray().Should().BeEmpty();
        await room.Do(room.Lead.Device, Asks.EnterPhase("welcome"), dialogue.Id);
        await room.Do(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "admit", ["participantIds"] = new JsonArray(joined.ParticipantId) }, dialogue.Id);
        await waits.Told("Resync");
        waits.Heard().Should().NotContain(m => (string?)m["target"] == "Happened");
        (await device.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task SV39_what_is_over_256_KB_at_once_is_fetched_instead_of_told()
    {
        var dialogue = await room.Lead.Open("Mycket");
        await room.Do(room.Lead.Device, Asks.EnterPhase("valueVision"), dialogue.Id);
        await room.Do(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "private" }), dialogue.Id);
        var (anna, bo) = (room.House.Stranger(), room.House.Stranger());
        await anna.Join(dialogue.JoinCode, "Anna", "X");
        await bo.Join(dialogue.JoinCode, "Bo", "X");
        var (hears, entered) = await Wired.Enter(bo, dialogue.Id);
        await using var _ = hears;
        for (var i = 0; i < 4; i++)
            await anna.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", new JsonArray([.. Enumerable.Range(0, 50).Select(n => (JsonNode)Asks.AddNote("valueVision", new string('x', 1_900)))]));
        await room.Do(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "open" }), dialogue.Id);
        await hears.Told("Resync");
        var seen = await room.Snapshot(bo, dialogue.Id);
        seen["dialogue"]!["items"]!.AsArray().Should().HaveCount(200);
        var again = await hears.Call("Enter", new JsonObject { ["dialogueId"] = dialogue.Id, ["after"] = (long)seen["seq"]!, ["history"] = entered["history"]!.DeepClone() });
        again["events"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task SV39_the_projector_is_told_no_more_than_the_room()
    {
        var (screen, entered) = await Wired.Enter(room.Lead.Device, room.Dialogue.Id, 0, ask => ask["view"] = "screen");
        await using var _ = screen;
        entered["participantId"].Should().BeNull();
        (await screen.Call("Do", Asks.EnterPhase("closing")))["refused"].Should().NotBeNull("a screen does nothing");
        (await room.Lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{room.Dialogue.Id}?view=screen"))!["dialogue"]!["voters"].Should().BeNull("that is for facilitators");
    }

    [Fact]
    public async Task SV40_a_device_with_several_voices_may_speak_for_each_of_them_at_once()
    {
        var dialogue = await room.Lead.Open("Bordet");
        await room.Do(room.Lead.Device, Asks.EnterPhase("valueVision"), dialogue.Id);
        var table = room.House.Stranger();
        await table.Join(dialogue.JoinCode, "Anna", "X");
        var (wired, _) = await Wired.Enter(table, dialogue.Id);
        await using var __ = wired;
        var second = await table.Join(dialogue.JoinCode, "Bo", "X");
        var note = Asks.AddNote("valueVision", "Bo säger");
        note["as"] = second.ParticipantId;
        var receipt = await wired.Call("Do", note);
        receipt["seq"].Should().NotBeNull("{0}", receipt.ToJsonString());
        var item = (await room.Snapshot(table, dialogue.Id))["dialogue"]!["items"]![0]!;
        item["by"]!.GetValue<string>().Should().Be(second.ParticipantId);
    }

    [Fact]
    public async Task SV41_who_is_removed_hears_no_more_and_may_not_look()
    {
        var dialogue = await room.Lead.Open("Ut");
        var device = room.House.Stranger();
        var joined = await device.Join(dialogue.JoinCode, "Fel person", "X");
        var (wired, _) = await Wired.Enter(device, dialogue.Id);
        await using var __ = wired;
        await room.Do(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "removePerson", ["participantId"] = joined.ParticipantId }, dialogue.Id);
        await wired.Told("Resync");
        (await device.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(403);
        (await wired.Call("Do", Asks.Ready(true)))["refused"].Should().NotBeNull();
    }
}
