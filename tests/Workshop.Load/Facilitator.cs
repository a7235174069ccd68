// A facilitator's device: signed in with the key, opens dialogues, leads them. Its Client hears as a facilitator hears.
using System.Text.Json.Nodes;

namespace Workshop.Load;

/// <summary>A dialogue that was just opened.</summary>
public sealed record Opened(string Id, string JoinCode);

public sealed class Facilitator : IAsyncDisposable
{
    private readonly List<Client> clients = [];

    private Facilitator(Device device) => Device = device;

    public Device Device { get; }

    public static async Task<Facilitator> SignIn(Uri server, string key)
    {
        var device = new Device(server);
        await device.Must(HttpMethod.Post, "/api/sign-in", new JsonObject { ["key"] = key });
        return new Facilitator(device);
    }

    public async Task<Opened> Open(string title = "Prov", string targetGroup = "MS", params string[] organisations)
    {
        var body = new JsonObject { ["templateId"] = "samskapande-dialog", ["title"] = title, ["targetGroup"] = targetGroup };
        if (organisations.Length > 0)
            body["organisations"] = new JsonArray([.. organisations.Select(name => (JsonNode)new JsonObject { ["name"] = name, ["kind"] = "other" })]);
        var made = (await Device.Must(HttpMethod.Post, "/api/dialogues", body))!;
        return new Opened((string)made["id"]!, (string)made["joinCode"]!);
    }

    /// <summary>Enters as facilitator; the client is disposed with this.</summary>
    public async Task<Client> Enter(string dialogueId, ClientOptions? options = null)
    {
        var client = new Client(Device, options, "facilitator");
        clients.Add(client);
        await client.Enter(dialogueId);
        return client;
    }

    /// <summary>Opens a dialogue and moves it to the phase of that kind. The returned client is in it.</summary>
    public async Task<(Opened Dialogue, Client Lead, string PhaseId)> OpenAt(string phaseKind, ClientOptions? options = null, string title = "Prov")
    {
        var dialogue = await Open(title);
        var lead = await Enter(dialogue.Id, options);
        var phase = lead.Look(client => (string)client.Board.Phase(phaseKind)["id"]!);
        var receipt = await lead.Do(Asks.EnterPhase(phase));
        if (receipt.Seq is not { } seq) throw new UnexpectedAnswerException($"enterPhase: {receipt.Raw.ToJsonString()}");
        await lead.UntilSeq(seq);
        return (dialogue, lead, phase);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) await client.DisposeAsync();
        Device.Dispose();
    }
}
