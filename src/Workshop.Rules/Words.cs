using System.Text;

namespace Workshop.Rules;

/// <summary>
/// Cleans what people write. Any script may be written: only bidirectional overrides and embeddings (U+202A–202E), which can make a name
/// read as another one, and control characters go; letters, joiners and isolates stay.
/// </summary>
public static class Words
{
    public static string Clean(string text)
    {
        foreach (var sign in text)
            if (Unwanted(sign)) return Without(text);
        return text;
    }

    /// <summary>For names and titles: one line, trimmed.</summary>
    public static string Line(string text) => Clean(text).ReplaceLineEndings(" ").Replace('\t', ' ').Trim();

    private static bool Unwanted(char sign) => sign is (>= '\u202A' and <= '\u202E') or (< ' ' and not '\n' and not '\r' and not '\t') or '\u007F';

    private static string Without(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var sign in text)
            if (!Unwanted(sign)) kept.Append(sign);
        return kept.ToString();
    }
}
