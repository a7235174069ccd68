// What the dialogue led to, for its members at any time, and as files to keep.
using System.Text;
using Workshop.Rules;
using Workshop.Server.Exports;

namespace Workshop.Server.Pages;

public static class Outcomes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dialogues/{id}/outcome", (HttpContext http, Inside inside) => Answer(http, inside, "json")).Needs(Right.Looks);
        foreach (var form in new[] { "json", "html", "md", "csv", "ics", "docx" })
            api.MapGet($"/dialogues/{{id}}/outcome.{form}", (HttpContext http, Inside inside) => Answer(http, inside, form)).Needs(Right.Looks);
    }

    public static IResult Download(HttpContext http, Dialogue dialogue, string form)
    {
        var name = FileName(dialogue) + "." + form;
        switch (form)
        {
            case "json":
                return new Raw(Outcome.Of(dialogue)).Result();
            case "html":
                http.Response.Headers.ContentSecurityPolicy = Page.Policy;
                return Results.Text(Page.Write(Reading.Of(dialogue)), "text/html; charset=utf-8", Encoding.UTF8);
            case "md":
                return Results.File(Encoding.UTF8.GetBytes(Markdown.Write(Reading.Of(dialogue))), "text/markdown; charset=utf-8", name);
            case "csv":
                return Results.File(Encoding.UTF8.GetBytes(Csv.Write(dialogue)), "text/csv; charset=utf-8", name);
            case "ics":
                return Results.File(Encoding.UTF8.GetBytes(Calendar.Write(dialogue)), "text/calendar; charset=utf-8", name);
            case "docx":
                return Results.File(WordFile.Write(Reading.Of(dialogue)), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name);
            default:
                return http.Problem(404, "not-found");
        }
    }

    private static IResult Answer(HttpContext http, Inside inside, string form)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        return Download(http, inside.Dialogue, form);
    }

    private static string FileName(Dialogue dialogue)
    {
        var name = new string([.. dialogue.Title.Select(sign => char.IsLetterOrDigit(sign) ? char.ToLowerInvariant(sign) : '-')]).Trim('-');
        return name.Length is 0 ? "dialog" : name.Length > 60 ? name[..60] : name;
    }
}
