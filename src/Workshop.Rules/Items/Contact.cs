namespace Workshop.Rules.Items;

/// <summary>Somebody around the person: a node of the system map. Distance: how often they meet, 1 (near) to 3.
/// No field <c>kind</c>: flat on the item it would be the item's own kind.</summary>
public static class Contact
{
    public static readonly ItemKind Kind = new(
        "contact",
        FieldRule.Text("name", Limits.Name).Must(),
        FieldRule.Organisation("organisation"),
        FieldRule.Text("contributes").OrEmpty(),
        FieldRule.Number("distance"));
}
