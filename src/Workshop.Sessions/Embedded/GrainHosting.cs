using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Workshop.Sessions.Embedded;

namespace Workshop.Sessions;

/// <summary>How a server gets its grains; the Orleans build has the same method in Cluster/OrleansSilo.cs.</summary>
public static class GrainHosting
{
    /// <summary>False: the servers need not find each other.</summary>
    public static bool Clustered => false;

    /// <summary>Null: every grain is of this server alone.</summary>
    public static Func<Call[], Task<Line[]>>? Here(this IGrainFactory grains, string dialogueId) => null;

    /// <summary>Wants a journal, a listener, limits and a clock among the services.</summary>
    /// <param name="cluster">Of no use here: every server may decide, and the journal's head lets one win.</param>
    public static IHostApplicationBuilder AddGrains(this IHostApplicationBuilder builder, Cluster? cluster = null)
    {
        builder.Services.AddSingleton(services =>
        {
            // Made before its host, so that at shutdown it outlives it: the last calls still write.
            _ = services.GetRequiredService<Journal.Journal>();
            return new EmbeddedGrains(services, services.GetRequiredService<TimeProvider>(), typeof(DialogueGrain));
        });
        builder.Services.AddSingleton<IGrainFactory>(services => services.GetRequiredService<EmbeddedGrains>());
        return builder;
    }
}
