using Workshop.Rules.Items;

namespace Workshop.Rules.Phases;

/// <summary>Välkommen: who is in the room, which chairs are empty, each actor's card.</summary>
public static class Welcome
{
    public static readonly PhaseKind Kind = new("welcome", Note.Kind);
}
