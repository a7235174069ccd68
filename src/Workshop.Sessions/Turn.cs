using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>How a command ended.</summary>
/// <param name="Seq">On disk: its last event; for a command that changed nothing, the seq it was decided on.</param>
/// <param name="RetryMs">Unknown or overloaded: send the same id again after that.</param>
public sealed record Receipt(string? Id, long? Seq = null, Refused? Refused = null, int? RetryMs = null);

/// <summary>A command in its turn: decided, waiting until all that it was decided on is on disk.</summary>
internal sealed class Turn(Asked asked, Who who)
{
    // Continuations must not run inside the grain's write loop: they would take its turn.
    private readonly TaskCompletionSource<Receipt> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Asked Asked { get; } = asked;
    public Who Who { get; } = who;

    /// <summary>As decided last; final only when <see cref="Done"/> completes.</summary>
    public Receipt Answer { get; set; } = new(asked.RawId);

    public Task<Receipt> Done => done.Task;

    public void Complete() => done.TrySetResult(Answer);

    public void Complete(Receipt answer) => done.TrySetResult(answer);
}

/// <summary>What is decided and not yet being written: it becomes the next append.</summary>
/// <param name="head">The seq it is decided on.</param>
internal sealed class Gathering(long head)
{
    public long Head { get; } = head;
    public List<Fact> Facts { get; } = [];
    public List<StoredEvent> Events { get; } = [];
    public List<Turn> Turns { get; } = [];

    /// <summary>The state after all of it.</summary>
    public required Dialogue Becomes { get; set; }

    /// <summary>Takes back words in bodies that are not on disk yet: an event and its erasure may be in one append.</summary>
    public void Erase(ContentErased erased)
    {
        for (var i = 0; i < Facts.Count; i++)
        {
            if (Erasure.Of(Facts[i], erased) is not { } without) continue;
            var body = RulesJson.Body(without);
            Facts[i] = Facts[i] with { What = without, Body = body };
            Events[i] = Events[i] with { Body = body };
        }
    }
}
