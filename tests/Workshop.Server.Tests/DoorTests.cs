// Who gets in: cookies, origins, keys, codes, links, and how many tries.
using System.Net;
using System.Text;

namespace Workshop.Tests;

public sealed class DoorTests : IAsyncLifetime
{
    private House house = null!;

    public async Task InitializeAsync() => house = await House.Open();

    public async Task DisposeAsync() => await house.DisposeAsync();

    private HttpClient Plain() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = house.Address };

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    [Fact]
    public async Task SV20_the_cookie_is_random_http_only_lax_and_says_nothing()
    {
        using var http = Plain();
        var answer = await http.PostAsync("/api/sign-in", Json(new JsonObject { ["key"] = House.Key }));
        answer.StatusCode.Should().Be(HttpStatusCode.NoContent);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.Should().StartWith("samskapa=").And.ContainEquivalentOf("httponly").And.ContainEquivalentOf("samesite=lax").And.ContainEquivalentOf("path=/").And.NotContainEquivalentOf("domain");
        cookie.Split(';')[0]["samskapa=".Length..].Length.Should().BeGreaterThanOrEqualTo(22, "128 bits are 22 characters");
    }

    [Fact]
    public async Task SV20_over_https_the_cookie_is_secure_and_bound_to_the_host()
    {
        await using var proxied = await House.Open("--Workshop:TrustedProxies", "127.0.0.1", "--Workshop:PublicUrl", "https://dialog.example.se");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = proxied.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Add("X-Forwarded-Host", "dialog.example.se");
        http.DefaultRequestHeaders.Add("Origin", "https://dialog.example.se");
        var answer = await http.PostAsync("/api/sign-in", Json(new JsonObject { ["key"] = House.Key }));
        answer.Headers.GetValues("Set-Cookie").Single().Should().StartWith("__Host-samskapa=").And.ContainEquivalentOf("secure");
        answer.Headers.Contains("Strict-Transport-Security").Should().BeTrue();
    }

    [Fact]
    public async Task SV20_the_cookies_id_is_not_at_rest()
    {
        using var device = house.Stranger();
        await device.Must(HttpMethod.Post, "/api/sign-in", new JsonObject { ["key"] = House.Key });
        var id = device.Cookies.GetAllCookies().Single().Value;
        var journal = (Journal.Journal)house.Services.GetService(typeof(Journal.Journal))!;
        var kept = await journal.AllKept("device");
        kept.Should().ContainSingle().Which.Key.Should().Be(Server.Devices.Hash(id)).And.NotContain(id);
        Encoding.UTF8.GetString(kept[0].Value).Should().NotContain(id);
    }

    [Theory]
    [InlineData("https://evil.example", null, 403)]
    [InlineData("null", null, 403)]
    [InlineData(null, "cross-site", 403)]
    [InlineData(null, "same-site", 403)]
    [InlineData(null, null, 401)]
    [InlineData(null, "same-origin", 401)]
    [InlineData("own", "same-origin", 401)]
    [InlineData("localhost", null, 401)]
    public async Task SV21_calls_that_change_something_come_from_our_own_pages_or_from_programs(string? origin, string? site, int status)
    {
        using var http = Plain();
        using var call = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in") { Content = Json(new JsonObject { ["key"] = "wrong" }) };
        origin = origin switch { "own" => house.Address.GetLeftPart(UriPartial.Authority), "localhost" => $"http://localhost:{house.Address.Port}", _ => origin };
        if (origin is not null) call.Headers.TryAddWithoutValidation("Origin", origin);
        if (site is not null) call.Headers.Add("Sec-Fetch-Site", site);
        ((int)(await http.SendAsync(call)).StatusCode).Should().Be(status);
    }

    [Fact]
    public async Task SV21_the_hub_does_not_open_for_another_sites_page()
    {
        using var http = Plain();
        using var call = new HttpRequestMessage(HttpMethod.Get, "/hub/dialogue");
        call.Headers.Add("Origin", "https://evil.example");
        (await http.SendAsync(call)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task SV22_a_wrong_key_is_401_and_many_are_429_while_the_right_one_still_opens()
    {
        using var device = house.Stranger();
        var statuses = new List<int>();
        for (var i = 0; i < 11; i++) statuses.Add((await device.Post("/api/sign-in", new JsonObject { ["key"] = $"wrong {i}" })).Status);
        statuses.Take(10).Should().AllBeEquivalentTo(401);
        statuses[^1].Should().Be(429);
        (await device.Post("/api/sign-in", new JsonObject { ["key"] = House.Key })).Status.Should().Be(204);
    }

    [Fact]
    public async Task SV22_a_sign_in_link_works_once()
    {
        var keys = (Server.Keys)house.Services.GetService(typeof(Server.Keys))!;
        var secret = await keys.MakeSignIn();
        (await house.Stranger().Post("/api/sign-in", new JsonObject { ["key"] = secret })).Status.Should().Be(204);
        (await house.Stranger().Post("/api/sign-in", new JsonObject { ["key"] = secret })).Status.Should().Be(401);
    }

    [Fact]
    public async Task SV23_thirty_wrong_codes_a_minute_are_404_more_are_429_and_a_right_one_always_opens()
    {
        await using var own = await House.Open();
        await using var lead = await own.Lead();
        var dialogue = await lead.Open();
        var device = own.Stranger();
        var statuses = new List<int>();
        for (var i = 0; i < 31; i++) statuses.Add((await device.Post("/api/join/look", new JsonObject { ["joinCode"] = i % 2 == 0 ? $"1111111{i:00}" : new string('!', i) })).Status);
        statuses.Take(30).Should().AllBeEquivalentTo(404);
        statuses.Skip(30).Should().AllBeEquivalentTo(429);
        var look = await device.Post("/api/join/look", new JsonObject { ["joinCode"] = dialogue.JoinCode });
        look.Status.Should().Be(200);
        look.Body!["title"]!.GetValue<string>().Should().Be("Prov");
        (await device.Join(dialogue.JoinCode[..3] + " " + dialogue.JoinCode[3..6] + "\u2013" + dialogue.JoinCode[6..], "Anna", "Regionen")).DialogueId.Should().Be(dialogue.Id);
    }

    [Fact]
    public async Task SV23_a_wrong_code_gives_no_hint()
    {
        var answer = await house.Stranger().Post("/api/join", new JsonObject { ["joinCode"] = "000000", ["name"] = "Anna", ["level"] = "frontline", ["organisation"] = "X" });
        (answer.Status, answer.Code).Should().Be((404, "unknown-code"));
        (await house.Stranger().Post("/api/join", new JsonObject())).Code.Should().Be("unknown-code");
    }

    [Fact]
    public async Task SV24_a_return_link_brings_the_same_person_to_another_device_and_nobody_else()
    {
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var first = house.Stranger();
        var joined = await first.Join(dialogue.JoinCode, "Anna", "Regionen");
        var token = joined.ReturnLink!.Split("#return=")[1];
        joined.ReturnLink.Should().Contain($"/d/{dialogue.Id}#return=");
        var second = house.Stranger();
        (await second.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(401);
        (await second.Post("/api/return", new JsonObject { ["token"] = token + "x" })).Status.Should().Be(404);
        (await second.Post("/api/return", new JsonObject { ["token"] = token })).Status.Should().Be(204);
        var me = (await second.Must(HttpMethod.Get, "/api/me"))!;
        me.ToJsonString().Should().Contain(joined.ParticipantId).And.Contain("Anna").And.Contain("\"facilitator\":false");
        (await second.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task SV24_leaving_a_device_forgets_everybody_on_it()
    {
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var device = house.Stranger();
        await device.Join(dialogue.JoinCode, "Anna", "Regionen");
        var cookie = device.CookieHeader();
        (await device.Post("/api/sign-out", null)).Status.Should().Be(204);
        using var http = Plain();
        using var call = new HttpRequestMessage(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}");
        call.Headers.Add("Cookie", cookie);
        (await http.SendAsync(call)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SV24_one_of_several_voices_leaves_and_the_others_stay()
    {
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var device = house.Stranger();
        var anna = await device.Join(dialogue.JoinCode, "Anna", "Regionen");
        var bo = await device.Join(dialogue.JoinCode, "Bo", "Regionen");
        JsonObject Leave(string person) => new() { ["dialogueId"] = dialogue.Id, ["participantId"] = person };
        (await house.Stranger().Post("/api/leave", Leave(anna.ParticipantId))).Status.Should().Be(404);
        (await device.Post("/api/leave", Leave(bo.ParticipantId))).Status.Should().Be(204);
        (await device.Post("/api/leave", Leave(bo.ParticipantId))).Status.Should().Be(404);
        (await device.Must(HttpMethod.Get, "/api/me"))!.ToJsonString().Should().Contain(anna.ParticipantId).And.NotContain(bo.ParticipantId);
        (await device.Get($"/api/dialogues/{dialogue.Id}?participantId={bo.ParticipantId}")).Status.Should().Be(403);
        (await device.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task SV25_only_facilitators_open_and_list_dialogues()
    {
        var stranger = house.Stranger();
        (await stranger.Get("/api/dialogues")).Status.Should().Be(401);
        (await stranger.Post("/api/dialogues", new JsonObject { ["templateId"] = "samskapande-dialog", ["title"] = "X", ["targetGroup"] = "MS" })).Status.Should().Be(401);
        await using var lead = await house.Lead();
        var dialogue = await lead.Open("Min dialog");
        await house.Stranger().Join(dialogue.JoinCode, "Anna", "Regionen");
        var list = (await lead.Device.Must(HttpMethod.Get, "/api/dialogues"))!.AsArray();
        list.Single()!["title"]!.GetValue<string>().Should().Be("Min dialog");
        list.Single()!["people"]!.GetValue<int>().Should().Be(1);
        (await lead.Device.Post("/api/dialogues", new JsonObject { ["templateId"] = "no-such", ["title"] = "X", ["targetGroup"] = "MS" })).Status.Should().Be(422);
        (await lead.Device.Post("/api/dialogues", new JsonObject { ["templateId"] = "samskapande-dialog", ["title"] = "", ["targetGroup"] = "MS" })).Status.Should().Be(422);
    }

    [Fact]
    public async Task SV26_over_the_rate_is_retry_and_nothing_is_lost_by_sending_again()
    {
        await using var strict = await House.Open("--Workshop:Limits:CommandsPerSecond", "5", "--Workshop:Limits:Burst", "3");
        await using var lead = await strict.Lead();
        var dialogue = await lead.Open();
        var device = strict.Stranger();
        await device.Join(dialogue.JoinCode, "Anna", "Regionen");
        var receipts = (await device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands",
            new JsonArray(Asks.Ready(true), Asks.RaiseHand(true), Asks.RaiseHand(false), Asks.Ready(false), Asks.Ready(true))))!.AsArray();
        receipts.Take(3).Should().OnlyContain(r => r!["seq"] != null);
        receipts.Skip(3).Should().OnlyContain(r => r!["retry"]!.GetValue<int>() > 0);
    }
}
