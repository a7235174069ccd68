using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>
/// One dialogue's turn: decide, write, tell. Everything that changes a dialogue goes through <see cref="Do"/>;
/// everything that only looks (Enter, snapshots, outcome) follows the journal instead and never waits here.
/// </summary>
[Alias("samskapa.dialogue")]
public interface IDialogueGrain : IGrainWithStringKey
{
    /// <summary>A JSON array of commands in, an array of receipts in the same order out. Never throws.</summary>
    [Alias("do")]
    Task<Line> Do(Caller caller, Line commands);

    /// <summary>The same for several callers at once; the answers in the order of the calls. Never throws.</summary>
    [Alias("each")]
    Task<Line[]> Each(Call[] calls);
}

[GenerateSerializer, Immutable, Alias("samskapa.call")]
public sealed record Call([property: Id(0)] Caller Caller, [property: Id(1)] Line Commands);

/// <summary>UTF-8 JSON. Bytes cross the grain boundary, so Rules stays free of packages and nothing is written twice.</summary>
[GenerateSerializer, Immutable, Alias("samskapa.line")]
public sealed record Line([property: Id(0)] byte[] Utf8);

/// <summary>Who calls, as its access was decided. Nothing a client sends can change it.</summary>
/// <param name="ParticipantId">Null for a facilitator, a screen, the server itself.</param>
/// <param name="Standing">What kind of caller.</param>
/// <param name="Device">Which of those who lead; told to nobody.</param>
/// <param name="Voices">All participants of this dialogue on the same device: whom <c>as</c> may name.</param>
[GenerateSerializer, Immutable, Alias("samskapa.caller")]
public sealed record Caller(
    [property: Id(0)] string? ParticipantId,
    [property: Id(1)] Standing Standing,
    [property: Id(2)] string[] Voices,
    [property: Id(3)] string? Device = null);
