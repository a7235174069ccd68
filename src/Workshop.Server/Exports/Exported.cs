// The files of one state, made once however many ask at once, and kept as long as that state is the last one: a result that a whole region opens costs one.
// The state itself is the key, with the form: nothing else goes into a file (language, seq and names shown are the state's), so nobody gets what was made for somebody else.
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Workshop.Rules;

namespace Workshop.Server.Exports;

/// <param name="Name">To be kept under; null: shown in the page.</param>
public sealed record Exported(byte[] Bytes, string Type, string? Name)
{
    public static readonly string[] Forms = ["json", "html", "md", "csv", "ics", "docx"];
    private static readonly ConditionalWeakTable<Dialogue, ConcurrentDictionary<string, Lazy<Task<Exported>>>> Made = [];

    /// <summary>Waited for, not blocked on: who asks meanwhile holds no thread.</summary>
    public static Task<Exported> Of(Dialogue dialogue, string form) =>
        Made.GetValue(dialogue, static _ => new()).GetOrAdd(form, one => new Lazy<Task<Exported>>(() => Task.Run(() => Make(dialogue, one)))).Value;

    private static Exported Make(Dialogue dialogue, string form)
    {
        var name = FileName(dialogue) + "." + form;
        return form switch
        {
            "json" => new(Outcome.Of(dialogue), "application/json; charset=utf-8", null),
            "html" => new(Encoding.UTF8.GetBytes(Page.Write(Reading.Of(dialogue))), "text/html; charset=utf-8", null),
            "md" => new(Encoding.UTF8.GetBytes(Markdown.Write(Reading.Of(dialogue))), "text/markdown; charset=utf-8", name),
            "csv" => new(Encoding.UTF8.GetBytes(Csv.Write(dialogue)), "text/csv; charset=utf-8", name),
            "ics" => new(Encoding.UTF8.GetBytes(Calendar.Write(dialogue)), "text/calendar; charset=utf-8", name),
            "docx" => new(WordFile.Write(Reading.Of(dialogue)), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name),
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };
    }

    private static string FileName(Dialogue dialogue)
    {
        var name = new string([.. dialogue.Title.Select(sign => char.IsLetterOrDigit(sign) ? char.ToLowerInvariant(sign) : '-')]).Trim('-');
        return name.Length is 0 ? "dialog" : name.Length > 60 ? name[..60] : name;
    }
}
