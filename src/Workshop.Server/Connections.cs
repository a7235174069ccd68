// Browsers connected to this server itself: between SignalR and each connection an inbox and an outbox. The Azure build has the same two methods in Azure/.
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;

namespace Workshop.Server;

public static class Connections
{
    /// <exception cref="WrongSetting">Azure SignalR is set, but was not built in.</exception>
    public static void AddConnections(this ISignalRServerBuilder hub, Settings settings)
    {
        if (settings.AzureSignalR is not null) throw new WrongSetting("ConnectionStrings__AzureSignalR is set, but this server was built without it (-p:SignalR=Azure).");
        hub.Services.AddSingleton<Outboxes>();
        hub.Services.AddSingleton<Sockets>();
        hub.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(Straight.Keep));
    }

    /// <summary>Browsers need not go anywhere else.</summary>
    public static Uri? Service(Settings _) => null;

    public static void MapHub(this WebApplication app, string path)
    {
        var (outboxes, turnstile, sockets) = (app.Services.GetRequiredService<Outboxes>(), app.Services.GetRequiredService<Turnstile>(), app.Services.GetRequiredService<Sockets>());
        var options = new HttpConnectionDispatcherOptions { TransportSendTimeout = TimeSpan.FromSeconds(5) };
        options.WebSockets.CloseTimeout = TimeSpan.FromSeconds(2);
        var builder = new ConnectionBuilder(app.Services);
        Hub(builder);
        var hub = builder.Build();
        app.MapConnections(path, options, Hub).Add(endpoint => endpoint.RequestDelegate = Directly(endpoint.RequestDelegate!));

        void Hub(IConnectionBuilder connections) => connections.Use(next => connection => Serve(connection, outboxes, turnstile, next)).UseHub<DialogueHub>();

        // A socket that was not negotiated. It is accepted anew, on a stream of ours.
        RequestDelegate Directly(RequestDelegate negotiated)
        {
            var pipeline = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
            pipeline.Use((http, next) =>
            {
                if (Direct(http)) (http.Features[typeof(IHttpWebSocketFeature)], http.Features[typeof(Straight.Upgrade)]) = (null, Straight.Of(http));
                return next(http);
            });
            pipeline.UseWebSockets(Hosting.Pings);
            pipeline.Run(http => http.WebSockets.IsWebSocketRequest && Direct(http) ? sockets.Serve(http, hub) : negotiated(http));
            return pipeline.Build();
        }

        static bool Direct(HttpContext http) => !http.Request.Query.ContainsKey("id");
    }

    private static async Task Serve(ConnectionContext connection, Outboxes outboxes, Turnstile turnstile, ConnectionDelegate next)
    {
        var outbox = new Outbox(connection, connection.Transport.Output);
        connection.Transport = new Pipe(new Inbox(connection, connection.Transport.Input, outbox, turnstile), outbox);
        outboxes.Add(connection.ConnectionId, connection.Items, outbox);
        try
        {
            await next(connection);
        }
        finally
        {
            outboxes.Remove(connection.ConnectionId);
        }
    }

    private sealed record Pipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
