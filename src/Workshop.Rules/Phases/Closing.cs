using Workshop.Rules.Items;

namespace Workshop.Rules.Phases;

/// <summary>Avslutning: check out; the outcome at once.</summary>
public static class Closing
{
    public static readonly PhaseKind Kind = new("closing", Note.Kind);
}
