using Workshop.Rules.Items;

namespace Workshop.Rules.Phases;

/// <summary>Gemensamma initiativ: ideas grouped, prioritised, made into initiatives.</summary>
public static class Initiatives
{
    public static readonly PhaseKind Kind = new("initiatives", Note.Kind, Theme.Kind, Initiative.Kind);
}
