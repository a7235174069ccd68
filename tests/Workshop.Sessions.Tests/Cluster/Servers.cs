using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>Each server a cluster of its own, started as the product starts its silo, over TCP on loopback: the first of two silos, the second of one.</summary>
public sealed partial class Servers
{
    private readonly List<IHost[]> clusters = [];
    private readonly Arrivals arrivals = new();
    private readonly ConcurrentDictionary<(int Server, string Dialogue), bool> called = new();

    /// <summary>First called on the cluster's first silo, which then has the activation; ever after from its last one: where there are two, across the wire, in order.</summary>
    public IDialogueGrain Grain(int server, string dialogue) => At(server, called.TryAdd((server, dialogue), true) ? 0 : ^1, dialogue);

    public IHost Silo(int server, Index silo) => clusters[server][silo];

    public IDialogueGrain At(int server, Index silo, string dialogue) => Silo(server, silo).Services.GetRequiredService<IGrainFactory>().GetGrain<IDialogueGrain>(dialogue);

    public Task AllArrived(string dialogue) => arrivals.All(dialogue);

    /// <summary>Every activation that no call is under way in is let go; the next call makes a new one.</summary>
    public async Task LetGo()
    {
        foreach (var silos in clusters)
            await silos[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
    }

    /// <summary>Silos of one cluster, that write to this journal and tell this listener; all of them know each other when it returns.</summary>
    /// <param name="patience">How long a call may take; a machine full of other work is not what most tests are about.</param>
    public async Task<IHost[]> Cluster(int size, Heard heard, TimeSpan? patience = null)
    {
        var silos = new IHost[size];
        var first = new IPEndPoint(IPAddress.Loopback, FreePort());
        for (var i = 0; i < size; i++)
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<Store>(Journal).AddSingleton<IListener>(heard).AddSingleton<TimeProvider>(Clock).AddSingleton(new Limits())
                .AddSingleton<IOutgoingGrainCallFilter>(arrivals).AddSingleton<IIncomingGrainCallFilter>(arrivals);
            var port = i == 0 ? first.Port : FreePort();
            if (size == 1) builder.AddGrains();
            else builder.AddGrains(silo => silo.UseLocalhostClustering(port, gatewayPort: 0, first, "samskapa", "samskapa"));
            if (patience is { } wanted) builder.Services.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = wanted);
            silos[i] = builder.Build();
            await silos[i].StartAsync();
        }
        var management = silos[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        (await management.GetHosts(onlyActive: true)).Should().HaveCount(size);
        return silos;
    }

    private async Task Start()
    {
        clusters.Add(await Cluster(2, Heard[0], TimeSpan.FromMinutes(1)));
        clusters.Add(await Cluster(1, Heard[1], TimeSpan.FromMinutes(1)));
    }

    private async Task Stop()
    {
        foreach (var silo in clusters.SelectMany(silos => silos))
        {
            await silo.StopAsync();
            silo.Dispose();
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
