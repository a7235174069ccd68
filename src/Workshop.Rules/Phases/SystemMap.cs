using Workshop.Rules.Items;

namespace Workshop.Rules.Phases;

/// <summary>Systemet runt personen: contacts, connections and who carries them.</summary>
public static class SystemMap
{
    public static readonly PhaseKind Kind = new("systemMap", Note.Kind, Contact.Kind, Connection.Kind);
}
