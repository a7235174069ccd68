namespace Workshop.Rules.Items;

/// <summary>A result from interviews or a survey that the dialogue starts from (underlag).</summary>
public static class Finding
{
    public static readonly ItemKind Kind = new(
        "finding",
        FieldRule.Text("text").Must(),
        FieldRule.Text("source", Limits.Title).OrEmpty(),
        FieldRule.Number("answers"),
        FieldRule.Text("quote"));
}
