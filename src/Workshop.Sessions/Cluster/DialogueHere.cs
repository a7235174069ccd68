using Microsoft.Extensions.Logging;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>A dialogue's turn of this server alone: it needs no membership, no directory and no other silo. For when those are in doubt (<see cref="Decider"/>).</summary>
[Alias("samskapa.dialogue-here")]
public interface IDialogueHere : IGrainWithStringKey
{
    /// <inheritdoc cref="IDialogueGrain.Each"/>
    [Alias("each")]
    Task<Line[]> Each(Call[] calls);
}

/// <summary>Holds a <see cref="DialogueGrain"/>, which finds its key in this one's context; derived from it, it would be placed as that one is, once in the cluster.</summary>
[StatelessWorker(maxLocalWorkers: 1), Reentrant]
public sealed class DialogueHere(Journal.Journal journal, IListener listener, TimeProvider time, Limits limits, ILogger<DialogueGrain> log) : Grain, IDialogueHere
{
    private readonly DialogueGrain turn = new(journal, listener, time, limits, log);

    public override Task OnActivateAsync(CancellationToken cancellationToken) => turn.OnActivateAsync(cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => turn.OnDeactivateAsync(reason, cancellationToken);

    public Task<Line[]> Each(Call[] calls) => turn.Each(calls);
}
