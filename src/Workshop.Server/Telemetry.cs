// What the operator can count: numbers, codes and durations, never texts, names, ids of people or secrets.
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Workshop.Server;

public static class Telemetry
{
    public const string Name = "Samskapa.Server";
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Commands = Meter.CreateCounter<long>("samskapa.commands", description: "Commands that reached a dialogue");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("samskapa.refused", description: "Commands refused, by code");
    private static readonly Counter<long> Cuts = Meter.CreateCounter<long>("samskapa.connections.cut", description: "Connections cut by their outbox, by reason");
    private static readonly Counter<long> Turns = Meter.CreateCounter<long>("samskapa.connections.turned", description: "Connections not taken, by reason: unknown, too many, full");
    private static readonly Counter<long> Resyncs = Meter.CreateCounter<long>("samskapa.resyncs", description: "Clients asked to fetch a snapshot");
    private static readonly Counter<long> Entries = Meter.CreateCounter<long>("samskapa.entered", description: "Connections that entered a dialogue: first, again (a reconnect), or told to fetch a snapshot");
    private static readonly Counter<long> Heals = Meter.CreateCounter<long>("samskapa.heals", description: "Gaps in what a room was told, read from the journal");
    private static readonly Counter<long> Losses = Meter.CreateCounter<long>("samskapa.neighbours.lost", description: "Messages between servers not sent (said) or not read (heard); the journal has what they told");
    private static readonly Counter<long> WrongCodes = Meter.CreateCounter<long>("samskapa.codes.wrong", description: "Distinct wrong codes, keys and links tried; many of them are somebody guessing");
    private static readonly Counter<long> CodesWaited = Meter.CreateCounter<long>("samskapa.codes.waited", description: "Who had to wait since their address had tried too many wrong codes");
    private static readonly Counter<long> ReadsRefused = Meter.CreateCounter<long>("samskapa.reads.refused", description: "Reads sent away since a device asked too much");
    private static readonly Histogram<double> Decided = Meter.CreateHistogram<double>("samskapa.commands.duration", "ms", "From the hub to on disk");

    public static void Did(List<Asking> all, TimeSpan took)
    {
        foreach (var one in all)
        {
            Commands.Add(one.Commands);
            Decided.Record(took.TotalMilliseconds);
        }
    }

    public static void Refused(string code) => Refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public static void Cut(string why) => Cuts.Add(1, new KeyValuePair<string, object?>("why", why));

    public static void Turned(string why) => Turns.Add(1, new KeyValuePair<string, object?>("why", why));

    public static void Resync(int people) => Resyncs.Add(people);

    public static void Entered(bool events, long after) => Entries.Add(1, new KeyValuePair<string, object?>("how", !events ? "snapshot" : after == 0 ? "first" : "again"));

    public static void WrongCode() => WrongCodes.Add(1);

    public static void ReadRefused() => ReadsRefused.Add(1);

    public static void CodeWaits() => CodesWaited.Add(1);

    public static void Healed() => Heals.Add(1);

    public static void Unsaid(int messages) => Losses.Add(messages, new KeyValuePair<string, object?>("side", "said"));

    public static void Unheard() => Losses.Add(1, new KeyValuePair<string, object?>("side", "heard"));

    /// <summary>Gauges that ask the running server; called once.</summary>
    public static void Watch(Outboxes outboxes, Rooms rooms)
    {
        Meter.CreateObservableGauge("samskapa.connections", () => outboxes.Count);
        Meter.CreateObservableGauge("samskapa.outbox.bytes", () => outboxes.Waiting);
        Meter.CreateObservableGauge("samskapa.rooms", () => rooms.Count);
    }

    /// <summary>Sends metrics and traces by OTLP, if the operator named where to; otherwise nothing leaves the house.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;
        void Named(ResourceBuilder resource)
        {
            if (string.IsNullOrEmpty(builder.Configuration["OTEL_SERVICE_NAME"])) resource.AddService("samskapa");
        }
        // Kept for the process' life: disposed by the container at shutdown, which flushes.
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder().ConfigureResource(Named)
            .AddMeter(Name, Journal.JournalMeter.Name, "Samskapa.Sessions", "Microsoft.Orleans", "Npgsql")
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "System.Runtime")
            .AddOtlpExporter().Build());
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder().ConfigureResource(Named)
            .AddSource("Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Server")
            .AddOtlpExporter().Build());
    }

    public static void StartTelemetry(this WebApplication app)
    {
        _ = app.Services.GetService<MeterProvider>();
        _ = app.Services.GetService<TracerProvider>();
    }
}
