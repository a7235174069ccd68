// Every kind of no, over the wire: a code, a sentence, and nothing changed. Which command is refused why is decided in Rules and tested there.
using System.Text;

namespace Workshop.Tests;

public abstract class RefusedTests(Gathered room)
{
    private async Task Refused(Device who, JsonNode command, string code, string? dialogueId = null)
    {
        var before = (await room.Snapshot(room.Lead.Device))["seq"]!.GetValue<long>();
        var receipt = await room.Do(who, command, dialogueId);
        receipt["refused"]?.GetValue<string>().Should().Be(code, "the receipt was {0}", receipt.ToJsonString());
        receipt["message"]!.GetValue<string>().Should().NotBeNullOrWhiteSpace().And.NotContain("{").And.NotContain(code);
        receipt["args"].Should().BeNull("args have become a sentence");
        (await room.Snapshot(room.Lead.Device))["seq"]!.GetValue<long>().Should().Be(before, "a refusal changes nothing");
    }

    private static JsonObject With(JsonObject command, string name, JsonNode? value)
    {
        command[name] = value;
        return command;
    }

    [Theory]
    [InlineData("AddItem")]
    [InlineData("dropTables")]
    [InlineData("openDialogue ")]
    public Task SV1_a_type_that_nobody_knows_or_in_the_wrong_case_is_refused(string type) =>
        Refused(room.Anna, new JsonObject { ["id"] = Asks.NewId(), ["type"] = type }, "unknown-type");

    [Theory]
    [InlineData("openDialogue")]
    [InlineData("joinDialogue")]
    public async Task SV1_what_only_the_server_may_send_is_refused(string type)
    {
        var receipt = await room.Do(room.Lead.Device, new JsonObject
        {
            ["id"] = Asks.NewId(), ["type"] = type, ["dialogueId"] = "x", ["participantId"] = "p1", ["name"] = "X", ["level"] = "frontline", ["organisation"] = "Y", ["role"] = "participant",
            ["title"] = "T", ["targetGroup"] = "MS", ["language"] = "sv", ["templateId"] = "samskapande-dialog", ["joinCode"] = "1", ["joinToken"] = "2", ["organisations"] = new JsonArray(),
        });
        receipt["refused"]!.GetValue<string>().Should().BeOneOf("not-allowed", "unknown-type");
    }

    [Fact]
    public async Task SV2_wrong_types_of_arguments_are_refused()
    {
        await Refused(room.Anna, With(Asks.Vote(Asks.NewId(), 1), "weight", "many"), "malformed");
        await Refused(room.Anna, With(Asks.AddNote("valueVision", "x"), "item", 7), "malformed");
        await Refused(room.Anna, With(Asks.Ready(true), "value", "yes"), "malformed");
        await Refused(room.Anna, With(Asks.Ready(true), "id", "not-a-uuid"), "malformed");
        await Refused(room.Anna, JsonValue.Create("a string"), "malformed");
    }

