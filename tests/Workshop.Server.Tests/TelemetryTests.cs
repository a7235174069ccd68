// What leaves the house when the operator asks for it: numbers, codes and durations, and nothing of what people are called, write or hold as a secret.
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Workshop.Load;

namespace Workshop.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task SV190_metrics_and_traces_come_to_the_collector_that_is_named_and_hold_no_name_text_id_or_secret()
    {
        var sent = new ConcurrentQueue<(string Path, byte[] Body)>();
        await using var collector = await Collector(sent);
        await using var server = await ServerProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
        });
        await using var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
        var dialogue = await lead.Open("Kims hemliga väg", "MS", "Neurologen i Ekhamra");
        await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("valueVision"));
        var link = (string)(await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!;
        await using var person = await Client.Join(server.Address, dialogue.JoinCode, "Ann-Sofie Hemlig", "Neurologen i Ekhamra");
        await person.Enter();
        var note = Asks.NewId();
        (await person.Do(Asks.AddNote("valueVision", "En hemlighet om Kim", note))).Ok.Should().BeTrue();
        (await person.Do(Asks.AddNote("finnsInte", "Nej"))).Refused.Should().NotBeNull();
        using var stranger = new Device(server.Address);
        (await stranger.Get("/api" + link)).Bytes.Should().NotBeEmpty();
        await stranger.Get(link);

        await Until(() => Holds("/v1/metrics", "samskapa.commands") && Holds("/v1/metrics", "samskapa.refused") && Holds("/v1/metrics", "samskapa.journal") && Holds("/v1/metrics", "samskapa.connections"));
        await server.Stop();
        await Until(() => sent.Any(one => one.Path == "/v1/traces"));
        Holds("/v1/traces", "DialogueHub/Enter").Should().BeTrue("a trace says what was asked for");
        sent.Should().NotContain(one => Encoding.UTF8.GetString(one.Body).Contains("unknown_service", StringComparison.Ordinal), "the collector is told who sends");
        foreach (var secret in (string[])["hemlig", "Ann-Sofie", "Kims", "Neurologen", "finnsInte", dialogue.Id, dialogue.JoinCode, person.ParticipantId!, note, link[3..], ServerProcess.Key])
            sent.Where(one => Encoding.UTF8.GetString(one.Body).Contains(secret, StringComparison.OrdinalIgnoreCase)).Should().BeEmpty("{0} stays in the house", secret);

        bool Holds(string path, string what) => sent.Any(one => one.Path == path && one.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(what)) >= 0);
    }

    private static async Task<WebApplication> Collector(ConcurrentQueue<(string, byte[])> sent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{what}", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            sent.Enqueue((http.Request.Path.Value!, body.ToArray()));
        });
        await collector.StartAsync();
        return collector;
    }

    private static async Task Until(Func<bool> there)
    {
        for (var until = DateTime.UtcNow.AddSeconds(30); !there(); await Task.Delay(50))
            if (DateTime.UtcNow > until) throw new TimeoutException("The collector has not been told.");
    }
}
