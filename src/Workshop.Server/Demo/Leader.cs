// The simulated facilitator of the demo: prepares, seats, and goes through the agenda when everybody has done what was asked. Stands down for good
// when a human facilitator moves the room: whoever leads, leads.
using System.Text.Json.Nodes;

namespace Workshop.Server.Demo;

public sealed class Leader : IAsyncDisposable
{
    private readonly Script script;
    private readonly Staged staged;
    private readonly Actor actor;
    private readonly HashSet<string> mine = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource replaced = new();

    /// <param name="actor">Signed in.</param>
    public Leader(Script script, Staged staged, Actor actor)
    {
        (this.script, this.staged, this.actor) = (script, staged, actor);
    }

    /// <summary>True when a human has taken over.</summary>
    public bool Replaced => replaced.IsCancellationRequested;

    /// <summary>The story, the findings and who is expected, as a facilitator would lay them in the day before.</summary>
    public async Task Prepare()
    {
        var dialogue = (await actor.Snapshot(staged.DialogueId))["dialogue"]!;
        foreach (var phase in dialogue["agenda"]!.AsArray())
        {
            Mark($"enter {phase!["id"]}");
            foreach (var round in phase["rounds"]!.AsArray()) Mark($"round {round!["id"]}");
        }
        Mark("conclude");
        await actor.Enter(staged.DialogueId);
        // From now on: who led before a restart leads again by leading.
        actor.Heard = happened =>
        {
            if (happened is not null && (string?)happened["type"] is "phaseEntered" or "roundEntered" or "concluded" && !IsMine((string?)happened["command"])) replaced.Cancel();
        };
        foreach (var beat in script.Beats.Where(beat => beat.At == "before"))
        {
            if (dialogue["agenda"]!.AsArray().FirstOrDefault(phase => (string?)phase!["kind"] == beat.Phase) is not { } phase) continue;
            var command = beat.Do!.DeepClone().AsObject();
            (command["item"]!["id"], command["item"]!["phaseId"]) = (staged.Id($"item {beat.Key ?? $"{beat.Number} lead"}"), (string)phase["id"]!);
            await Do($"before {beat.Number}", command);
        }
        string Id(string key) => (string)dialogue["organisations"]!.AsArray().First(one => (string?)one!["name"] == staged.Organisations[key])!["id"]!;
        await Do("expected", new JsonObject
        {
            ["type"] = "editOrganisations",
            ["expected"] = new JsonArray([.. script.Expected.Select(one => new JsonObject { ["organisation"] = Id(one.Organisation), ["level"] = one.Level, ["count"] = one.Count })]),
        });
    }

    public Task<JsonObject> Seat(IReadOnlyList<Performer> cast) => Do("seat", new JsonObject
    {
        ["type"] = "seat", ["seats"] = new JsonArray([.. cast.Where(one => one.Table is not null).Select(one => new JsonObject { ["participantId"] = one.ParticipantId, ["table"] = one.Table })]),
    });

    /// <summary>From where the dialogue is to its end. Returns early when somebody else leads.</summary>
    public async Task Lead(Player player, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, replaced.Token);
        try
        {
            var dialogue = (await actor.Snapshot(staged.DialogueId))["dialogue"]!;
            var (phaseId, round) = ((string?)dialogue["phaseId"], (string?)dialogue["round"]);
            var begun = phaseId is null;
            foreach (var phase in dialogue["agenda"]!.AsArray())
            {
                var id = (string)phase!["id"]!;
                var entered = begun;
                if (!begun && id != phaseId) continue;
                begun = true;
                if (entered) await Turn($"enter {id}", new JsonObject { ["type"] = "enterPhase", ["phaseId"] = id }, 8, player, either.Token);
                var rounds = phase["rounds"]!.AsArray().ToList();
                if (!entered) rounds = rounds[(rounds.FindIndex(one => (string?)one!["id"] == round) + 1)..];
                foreach (var one in rounds)
                {
                    var seconds = (string?)one!["kind"] switch { "listen" => 35, "show" or "screensDown" or "pause" => 18, _ => 10 };
                    await Turn($"round {one["id"]}", new JsonObject { ["type"] = "enterRound", ["round"] = (string)one["id"]! }, seconds, player, either.Token);
                }
            }
            await player.Wait(45, either.Token);
            await Do("conclude", new JsonObject { ["type"] = "conclude" });
        }
        catch (OperationCanceledException) when (Replaced)
        {
            // A human leads.
        }
    }

    public ValueTask DisposeAsync() => actor.DisposeAsync();

    /// <summary>Moves everybody, then waits for them, and a little longer.</summary>
    private async Task Turn(string name, JsonObject command, double linger, Player player, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var receipt = await Do(name, command);
        if (receipt["seq"] is not { } seq) return;
        if (staged.Speed >= 0.5 && name.StartsWith("round", StringComparison.Ordinal))
            await Do(name + " time", new JsonObject { ["type"] = "setTimer", ["seconds"] = Math.Round((linger + 30) * staged.Speed) });
        await player.Settled((long)seq, stop);
        await player.Wait(linger, stop);
    }

    private Task<JsonObject> Do(string name, JsonObject command)
    {
        command["id"] = staged.Id($"lead {name}");
        return actor.Do(command);
    }

    private void Mark(string name) => mine.Add(staged.Id($"lead {name}"));

    private bool IsMine(string? command) => command is not null && mine.Contains(command);
}
