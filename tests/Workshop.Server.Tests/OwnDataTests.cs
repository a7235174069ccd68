// Mina uppgifter: what one person wrote, to take home.
namespace Workshop.Tests;

public sealed class OwnDataTests : Gathered
{
    [Fact]
    public async Task SV330_ones_own_words_are_a_file_on_ones_own_device_only()
    {
        await Did(Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "setConduct", ["phaseId"] = "valueVision", ["conduct"] = new JsonObject { ["names"] = "hidden" } });
        await Note(Anna, "Annas namnlösa lapp");
        await Did(Lead.Device, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "setConduct", ["phaseId"] = "valueVision", ["conduct"] = new JsonObject { ["names"] = "shown" } });
        await Note(Anna, "Annas lapp");
        await Note(Bo, "Bos lapp");
        var path = $"/api/dialogues/{Dialogue.Id}/participants/{AnnaId}/data";
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(Anna.Server, path));
        using var answer = await Anna.Invoker.SendAsync(asked, default);
        ((int)answer.StatusCode).Should().Be(200);
        answer.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        var file = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        ((string?)file["participant"]!["name"]).Should().Be("Anna");
        ((string?)file["organisation"]).Should().Be("Neurologen");
        file.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Should().Contain("Annas lapp").And.Contain("Annas namnlösa lapp").And.NotContain("Bos lapp");
        foreach (var other in new[] { Bo, Lead.Device })
            (await other.Get(path)).Status.Should().Be(403);
        (await House.Stranger().Get(path)).Status.Should().Be(401);
    }
}
