// The baseline twin: what a first version usually is. A bare SignalR hub that relays to a group: no order, no disk, no rules, no
// healing. Workloads run beside it so that figures from a shared machine can be read as ratios.
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Workshop.Load;

public static class Relay
{
    public static async Task<int> Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapGet("/", () => "relay");
        app.MapHub<RelayHub>("/hub");
        await app.RunAsync();
        return 0;
    }
}

public sealed class RelayHub : Hub
{
    public Task Join(string board) => Groups.AddToGroupAsync(Context.ConnectionId, board);

    public Task Send(string board, JsonElement op) => Clients.Group(board).SendAsync("op", op);
}
