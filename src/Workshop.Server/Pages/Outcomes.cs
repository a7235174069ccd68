using Workshop.Rules;

namespace Workshop.Server.Pages;

public static class Outcomes
{
    public static void Map(RouteGroupBuilder api)
    {
    }

    public static IResult Download(HttpContext http, Dialogue dialogue, string form) => http.Problem(404, "not-found");
}
