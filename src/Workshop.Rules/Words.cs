using System.Buffers;
using System.Text;

namespace Workshop.Rules;

/// <summary>
/// Cleans what people write. Any script may be written: only bidirectional overrides and embeddings (U+202A–202E), which can make a name
/// read as another one, and control characters go; letters, joiners and isolates stay.
/// </summary>
public static class Words
{
    private static readonly SearchValues<char> Unwanted =
        SearchValues.Create([.. Enumerable.Range(0, 0x2030).Select(sign => (char)sign).Where(sign => sign is (>= '\u202A' and <= '\u202E') or (< ' ' and not '\n' and not '\r' and not '\t') or '\u007F')]);

    public static string Clean(string text) => text.AsSpan().ContainsAny(Unwanted) ? Without(text) : text;

    /// <summary>For names and titles: one line, trimmed.</summary>
    public static string Line(string text) => Clean(text).ReplaceLineEndings(" ").Replace('\t', ' ').Trim();

    private static string Without(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var sign in text)
            if (!Unwanted.Contains(sign)) kept.Append(sign);
        return kept.ToString();
    }
}