    [Fact]
    public async Task SV2_missing_fields_are_refused()
    {
        await Refused(room.Anna, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "addItem" }, "malformed");
        await Refused(room.Anna, new JsonObject { ["id"] = Asks.NewId() }, "malformed");
        await Refused(room.Anna, new JsonObject { ["type"] = "setReady", ["value"] = true }, "malformed");
        await Refused(room.Anna, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "changeItem", ["itemId"] = Asks.NewId() }, "malformed");
    }

    [Fact]
    public Task SV3_a_command_of_20_KB_is_refused() => Refused(room.Anna, Asks.AddNote("valueVision", new string('x', 20_000)), "too-large");

    [Fact]
    public async Task SV3_a_note_of_3000_characters_is_refused_with_the_limit_in_the_sentence()
    {
        var receipt = await room.Do(room.Anna, Asks.AddNote("valueVision", new string('x', 3_000)));
        receipt["refused"]!.GetValue<string>().Should().Be("too-large");
        receipt["message"]!.GetValue<string>().Should().Be("Texten är för lång: högst 2000 tecken (text).");
    }

    [Fact]
    public async Task SV4_a_note_into_a_part_that_does_not_take_it_is_refused()
    {
        await Refused(room.Anna, Asks.AddNote("closing", "för tidigt"), "phase-not-entered");
        await Refused(room.Anna, Asks.AddNote("no-such-part", "vart?"), "unknown-phase");
        await Refused(room.Anna, Asks.AddItem("contact", "valueVision", new JsonObject { ["name"] = "Vårdcentralen", ["contributes"] = "" }), "kind-not-here");
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "closed" }));
        await Refused(room.Anna, Asks.AddNote("valueVision", "stängt"), "writing-closed");
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "open" }));
    }

    [Fact]
    public async Task SV5_votes_over_the_budget_are_refused()
    {
        var note = await room.Note(room.Bo);
        await Refused(room.Anna, Asks.Vote(note, 1), "voting-closed");
        await room.Did(room.Lead.Device, Asks.OpenVoting("valueVision", 3));
        await room.Did(room.Anna, Asks.Vote(note, 2));
        await Refused(room.Anna, Asks.Vote(await room.Note(room.Bo), 2), "votes-spent");
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["voting"] = new JsonObject { ["open"] = false } }));
    }

    [Fact]
    public async Task SV6_somebody_elses_item_is_not_mine_to_change()
    {
        var note = await room.Note(room.Bo);
        await Refused(room.Anna, Asks.ChangeItem(note, new JsonObject { ["text"] = "min" }, 0), "own-only");
        await Refused(room.Anna, Asks.Remove(note), "own-only");
        await Refused(room.Anna, Asks.Move(note, 1, 1), "own-only");
    }

    [Theory]
    [InlineData("enterPhase")]
    [InlineData("conclude")]
    public async Task SV7_a_participant_does_not_lead(string type)
    {
        await Refused(room.Anna, new JsonObject { ["id"] = Asks.NewId(), ["type"] = type, ["phaseId"] = "closing" }, "facilitator-only");
        await Refused(room.Anna, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "closed" }), "facilitator-only");
    }

    [Fact]
    public async Task SV7_a_facilitator_has_no_vote() =>
        (await room.Do(room.Lead.Device, Asks.Rate(await room.Note(room.Anna), 3, 3)))["refused"]!.GetValue<string>().Should().Be("participants-only");

    [Fact]
    public async Task SV8_an_organisations_yes_comes_from_one_who_answers_for_it()
    {
        var sentence = Asks.NewId();
        await room.Did(room.Bo, Asks.AddItem("visionSentence", "valueVision", new JsonObject { ["text"] = "En väg in" }, sentence));
        var people = (await room.Snapshot(room.Anna))["dialogue"]!["participants"]!.AsArray();
        var answering = people.Single(p => (string)p!["id"]! == room.AnnaId)!;
        ((string)answering["answersFor"]![0]!).Should().Be((string)answering["organisation"]!, "the first to join for it answers for it");
        await Refused(room.Bo, Asks.Stand(sentence, "standsBehind", null, (string)answering["organisation"]!), "not-answering");
        await Refused(room.Bo, Asks.Stand(sentence, "needsChange"), "reason-required");
        await room.Did(room.Anna, Asks.Stand(sentence, "standsBehind", null, (string)answering["organisation"]!));
    }

    [Fact]
    public async Task SV9_ids_of_another_dialogue_mean_nothing_here()
    {
        var note = await room.Note(room.Anna);
        var other = await room.Lead.Open("En annan");
        await Refused(room.Lead.Device, Asks.Remove(note), "unknown-item", other.Id);
        await Refused(room.Lead.Device, Asks.EnterPhase("no-such-part"), "unknown-phase", other.Id);
        (await room.Anna.Post($"/api/dialogues/{other.Id}/commands", Asks.Ready(true))).Status.Should().Be(403);
        (await room.Anna.Get($"/api/dialogues/{other.Id}")).Status.Should().Be(403);
    }

    [Fact]
    public async Task SV10_an_id_used_again_with_other_content_is_refused_and_with_the_same_gets_the_same_receipt()
    {
        var note = Asks.AddNote("valueVision", "första");
        var first = await room.Do(room.Anna, note);
        (await room.Do(room.Anna, note.DeepClone())).ToJsonString().Should().Be(first.ToJsonString());
        note["item"]!["text"] = "andra";
        await Refused(room.Anna, note, "id-reused");
        note["item"]!["text"] = "första";
        await Refused(room.Bo, note.DeepClone(), "id-reused");
    }

    [Fact]
    public async Task SV11_an_edit_of_what_somebody_else_changed_meanwhile_is_refused_with_what_it_is_now()
    {
        var sentence = Asks.NewId();
        var made = await room.Did(room.Bo, Asks.AddItem("visionSentence", "valueVision", new JsonObject { ["text"] = "ett" }, sentence));
        await room.Did(room.Bo, Asks.ChangeItem(sentence, new JsonObject { ["text"] = "två" }, made));
        var receipt = await room.Do(room.Anna, Asks.ChangeItem(sentence, new JsonObject { ["text"] = "tre" }, made));
        receipt["refused"]!.GetValue<string>().Should().Be("changed-meanwhile");
        receipt["current"]!["text"]!.GetValue<string>().Should().Be("två");
        await room.Did(room.Anna, Asks.ChangeItem(sentence, new JsonObject { ["sign"] = "hon märker det" }, made));
    }

    [Fact]
    public async Task SV12_sentences_are_in_the_language_asked_for()
    {
        using var http = new HttpClient { BaseAddress = room.House.Address };
        http.DefaultRequestHeaders.Add("Cookie", room.Anna.CookieHeader());
        http.DefaultRequestHeaders.Add("Accept-Language", "en-GB,en;q=0.8");
        var answer = await http.PostAsync($"/api/dialogues/{room.Dialogue.Id}/commands", new StringContent(Asks.EnterPhase("closing").ToJsonString(), Encoding.UTF8, "application/json"));
        (await answer.Content.ReadAsStringAsync()).Should().Contain("Only the facilitator can do that.");
    }

    [Fact]
    public async Task SV13_after_the_end_only_what_may_follow_is_taken()
    {
        var (dialogue, device) = (await room.Lead.Open("Snart slut"), room.House.Stranger());
        await device.Join(dialogue.JoinCode, "Cia", "Regionen");
        await room.Do(room.Lead.Device, Asks.EnterPhase("valueVision"), dialogue.Id);
        (await room.Do(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "conclude" }, dialogue.Id))["seq"].Should().NotBeNull();
        (await room.Do(device, Asks.AddNote("valueVision", "för sent"), dialogue.Id))["refused"]!.GetValue<string>().Should().Be("concluded");
        (await room.Do(room.Lead.Device, Asks.EnterPhase("closing"), dialogue.Id))["refused"]!.GetValue<string>().Should().Be("concluded");
        (await room.Do(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "reopen" }, dialogue.Id))["seq"].Should().NotBeNull();
    }

    [Fact]
    public async Task SV14_an_array_gets_an_array_in_the_same_order_and_one_no_does_not_stop_the_others()
    {
        var receipts = (await room.Anna.Must(HttpMethod.Post, $"/api/dialogues/{room.Dialogue.Id}/commands",
            new JsonArray(Asks.AddNote("valueVision", "ett"), Asks.EnterPhase("closing"), JsonValue.Create(5), Asks.AddNote("valueVision", new string('x', 18_000)), Asks.AddNote("valueVision", "två"))))!.AsArray();
        receipts.Select(r => r!["refused"]?.GetValue<string>()).Should().Equal(null, "facilitator-only", "malformed", "too-large", null);
        ((long)receipts[4]!["seq"]!).Should().Be((long)receipts[0]!["seq"]! + 1);
    }
}
