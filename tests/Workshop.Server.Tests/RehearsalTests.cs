// Generalrepetition and deleting: a copy with simulated people follows its facilitator; wiped, nothing of it is anywhere.
using System.Text;
using Workshop.Journal;
using Workshop.Server.Demo;

namespace Workshop.Tests;

public sealed class RehearsalTests : IAsyncLifetime
{
    private House house = null!;
    private Facilitator lead = null!;

    public async Task InitializeAsync()
    {
        house = await House.Open("--Workshop:Limits:CommandsPerSecond", "100000", "--Workshop:Limits:Burst", "100000");
        lead = await house.Lead();
    }

    public async Task DisposeAsync()
    {
        await lead.DisposeAsync();
        await house.DisposeAsync();
    }

    private async Task<string> Prepared(string title = "Vår väg framåt")
    {
        var dialogue = await lead.Open(title, "Personer med stroke", "Strokeenheten", "Kommunrehab");
        await Do(dialogue.Id, new JsonObject { ["type"] = "editOrganisations", ["expected"] = new JsonArray(new JsonObject { ["organisation"] = "o2", ["level"] = "frontline", ["count"] = 3 }) });
        await Do(dialogue.Id, Asks.AddItem("moment", "story", new JsonObject { ["text"] = "Ambulansen kom fort", ["tags"] = new JsonArray() }));
        var agenda = (await Snapshot(dialogue.Id))["agenda"]!.AsArray();
        await Do(dialogue.Id, new JsonObject { ["type"] = "editAgenda", ["agenda"] = new JsonArray([.. agenda.Where(one => (string)one!["kind"]! != "welcome").Select(one => one!.DeepClone())]) });
        return dialogue.Id;
    }

