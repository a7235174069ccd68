// Next steps for a spreadsheet (CSV, as Swedish Excel opens it) and for a calendar (iCalendar, RFC 5545).
using System.Globalization;
using System.Text;
using Workshop.Rules;
using Workshop.Rules.Items;

namespace Workshop.Server.Exports;

public static class Csv
{
    public static string Write(Dialogue dialogue)
    {
        string W(string code) => Reading.Word(dialogue.Language, code);
        var text = new StringBuilder("\ufeff");
        Row(text, W("step"), W("who"), W("role"), W("with"), W("due"), W("state"), W("progress"));
        foreach (var step in Outcome.Open(dialogue, "nextStep"))
            Row(text, step.Text("what"), Name(dialogue, step.Text("organisation")), step.Text("role"),
                string.Join(", ", step.Texts("with").Select(id => Name(dialogue, id))), step.Text("due"), W(NextStep.State(dialogue, step)),
                step.Reports.IsEmpty ? "" : W(step.Reports[^1].Status));
        return text.ToString();
    }

    private static string? Name(Dialogue dialogue, string? id) => dialogue.OrganisationOf(id)?.Name;

    private static void Row(StringBuilder text, params string?[] cells) => text.AppendJoin(';', cells.Select(Cell)).Append("\r\n");

    /// <summary>Always quoted; a cell that a spreadsheet would calculate is made text, also where blanks or invisible signs stand before it, and full-width signs.</summary>
    private static string Cell(string? text)
    {
        text ??= "";
        var first = text.SkipWhile(sign => char.IsWhiteSpace(sign) || char.IsControl(sign) || char.GetUnicodeCategory(sign) == UnicodeCategory.Format).FirstOrDefault();
        if (first is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20') text = "'" + text;
        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

public static class Calendar
{
    /// <summary>Told again, a step has the same UID; its sequence and time rise with each change of it, so that a calendar takes the newer one.</summary>
    public static string Write(Dialogue dialogue)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Samskapa//Samskapa//SV");
        foreach (var step in Outcome.Open(dialogue, "nextStep"))
        {
            // The date may have been moved by a report: after the end there is no other way.
            var moved = step.Reports.LastOrDefault(report => report.Due is not null)?.Due;
            if (!DateOnly.TryParseExact(moved ?? step.Text("due"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due)) continue;
            var (sequence, revised) = step.Revised ?? new Revision(step.Made, step.At);
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{step.Id:D}@samskapa");
            Line(text, "DTSTAMP:" + Time(revised)); // without a METHOD it is the last change, too
            Line(text, "CREATED:" + Time(step.At));
            Line(text, "LAST-MODIFIED:" + Time(revised));
            Line(text, "SEQUENCE:" + sequence.ToString(CultureInfo.InvariantCulture));
            Line(text, "DTSTART;VALUE=DATE:" + due.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            if (due < DateOnly.MaxValue) Line(text, "DTEND;VALUE=DATE:" + due.AddDays(1).ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            Line(text, "SUMMARY:" + Escape($"{dialogue.OrganisationOf(step.Text("organisation"))?.Name}: {step.Text("what")}"));
            Line(text, "DESCRIPTION:" + Escape($"{dialogue.Title} – {Reading.Word(dialogue.Language, NextStep.State(dialogue, step))}"));
            Line(text, "END:VEVENT");
        }
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Line breaks are written; other control signs have no place in a calendar.</summary>
    private static string Escape(string text) => string.Concat(Escaped(text).Where(sign => !char.IsControl(sign)));

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    /// <summary>At most 75 bytes a line; the rest goes on after a space, never inside a character.</summary>
    private static void Line(StringBuilder text, string line)
    {
        var bytes = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > 75)
            {
                text.Append("\r\n ");
                bytes = 1;
            }
            text.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
