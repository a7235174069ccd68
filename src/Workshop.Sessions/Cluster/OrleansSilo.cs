using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using StackExchange.Redis;

namespace Workshop.Sessions;

/// <summary>
/// How a server gets its grains when Orleans runs them: a silo in the server's own host, one activation of a dialogue in the cluster. With its membership in
/// PostgreSQL (Membership.cs) the only files that know more of Orleans than Embedded/ has names for. Nothing rests on membership being right:
/// two silos that both believe they own a dialogue are kept apart by the journal's head.
/// </summary>
public static class GrainHosting
{
    /// <summary>True: the servers must find each other before they serve.</summary>
    public static bool Clustered => true;

    /// <summary>Asks this server's own grain of a dialogue.</summary>
    public static Func<Call[], Task<Line[]>>? Here(this IGrainFactory grains, string dialogueId) => grains.GetGrain<IDialogueHere>(dialogueId).Each;

    /// <summary>Wants a journal, a listener, limits and a clock among the services.</summary>
    /// <param name="cluster">Where the silos find each other. Without it: a cluster of one, on loopback, on a free port.</param>
    public static IHostApplicationBuilder AddGrains(this IHostApplicationBuilder builder, Cluster? cluster = null) => builder.AddGrains(silo =>
    {
        if (cluster is null)
        {
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: "samskapa", clusterId: "samskapa");
            return;
        }
        // No gateway: there are no clients but the servers. The silo's port is open to whoever reaches it, so it belongs on a network of the servers' own.
        if (cluster.Address is { } address) silo.ConfigureEndpoints(address, cluster.Port, gatewayPort: 0, listenOnAnyHostAddress: !IPAddress.IsLoopback(address));
        else silo.ConfigureEndpoints(cluster.Port, gatewayPort: 0, listenOnAnyHostAddress: true);
        if (cluster.Redis is ConfigurationOptions redis) silo.UseRedisClustering(options => options.ConfigurationOptions = redis);
        else silo.UseMembershipIn(cluster.Postgres!);
    });

    public static IHostApplicationBuilder AddGrains(this IHostApplicationBuilder builder, Action<ISiloBuilder> clustering) => builder.UseOrleans(silo =>
    {
        builder.Logging.AddFilter("Orleans", LogLevel.Warning); // it tells its whole configuration at each start
        builder.Logging.AddFilter("Orleans.Messaging", LogLevel.Critical); // a call that reaches no silo is an error to it; its caller answers retry
        builder.Logging.AddFilter("Orleans.Runtime.GrainCallCancellationManager", LogLevel.Critical); // nor is one given up there
        builder.Logging.AddFilter("Orleans.Runtime.MembershipService.MembershipTableCleanupAgent", LogLevel.Critical); // nor a tidying that comes again
        builder.Logging.AddFilter("Polly", LogLevel.Critical); // nor is each try of Orleans' own retries
        silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("samskapa", "samskapa"));
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
        silo.Configure<GrainCollectionOptions>(grains => grains.CollectionAge = TimeSpan.FromMinutes(10));
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A dead server is dropped after about five seconds; until then each of the others decides for its dialogues by itself (Decider).
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            // One that was heard of within so much times two is not dropped, whatever its probes say. By default that is 16 s, in which nobody in the dialogues of a
            // server that hangs is answered.
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(3);
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);

            // When all were killed at once nobody is left to declare them dead: who starts then passes over those silent for 15 s (by default: minutes).
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            membership.NumMissedTableIAmAliveLimit = 3;
            membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        silo.AddGrainDirectory(NothingElsewhere.Name, (_, _) => new NothingElsewhere());
        clustering(silo);
    });

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
