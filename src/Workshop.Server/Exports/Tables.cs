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

    /// <summary>Always quoted; a cell that a spreadsheet would calculate is made text.</summary>
    private static string Cell(string? text)
    {
        text ??= "";
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') text = "'" + text;
        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

public static class Calendar
{
    public static string Write(Dialogue dialogue, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Samskapa//Samskapa//SV");
        foreach (var step in Outcome.Open(dialogue, "nextStep"))
        {
            if (!DateOnly.TryParseExact(step.Text("due"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due)) continue;
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{step.Id:D}@samskapa");
            Line(text, "DTSTAMP:" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line(text, "DTSTART;VALUE=DATE:" + due.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            Line(text, "DTEND;VALUE=DATE:" + due.AddDays(1).ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            Line(text, "SUMMARY:" + Escape($"{dialogue.OrganisationOf(step.Text("organisation"))?.Name}: {step.Text("what")}"));
            Line(text, "DESCRIPTION:" + Escape($"{dialogue.Title} – {Reading.Word(dialogue.Language, NextStep.State(dialogue, step))}"));
            Line(text, "END:VEVENT");
        }
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
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
