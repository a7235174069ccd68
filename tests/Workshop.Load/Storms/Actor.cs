// One person in a storm: does something random and valid, again and again, with a connection that sometimes breaks.
using System.Globalization;
using System.Text.Json.Nodes;

namespace Workshop.Load.Storms;

internal sealed class Actor(Room room, Client client, Random random, Progress done)
{
    private static readonly string[] Stances = ["standsBehind", "canLiveWith", "needsChange", "standsAside"];
    private readonly List<(string Id, string Kind)> own = [];
    private readonly List<string> removed = [];
    private int made;

    public int Drops { get; private set; }

    public int Doubles { get; private set; }

    public async Task Act(int commands, double dropShare, double doubleShare)
    {
        for (var i = 0; i < commands; i++)
        {
            var command = Next();
            var sent = command.DeepClone().AsObject();
            var asking = client.Do(command);
            if (random.NextDouble() < dropShare)
            {
                client.Drop();
                Drops++;
            }

            Receipt receipt;
            try
            {
                receipt = await asking;
            }
            catch (CallFailedException broken)
            {
                room.Problems.Enqueue($"{client.Name}: {(string)sent["type"]!} was not answered but failed: {broken.Message}");
                done.One();
                continue;
            }

            room.Ledger.Note(sent, client.ParticipantId!, receipt);
            Remember(sent, receipt);
            if (receipt.Ok && random.NextDouble() < doubleShare) await Twice(sent, receipt);
            done.One();
        }
    }

    private async Task Twice(JsonObject sent, Receipt first)
    {
        try
        {
            // Votes, ready and the like may have been decided again as no change: only what left an event has one receipt for ever.
            if (Ledger.MarkOf(sent) is null) return;
            Doubles++;
            if (await client.Again(sent, first) is { } problem) room.Problems.Enqueue(problem);
        }
        catch (Exception lost) when (lost is CallFailedException or System.Net.WebSockets.WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The connection broke with the double on its way: that it did nothing is checked in the log.
        }
    }

    private JsonObject Next()
    {
        var text = $"{client.ParticipantId} {++made} å ä ö 🙂";
        return random.Next(100) switch
        {
            < 25 => Asks.AddNote(room.Phase, text, x: Coordinate(), y: random.Next(2000)),
            < 33 => Asks.AddItem("visionSentence", room.Phase, new JsonObject { ["text"] = text }),
            < 50 when Own() is { } item => Asks.ChangeItem(item, new JsonObject { ["text"] = text }, client.Look(c => c.Seq)),
            < 65 when Own() is { } item => Asks.Move(item, Coordinate(), random.Next(2000)),
            < 78 when Any("note") is { } item => Asks.Vote(item, random.Next(0, 3)),
            < 86 when Any("visionSentence") is { } item => Asks.Stand(item, Stances[random.Next(4)], text),
            < 90 when Own() is { } item => Asks.Remove(item),
            < 93 when removed.Count > 0 => Asks.Restore(removed[random.Next(removed.Count)]),
            < 96 when Any("note") is { } item => Asks.Rate(item, random.Next(1, 6), random.Next(1, 6)),
            < 98 => Asks.RaiseHand(random.Next(2) == 0),
            _ => Asks.Ready(random.Next(2) == 0),
        };
    }

    /// <summary>Used once: it marks the move.</summary>
    private double Coordinate() => (random.Next(1, 2000) * 1000.0) + made + (int.Parse(client.Name.Split(' ')[1], CultureInfo.InvariantCulture) / 1024.0);

    private string? Own() => own.Count == 0 ? null : own[random.Next(own.Count)].Id;

    private string? Any(string kind) => client.Look(c =>
    {
        var of = c.Board.Items.Values.Where(item => (string?)item["kind"] == kind).Take(50).ToList();
        return of.Count == 0 ? null : (string?)of[random.Next(of.Count)]["id"];
    });

    private void Remember(JsonObject sent, Receipt receipt)
    {
        if (!receipt.Ok) return;
        switch ((string)sent["type"]!)
        {
            case "addItem": own.Add(((string)sent["item"]!["id"]!, (string)sent["item"]!["kind"]!)); break;
            case "removeItems":
                removed.Add((string)sent["itemIds"]![0]!);
                own.RemoveAll(item => item.Id == removed[^1]);
                break;
            case "restoreItems":
                own.Add(((string)sent["itemIds"]![0]!, "note"));
                removed.Remove(own[^1].Id);
                break;
        }
    }
}
