// What stands before the rooms: cookies by https, the host's name, forwarded headers, keys, the sign-in link, and what ends in logs.
using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Workshop.Neighbours;

namespace Workshop.Tests;

public sealed class FrontTests
{
    private static readonly string[] ByHttps = ["--Workshop:PublicUrl", "https://dialog.example.se"];

    private static HttpClient Plain(House house) => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = house.Address };

    private static HttpRequestMessage Call(HttpMethod method, string path, string? cookie = null, string? host = null, JsonObject? body = null)
    {
        var call = new HttpRequestMessage(method, path);
        if (cookie is not null) call.Headers.Add("Cookie", cookie);
        if (host is not null) call.Headers.Host = host;
        if (body is not null) call.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return call;
    }

    private static string[] Given(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var all) ? [.. all] : [];

    [Fact]
    public async Task SV260_where_people_come_by_https_the_cookie_is_secure_whatever_the_proxy_says_and_an_old_one_is_taken_once()
    {
        await using var house = await House.Open();
        using var http = Plain(house);
        var old = Given(await http.SendAsync(Call(HttpMethod.Post, "/api/sign-in", body: new JsonObject { ["key"] = House.Key }))).Single().Split(';')[0];
        old.Should().StartWith("samskapa=");
        await house.Restart(ByHttps);
        using var now = Plain(house);
        var answer = await now.SendAsync(Call(HttpMethod.Get, "/api/dialogues", old));
        answer.StatusCode.Should().Be(HttpStatusCode.OK, "nobody has to sign in again");
        var given = Given(answer).Single(one => one.StartsWith("__Host-samskapa=", StringComparison.Ordinal));
        given.Should().ContainEquivalentOf("; secure").And.ContainEquivalentOf("httponly").And.ContainEquivalentOf("samesite=lax").And.ContainEquivalentOf("path=/");
        Given(answer).Should().Contain(one => one.StartsWith("samskapa=;", StringComparison.Ordinal), "the old one goes");
        (await now.SendAsync(Call(HttpMethod.Get, "/api/dialogues", given.Split(';')[0]))).StatusCode.Should().Be(HttpStatusCode.OK);

        // Taken long ago: whoever still has the old one is nobody.
        var journal = (Journal.Journal)house.Services.GetService(typeof(Journal.Journal))!;
        var key = Server.Devices.Hash(old["samskapa=".Length..]);
        var kept = JsonNode.Parse((await journal.Kept("device", key))!)!;
        kept["Taken"] = DateTimeOffset.UtcNow.AddMinutes(-2).ToString("O");
        await journal.Keep(new Journal.Keepsake("device", key, Encoding.UTF8.GetBytes(kept.ToJsonString()), DateTimeOffset.UtcNow.AddDays(1)));
        (await now.SendAsync(Call(HttpMethod.Get, "/api/dialogues", old))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await now.SendAsync(Call(HttpMethod.Get, "/api/dialogues", given.Split(';')[0]))).StatusCode.Should().Be(HttpStatusCode.OK);
        Given(await now.SendAsync(Call(HttpMethod.Post, "/api/sign-in", body: new JsonObject { ["key"] = House.Key }))).Single().Should().StartWith("__Host-samskapa=");
    }

    [Theory]
    [InlineData("evil.example", "/", 421)]
    [InlineData("evil.example:443", "/api/me", 421)]
    [InlineData("evil.example", "/hub/dialogue", 421)]
    [InlineData("10.0.0.7:5080", "/api/me", 421)]
    [InlineData("10.0.0.7:5080", "/health/live", 200)]
    [InlineData("10.0.0.7:5080", "/health/ready", 200)]
    [InlineData("dialog.example.se", "/api/me", 200)]
    [InlineData("DIALOG.example.se:443", "/api/me", 200)]
    [InlineData("localhost", "/api/me", 200)]
    [InlineData("127.0.0.1:5080", "/api/me", 200)]
    [InlineData("[::1]:5080", "/api/me", 200)]
    public async Task SV261_another_name_than_the_public_one_is_refused_but_health_and_this_machine_answer(string host, string path, int status)
    {
        await using var house = await House.Open(ByHttps);
        using var http = Plain(house);
        var answer = await http.SendAsync(Call(HttpMethod.Get, path, host: host));
        ((int)answer.StatusCode).Should().Be(status);
        if (status == 421) (await answer.Content.ReadAsStringAsync()).Should().Contain("wrong-host");
        await using var free = await House.Open();
        using var any = Plain(free);
        (await any.SendAsync(Call(HttpMethod.Get, "/api/me", host: host))).StatusCode.Should().Be(HttpStatusCode.OK, "nothing is pinned where nothing is said");
    }

    [Fact]
    public async Task SV262_a_forwarded_header_from_who_is_no_trusted_proxy_is_warned_about_once()
    {
        await using var server = await ServerProcess.Start(new Dictionary<string, string> { ["Workshop__TrustedProxies"] = "10.9.8.7" });
        await using var trusting = await ServerProcess.Start(new Dictionary<string, string> { ["Workshop__TrustedProxies"] = "127.0.0.1" });
        foreach (var one in new[] { server, trusting })
        {
            using var http = new HttpClient { BaseAddress = one.Address };
            http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
            for (var i = 0; i < 3; i++) (await http.GetAsync("/api/me")).StatusCode.Should().Be(HttpStatusCode.OK);
            await one.Stop();
        }
        server.Log.Split("Workshop__TrustedProxies").Should().HaveCount(2, "it is said once");
        trusting.Log.Should().NotContain("Workshop__TrustedProxies");
    }

    [Theory]
    [InlineData("en-nyckel-som-ar-lang\n")]
    [InlineData("en-nyckel-som-ar-lang\r\n")]
    [InlineData("  en-nyckel-som-ar-lang\t")]
    [InlineData("\"en-nyckel-som-ar-lang\"")]
    [InlineData("'en-nyckel-som-ar-lang'\n")]
    public void SV263_a_key_is_what_stands_between_line_breaks_spaces_and_quotes(string set) => Read("FacilitatorKey", set).FacilitatorKey.Should().Be("en-nyckel-som-ar-lang");

    [Theory]
    [InlineData("FacilitatorKey", "hemligt")]
    [InlineData("FacilitatorKey", "\"femton-tecken..\"\n")]
    [InlineData("PrintSignInLink", "kanske")]
    public void SV263_a_short_key_is_refused_with_a_sentence_that_does_not_tell_it(string name, string set) =>
        FluentActions.Invoking(() => Read(name, set)).Should().Throw<Server.WrongSetting>().Which.Message.Should().Contain("Workshop__" + name).And.EndWith(".").And.NotContain("femton").And.NotContain("hemligt");

    private static Server.Settings Read(string name, string set) => Server.Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { ["Workshop:DataFolder"] = Path.Combine(Path.GetTempPath(), "samskapa-settings"), ["Workshop:" + name] = set }).Build());

    [Theory]
    [InlineData("Workshop__FacilitatorKey", "kort", "at least 16")]
    [InlineData("Workshop__LinkKeys", "k1:for-kort", "Workshop__LinkKeys")]
    [InlineData("Workshop__LinkKeys", "", "Workshop__LinkKeys")]
    public async Task SV263_the_process_says_so_and_ends(string name, string set, string said)
    {
        var settings = new Dictionary<string, string> { [name] = set };
        if (set.Length == 0) (settings["Workshop__Journal"], settings["ConnectionStrings__Postgres"]) = ("postgres", await (await PostgresServer.Shared()).NewDatabase());
        var ended = await FluentActions.Awaiting(() => ServerProcess.Start(settings)).Should().ThrowAsync<InvalidOperationException>();
        ended.Which.Message.Should().Contain("ended with 2").And.Contain(said);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task SV264_the_sign_in_link_is_printed_where_nobody_sits_only_when_it_was_asked_for(string? asked, bool printed)
    {
        await using var server = await ServerProcess.Start(asked is null ? null : new Dictionary<string, string> { ["Workshop__PrintSignInLink"] = asked });
        await server.Stop();
        server.Log.Should().Contain("Samskapa: http");
        server.Log.Contains("#key=", StringComparison.Ordinal).Should().Be(printed);
    }

    [Fact]
    public async Task SV265_no_secret_is_in_the_logs_of_nginx_or_of_the_server()
    {
        await using var server = await ServerProcess.Start(new Dictionary<string, string> { ["Workshop__TrustedProxies"] = "127.0.0.1" });
        await using var nginx = await NginxServer.Start(await File.ReadAllTextAsync(Path.Combine(Root(), "infra", "nginx", "samskapa.conf")), [server.Address]);
        using var device = new Device(nginx.Address);
        var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
        var dialogue = await lead.Open();
        var link = (string)(await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!;
        (await device.Get("/api" + link)).Status.Should().Be(200);
        const string Secret = "EnHemlighetSomIngenFarSe0123456789";
        string[] paths =
        [
            .. "rfmshj".SelectMany(kind => new[] { $"/{kind}/{Secret}", $"/api/{kind}/{Secret}", $"/API/{kind}/{Secret}.md", $"/api//{kind}//{Secret}", $"/%61pi/%{(int)kind:x2}/{Secret}/commands", $"/api/{kind}/{Secret}?x={Secret}" }),
            $"/api/dialogues/{dialogue.Id}/codes/{Secret}", $"/API/dialogues/{dialogue.Id}/codes/{Secret}", $"/d/{dialogue.Id}?token={Secret}", $"/lead?key={Secret}",
        ];
        foreach (var path in paths) await device.Get(path);
        await server.Kill(); // what cannot be passed on is an error of nginx's, and those hold whole requests
        // Honest limit: nginx' error log holds the query of other pages. No secret of ours is ever in one: those of sign-in and return are in the fragment, which is not sent.
        foreach (var path in paths.Where(path => !path.StartsWith("/d/", StringComparison.Ordinal) && !path.StartsWith("/lead", StringComparison.Ordinal)))
            (await device.Get(path)).Status.Should().BeGreaterThanOrEqualTo(500, path);
        (await device.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().BeGreaterThanOrEqualTo(500);
        await nginx.Stop();
        var written = await nginx.Logs();
        written.Should().Contain("/api/r/***").And.Contain("/f/***").And.Contain("upstream", "what is no secret is logged as ever").And.Contain($"/api/dialogues/{dialogue.Id}");
        foreach (var log in new[] { written, server.Log })
            log.Should().NotContain(Secret).And.NotContain(link[3..]).And.NotContain(ServerProcess.Key);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Workshop.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
