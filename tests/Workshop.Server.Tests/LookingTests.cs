// Looking over plain HTTP: snapshots as each may see them, what has happened since, the outcome and its files, the pages.
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace Workshop.Tests;

public abstract class LookingTests(Gathered room)
{
    private async Task<HttpResponseMessage> Get(string path, Device? who = null, Action<HttpRequestHeaders>? with = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = room.House.Address };
        using var call = new HttpRequestMessage(HttpMethod.Get, path);
        if (who is not null) call.Headers.Add("Cookie", who.CookieHeader());
        with?.Invoke(call.Headers);
        return await http.SendAsync(call);
    }

    [Fact]
    public async Task SV50_a_snapshot_has_a_tag_that_changes_with_the_seq_and_the_view()
    {
        var first = await Get($"/api/dialogues/{room.Dialogue.Id}", room.Anna);
        first.Headers.CacheControl!.ToString().Should().Contain("private").And.Contain("no-cache");
        first.Headers.Vary.Should().Contain("Cookie");
        var tag = first.Headers.ETag!;
        (await Get($"/api/dialogues/{room.Dialogue.Id}", room.Anna, h => h.IfNoneMatch.Add(tag))).StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await Get($"/api/dialogues/{room.Dialogue.Id}", room.Bo)).Headers.ETag.Should().Be(tag, "they see the same");
        (await Get($"/api/dialogues/{room.Dialogue.Id}", room.Lead.Device)).Headers.ETag.Should().NotBe(tag, "a facilitator sees the join token");
        await room.Note(room.Anna);
        (await Get($"/api/dialogues/{room.Dialogue.Id}", room.Anna, h => h.IfNoneMatch.Add(tag))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task SV50_a_snapshot_comes_compressed_as_asked(string encoding)
    {
        var answer = await Get($"/api/dialogues/{room.Dialogue.Id}", room.Anna, h => h.AcceptEncoding.ParseAdd(encoding));
        answer.Content.Headers.ContentEncoding.Should().Equal(encoding);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using Stream plain = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        (await JsonNode.ParseAsync(plain))!["dialogue"]!["title"]!.GetValue<string>().Should().Be("Kims väg");
    }

    [Fact]
    public async Task SV51_what_is_written_in_private_is_in_its_authors_snapshot_only_until_it_is_shown()
    {
        await room.Did(room.Lead.Device, Asks.EnterPhase("story"));
        await room.Did(room.Lead.Device, Asks.SetConduct("story", new JsonObject { ["writing"] = "private" }));
        var note = await room.Note(room.Anna, "bara min än så länge", "story");
        (await room.Snapshot(room.Anna)).ToJsonString().Should().Contain("bara min");
        foreach (var other in new[] { room.Bo, room.Lead.Device })
        {
            var seen = await room.Snapshot(other);
            seen.ToJsonString().Should().NotContain("bara min");
            seen["dialogue"]!["concealed"]!.AsArray().Select(c => (string)c!["itemId"]!).Should().Contain(note);
            (await other.Must(HttpMethod.Get, $"/api/dialogues/{room.Dialogue.Id}/events?after=0"))!.ToJsonString().Should().NotContain("bara min");
        }
        (await room.Bo.Must(HttpMethod.Get, $"/api/dialogues/{room.Dialogue.Id}/outcome"))!.ToJsonString().Should().NotContain("bara min");
        await room.Did(room.Lead.Device, Asks.SetConduct("story", new JsonObject { ["writing"] = "open" }));
        (await room.Snapshot(room.Bo)).ToJsonString().Should().Contain("bara min");
    }

    [Fact]
    public async Task SV52_events_after_a_seq_are_contiguous_and_too_old_or_unknown_ones_say_snapshot()
    {
        var seq = await room.Did(room.Anna, Asks.Ready(true)) - 1;
        await room.Did(room.Anna, Asks.Ready(false));
        var tail = (await room.Anna.Must(HttpMethod.Get, $"/api/dialogues/{room.Dialogue.Id}/events?after={seq}"))!;
        tail["events"]!.AsArray().Select(e => (long)e!["seq"]!).Should().Equal(seq + 1, seq + 2);
        (await room.Anna.Must(HttpMethod.Get, $"/api/dialogues/{room.Dialogue.Id}/events?after=999999"))!["snapshot"]!.GetValue<bool>().Should().BeTrue();
        (await room.Anna.Must(HttpMethod.Get, $"/api/dialogues/{room.Dialogue.Id}/events?after={seq}&history=other"))!["snapshot"]!.GetValue<bool>().Should().BeTrue();
        (await room.Anna.Get($"/api/dialogues/{room.Dialogue.Id}/events?after=x")).Code.Should().Be("malformed");
    }

    [Fact]
    public async Task SV53_the_outcome_is_json_whatever_is_accepted_and_its_files_hold_what_people_wrote_as_text()
    {
        const string wild = "=SUM(A1) <script>alert(1)</script> *ett* å; \"två\"";
        await room.Did(room.Anna, Asks.AddItem("visionSentence", "valueVision", new JsonObject { ["text"] = wild }));
        await room.Did(room.Lead.Device, Asks.EnterPhase("nextSteps"));
        var organisation = (await room.Snapshot(room.Anna))["dialogue"]!["organisations"]![0]!["id"]!.GetValue<string>();
        await room.Did(room.Anna, Asks.AddItem("nextStep", "nextSteps", new JsonObject { ["what"] = wild, ["organisation"] = organisation, ["role"] = "chef", ["due"] = "2026-12-24" }));
        var path = $"/api/dialogues/{room.Dialogue.Id}/outcome";

        var json = await Get(path, room.Anna, h => h.Accept.ParseAdd("text/html"));
        json.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        JsonNode.Parse(await json.Content.ReadAsStringAsync())!["nextSteps"]![0]!["state"]!.GetValue<string>().Should().Be("proposed");

        var html = await Get(path + ".html", room.Anna);
        html.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'").And.NotContain("unsafe");
        (await html.Content.ReadAsStringAsync()).Should().NotContain("<script>").And.Contain("&lt;script&gt;");

        (await (await Get(path + ".md", room.Anna)).Content.ReadAsStringAsync()).Should().NotContain("<script>").And.Contain("\\*ett\\*");
        (await (await Get(path + ".csv", room.Anna)).Content.ReadAsStringAsync()).Should().Contain("\"'=SUM(A1)").And.Contain("\"\"två\"\"");

        var calendar = await (await Get(path + ".ics", room.Anna)).Content.ReadAsStringAsync();
        calendar.Should().Contain("DTSTART;VALUE=DATE:20261224").And.Contain("DTEND;VALUE=DATE:20261225");
        calendar.Split("\r\n").Should().OnlyContain(line => Encoding.UTF8.GetByteCount(line) <= 75);

        using var word = new ZipArchive(await (await Get(path + ".docx", room.Anna)).Content.ReadAsStreamAsync());
        await using var part = await word.GetEntry("word/document.xml")!.OpenAsync();
        (await XDocument.LoadAsync(part, LoadOptions.None, default)).ToString().Should().Contain("&lt;script&gt;");
    }

    [Fact]
    public async Task SV54_a_link_shows_the_outcome_without_an_account_until_it_is_revoked()
    {
        (await room.Anna.Post($"/api/dialogues/{room.Dialogue.Id}/links", new JsonObject { ["kind"] = "outcome" })).Code.Should().Be("facilitator-only");
        var link = (await room.Lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{room.Dialogue.Id}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!.GetValue<string>();
        var answer = await Get("/api" + link);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Headers.GetValues("X-Robots-Tag").Single().Should().Contain("noindex");
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["title"]!.GetValue<string>().Should().Be("Kims väg");
        (await Get($"/api{link}.csv")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await Get($"/api{link[..^2]}xx")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        await room.Lead.Device.Must(HttpMethod.Delete, $"/api/dialogues/{room.Dialogue.Id}/links");
        (await Get("/api" + link)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/api/no-such-thing", 404, "not-found")]
    [InlineData("/api/dialogues/no-such", 401, "not-allowed")]
    [InlineData("/no-such-file.js", 404, "not-found")]
    public async Task SV55_whatever_is_not_there_is_a_problem_with_a_code(string path, int status, string code)
    {
        var answer = await Get(path);
        ((int)answer.StatusCode).Should().Be(status);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        (problem["code"]!.GetValue<string>(), problem["status"]!.GetValue<int>()).Should().Be((code, status));
        problem["title"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"joinCode\":7}")]
    [InlineData("")]
    public async Task SV55_a_body_that_is_no_request_is_a_problem_and_says_nothing_of_the_inside(string body)
    {
        var answer = await room.House.Stranger().Send(HttpMethod.Post, "/api/join/look", Encoding.UTF8.GetBytes(body));
        answer.Code.Should().Be("malformed");
        Encoding.UTF8.GetString(answer.Bytes).Should().NotContain("Exception").And.NotContain("System.");
        (await room.House.Stranger().Send(HttpMethod.Post, "/api/join/look", new byte[100_000])).Code.Should().BeOneOf("too-large", "malformed");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/lead")]
    [InlineData("/d/abc")]
    [InlineData("/r/abc")]
    public async Task SV56_every_page_of_the_client_is_served_with_a_strict_policy(string path)
    {
        var answer = await Get(path);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Single().Should().Be("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Single().Should().Be("no-referrer");
        if (path.StartsWith("/r/", StringComparison.Ordinal)) answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task SV57_templates_and_health_need_nobody()
    {
        JsonNode.Parse(await (await Get("/api/templates")).Content.ReadAsStringAsync())!.AsArray().Select(t => (string)t!["id"]!).Should().Contain("samskapande-dialog");
        (await Get("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await Get("/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
