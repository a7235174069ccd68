// The demo's script: data in script.sv.json. Who is there, what they say and when; the player decides when "when" has come.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workshop.Server.Demo;

public sealed record Script(
    string Title, string TargetGroup, IReadOnlyList<ScriptOrganisation> Organisations, IReadOnlyList<ScriptExpected> Expected, IReadOnlyList<ScriptPerson> People, IReadOnlyList<Beat> Beats)
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    public static readonly Script Swedish = Load("script.sv.json");

    private static Script Load(string name)
    {
        using var stream = typeof(Script).Assembly.GetManifestResourceStream(name)!;
        var script = JsonSerializer.Deserialize<Script>(stream, Reading)!;
        return script with { Beats = [.. script.Beats.Select((beat, number) => beat with { Number = number })] };
    }
}

public sealed record ScriptOrganisation(string Key, string Name, string Kind, string? Principal = null);

public sealed record ScriptExpected(string Organisation, string Level, int Count);

/// <param name="Pace">How slowly one thinks and types; 1 is ordinary.</param>
public sealed record ScriptPerson(string Key, string Name, string Level, string? Organisation = null, string? Table = null, double Pace = 1);

/// <summary>
/// One thing that one person does: a command of protocol.md in which <c>@key</c> stands for what an earlier beat added, <c>#key</c> for an
/// organisation (<c>#own</c>: one's own), <c>#personal</c> for true where one has none, and <c>+30d</c> for a date.
/// </summary>
/// <param name="At">Kind of phase and stage, <c>valueVision.write</c>; <c>before</c>: the facilitator prepares it.</param>
/// <param name="Who">A person; <c>*</c>: everybody who answers for an organisation, and those with experience of their own.</param>
/// <param name="In">The kind of phase that a prepared item lies in.</param>
/// <param name="Note">Short for adding a note.</param>
/// <param name="Id">Tells a beat apart from an earlier one of the same person about the same thing.</param>
/// <param name="Loved">How likely a note is to be voted for, 0–5.</param>
/// <param name="Rated">Effect and effort that people see in it.</param>
public sealed record Beat(
    string At, string Who = "", string? Key = null, string? In = null, string? Note = null, IReadOnlyList<string>? Moments = null, JsonObject? Do = null, string? Id = null,
    int Loved = 0, IReadOnlyList<int>? Rated = null)
{
    public int Number { get; init; }

    public string Phase => In ?? At[..At.IndexOf('.', StringComparison.Ordinal)];

    public Stage Stage => Enum.Parse<Stage>(At[(At.IndexOf('.', StringComparison.Ordinal) + 1)..], ignoreCase: true);

    /// <summary>What is typed, for its length; null: a click.</summary>
    public string? Words => Note ?? Text(Do?["item"]) ?? Text(Do?["patch"]) ?? (string?)Do?["reason"];

    private static string? Text(JsonNode? at) => (string?)(at?["text"] ?? at?["what"] ?? at?["title"]);
}

/// <summary>How far a phase has come, by the kind of its round. What belongs to an earlier stage is caught up with in a later one.</summary>
public enum Stage
{
    Arrive,
    Listen,
    Write,
    Show,
    Tables,
    Lift,
    Vote,
    Stance,
}
