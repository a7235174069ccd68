namespace Workshop.Rules.Items;

/// <summary>An edge of the system map: how two contacts hand over, and who carries it. Missing is a gap (mellanrum).</summary>
public static class Connection
{
    public static readonly ItemKind Kind = new(
        "connection",
        FieldRule.Item("from", of: "contact").Must(),
        FieldRule.Item("to", of: "contact").Must(),
        FieldRule.Choice("state", "works", "fragile", "missing", "doubled").Must(),
        FieldRule.Choice("carriedBy", "organisation", "shared", "person", "nextOfKin", "nobody").Must(),
        FieldRule.Text("text"),
        FieldRule.Items("moments", of: "moment").OrEmpty());
}