    private async Task Do(string dialogue, JsonObject command)
    {
        command["id"] = Asks.NewId();
        var receipt = await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue}/commands?participantId=", command);
        receipt!["seq"].Should().NotBeNull("{0}", receipt.ToJsonString());
    }

    private async Task<JsonObject> Snapshot(string dialogue) => (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue}?participantId="))!["dialogue"]!.AsObject();

    private Task<Answer> Delete(string dialogue, JsonObject? body = null, Device? by = null) =>
        (by ?? lead.Device).Send(HttpMethod.Delete, $"/api/dialogues/{dialogue}", body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString()));

    private async Task<(string Id, string Code)> Rehearse(string of)
    {
        var made = (await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{of}/rehearsal", new JsonObject { ["people"] = 8, ["fast"] = true }))!;
        return ((string)made["id"]!, (string)made["joinCode"]!);
    }

    /// <summary>All bytes at rest, after what waits for a quiet moment has been done.</summary>
    private async Task<string> AtRest()
    {
        await ((SqliteJournal)house.Services.GetService(typeof(Workshop.Journal.Journal))!).Tidy();
        return string.Concat(Directory.GetFiles(house.Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(file =>
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(open, Encoding.Latin1);
            return reader.ReadToEnd();
        }));
    }

    private static string Latin(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task SV170_a_rehearsal_is_a_marked_copy_whose_people_follow_the_facilitator()
    {
        var of = await Prepared();
        var (id, _) = await Rehearse(of);
        await using var client = new Client(lead.Device);
        await client.Enter(id);
        var copy = await Snapshot(id);
        copy["title"]!.GetValue<string>().Should().Be("Generalrepetition: Vår väg framåt");
        copy["rehearsal"]!.GetValue<bool>().Should().BeTrue();
        copy["agenda"]!.AsArray().Select(one => (string)one!["id"]!).Should().Equal((await Snapshot(of))["agenda"]!.AsArray().Select(one => (string)one!["id"]!));
        copy["organisations"]!.AsArray().Select(one => (string)one!["name"]!).Should().Equal("Strokeenheten", "Kommunrehab");
        copy["expected"]![0]!["count"]!.GetValue<int>().Should().Be(3);
        copy["items"]!.AsArray().Should().ContainSingle().Which!["text"]!.GetValue<string>().Should().Be("Ambulansen kom fort");
        await client.Until(() => client.Board.Participants.Count == 8, "to see them all", TimeSpan.FromSeconds(60));
        var people = (await Snapshot(id))["participants"]!.AsArray();
        people.Should().OnlyContain(one => ((string)one!["name"]!).EndsWith("(låtsas)", StringComparison.Ordinal));
        people.Count(one => (string?)one!["organisation"] == "o2" && (string)one["level"]! == "frontline").Should().BeGreaterThan(1, "that is who is expected");
        await client.Do(Asks.EnterPhase("initiatives"));
        await client.Do(Asks.EnterRound("initiatives-1"));
        await client.Until(() => client.Board.Concealed.Count > 3, "to see that they write, and not what", TimeSpan.FromSeconds(60));
        await client.Do(Asks.EnterRound("initiatives-2"));
        await client.Until(() => client.Board.Items.Values.Count(one => (string?)one["kind"] == "note") > 3, "to read it", TimeSpan.FromSeconds(60));
        (await Snapshot(of))["participants"]!.AsArray().Should().BeEmpty("one's own dialogue knows nothing of it");
    }

    [Fact]
    public async Task SV171_one_rehearsal_at_a_time_of_bounded_size_for_facilitators_only_and_it_survives_a_restart()
    {
        var of = await Prepared();
        (await lead.Device.Post($"/api/dialogues/{of}/rehearsal", new JsonObject { ["people"] = 25 })).Code.Should().Be("malformed");
        (await house.Stranger().Post($"/api/dialogues/{of}/rehearsal", new JsonObject())).Status.Should().Be(401);
        var (id, _) = await Rehearse(of);
        (await lead.Device.Post($"/api/dialogues/{of}/rehearsal", new JsonObject())).Code.Should().Be("rehearsal-running");
        await house.Restart();
        await using var client = new Client(lead.Device);
        await client.Enter(id);
        await client.Until(() => client.Board.Participants.Count == 8 && client.Around.Count == 8, "to see everybody back, and nobody twice", TimeSpan.FromSeconds(60));
        (await Delete(id)).Status.Should().Be(204);
        await Rehearse(of);
    }

    [Fact]
    public async Task SV172_wiped_nothing_of_a_rehearsal_is_anywhere()
    {
        var of = await Prepared("Det som stannar");
        var (id, code) = await Rehearse(of);
        var guest = house.Stranger();
        var joined = await guest.Join(code, "Gäst Gästsson", "Strokeenheten");
        var other = await lead.Open("En annan");
        await guest.Join(other.JoinCode, "Gäst", "X");
        await using var client = new Client(guest, new ClientOptions());
        await client.Enter(id);
        await client.Until(() => client.Board.Participants.Count == 9, "to see all", TimeSpan.FromSeconds(60));
        await Do(id, Asks.EnterPhase("initiatives"));
        await client.Do(Asks.AddNote("initiatives", "ett spår som ska bort"));
        var link = (string)(await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{id}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!;
        (await AtRest()).Should().Contain(Latin("ett spår som ska bort")).And.Contain(id).And.Contain(Latin("(låtsas)"), "or the test could not fail");

        (await Delete(id)).Status.Should().Be(204);
        var (wired, _) = await Wired.Enter(guest, other.Id);
        await using var __ = wired;
        (await wired.Answer("Enter", new JsonObject { ["dialogueId"] = id, ["after"] = 0 }))["error"]!.GetValue<string>().Should().Contain("not-allowed");
        (await house.Stranger().Post("/api/join/look", new JsonObject { ["joinCode"] = code })).Status.Should().Be(404);
        (await house.Stranger().Get("/api" + link)).Status.Should().Be(404);
        (await house.Stranger().Post("/api/return", new JsonObject { ["token"] = joined.ReturnLink!.Split('=')[1] })).Status.Should().Be(404);
        (await lead.Device.Must(HttpMethod.Get, "/api/dialogues"))!.AsArray().Select(one => (string)one!["id"]!).Should().BeEquivalentTo([of, other.Id]);
        (await guest.Must(HttpMethod.Get, "/api/me"))!["participants"]!.AsArray().Should().ContainSingle().Which!["dialogueId"]!.GetValue<string>().Should().Be(other.Id);
        (await AtRest()).Should().NotContain(Latin("ett spår som ska bort")).And.NotContain(id).And.NotContain(Latin("(låtsas)")).And.NotContain(Latin("Gäst Gästsson")).And.Contain("Det som stannar");
    }

    [Fact]
    public async Task SV173_a_dialogue_is_deleted_when_it_is_not_under_way_and_its_title_is_typed()
    {
        var dialogue = await lead.Open("Skarp dialog");
        var guest = house.Stranger();
        await guest.Join(dialogue.JoinCode, "Anna", "X");
        (await Delete(dialogue.Id, new JsonObject { ["title"] = "Skarp dialog" }, guest)).Status.Should().Be(403);
        (await Delete(dialogue.Id)).Code.Should().Be("confirm-title");
        (await Delete(dialogue.Id, new JsonObject { ["title"] = "skarp" })).Code.Should().Be("confirm-title");
        await Do(dialogue.Id, Asks.EnterPhase("welcome"));
        (await Delete(dialogue.Id, new JsonObject { ["title"] = "Skarp dialog" })).Code.Should().Be("dialogue-live");
        await using var wired = await Wired.Open(guest, dialogue.Id);
        await wired.Call("Enter", new JsonObject { ["dialogueId"] = dialogue.Id, ["after"] = 0 });
        await Do(dialogue.Id, new JsonObject { ["type"] = "conclude" });
        (await Delete(dialogue.Id, new JsonObject { ["title"] = " Skarp dialog " })).Status.Should().Be(204);
        await wired.Closed.WaitAsync(TimeSpan.FromSeconds(10));
        (await guest.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(403);
        (await Delete(dialogue.Id)).Status.Should().Be(403, "it is not there");
    }
}
