namespace Workshop.Rules.Items;

/// <summary>Joint development that none could do alone.</summary>
public static class Initiative
{
    public static readonly ItemKind Kind = new(
        "initiative",
        FieldRule.Text("title", Limits.Title).Must(),
        FieldRule.Text("what").OrEmpty(),
        FieldRule.Text("sign").OrEmpty(),
        FieldRule.Items("sentences", of: "visionSentence").OrEmpty(),
        FieldRule.Items("gaps", of: "connection").OrEmpty(),
        FieldRule.Items("moments", of: "moment").OrEmpty(),
        FieldRule.Organisation("lead"),
        FieldRule.Organisations("contributors").OrEmpty(),
        FieldRule.Choice("stage", "planned", "tried", "running", "ended").Or("planned"),
        FieldRule.MandateList("mandates").OrEmpty());
}
