namespace Workshop.Rules.Items;

/// <summary>Something that happened to the person (händelse). The story is a timeline of these; <c>when</c> is free text ("i mars").</summary>
public static class Moment
{
    public static readonly ItemKind Kind = new(
        "moment",
        FieldRule.Text("text").Must(),
        FieldRule.Text("when", Limits.Name),
        FieldRule.Text("feeling", Limits.Title),
        FieldRule.ChoicesOf("tags", "repetition", "interruption", "insecurity", "wholeNotSeen").OrEmpty()) { Shared = false, OwnExperience = true };
}
