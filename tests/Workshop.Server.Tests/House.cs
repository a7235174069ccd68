// The real server on a loopback port with a scratch folder, in this process; it can be closed and opened again on the same folder.
using Microsoft.AspNetCore.Builder;
using Workshop.Neighbours;

namespace Workshop.Tests;

public sealed class House : IAsyncDisposable
{
    public const string Key = "a-key-for-facilitators";
    private readonly string folder = Directory.CreateTempSubdirectory("samskapa-server-").FullName;
    private string[] settings;
    private readonly List<Device> devices = [];
    private WebApplication? app;

    /// <summary>On PostgreSQL there is no folder in which the server could keep the keys of links.</summary>
    private string[] OwnKeys => settings.Contains("postgres") ? ["--Workshop:LinkKeys", ServerProcess.LinkKeys] : [];

    private int port;

    private House(string[] settings) => this.settings = settings;

    /// <summary>Everything the server keeps on disk.</summary>
    public string Folder => folder;

    /// <summary>The keys from which its links are derived.</summary>
    public string LinkKeys => OwnKeys is [_, var set] ? set : File.ReadAllLines(Path.Combine(folder, "link.keys"))[^1];

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    /// <summary>On PostgreSQL, in a new database of the one that all tests share.</summary>
    public static async Task<House> OnPostgres(params string[] settings) =>
        await Open(["--Workshop:Journal", "postgres", "--ConnectionStrings:Postgres", await (await PostgresServer.Shared()).NewDatabase(), .. settings]);

    /// <summary>On a store that stays when the house is closed.</summary>
    public static Task<House> At(IReadOnlyDictionary<string, string> environment) =>
        Open([.. environment.SelectMany(one => new[] { "--" + one.Key.Replace("__", ":", StringComparison.Ordinal), one.Value })]);

    public static async Task<House> Open(params string[] settings)
    {
        var house = new House(settings);
        await house.Start();
        return house;
    }

    /// <param name="more">Settings of its next life, over those it had.</param>
    public async Task Restart(params string[] more)
    {
        await Close();
        settings = [.. settings, .. more];
        await Start();
    }

    public Device Stranger()
    {
        var device = new Device(Address);
        devices.Add(device);
        return device;
    }

    /// <summary>As after every start; the other houses only listen.</summary>
    public Task SayWhereToStart() => Server.Hosting.SayWhereToStart(app!, terminal: true);

    public Task<Facilitator> Lead() => Facilitator.SignIn(Address, Key);

    public async ValueTask DisposeAsync()
    {
        foreach (var device in devices) device.Dispose();
        await Close();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Start()
    {
        app = Server.Hosting.Build(["--urls", $"http://127.0.0.1:{port}", "--Workshop:DataFolder", folder, "--Workshop:FacilitatorKey", Key, .. OwnKeys, "--Workshop:Limits:ReadsPerSecond", "100000", "--Workshop:Limits:ReadsBurst", "100000", .. settings]);
        await app.StartAsync();
        Address = new Uri(app.Urls.First());
        port = Address.Port;
    }

    private async Task Close()
    {
        if (app is null) return;
        await app.StopAsync();
        await app.DisposeAsync();
        app = null;
    }
}

/// <summary>A dialogue in its valueVision part with a facilitator and two people of different organisations.</summary>
public class Gathered : IAsyncLifetime
{
    public House House { get; private set; } = null!;

    public Facilitator Lead { get; private set; } = null!;

    public Opened Dialogue { get; private set; } = null!;

    public Device Anna { get; private set; } = null!;

    public string AnnaId { get; private set; } = "";

    public Device Bo { get; private set; } = null!;

    public string BoId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        House = await Open("--Workshop:Limits:CommandsPerSecond", "100000", "--Workshop:Limits:Burst", "100000");
        Lead = await House.Lead();
        Dialogue = await Lead.Open("Kims väg", "MS", "Neurologen", "Hemtjänsten");
        (Anna, Bo) = (House.Stranger(), House.Stranger());
        AnnaId = (await Anna.Join(Dialogue.JoinCode, "Anna", "Neurologen")).ParticipantId;
        BoId = (await Bo.Join(Dialogue.JoinCode, "Bo", "hemtjänsten ", "management")).ParticipantId;
        await Did(Lead.Device, Asks.EnterPhase("valueVision"));
    }

    public virtual async Task DisposeAsync()
    {
        await Lead.DisposeAsync();
        await House.DisposeAsync();
    }

    protected virtual Task<House> Open(params string[] settings) => House.Open(settings);

    /// <summary>One command over HTTP → its receipt.</summary>
    public async Task<JsonObject> Do(Device who, JsonNode command, string? dialogueId = null) =>
        (await who.Must(HttpMethod.Post, $"/api/dialogues/{dialogueId ?? Dialogue.Id}/commands", command))!.AsObject();

    public async Task<long> Did(Device who, JsonNode command)
    {
        var receipt = await Do(who, command);
        receipt["seq"].Should().NotBeNull("the command should be taken, not {0}", receipt.ToJsonString());
        return (long)receipt["seq"]!;
    }

    public async Task<JsonObject> Snapshot(Device who, string? dialogueId = null) => (await who.Must(HttpMethod.Get, $"/api/dialogues/{dialogueId ?? Dialogue.Id}"))!.AsObject();

    /// <summary>A note by Anna in the present part; its id.</summary>
    public async Task<string> Note(Device who, string text = "En väg in", string phase = "valueVision")
    {
        var id = Asks.NewId();
        await Did(who, Asks.AddNote(phase, text, id));
        return id;
    }
}
