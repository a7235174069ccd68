using Workshop.Rules.Items;

namespace Workshop.Rules.Phases;

/// <summary>Nästa steg: who does what by when, and who has said yes.</summary>
public static class NextSteps
{
    public static readonly PhaseKind Kind = new("nextSteps", Note.Kind, NextStep.Kind);
}
