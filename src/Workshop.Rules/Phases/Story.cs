using Workshop.Rules.Items;

namespace Workshop.Rules.Phases;

/// <summary>Den enskildes berättelse: findings and moments; participants write what touched them.</summary>
public static class Story
{
    public static readonly PhaseKind Kind = new("story", Note.Kind, Moment.Kind);
}
