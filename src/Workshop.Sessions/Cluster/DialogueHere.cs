using Microsoft.Extensions.Logging;
using Orleans.GrainDirectory;
using Orleans.Runtime;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>A dialogue's turn of this server alone: it needs no membership and no other silo. For when those are in doubt (<see cref="Decider"/>).</summary>
[Alias("samskapa.dialogue-here")]
public interface IDialogueHere : IGrainWithStringKey
{
    /// <inheritdoc cref="IDialogueGrain.Each"/>
    [Alias("each")]
    Task<Line[]> Each(Call[] calls);
}

/// <summary>Holds a <see cref="DialogueGrain"/>, which finds its key in this one's context; derived from it, it would be placed as that one is, once in the cluster.</summary>
[StatelessWorker(maxLocalWorkers: 1), Reentrant, GrainDirectory(GrainDirectoryName = NothingElsewhere.Name)]
public sealed class DialogueHere(Journal.Journal journal, IListener listener, TimeProvider time, Limits limits, ILogger<DialogueGrain> log) : Grain, IDialogueHere
{
    private readonly DialogueGrain turn = new(journal, listener, time, limits, log);

    public override Task OnActivateAsync(CancellationToken cancellationToken) => turn.OnActivateAsync(cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => turn.OnDeactivateAsync(reason, cancellationToken);

    public Task<Line[]> Each(Call[] calls) => turn.Each(calls);
}

/// <summary>Where grains of one server alone are looked up. The directory of the cluster is asked even for those, and a part of it lies on the silo that died.</summary>
internal sealed class NothingElsewhere : IGrainDirectory
{
    public const string Name = "here";

    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(address);

    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult<GrainAddress?>(null);

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;
}
