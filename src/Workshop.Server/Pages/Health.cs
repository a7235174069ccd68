namespace Workshop.Server.Pages;

public static class Health
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods("/health/live", ["GET", "HEAD"], () => Results.Text("live"));
        app.MapMethods("/health/ready", ["GET", "HEAD"], async (Store journal, IHostApplicationLifetime life) =>
            !life.ApplicationStopping.IsCancellationRequested && await journal.Answers() ? Results.Text("ready") : Results.Text("not ready", statusCode: 503));
    }
}
