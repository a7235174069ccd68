// Access can be taken back: sessions, devices, codes, links, the way in. The same on every store, and on a second server of the same store.
using System.Net;
using Workshop.Neighbours;

namespace Workshop.Tests;

public abstract class RevokedTests : IAsyncLifetime
{
    protected House Here { get; private set; } = null!;

    /// <summary>Another server on the same store, or the same one where there is only one.</summary>
    protected House There { get; private set; } = null!;

    protected abstract Task<(House Here, House There)> Open();

    public async Task InitializeAsync() => (Here, There) = await Open();

    public async Task DisposeAsync()
    {
        if (There != Here) await There.DisposeAsync();
        await Here.DisposeAsync();
    }

    private static JsonObject Body(params (string Name, JsonNode? Value)[] fields)
    {
        var body = new JsonObject();
        foreach (var (name, value) in fields) body[name] = value;
        return body;
    }

    /// <summary>The same device, speaking to another server.</summary>
    private static Device On(Device device, House house)
    {
        var there = new Device(house.Address);
        foreach (Cookie cookie in device.Cookies.GetAllCookies()) there.Cookies.Add(new Cookie(cookie.Name, cookie.Value, "/", house.Address.Host));
        return there;
    }

    private static async Task<JsonObject> Did(Device who, Opened dialogue, JsonNode command)
    {
        var receipt = (await who.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", command))!.AsObject();
        receipt["seq"].Should().NotBeNull("the command should be taken, not {0}", receipt.ToJsonString());
        return receipt;
    }

    private static JsonObject Command(string type, params (string Name, JsonNode? Value)[] fields) => Body([("id", Asks.NewId()), ("type", type), .. fields]);

    private async Task<(int Look, int Join)> TryIn(string code)
    {
        var (look, join) = (0, 0);
        foreach (var house in new[] { Here, There })
        {
            using var device = new Device(house.Address);
            look = (await device.Post("/api/join/look", Body(("joinCode", code)))).Status;
            join = (await device.Post("/api/join", Body(("joinCode", code), ("name", "Nina"), ("organisation", "Regionen"), ("level", "frontline")))).Status;
            if (look == 200) break; // she is in: not twice
        }
        return (look, join);
    }

    private static async Task<JsonNode> Snapshot(Device device, Opened dialogue) => (await device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!["dialogue"]!;

    /// <summary>A dialogue's code of now, as soon as there is one that is not <paramref name="before"/>.</summary>
    private static async Task<string> NewCode(Client lead, string before)
    {
        await lead.Until(() => lead.Look(client => (string?)client.Board.Head["joinCode"] is { Length: > 0 } code && code != before), "to be told another code");
        return lead.Look(client => (string)client.Board.Head["joinCode"]!);
    }

    [Fact]
    public async Task SV250_a_code_ends_with_the_dialogue_and_a_reopened_one_has_another()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        var client = await lead.Enter(dialogue.Id);
        var token = (string)(await Snapshot(lead.Device, dialogue))["joinToken"]!;
        (await TryIn(dialogue.JoinCode)).Should().Be((200, 200));
        await Did(lead.Device, dialogue, Command("conclude"));
        (await TryIn(dialogue.JoinCode)).Should().Be((404, 404));
        (await TryIn(token)).Should().Be((404, 404));
        await Did(lead.Device, dialogue, Command("reopen"));
        var code = await NewCode(client, dialogue.JoinCode);
        (await TryIn(dialogue.JoinCode)).Should().Be((404, 404));
        (await TryIn(token)).Should().Be((404, 404));
        (await TryIn(code)).Should().Be((200, 200));
    }

    [Fact]
    public async Task SV251_a_closed_door_lets_nobody_in_and_nobody_out()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        var anna = Here.Stranger();
        var joined = await anna.Join(dialogue.JoinCode, "Anna", "Regionen");
        await Did(lead.Device, dialogue, Command("editDialogue", ("patch", Body(("doorClosed", true)))));
        (await TryIn(dialogue.JoinCode)).Should().Be((404, 404));
        (await anna.Post("/api/join", Body(("dialogueId", dialogue.Id), ("name", "Bo"), ("organisation", "Regionen"), ("level", "frontline")))).Code.Should().Be("door-closed");
        (await anna.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(200);
        (await There.Stranger().Post("/api/return", Body(("token", joined.ReturnLink!.Split("#return=")[1])))).Status.Should().Be(204, "a way back is no new person");
        await Did(lead.Device, dialogue, Command("editDialogue", ("patch", Body(("doorClosed", false)))));
        (await TryIn(dialogue.JoinCode)).Should().Be((200, 200));
        (await anna.Post("/api/join", Body(("dialogueId", dialogue.Id), ("name", "Bo"), ("organisation", "Regionen"), ("level", "frontline")))).Status.Should().Be(200, "one more on a device that is in needs no code");
        (await Here.Stranger().Post("/api/join", Body(("dialogueId", dialogue.Id), ("name", "Eva"), ("organisation", "Regionen"), ("level", "frontline")))).Status.Should().Be(404);
    }

    [Fact]
    public async Task SV252_a_renewed_code_is_told_to_those_who_show_it_and_the_old_one_and_its_token_are_nothing_at_once()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        var token = (string)(await Snapshot(lead.Device, dialogue))["joinToken"]!;
        var anna = Here.Stranger();
        await anna.Join(dialogue.JoinCode, "Anna", "Regionen");
        (await anna.Post($"/api/dialogues/{dialogue.Id}/join-code", null)).Code.Should().Be("facilitator-only");
        var code = (string)(await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/join-code"))!["joinCode"]!;
        (await TryIn(dialogue.JoinCode)).Should().Be((404, 404));
        (await TryIn(token)).Should().Be((404, 404));
        var led = (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}/events?after=1"))!.ToJsonString();
        led.Should().Contain(code);
        var heard = (await anna.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}/events?after=1"))!.ToJsonString();
        heard.Should().Contain("joinCodeRenewed").And.NotContain(code);
        (await Snapshot(anna, dialogue)).ToJsonString().Should().NotContain(code).And.NotContain("joinToken");
        (await TryIn(code)).Should().Be((200, 200));
        (await TryIn((string)(await Snapshot(lead.Device, dialogue))["joinToken"]!)).Should().Be((200, 200));
    }

    [Fact]
    public async Task SV253_a_session_ends_with_the_key_that_it_was_begun_under()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        var anna = Here.Stranger();
        await anna.Join(dialogue.JoinCode, "Anna", "Regionen");
        await Here.Restart();
        (await lead.Device.Get("/api/dialogues")).Status.Should().Be(200, "a restart alone ends nothing");
        await Here.Restart("--Workshop:FacilitatorKey", "another-key-for-facilitators");
        (await lead.Device.Get("/api/dialogues")).Status.Should().Be(401);
        (await lead.Device.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(403);
        (await anna.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(200, "who joined stays in");
        (await lead.Device.Post("/api/sign-in", Body(("key", House.Key)))).Status.Should().Be(401);
        (await lead.Device.Post("/api/sign-in", Body(("key", "another-key-for-facilitators")))).Status.Should().Be(204);
        (await lead.Device.Get("/api/dialogues")).Status.Should().Be(200);
    }

    [Fact]
    public async Task SV254_signing_in_gives_a_new_id_and_what_the_device_had_goes_along()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        var device = Here.Stranger();
        var anna = await device.Join(dialogue.JoinCode, "Anna", "Regionen");
        using var known = On(device, There); // somebody who knew the cookie
        (await known.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(200);
        await device.Must(HttpMethod.Post, "/api/sign-in", Body(("key", $"  \"{House.Key}\"\r\n"))); // as it was copied
        (await known.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(401);
        (await known.Get("/api/dialogues")).Status.Should().Be(401);
        var me = (await device.Must(HttpMethod.Get, "/api/me"))!;
        me["facilitator"]!.GetValue<bool>().Should().BeTrue();
        me.ToJsonString().Should().Contain(anna.ParticipantId);
    }

    [Fact]
    public async Task SV255_signing_out_everywhere_ends_every_session_and_every_open_hub_and_nobodys_place_in_the_room()
    {
        await using var lead = await Here.Lead();
        await using var other = await There.Lead();
        var dialogue = await lead.Open();
        var anna = Here.Stranger();
        await anna.Join(dialogue.JoinCode, "Anna", "Regionen");
        (await anna.Post("/api/sign-out/everywhere", null)).Status.Should().Be(401);
        var (wired, _) = await Wired.Enter(lead.Device, dialogue.Id);
        await using var hub = wired;
        (await other.Device.Must(HttpMethod.Post, "/api/sign-out/everywhere"))!["ended"]!.GetValue<int>().Should().BeGreaterThanOrEqualTo(2);
        foreach (var house in new[] { Here, There })
            foreach (var device in new[] { lead.Device, other.Device })
            {
                using var there = On(device, house);
                (await there.Get("/api/dialogues")).Status.Should().Be(401);
                (await there.Post("/api/sign-out/everywhere", null)).Status.Should().Be(401);
            }
        if (Here == There) await hub.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        (await anna.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task SV256_what_a_dropped_co_facilitator_made_ends_with_her()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        var codes = $"/api/dialogues/{dialogue.Id}/codes";
        var links = $"/api/dialogues/{dialogue.Id}/links";
        var petra = Here.Stranger();
        await petra.Must(HttpMethod.Post, "/api/codes", Body(("code", (string)(await lead.Device.Must(HttpMethod.Post, codes, Body(("role", "lead"))))!["code"]!), ("name", "Petra")));
        var hers = new List<string>();
        foreach (var role in new[] { "lead", "screen" })
        {
            var made = (await petra.Must(HttpMethod.Post, codes, Body(("role", role))))!;
            hers.AddRange([(string)made["code"]!, ((string)made["link"]!).Split("#code=")[1]]);
        }
        var link = (string)(await petra.Must(HttpMethod.Post, links, Body(("kind", "outcome"))))!["link"]!;
        var own = (string)(await lead.Device.Must(HttpMethod.Post, links, Body(("kind", "outcome"))))!["link"]!;
        (await There.Stranger().Get("/api" + link)).Status.Should().Be(200);
        var id = (string)(await Snapshot(lead.Device, dialogue))["devices"]!.AsArray().Single()!["id"]!;
        await Did(lead.Device, dialogue, Command("dropDevice", ("deviceId", id)));
        foreach (var house in new[] { Here, There })
        {
            (await house.Stranger().Get("/api" + link)).Status.Should().Be(404);
            foreach (var code in hers) (await house.Stranger().Post("/api/codes", Body(("code", code), ("name", "Eva")))).Status.Should().Be(404);
            (await house.Stranger().Get("/api" + own)).Status.Should().Be(200, "what others made stays");
        }
        (await lead.Device.Get(codes)).Body!.AsArray().Should().BeEmpty();
        (await lead.Device.Get(links)).Body!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task SV257_each_link_is_a_row_that_is_listed_shown_again_renewed_and_ended()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        var links = $"/api/dialogues/{dialogue.Id}/links";
        var anna = Here.Stranger();
        var joined = await anna.Join(dialogue.JoinCode, "Anna", "Regionen");
        var made = (await lead.Device.Must(HttpMethod.Post, links, Body(("kind", "outcome"))))!;
        var (id, link) = ((string)made["id"]!, (string)made["link"]!);
        foreach (var call in new[] { links, $"{links}/{id}/show", $"{links}/{id}/renew" })
            (await anna.Send(call == links ? HttpMethod.Get : HttpMethod.Post, call, null)).Code.Should().Be("facilitator-only");
        (await There.Stranger().Get("/api" + link)).Status.Should().Be(200);

        using var elsewhere = On(lead.Device, There);
        var rows = (await elsewhere.Must(HttpMethod.Get, links))!.AsArray();
        var row = rows.Single(one => (string?)one!["kind"] == "outcome")!;
        ((string)row["id"]!).Should().Be(id);
        row["createdAt"].Should().NotBeNull();
        row["until"].Should().NotBeNull();
        row["lastUsed"].Should().NotBeNull();
        rows.ToJsonString().Should().NotContain(link[3..], "a list is no link");
        ((string)(await elsewhere.Must(HttpMethod.Post, $"{links}/{id}/show"))!["link"]!).Should().Be(link);

        var back = rows.Single(one => (string?)one!["kind"] == "return")!;
        ((string)back["participantId"]!).Should().Be(joined.ParticipantId);
        (await lead.Device.Post($"{links}/{back["id"]}/show", null)).Code.Should().Be("not-allowed", "whoever has it is that person");
        (await lead.Device.Post($"{links}/{back["id"]}/renew", null)).Code.Should().Be("not-allowed");
        (await lead.Device.Post(links, Body(("kind", "return")))).Code.Should().Be("malformed");
        (await lead.Device.Send(HttpMethod.Delete, $"{links}/{back["id"]}", null)).Status.Should().Be(204);
        (await There.Stranger().Post("/api/return", Body(("token", joined.ReturnLink!.Split("#return=")[1])))).Status.Should().Be(404);

        var renewed = (await elsewhere.Must(HttpMethod.Post, $"{links}/{id}/renew"))!;
        foreach (var house in new[] { Here, There })
        {
            (await house.Stranger().Get("/api" + link)).Status.Should().Be(404);
            (await house.Stranger().Get("/api" + (string)renewed["link"]!)).Status.Should().Be(200);
        }
        (await lead.Device.Send(HttpMethod.Delete, $"{links}/{renewed["id"]}", null)).Status.Should().Be(204);
        (await There.Stranger().Get("/api" + (string)renewed["link"]!)).Status.Should().Be(404);
        (await lead.Device.Get(links)).Body!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task SV258_a_link_from_before_works_and_can_only_be_renewed_and_no_token_is_at_rest()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        var links = $"/api/dialogues/{dialogue.Id}/links";
        var journal = (Journal.Journal)Here.Services.GetService(typeof(Journal.Journal))!;
        var old = Server.Devices.Secret();
        var until = DateTimeOffset.UtcNow.AddDays(3);
        await journal.Keep(new Journal.Keepsake("outcomeLink", Server.Devices.Hash(old), System.Text.Encoding.UTF8.GetBytes($$"""{"DialogueId":"{{dialogue.Id}}","ParticipantId":null,"Expires":"{{until:O}}"}"""), until));
        (await There.Stranger().Get("/api/r/" + old)).Status.Should().Be(200);
        var row = (await lead.Device.Get(links)).Body!.AsArray().Single()!;
        row["shown"]!.GetValue<bool>().Should().BeFalse();
        (await lead.Device.Post($"{links}/{row["id"]}/show", null)).Code.Should().Be("link-renew-only");
        var renewed = (await lead.Device.Must(HttpMethod.Post, $"{links}/{row["id"]}/renew"))!;
        (await There.Stranger().Get("/api/r/" + old)).Status.Should().Be(404);
        ((string)(await lead.Device.Must(HttpMethod.Post, $"{links}/{renewed["id"]}/show"))!["link"]!).Should().Be((string)renewed["link"]!);
        var kept = await journal.AllKept("outcomeLink");
        kept.Should().ContainSingle();
        (kept[0].Key + System.Text.Encoding.UTF8.GetString(kept[0].Value)).Should().NotContain(((string)renewed["link"]!)[3..]);

        // Rotated: the earlier key stays as long as a link names it. Gone: its links work, and can only be renewed.
        var first = Here.LinkKeys;
        await Here.Restart("--Workshop:LinkKeys", "k2:another-secret-of-more-than-thirty-two-signs," + first);
        ((string)(await lead.Device.Must(HttpMethod.Post, $"{links}/{renewed["id"]}/show"))!["link"]!).Should().Be((string)renewed["link"]!);
        await Here.Restart("--Workshop:LinkKeys", "k2:another-secret-of-more-than-thirty-two-signs");
        (await lead.Device.Post($"{links}/{renewed["id"]}/show", null)).Code.Should().Be("link-renew-only");
        (await Here.Stranger().Get("/api" + (string)renewed["link"]!)).Status.Should().Be(200);
    }

    [Fact]
    public async Task SV259_leaving_a_device_ends_its_way_back_but_not_the_one_taken_along()
    {
        await using var lead = await Here.Lead();
        var dialogue = await lead.Open();
        foreach (var whole in new[] { true, false })
        {
            var table = Here.Stranger();
            var anna = await table.Join(dialogue.JoinCode, "Anna", "Regionen");
            var first = anna.ReturnLink!.Split("#return=")[1];
            var asked = Body(("dialogueId", dialogue.Id), ("participantId", anna.ParticipantId));
            (await Here.Stranger().Post("/api/return-link", asked)).Status.Should().Be(404);
            async Task<string> Along() => ((string)(await table.Must(HttpMethod.Post, "/api/return-link", asked))!["returnLink"]!).Split("#return=")[1];
            var (along, unused) = (await Along(), await Along());
            if (whole) await table.Must(HttpMethod.Post, "/api/sign-out", Body(("takeAlong", new JsonArray(along))));
            else await table.Must(HttpMethod.Post, "/api/leave", Body(("dialogueId", dialogue.Id), ("participantId", anna.ParticipantId), ("takeAlong", along)));
            (await There.Stranger().Post("/api/return", Body(("token", first)))).Status.Should().Be(404);
            (await There.Stranger().Post("/api/return", Body(("token", unused)))).Status.Should().Be(404);
            var phone = There.Stranger();
            (await phone.Post("/api/return", Body(("token", along)))).Status.Should().Be(204);
            (await phone.Must(HttpMethod.Get, "/api/me"))!.ToJsonString().Should().Contain(anna.ParticipantId);
        }
    }
}

public sealed class RevokedOnSqlite : RevokedTests
{
    protected override async Task<(House Here, House There)> Open()
    {
        var house = await House.Open();
        return (house, house);
    }
}

public sealed class RevokedOnPostgres : RevokedTests
{
    protected override async Task<(House Here, House There)> Open()
    {
        string[] store = ["--Workshop:Journal", "postgres", "--ConnectionStrings:Postgres", await (await PostgresServer.Shared()).NewDatabase()];
        return (await House.Open(store), await House.Open(store));
    }
}
