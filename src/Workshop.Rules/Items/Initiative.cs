namespace Workshop.Rules.Items;

/// <summary>Joint development that none could do alone.</summary>
public static class Initiative
{
    public static readonly ItemKind Kind = new(
        "initiative",
        FieldRule.Text("title", Limits.Title).Must(),
        FieldRule.Text("what"),
        FieldRule.Text("sign"),
        FieldRule.Items("sentences", of: "visionSentence"),
        FieldRule.Items("gaps", of: "connection"),
        FieldRule.Items("moments", of: "moment"),
        FieldRule.Organisation("lead"),
        FieldRule.Organisations("contributors"),
        FieldRule.Choice("stage", "planned", "tried", "running", "ended"),
        FieldRule.MandateList("mandates"));
}
