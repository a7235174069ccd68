namespace Workshop.Rules.Items;

/// <summary>A named group of notes. Notes point to their theme; removing the theme leaves them where they are, without one.</summary>
public static class Theme
{
    public static readonly ItemKind Kind = new("theme", FieldRule.Text("title", Limits.Title).Must());
}
