using System.Collections.Immutable;
using Workshop.Rules.Phases;

namespace Workshop.Rules;

/// <summary>A kind of phase: what participants may add in it. A new kind is a file in <c>Phases/</c> and a line in <see cref="All"/>.</summary>
/// <param name="Name">As on the wire.</param>
/// <param name="Adds">Kinds of item that participants may add there; facilitators may add every kind everywhere.</param>
public sealed record PhaseKind(string Name, params ImmutableArray<ItemKind> Adds)
{
    public static readonly ImmutableArray<PhaseKind> All =
    [
        Welcome.Kind,
        Story.Kind,
        SystemMap.Kind,
        ValueVision.Kind,
        Initiatives.Kind,
        NextSteps.Kind,
        Closing.Kind,
    ];

    /// <summary>Presets of <c>experience.md</c>: Lyssna · Skriv själv · Visa · Vid bordet · Lyft · Rösta · Ta ställning · Skärmar ner · Paus.</summary>
    public static readonly ImmutableArray<string> RoundKinds = ["listen", "write", "show", "tables", "lift", "vote", "stance", "screensDown", "pause"];

    public static PhaseKind? Named(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
