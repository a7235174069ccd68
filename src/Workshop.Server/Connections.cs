// Browsers connected to this server itself: between SignalR and each connection's transport stands a send queue. The Azure build has the same methods in Azure/.
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Workshop.Server;

public static class Connections
{
    /// <exception cref="WrongSetting">Azure SignalR is set, but was not built in.</exception>
    public static void AddConnections(this ISignalRServerBuilder hub, Settings settings)
    {
        if (settings.AzureSignalR is not null) throw new WrongSetting("ConnectionStrings__AzureSignalR is set, but this server was built without it (-p:SignalR=Azure).");
        hub.Services.AddSingleton<Outboxes>();
    }

    /// <summary>Browsers need not go anywhere else.</summary>
    public static Uri? Service(Settings _) => null;

    public static void MapHub(this WebApplication app, string path)
    {
        var outboxes = app.Services.GetRequiredService<Outboxes>();
        // What comes in is kept up to a message's size, and then the sender waits.
        var options = new HttpConnectionDispatcherOptions { TransportSendTimeout = TimeSpan.FromSeconds(5), ApplicationMaxBufferSize = Hosting.MostMessage };
        options.WebSockets.CloseTimeout = TimeSpan.FromSeconds(2);
        app.MapConnections(path, options, connections => connections.Use(next => connection => Serve(connection, outboxes, next)).UseHub<DialogueHub>()).Anybody("Enter decides");
    }

    /// <summary>What comes in, SignalR reads itself: its time-out begins anew only with messages that it has parsed. What goes out passes through us, and what comes in before one has entered is measured.</summary>
    private static async Task Serve(ConnectionContext connection, Outboxes outboxes, ConnectionDelegate next)
    {
        var outbox = new Outbox(connection, connection.Transport.Output);
        connection.Transport = new Pipe(new NewcomerReader(connection.Transport.Input, connection, outbox), outbox);
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
