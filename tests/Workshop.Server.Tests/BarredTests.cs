// Those who wait, were removed or have left: everything that the server ever sends them, on connections they had before and by every route they can try, is kept, and not a word
// that was written after is in it. Bo, who is there, hears all of it: otherwise the search would prove nothing.
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Workshop.Tests;

public sealed class BarredTests(Gathered room) : IClassFixture<Gathered>
{
    private readonly List<string> words = [];
    private static int last; // the room is one for all tests

    private string Path => $"/api/dialogues/{room.Dialogue.Id}";

    private string Word()
    {
        words.Add($"zqx{++last}qz");
        return words[^1];
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("left")]
    [InlineData("waiting after leaving")]
    [InlineData("dropped leader")]
    [InlineData("dropped projector")]
    [InlineData("signed out")]
    public async Task SV222_who_may_look_no_more_is_told_no_word_that_was_written_after_on_no_connection_and_by_no_route(string how)
    {
        var device = room.House.Stranger();
        var (who, role) = ("", how.Contains("projector", StringComparison.Ordinal) ? "screen" : "lead");
        if (how.StartsWith("dropped", StringComparison.Ordinal))
            await device.Must(HttpMethod.Post, "/api/codes", new JsonObject { ["code"] = (string)(await room.Lead.Device.Must(HttpMethod.Post, Path + "/codes", new JsonObject { ["role"] = role }))!["code"]!, ["name"] = "Hjälp" });
        else if (how == "signed out") await device.Must(HttpMethod.Post, "/api/sign-in", new JsonObject { ["key"] = House.Key });
        else who = (await device.Join(room.Dialogue.JoinCode, "Bort", "Neurologen")).ParticipantId;

        List<Wired> heard = [];
        if (role == "lead") heard.Add((await Wired.Enter(device, room.Dialogue.Id)).Item1);
        heard.Add((await Wired.Enter(device, room.Dialogue.Id, with: ask => ask["view"] = "screen")).Item1);
        var screen = heard[^1];
        var (bo, _) = await Wired.Enter(room.Bo, room.Dialogue.Id);
        var before = await room.Note(room.Anna, "innan");
        await bo.Told("Happened", told => told.ToJsonString().Contains("innan", StringComparison.Ordinal));
        foreach (var one in heard) await one.Told("Happened", told => told.ToJsonString().Contains("innan", StringComparison.Ordinal));

        switch (how)
        {
            case "removed":
                await room.Did(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "removePerson", ["participantId"] = who });
                break;
            case "waiting after leaving":
                await Admission(true);
                var second = await device.Join(room.Dialogue.JoinCode, "Väntar", "Neurologen");
                await Admission(false);
                second.ParticipantId.Should().NotBe(who);
                goto case "left";
            case "left":
                await device.Must(HttpMethod.Post, "/api/leave", new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["participantId"] = who });
                break;
            case "signed out":
                await device.Must(HttpMethod.Post, "/api/sign-out", new JsonObject());
                break;
            default:
                await room.Did(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "dropDevice", ["deviceId"] = (string)(await device.Get("/api/me")).Body!["device"]! });
                break;
        }

        await screen.Closed.WaitAsync(TimeSpan.FromSeconds(20)); // at once, with nothing written yet
        if (how is "left" or "waiting after leaving" or "signed out") await heard[0].Closed.WaitAsync(TimeSpan.FromSeconds(20)); // the others stay for receipts of what they did before
        var after = await Write(before, bo);
        await bo.Told("Happened", told => told["to"]!.GetValue<long>() >= after);
        var told = await Everything(device, heard);
        foreach (var word in words) told.Where(one => one.Contains(word, StringComparison.Ordinal)).Should().BeEmpty("{0} was written after", word);
        var bos = string.Concat(bo.Heard().Select(one => one.ToJsonString()));
        words.Should().OnlyContain(word => bos.Contains(word, StringComparison.Ordinal), "Bo hears all of it");
        await bo.DisposeAsync();
    }

    [Fact]
    public async Task SV223_who_waits_is_told_nothing_by_any_route_on_a_screen_or_off_it_and_all_when_let_in()
    {
        await Admission(true);
        var device = room.House.Stranger();
        var who = (await device.Join(room.Dialogue.JoinCode, "Väntar", "Neurologen")).ParticipantId;
        await Admission(false);
        var (waits, entered) = await Wired.Enter(device, room.Dialogue.Id);
        entered["waiting"]!.GetValue<bool>().Should().BeTrue();
        var (bo, _) = await Wired.Enter(room.Bo, room.Dialogue.Id);
        var after = await Write(await room.Note(room.Anna, Word()), bo);
        await bo.Told("Happened", told => told["to"]!.GetValue<long>() >= after);
        var told = await Everything(device, [waits]);
        foreach (var word in words) told.Where(one => one.Contains(word, StringComparison.Ordinal)).Should().BeEmpty();
        (await device.Get(Path + "?view=screen")).Code.Should().Be("waiting");
        (waits, _) = await Wired.Enter(device, room.Dialogue.Id);
        await room.Did(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "admit", ["participantIds"] = new JsonArray(who) });
        await waits.Told("Resync");
        (await device.Get(Path + "?view=screen")).Status.Should().Be(200);
        (await room.Snapshot(device)).ToJsonString().Should().Contain(words[1]);
        await bo.DisposeAsync();
        await waits.DisposeAsync();
    }

    [Fact]
    public async Task SV224_only_the_removed_voice_is_barred_and_a_device_with_none_left_does_not_join_again_not_even_by_leaving()
    {
        var table = room.House.Stranger();
        var (one, other) = ((await table.Join(room.Dialogue.JoinCode, "Ett", "Neurologen")).ParticipantId, (await table.Join(room.Dialogue.JoinCode, "Två", "Neurologen")).ParticipantId);
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "private" }));
        var hers = Word();
        await room.Did(table, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "addItem", ["as"] = one, ["item"] = new JsonObject { ["id"] = Asks.NewId(), ["kind"] = "note", ["phaseId"] = "valueVision", ["text"] = hers } });
        await room.Did(room.Lead.Device, Asks.SetConduct("story", new JsonObject { ["writing"] = "open" }));
        var (stays, _) = await Wired.Enter(table, room.Dialogue.Id, with: ask => ask["participantId"] = other);
        (await table.Get(Path)).Body!.ToJsonString().Should().Contain(hers);
        await Remove(one);
        await stays.Told("Resync");
        (await table.Get(Path)).Body!.ToJsonString().Should().NotContain(hers, "whose it was is here no more");
        (await table.Get($"{Path}?participantId={one}")).Status.Should().Be(403);
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "open" }));
        var seq = await room.Did(table, Asks.AddNote("valueVision", "Kvar"));
        await stays.Told("Happened", told => told["to"]!.GetValue<long>() >= seq);
        (await table.Post("/api/join", Joining("Tre"))).Status.Should().Be(200, "others of the table stay");
        await Remove(other);
        await Remove((string)(await table.Get("/api/me")).Body!["participants"]!.AsArray().Single()!["participantId"]!);
        (await table.Get(Path)).Status.Should().Be(403);
        foreach (var gone in new[] { one, other }) (await table.Post("/api/leave", new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["participantId"] = gone })).Ok.Should().BeTrue();
        var again = await table.Post("/api/join", Joining("Fyra"));
        (again.Status, again.Code).Should().Be((403, "removed"));
        ((string)again.Body!["detail"]!).Should().Contain("processledaren");
        (await room.House.Stranger().Post("/api/join", Joining("Fem"))).Status.Should().Be(200, "a new browser could, until the code is changed");
        await stays.DisposeAsync();
    }

    [Fact]
    public async Task SV225_participants_and_their_screens_are_never_told_the_join_token_and_those_who_lead_and_their_projector_are()
    {
        var code = (string)(await room.Lead.Device.Must(HttpMethod.Post, Path + "/codes", new JsonObject { ["role"] = "screen" }))!["code"]!;
        var wall = room.House.Stranger();
        await wall.Must(HttpMethod.Post, "/api/codes", new JsonObject { ["code"] = code });
        var token = (string)(await room.Lead.Device.Get(Path)).Body!["dialogue"]!["joinToken"]!;
        token.Length.Should().BeGreaterThan(20);
        var (bo, screen) = (await Wired.Enter(room.Bo, room.Dialogue.Id), await Wired.Enter(room.Bo, room.Dialogue.Id, with: ask => ask["view"] = "screen"));
        var told = await Everything(room.Bo, [bo.Item1, screen.Item1]);
        told.Where(one => one.Contains(token, StringComparison.Ordinal)).Should().BeEmpty();
        told.Where(one => one.Contains("joinToken", StringComparison.Ordinal)).Should().BeEmpty();
        told.Should().Contain(one => one.Contains("dialogueOpened", StringComparison.Ordinal), "that is where it would be");
        ((string)(await wall.Get(Path + "?view=screen")).Body!["dialogue"]!["joinToken"]!).Should().Be(token);
    }

    [Fact]
    public async Task SV226_what_was_removed_is_told_to_its_author_and_those_who_lead_by_no_route_to_others_until_it_is_restored()
    {
        var (text, later, reason) = (Word(), Word(), Word());
        var note = await room.Note(room.Anna, text);
        await room.Did(room.Anna, Asks.ChangeItem(note, new JsonObject { ["text"] = later }, 1_000_000));
        await room.Did(room.Anna, Asks.Stand(note, "needsChange", reason));
        await room.Did(room.Anna, Asks.Remove(note));
        var (bo, _) = await Wired.Enter(room.Bo, room.Dialogue.Id);
        var (screen, _) = await Wired.Enter(room.Lead.Device, room.Dialogue.Id, with: ask => ask["view"] = "screen");
        string[] secret = [text, later, reason];
        var told = await Everything(room.Bo, [bo, screen], ["", "view=screen"]);
        foreach (var word in secret) told.Where(one => one.Contains(word, StringComparison.Ordinal)).Should().BeEmpty("{0} was removed", word);
        (await room.Bo.Get($"{Path}/items/{note}/events")).Code.Should().Be("unknown-item");
        foreach (var (who, query) in new[] { (room.Anna, ""), (room.Lead.Device, "&participantId=") })
        {
            (await who.Get($"{Path}/events?after=0{query}")).Body!.ToJsonString().Should().ContainAll(secret);
            (await who.Get($"{Path}/items/{note}/events?x{query}")).Body!.ToJsonString().Should().ContainAll(text, later);
        }
        await room.Did(room.Anna, Asks.Restore(note));
        (await room.Bo.Get($"{Path}/events?after=0")).Body!.ToJsonString().Should().ContainAll(secret);
        (await room.Bo.Get($"{Path}/items/{note}/events")).Body!.ToJsonString().Should().ContainAll(text, later);
        await bo.DisposeAsync();
        await screen.DisposeAsync();
    }

    [Fact]
    public async Task SV227_two_who_lead_and_have_joined_as_well_get_each_their_own_snapshot()
    {
        var (first, second) = (await room.House.Lead(), await room.House.Lead());
        foreach (var (one, name) in new[] { (first, "Förste"), (second, "Andre") }) await one.Device.Join(room.Dialogue.JoinCode, name, "Neurologen");
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "private", ["names"] = "hidden" }));
        var word = Word();
        await room.Did(first.Device, Asks.AddNote("valueVision", word));
        (await first.Device.Get(Path + "?participantId=")).Body!.ToJsonString().Should().Contain(word, "the device has her voice");
        (await second.Device.Get(Path + "?participantId=")).Body!.ToJsonString().Should().NotContain(word);
        (await room.Lead.Device.Get(Path + "?participantId=")).Body!.ToJsonString().Should().NotContain(word);
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "open", ["names"] = "shown" }));
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    private JsonObject Joining(string name) => new() { ["joinCode"] = room.Dialogue.JoinCode, ["name"] = name, ["organisation"] = "Neurologen", ["level"] = "frontline" };

    private Task<long> Remove(string who) => room.Did(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "removePerson", ["participantId"] = who });

    private Task<long> Admission(bool on) => room.Did(room.Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "editDialogue", ["patch"] = new JsonObject { ["admission"] = on } });

    /// <summary>Notes, a change, a reason, a draft: each with a word of its own.</summary>
    private async Task<long> Write(string earlier, Wired bo)
    {
        var note = await room.Note(room.Anna, Word());
        await room.Did(room.Anna, Asks.ChangeItem(earlier, new JsonObject { ["text"] = Word() }, 1_000_000));
        await room.Did(room.Anna, Asks.Stand(note, "needsChange", Word()));
        await using var anna = (await Wired.Enter(room.Anna, room.Dialogue.Id)).Item1;
        await anna.Send("Point", new JsonObject { ["draft"] = Word(), ["viewing"] = "valueVision" });
        await bo.Told("Around", told => told.ToJsonString().Contains(words[^1], StringComparison.Ordinal)); // before she goes
        return await room.Did(room.Anna, Asks.AddNote("valueVision", "sist"));
    }

    /// <summary>All they heard, and all that every GET of the server's own table answers them, as themselves and as a screen; entering anew as well.</summary>
    private async Task<List<string>> Everything(Device device, List<Wired> connections, string[]? ways = null)
    {
        List<string> told = [];
        foreach (var way in ways ?? ["", "view=screen", "participantId="])
        {
            foreach (var endpoint in room.House.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            {
                if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") is not true || endpoint.RoutePattern.RawText is not { } pattern || pattern.Contains("**", StringComparison.Ordinal)) continue;
                var path = "/" + System.Text.RegularExpressions.Regex.Replace(pattern.Replace("{id}", room.Dialogue.Id, StringComparison.Ordinal), @"\{[^}]*\}", "none", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).TrimStart('/');
                told.Add(Encoding.UTF8.GetString((await device.Get($"{path}?after=0{(way.Length > 0 ? "&" : "")}{way}")).Bytes));
            }
            Wired wired;
            try
            {
                wired = await Wired.Open(device, room.Dialogue.Id);
            }
            catch (CallFailedException unknown) when (unknown.Message == "not-signed-in")
            {
                continue; // nobody: not even connected
            }
            connections.Add(wired);
            var ask = new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["after"] = 0, ["wire"] = 1 };
            if (way == "view=screen") ask["view"] = "screen";
            if (way == "participantId=") ask["participantId"] = null;
            await wired.Answer("Enter", ask);
            await wired.Answer("Do", Asks.Ready(true));
        }
        foreach (var one in connections)
        {
            told.AddRange(one.Heard().Select(message => message.ToJsonString()));
            await one.DisposeAsync();
        }
        return told;
    }
}
