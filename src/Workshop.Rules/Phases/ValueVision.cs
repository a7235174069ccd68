using Workshop.Rules.Items;

namespace Workshop.Rules.Phases;

/// <summary>Gemensam värdevision: drafts, themes, the sentences.</summary>
public static class ValueVision
{
    public static readonly PhaseKind Kind = new("valueVision", Note.Kind, Theme.Kind, VisionSentence.Kind);
}
