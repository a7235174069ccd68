// Valid messages to start from: every command of protocol.md, with ids that exist in the dialogue at hand.
using System.Text.Json.Nodes;

namespace Workshop.Load.Fuzzing;

/// <summary>Ids of one dialogue, as somebody in it knows them, and of another that this somebody is no part of.</summary>
internal sealed record Known(string DialogueId, string JoinCode, string ParticipantId, string OtherDialogueId, string OtherItem, string OtherPerson, Client Observer)
{
    public string Item(Random random) => Pick(random, board => board.Items.Keys, OtherItem);

    public string Person(Random random) => Pick(random, board => board.Participants.Keys, OtherPerson);

    public string Organisation(Random random) => Pick(random, board => board.Organisations.Keys, "o1");

    public string Phase(Random random) => Pick(random, board => board.Head["agenda"]!.AsArray().Select(phase => (string)phase!["id"]!).ToList(), "welcome");

    private string Pick(Random random, Func<Board, IReadOnlyCollection<string>> from, string otherwise) => Observer.Look(client =>
    {
        var ids = from(client.Board);
        return ids.Count == 0 ? otherwise : ids.ElementAt(random.Next(Math.Min(ids.Count, 200)));
    });
}

internal static class Seeds
{
    private static readonly string[] Kinds = ["note", "theme", "finding", "moment", "contact", "connection", "visionSentence", "initiative", "nextStep"];

    /// <summary>A valid command, or one that is valid but for who asks.</summary>
    /// <param name="leads">Those of a facilitator too. Never what would end the game for all: conclude is followed by reopen elsewhere.</param>
    public static JsonObject Command(Random random, Known known, bool leads)
    {
        var command = Body(random, known, leads);
        command["id"] ??= Asks.NewId();
        return command;
    }

    private static JsonObject Body(Random random, Known known, bool leads) => random.Next(leads ? 26 : 14) switch
    {
        0 or 1 or 2 => Asks.AddItem(Kinds[random.Next(Kinds.Length)], known.Phase(random), Fields(random, known)),
        3 => Asks.ChangeItem(known.Item(random), Fields(random, known), known.Observer.Seq),
        4 => Move(random, known),
        5 => Asks.Remove(known.Item(random), known.Item(random)),
        6 => Asks.Restore(known.Item(random)),
        7 => Asks.Show(known.Item(random)),
        8 => Asks.Rate(known.Item(random), random.Next(0, 6), random.Next(0, 6)),
        9 => Asks.Vote(known.Item(random), random.Next(0, 4)),
        10 => Asks.Stand(known.Item(random), "needsChange", "för att", random.Next(2) == 0 ? known.Organisation(random) : null),
        11 => random.Next(2) == 0 ? Asks.Ready(random.Next(2) == 0) : Asks.RaiseHand(random.Next(2) == 0),
        12 => Of("changeParticipant", ("participantId", known.Person(random)), ("patch", new JsonObject { ["name"] = "Namn " + random.Next(100), ["organisation"] = known.Organisation(random), ["answersFor"] = new JsonArray(known.Organisation(random)) })),
        13 => Of("reportProgress", ("itemId", known.Item(random)), ("status", "ongoing"), ("due", "2027-03-01"), ("difference", "little"), ("reporter", "Någon")),
        14 => Of("editOrganisations", ("add", new JsonArray(new JsonObject { ["name"] = "Ny " + random.Next(1000), ["kind"] = "other" })), ("rename", new JsonArray(new JsonObject { ["id"] = known.Organisation(random), ["name"] = "Annan " + random.Next(1000) })),
            ("expected", new JsonArray(new JsonObject { ["organisation"] = known.Organisation(random), ["level"] = "frontline", ["count"] = 2 }))),
        15 => Of("editOrganisations", ("merge", new JsonArray(new JsonObject { ["from"] = known.Organisation(random), ["into"] = known.Organisation(random) }))),
        16 => random.Next(3) == 0 ? Asks.EnterRound(null) : Asks.EnterPhase(known.Phase(random)),
        17 => Asks.EnterRound("valueVision-" + random.Next(1, 6)),
        18 => Of("setCard", ("organisation", known.Organisation(random)), ("does", "gör"), ("doesNot", "gör inte"), ("callWhen", "ring när")),
        19 => Asks.SetConduct(known.Phase(random), new JsonObject { ["writing"] = Any(random, "open", "private", "tables", "closed"), ["names"] = Any(random, "shown", "hidden"), ["moving"] = true, ["voting"] = new JsonObject { ["open"] = true, ["budget"] = 5, ["perItem"] = 3, ["totals"] = Any(random, "shown", "hidden") } }),
        20 => Of("eraseContent", ("itemId", known.Item(random))),
        21 => Of("editDialogue", ("patch", new JsonObject { ["title"] = "Titel " + random.Next(100), ["language"] = "sv", ["admission"] = false })),
        22 => Of("setTimer", ("seconds", random.Next(1, 600)), ("paused", random.Next(2) == 0)),
        23 => Of("seat", ("seats", new JsonArray(new JsonObject { ["participantId"] = known.Person(random), ["table"] = "1" }))),
        24 => Of("admit", ("participantIds", new JsonArray(known.Person(random)))),
        _ => Of(random.Next(5) == 0 ? "conclude" : "reopen"),
    };

    /// <summary>Fields of every kind at once: those that a kind does not have are ignored or refused, as it likes.</summary>
    private static JsonObject Fields(Random random, Known known)
    {
        var all = new JsonObject
        {
            ["text"] = "Ingen ringde tillbaka " + random.Next(1000), ["title"] = "Titel", ["name"] = "Namn", ["what"] = "Vad", ["x"] = random.NextDouble() * 1000, ["y"] = 3, ["moments"] = new JsonArray(), ["tags"] = new JsonArray("repetition"),
            ["from"] = known.Item(random), ["to"] = known.Item(random), ["state"] = "missing", ["carriedBy"] = "nobody", ["organisation"] = known.Organisation(random), ["role"] = "enhetschef", ["due"] = "2027-01-31",
            ["with"] = new JsonArray(known.Organisation(random)), ["stage"] = "planned", ["answers"] = 12, ["source"] = "enkät", ["sign"] = "märks",
            ["mandates"] = new JsonArray(new JsonObject { ["organisation"] = known.Organisation(random), ["body"] = "nämnden", ["route"] = "board" }),
        };
        foreach (var name in all.Select(pair => pair.Key).Where(_ => random.Next(6) == 0).ToList()) all.Remove(name);
        return all;
    }

    private static JsonObject Move(Random random, Known known)
    {
        var move = Asks.Move(known.Item(random), random.NextDouble() * 1000, 4);
        if (random.Next(2) == 0) move["moves"]![0]!["before"] = random.Next(2) == 0 ? null : known.Item(random);
        return move;
    }

    private static JsonObject Of(string type, params (string Name, JsonNode? Value)[] fields)
    {
        var command = new JsonObject { ["id"] = Asks.NewId(), ["type"] = type };
        foreach (var (name, value) in fields) command[name] = value;
        return command;
    }

    private static string Any(Random random, params string[] of) => of[random.Next(of.Length)];
}
