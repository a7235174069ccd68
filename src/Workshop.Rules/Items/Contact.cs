namespace Workshop.Rules.Items;

/// <summary>Somebody around the person: a node of the system map. Distance: how often they meet, 1 (near) to 3.</summary>
public static class Contact
{
    public static readonly ItemKind Kind = new(
        "contact",
        FieldRule.Text("name", Limits.Name).Must(),
        FieldRule.Text("kind", Limits.Name),
        FieldRule.Organisation("organisation"),
        FieldRule.Text("contributes"),
        FieldRule.Number("distance"));
}
