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
    public async Task SV304_a_hall_joins_from_one_address_at_once_and_more_one_by_one()
    {
        using var arrivals = new Server.Arrivals(atOnce: 5, waiting: 2);
        var (one, other) = (System.Net.IPAddress.Parse("192.0.2.1"), System.Net.IPAddress.Parse("192.0.2.2"));
        var came = Enumerable.Range(0, 9).Select(_ => arrivals.Admits(one, "d", default).AsTask()).ToList();
        came.Take(5).Should().OnlyContain(task => task.IsCompletedSuccessfully && task.Result);
        came.Skip(5).Take(2).Should().OnlyContain(task => !task.IsCompleted, "they wait for their second");
        came.Skip(7).Should().OnlyContain(task => task.IsCompletedSuccessfully && !task.Result);
        (await arrivals.Admits(other, "d", default)).Should().BeTrue();
        (await arrivals.Admits(one, "another", default)).Should().BeTrue();
        (await Task.WhenAll(came.Skip(5).Take(2)).WaitAsync(TimeSpan.FromSeconds(30))).Should().AllBeEquivalentTo(true);
    }

    [Fact]
    public async Task SV305_all_who_came_since_are_removed_in_one_command_and_only_who_leads_is_told_when_people_came()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var anna = house.Stranger();
        var first = (await anna.Join(dialogue.JoinCode, "Anna", "Regionen")).ParticipantId;
        var invented = new List<Device>();
        for (var i = 0; i < 12; i++)
        {
            invented.Add(house.Stranger());
            await invented[^1].Join(dialogue.JoinCode, $"Påhittad {i}", "Regionen");
        }
        (await anna.Get($"/api/dialogues/{dialogue.Id}/joins")).Code.Should().Be("facilitator-only");
        (await house.Stranger().Get($"/api/dialogues/{dialogue.Id}/joins")).Status.Should().Be(401);
        var joins = (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}/joins"))!.AsArray();
        joins.Should().HaveCount(13);
        ((string)joins[0]!["participantId"]!).Should().Be(first);
        ((string)joins[0]!["at"]!).Should().EndWith("Z");
        var since = joins.Skip(1).Select(one => (string)one!["participantId"]!).ToArray();
        JsonObject Remove(IEnumerable<string> ids) => new() { ["id"] = Asks.NewId(), ["type"] = "removePerson", ["participantIds"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) };
        (await Do(lead.Device, Remove([.. since, "nobody"])))["refused"]!.GetValue<string>().Should().Be("unknown-person", "all or nobody");
        (await Do(lead.Device, Remove([])))["refused"]!.GetValue<string>().Should().Be("malformed");
        (await Do(anna, Remove(since)))["refused"]!.GetValue<string>().Should().Be("facilitator-only");
        (await Do(lead.Device, Remove(since)))["seq"].Should().NotBeNull();
        (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!["dialogue"]!["participants"]!.AsArray().Should().ContainSingle().Which!["name"]!.GetValue<string>().Should().Be("Anna");
        foreach (var one in invented) (await one.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(403);

        async Task<JsonObject> Do(Device who, JsonNode command) => (await who.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", command))!.AsObject();
    }

    [Fact]
    public async Task SV306_a_file_is_made_once_for_each_state_however_many_ask_and_anew_after_the_next_fact()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var room = (await ((Server.Rooms)house.Services.GetService(typeof(Server.Rooms))!).Open(dialogue.Id))!;
        foreach (var form in Server.Exports.Exported.Forms)
        {
            var before = await room.Now();
            var files = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Server.Exports.Exported.Of(await room.Now(), form))));
            files.Should().AllSatisfy(one => one.Should().BeSameAs(files[0]));
            await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", new JsonObject { ["id"] = Asks.NewId(), ["type"] = "editDialogue", ["patch"] = new JsonObject { ["title"] = $"Efter {form}" } });
            var after = await room.Now();
            after.Should().NotBeSameAs(before);
            (await Server.Exports.Exported.Of(after, form)).Should().NotBeSameAs(files[0]);
            (await lead.Device.Get($"/api/dialogues/{dialogue.Id}/outcome.{form}")).Status.Should().Be(200);
        }
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
