namespace Workshop.Server.Pages;

public static class Health
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", ["GET", "HEAD"], () => Results.Text("live")).Anybody("a proxy asks");
        app.MapMethods("/health/ready", ["GET", "HEAD"], async (Store journal, IServiceProvider services, IHostApplicationLifetime life) =>
        {
            if (life.ApplicationStopping.IsCancellationRequested || !await journal.Answers())
                return Results.Text(journal.Ailment is { } why ? $"not ready: {why}" : "not ready", statusCode: 503);
            if (services.GetService<Redis>() is not { Answers: false } redis) return Results.Text("ready");
            // A Redis that was there and is away slows news down, and that is all. One that never answered may be a wrong address, found out now and not in a dialogue.
            return redis.Known ? Results.Text("ready, degraded: Redis does not answer; what is written on other servers comes within two seconds")
                : Results.Text("not ready: Redis has not answered yet", statusCode: 503);
        }).Anybody("a proxy asks");
    }
}
