// The reading as Markdown. What people wrote is text and nothing else: every sign that Markdown or HTML would act on is escaped.
using System.Text;

namespace Workshop.Server.Exports;

public static class Markdown
{
    public static string Write(Reading reading)
    {
        var text = new StringBuilder();
        text.Append("# ").AppendLine(Escape(reading.Title)).AppendLine();
        foreach (var line in reading.Intro) text.AppendLine(Escape(line)).AppendLine();
        foreach (var section in reading.Sections)
        {
            text.Append("## ").AppendLine(Escape(section.Title)).AppendLine();
            foreach (var entry in section.Entries)
            {
                text.Append("- ").AppendLine(Escape(entry.Heading));
                foreach (var (label, line) in entry.Lines) text.Append("  - ").Append(Escape(label)).Append(": ").AppendLine(Escape(line));
            }
            text.AppendLine();
        }
        return text.ToString();
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        var line = text.ReplaceLineEndings(" ").TrimStart();
        var digits = line.TakeWhile(char.IsAsciiDigit).Count();
        for (var i = 0; i < line.Length; i++)
        {
            var sign = line[i];
            // At the start these would make a list or a rule of it.
            if ((i == 0 && sign is ('-' or '+' or '=')) || (i == digits && digits > 0 && sign == '.')) escaped.Append('\\');
            if (sign is '<') escaped.Append("&lt;");
            else if (sign is '&') escaped.Append("&amp;");
            else
            {
                if (sign is '\\' or '`' or '*' or '_' or '[' or ']' or '#' or '>' or '|' or '~' or '!' or '(' or ')') escaped.Append('\\');
                escaped.Append(sign);
            }
        }
        return escaped.ToString();
    }
}
