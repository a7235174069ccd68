// What the dialogue led to, for its members at any time, and as files to keep.
using Workshop.Rules;
using Workshop.Server.Exports;

namespace Workshop.Server.Pages;

public static class Outcomes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/dialogues/{id}/outcome", (HttpContext http, Inside inside) => Answer(http, inside, "json")).Needs(Right.Looks);
        foreach (var form in Exported.Forms)
            api.MapGet($"/dialogues/{{id}}/outcome.{form}", (HttpContext http, Inside inside) => Answer(http, inside, form)).Needs(Right.Looks);
    }

    public static async Task<IResult> Download(HttpContext http, Dialogue dialogue, string form)
    {
        if (!Exported.Forms.Contains(form)) return http.Problem(404, "not-found");
        var file = await Exported.Of(dialogue, form);
        if (form == "html") http.Response.Headers.ContentSecurityPolicy = Page.Policy;
        return Results.Bytes(file.Bytes, file.Type, file.Name);
    }

    private static Task<IResult> Answer(HttpContext http, Inside inside, string form)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        return Download(http, inside.Dialogue, form);
    }
}
