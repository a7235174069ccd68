using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Workshop.Sessions;

/// <summary>
/// How a server gets its grains when Orleans runs them: a silo in the server's own host, one activation of a dialogue in the cluster. The only file that
/// knows more of Orleans than Embedded/ has names for. Where a cluster keeps its membership is one line, <c>clustering</c>; nothing rests on it being right:
/// two silos that both believe they own a dialogue are kept apart by the journal's head.
/// </summary>
public static class GrainHosting
{
    /// <summary>Wants a journal, a listener, limits and a clock among the services.</summary>
    /// <param name="clustering">Where the silos find each other. Without it: a cluster of one, on loopback, on a free port, with no gateway.</param>
    public static IHostApplicationBuilder AddGrains(this IHostApplicationBuilder builder, Action<ISiloBuilder>? clustering = null) => builder.UseOrleans(silo =>
    {
        builder.Logging.AddFilter("Orleans", LogLevel.Warning); // it tells its whole configuration at each start
        silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("samskapa", "samskapa"));
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
        silo.Configure<GrainCollectionOptions>(grains => grains.CollectionAge = TimeSpan.FromMinutes(10));

        // A dead server is dropped after about five seconds; until then its dialogues answer retry.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        });
        if (clustering is null) silo.UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: "samskapa", clusterId: "samskapa");
        else clustering(silo);
    });

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
