// Browsers connected to Azure SignalR: this server gives them a token and the address, hears their calls through the service, and tells them through
// IHubContext. The service cannot see the device's cookie, so its hash travels as a claim of the token, which only we and the service can sign.
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR;

namespace Workshop.Server;

public static class Connections
{
    /// <exception cref="WrongSetting">Where the service is, is missing or cannot be read.</exception>
    public static void AddConnections(this ISignalRServerBuilder hub, Settings settings)
    {
        var asked = settings.AzureSignalR ?? throw new WrongSetting("This server was built for Azure SignalR and needs ConnectionStrings__AzureSignalR, like 'Endpoint=https://….service.signalr.net;AccessKey=…;Version=1.0;'.");
        try
        {
            _ = new ServiceEndpoint(asked);
        }
        catch (ArgumentException)
        {
            throw new WrongSetting("ConnectionStrings__AzureSignalR cannot be read: it must be like 'Endpoint=https://….service.signalr.net;AccessKey=…;Version=1.0;'.");
        }
        hub.AddAzureSignalR(service =>
        {
            service.ConnectionString = asked;
            service.ClaimsProvider = http => Devices.KeyOf(http) is { } key ? [new Claim(Devices.Claim, key)] : [];
        });
        hub.Services.AddSingleton<IEndpointRouter, OnlyEndpoint>().AddSingleton<Outboxes>().AddSingleton<ByService>();
        hub.Services.Configure<HubOptions<DialogueHub>>(options => options.AddFilter<ByService>());
    }

    public static Uri? Service(Settings settings) => new(new ServiceEndpoint(settings.AzureSignalR!).Endpoint);

    public static void MapHub(this WebApplication app, string path) => app.MapHub<DialogueHub>(path).Anybody("Enter decides");

    /// <summary>There is one: it is named also while it cannot be reached, and who does not get in tries again.</summary>
    private sealed class OnlyEndpoint : EndpointRouterDecorator
    {
        public override ServiceEndpoint GetNegotiateEndpoint(HttpContext context, IEnumerable<ServiceEndpoint> endpoints) => endpoints.First();
    }
}

/// <summary>Gives each connection its outbox before the hub hears of it.</summary>
public sealed class ByService(IHubContext<DialogueHub> hub, Outboxes outboxes) : IHubFilter
{
    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        outboxes.Add(context.Context.ConnectionId, context.Context.Items, new ServiceOutbox(hub.Clients.Client(context.Context.ConnectionId), context.Context));
        return next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        outboxes.Remove(context.Context.ConnectionId);
        return next(context, exception);
    }
}
