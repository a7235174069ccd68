// How much one device may read, and what it may send.
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Workshop.Tests;

public sealed class ReadsTests
{
    [Fact]
    public async Task SV295_one_device_that_asks_without_end_is_told_to_wait_and_another_is_not()
    {
        await using var house = await House.Open("--Workshop:Limits:ReadsPerSecond", "1", "--Workshop:Limits:ReadsBurst", "6");
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var (anna, bo) = (house.Stranger(), house.Stranger());
        foreach (var one in new[] { anna, bo }) await one.Join(dialogue.JoinCode, "Någon", "Regionen");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => anna.Get(i % 2 == 0 ? $"/api/dialogues/{dialogue.Id}" : "/api/me")));
        answers.Count(one => one.Status == 200).Should().BeInRange(6, 14, "six at once, three wait for their token");
        var refused = answers.First(one => one.Status == 429);
        refused.Code.Should().Be("too-fast");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.Should().BeInRange(1, 10);
        (await bo.Get("/api/me")).Status.Should().Be(200);
        (await house.Stranger().Get("/api/templates")).Status.Should().Be(200);
        (await anna.Get("/health/ready")).Status.Should().Be(200, "health is not counted");
        (await anna.Post($"/api/dialogues/{dialogue.Id}/commands", Asks.Ready(true))).Status.Should().Be(200, "writing is counted apart");
    }

    [Fact]
    public async Task SV296_a_hundred_and_fifty_behind_one_address_who_come_back_at_once_all_get_what_they_ask_for()
    {
        await using var house = await House.Open("--Workshop:Limits:ReadsPerSecond", "10", "--Workshop:Limits:ReadsBurst", "60");
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var people = Enumerable.Range(0, 150).Select(_ => house.Stranger()).ToList();
        foreach (var one in people) await one.Join(dialogue.JoinCode, "Någon", "Regionen");
        string[] asked = ["/api/me", $"/api/dialogues/{dialogue.Id}", $"/api/dialogues/{dialogue.Id}/events?after=0", "/api/statement", $"/api/dialogues/{dialogue.Id}/outcome"];
        var answers = await Task.WhenAll(people.SelectMany(one => asked.Select(path => one.Get(path))));
        answers.Select(one => one.Status).Should().AllBeEquivalentTo(200);
        var strangers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => people[0].Server).Select(async _ => (await house.Stranger().Get("/api/me")).Status));
        strangers.Should().AllBeEquivalentTo(200, "a house that comes for the first time");
    }

    [Fact]
    public async Task SV297_what_is_no_json_in_utf8_is_415_on_every_route_that_takes_a_body()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var routes = ((IEnumerable<EndpointDataSource>)house.Services.GetService(typeof(IEnumerable<EndpointDataSource>))!).SelectMany(one => one.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(route => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (Method: method, Path: "/" + route.RoutePattern.RawText!.TrimStart('/'))))
            .Where(route => route.Method is not ("GET" or "HEAD") && route.Path.StartsWith("/api/", StringComparison.Ordinal)).Distinct().ToList();
        routes.Should().HaveCountGreaterThan(10).And.Contain(("POST", "/api/join")).And.Contain(("POST", "/api/dialogues/{id}/commands"));
        using var handler = new HttpClientHandler { CookieContainer = lead.Device.Cookies };
        using var http = new HttpClient(handler) { BaseAddress = house.Address };
        foreach (var (method, path) in routes)
            foreach (var type in new[] { "application/json; charset=utf-7", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x", "json", "" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", dialogue.Id, StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
                request.Content = new ByteArrayContent("{}"u8.ToArray());
                if (type.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                using var answer = await http.SendAsync(request);
                ((int)answer.StatusCode).Should().Be(415, "{0} {1} with {2}", method, path, type);
            }
        foreach (var type in new[] { "application/json", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"", "application/problem+json" })
        {
            using var content = new ByteArrayContent("{}"u8.ToArray());
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var answer = await http.PostAsync("/api/join/look", content);
            ((int)answer.StatusCode).Should().Be(404, "an empty code is wrong, but {0} is read", type);
        }
    }
}
