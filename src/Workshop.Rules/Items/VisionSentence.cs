namespace Workshop.Rules.Items;

/// <summary>A sentence of the shared value vision, and the sign by which the person would notice.</summary>
public static class VisionSentence
{
    public static readonly ItemKind Kind = new(
        "visionSentence",
        FieldRule.Text("text").Must(),
        FieldRule.Text("sign"),
        FieldRule.Items("moments", of: "moment").OrEmpty());
}
