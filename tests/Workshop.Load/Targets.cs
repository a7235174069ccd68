// What a workload runs against: the product or its baseline twin, each with its own words for "write a note".
using System.Globalization;
using System.Text.Json;
using Workshop.Load.Generating;

namespace Workshop.Load;

public sealed record Target(string Name, Func<Task<ServerProcess>> Start, Func<ServerProcess, int, int, Task<IReadOnlyList<Plan>>> Plans)
{
    public static Target Relay { get; } = new("relay", ServerProcess.StartRelay, (_, boards, people) => Task.FromResult(RelayPlans(boards, people)));

    public static Target Samskapa(string? path = null) => new("samskapa", () => ServerProcess.Start(ServerProcess.Raised, path), SamskapaPlans);

    private static IReadOnlyList<Plan> RelayPlans(int boards, int people)
    {
        var op = JsonSerializer.Serialize(new { id = "n" + Plan.Placeholder, kind = "note.add", text = Plan.Text, x = 123.5, y = 456.25, color = "#ffd966" });
        return [.. Enumerable.Range(0, boards * people).Select(i => i / people).Select(board => new Plan(
            board, "/hub", "", [Plan.Handshake, (Plan.Invocation("j", "Join", $"\"b{board}\""), "\"type\":3"u8.ToArray())], Plan.Invocation(Plan.Placeholder, "Send", $"\"b{board}\",{op}")))];
    }

    /// <summary>Opens the dialogues, lets people join, moves each to its valueVision phase. People of one board join at the same time.</summary>
    private static async Task<IReadOnlyList<Plan>> SamskapaPlans(ServerProcess server, int boards, int people)
    {
        await using var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
        string[] levels = ["frontline", "management", "leadership", "livedExperience"];
        var plans = new List<Plan>();
        for (var board = 0; board < boards; board++)
        {
            var (dialogue, client, phase) = await lead.OpenAt("valueVision", title: "Last " + board.ToString(CultureInfo.InvariantCulture));
            await client.DisposeAsync();
            var op = JsonSerializer.Serialize(new
            {
                id = "00000000-0000-7000-8000-0001" + Plan.Placeholder,
                type = "addItem",
                item = new { id = "00000000-0000-7000-8000-0002" + Plan.Placeholder, kind = "note", phaseId = phase, text = Plan.Text, x = 123.5, y = 456.25 },
            });
            for (var person = 0; person < people; person++)
            {
                using var device = new Device(server.Address);
                await device.Join(dialogue.JoinCode, $"Person {person}", $"Enhet {person % 8}", levels[person % 4]);
                plans.Add(new Plan(board, $"/hub/dialogue?d={dialogue.Id}", $"Cookie: {device.CookieHeader()}\r\nOrigin: {device.Origin}\r\n",
                    [Plan.Handshake, (Plan.Invocation("e", "Enter", $"{{\"dialogueId\":\"{dialogue.Id}\",\"after\":0,\"wire\":1}}"), "\"type\":3"u8.ToArray())],
                    Plan.Invocation(Plan.Placeholder, "Do", op)));
            }
        }

        return plans;
    }
}
