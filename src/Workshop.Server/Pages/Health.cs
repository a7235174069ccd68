namespace Workshop.Server.Pages;

public static class Health
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", async (Store journal, IHostApplicationLifetime life) =>
            !life.ApplicationStopping.IsCancellationRequested && await journal.Answers() ? Results.Text("ready") : Results.Text("not ready", statusCode: 503));
    }
}
