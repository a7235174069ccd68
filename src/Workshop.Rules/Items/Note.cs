namespace Workshop.Rules.Items;

/// <summary>A sticky note (lapp). Colour means level, so only facilitators may set another.</summary>
public static class Note
{
    public static readonly ItemKind Kind = new(
        "note",
        FieldRule.Text("text").Must(),
        FieldRule.Items("moments", of: "moment"),
        FieldRule.Choice("colour", "yellow", "green", "blue", "pink", "purple", "orange", "grey") with { FacilitatorsWrite = true }) { Shared = false };
}
