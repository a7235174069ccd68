// Codes that facilitators give out: to lead together, to show on a projector; and a device that is dropped.
namespace Workshop.Tests;

public sealed class CodesTests(Gathered room) : IClassFixture<Gathered>
{
    private async Task<JsonObject> Make(string role, Device? by = null) =>
        (await (by ?? room.Lead.Device).Must(HttpMethod.Post, $"/api/dialogues/{room.Dialogue.Id}/codes", new JsonObject { ["role"] = role }))!.AsObject();

    private static Task<Answer> Use(Device device, string code, string? name = null) => device.Post("/api/codes", new JsonObject { ["code"] = code, ["name"] = name });

    private static string Secret(JsonObject made) => ((string)made["link"]!).Split("#code=")[1];

    private async Task<Device> Johan(string name = "Johan")
    {
        var johan = room.House.Stranger();
        (await Use(johan, (string)(await Make("lead"))["code"]!, name)).Status.Should().Be(200);
        return johan;
    }

    private async Task<string> IdOf(string name) =>
        (string)(await room.Snapshot(room.Lead.Device))["dialogue"]!["devices"]!.AsArray().Single(one => (string?)one!["name"] == name)!["id"]!;

    [Fact]
    public async Task SV120_a_code_makes_a_device_lead_one_dialogue_once_and_by_name()
    {
        var made = await Make("lead");
        var johan = room.House.Stranger();
        (await Use(johan, (string)made["code"]!)).Code.Should().Be("malformed", "who leads says a name; the code is not spent on it");
        var code = ((string)made["code"]!).Insert(4, " ");
        (await Use(johan, code, "Johan")).Body!["dialogueId"]!.GetValue<string>().Should().Be(room.Dialogue.Id);
        (await Use(room.House.Stranger(), code, "Eva")).Code.Should().Be("unknown-code");
        (await Use(room.House.Stranger(), Secret(made), "Eva")).Code.Should().Be("unknown-code");
        await room.Did(johan, Asks.EnterRound(null));
        await room.Did(johan, Asks.EnterRound("valueVision-2"));
        var other = await room.Lead.Open("En annan");
        (await johan.Get($"/api/dialogues/{other.Id}")).Status.Should().Be(403);
        (await johan.Get("/api/dialogues")).Body!.AsArray().Should().ContainSingle().Which!["id"]!.GetValue<string>().Should().Be(room.Dialogue.Id);
        (await johan.Post("/api/dialogues", new JsonObject { ["templateId"] = "samskapande-dialog", ["title"] = "X", ["targetGroup"] = "Y" })).Status.Should().Be(401);
        (await johan.Get("/api/me")).Body!["leads"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task SV121_who_is_dropped_leads_no_more_at_once_and_on_every_way()
    {
        var johan = await Johan("Petra");
        var (wired, _) = await Wired.Enter(johan, room.Dialogue.Id);
        await using var hub = wired;
        await room.Did(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "dropDevice", ["deviceId"] = await IdOf("Petra") });
        await wired.Told("Resync");
        var (again, heard) = await Wired.Enter(room.Lead.Device, room.Dialogue.Id);
        await using var lead = again;
        // What is told again is read anew from the journal after an erasure; who enters in that moment is sent to a snapshot.
        for (var tries = 0; heard["events"] is null && tries < 100; tries++) heard = await lead.Call("Enter", new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["after"] = 0 });
        heard["events"]!.ToJsonString().Should().Contain("deviceDropped").And.NotContain("Petra", "who leads no more is not named any more");
        (await johan.Get($"/api/dialogues/{room.Dialogue.Id}")).Status.Should().Be(403);
        (await johan.Post($"/api/dialogues/{room.Dialogue.Id}/commands", Asks.EnterRound(null))).Status.Should().Be(403);
        ((string?)(await wired.Call("Do", Asks.EnterRound(null)))["refused"]).Should().Be("not-allowed");
        (await johan.Get("/api/dialogues")).Body!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task SV122_a_projector_sees_what_the_screen_may_turns_its_pages_and_nothing_else()
    {
        var made = await Make("screen");
        var wall = room.House.Stranger();
        (await wall.Get($"/api/dialogues/{room.Dialogue.Id}?view=screen")).Status.Should().Be(401);
        (await Use(wall, Secret(made))).Body!["role"]!.GetValue<string>().Should().Be("screen");
        (await Use(room.House.Stranger(), (string)made["code"]!)).Status.Should().Be(200, "a second projector comes by the same code");
        (await wall.Get($"/api/dialogues/{room.Dialogue.Id}?view=screen")).Status.Should().Be(200);
        (await wall.Get($"/api/dialogues/{room.Dialogue.Id}")).Status.Should().Be(403, "only the view for the wall");
        var (wired, _) = await Wired.Enter(wall, room.Dialogue.Id, 0, ask => ask["view"] = "screen");
        await using var hub = wired;
        (await wired.Call("Do", new JsonObject { ["id"] = Asks.NewId(), ["type"] = "setScreen", ["shows"] = "time" }))["seq"].Should().NotBeNull();
        (await wired.Call("Do", Asks.EnterRound(null)))["refused"]!.GetValue<string>().Should().Be("not-allowed");
        var (own, _) = await Wired.Enter(room.Anna, room.Dialogue.Id, 0, ask => ask["view"] = "screen");
        await using var mine = own;
        (await own.Call("Do", new JsonObject { ["id"] = Asks.NewId(), ["type"] = "setScreen", ["shows"] = "code" }))["refused"]!.GetValue<string>().Should().Be("not-allowed", "a participant may look at it, not steer it");
    }

    [Fact]
    public async Task SV123_codes_are_made_listed_and_ended_by_those_who_lead_and_wrong_ones_tell_nothing()
    {
        (await room.Anna.Post($"/api/dialogues/{room.Dialogue.Id}/codes", new JsonObject { ["role"] = "lead" })).Code.Should().Be("facilitator-only");
        (await room.Anna.Get($"/api/dialogues/{room.Dialogue.Id}/codes")).Code.Should().Be("facilitator-only");
        (await room.Lead.Device.Post($"/api/dialogues/{room.Dialogue.Id}/codes", new JsonObject { ["role"] = "king" })).Code.Should().Be("malformed");
        var johan = await Johan("Sara");
        var made = await Make("lead", johan);
        (await johan.Get($"/api/dialogues/{room.Dialogue.Id}/codes")).Body!.AsArray().Select(one => (string)one!["code"]!).Should().Contain((string)made["code"]!);
        (await johan.Send(HttpMethod.Delete, $"/api/dialogues/{room.Dialogue.Id}/codes/{(string)made["code"]!}", null)).Status.Should().Be(204);
        foreach (var wrong in new[] { (string)made["code"]!, Secret(made), "00000000", "", "åäö", new string('1', 200), room.Dialogue.JoinCode })
            (await Use(room.House.Stranger(), wrong, "Eva")).Code.Should().BeOneOf("unknown-code", "too-many");
    }

    [Fact]
    public async Task SV124_two_who_lead_are_two_a_field_that_the_other_changed_meanwhile_is_refused_with_what_is_now()
    {
        var johan = await Johan("Li");
        var id = Asks.NewId();
        var seq = await room.Did(johan, Asks.AddItem("finding", "story", new JsonObject { ["text"] = "Ett", ["source"] = "Enkät" }, id));
        await room.Did(johan, Asks.ChangeItem(id, new JsonObject { ["text"] = "Två" }, seq));
        var refused = await room.Do(room.Lead.Device, Asks.ChangeItem(id, new JsonObject { ["text"] = "Tre" }, seq));
        refused["refused"]!.GetValue<string>().Should().Be("changed-meanwhile");
        refused["current"]!["text"]!.GetValue<string>().Should().Be("Två");
        refused["current"]!["by"].Should().BeNull();
        var agenda = (await room.Snapshot(johan))["dialogue"]!["agenda"]!;
        JsonObject Save(string title, long from)
        {
            var mine = agenda.DeepClone();
            mine[0]!["title"] = title;
            return new JsonObject { ["id"] = Asks.NewId(), ["type"] = "editAgenda", ["agenda"] = mine, ["base"] = from };
        }
        var saved = await room.Did(johan, Save("Hej", seq));
        var late = await room.Do(room.Lead.Device, Save("Tjena", seq));
        late["refused"]!.GetValue<string>().Should().Be("changed-meanwhile");
        late["current"]!.AsArray()[0]!["title"]!.GetValue<string>().Should().Be("Hej");
        await room.Did(room.Lead.Device, Save("Tjena", saved));
    }

    [Fact]
    public async Task SV125_a_restart_keeps_who_leads_by_a_code()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open("Kvar");
        var made = (await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/codes", new JsonObject { ["role"] = "lead" }))!;
        var johan = house.Stranger();
        await johan.Must(HttpMethod.Post, "/api/codes", new JsonObject { ["code"] = (string)made["code"]!, ["name"] = "Johan" });
        await house.Restart();
        await johan.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("welcome"));
        (await johan.Get($"/api/dialogues/{dialogue.Id}")).Body!["dialogue"]!["phaseId"]!.GetValue<string>().Should().Be("welcome");
    }
}
