using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions;

/// <summary>
/// One dialogue's turn: decide, write, tell.
/// Invariants: <c>ahead</c> = after all that is decided, <c>durable</c> = after all that is on disk. Decide reads ahead, so two votes in one flush cannot both pass
/// a budget. At most one append is under way; what is decided meanwhile gathers into the next. Nobody is told anything, a refusal included, before all
/// that it was decided on is on disk. Two servers may both have this grain: the journal's head lets one win, the other catches up and decides again.
/// No await stands between reading state and queueing, and no ConfigureAwait(false) anywhere: it would leave the turn.
/// </summary>
[Reentrant, PreferLocalPlacement]
public sealed partial class DialogueGrain(Journal.Journal journal, IListener listener, TimeProvider time, Limits limits, ILogger<DialogueGrain> log) : Grain, IDialogueGrain
{
    /// <summary>Commands that may wait for the disk; more are answered <c>retry</c>.</summary>
    internal const int MostWaiting = 4_000;

    private const int RetryMs = 250;

    /// <summary>The ids of commands on disk, with the seq of their last event.</summary>
    private readonly Dictionary<Guid, (long Seq, UInt128 Hash)> answered = [];

    /// <summary>The ids of commands under way.</summary>
    private readonly Dictionary<Guid, Turn> underWay = [];
    private string id = "";
    private string? history;
    private Dialogue durable = Dialogue.Unopened;
    private Dialogue ahead = Dialogue.Unopened;
    private Gathering gathering = new(Dialogue.Unopened);
    private Pseudonyms names = new(RandomNumberGenerator.GetBytes(32));
    private Task writing = Task.CompletedTask;

    /// <summary>
    /// The journal may hold something else than <see cref="durable"/>: nothing is read yet, somebody else moved the head, or an append ended in doubt.
    /// Commands gather undecided until it has been read. So an activation never fails, and loading is catching up from nothing.
    /// </summary>
    private bool doubtful = true;
    private bool loaded;

    /// <summary>The seq of a conclusion after which the names are still to be forgotten; 0: none.</summary>
    private long toForget;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = this.GetPrimaryKeyString();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        while (!writing.IsCompleted) await writing;
        if (toForget > 0) await Forget(toForget);
    }

    public async Task<Line> Do(Caller caller, Line commands) => (await Each([new Call(caller, commands)]))[0];

    public async Task<Line[]> Each(Call[] calls)
    {
        var (answers, ends) = (new List<Task<Receipt>>(calls.Length), new int[calls.Length]);
        for (var i = 0; i < calls.Length; i++)
        {
            Take(calls[i], answers);
            ends[i] = answers.Count;
        }
        if (writing.IsCompleted) writing = WriteAll();
        // From the last, which mostly ends last: awaited from the first, each would be waited for by itself.
        for (var i = answers.Count - 1; i >= 0; i--)
            if (!answers[i].IsCompleted) await answers[i];
        var lines = new Line[calls.Length];
        for (var (i, from) = (0, 0); i < calls.Length; from = ends[i++]) lines[i] = Receipts.Write(answers, from, ends[i], calls[i].Caller, names);
        return lines;
    }

    /// <summary>All of it in one turn: in order, and nothing in between.</summary>
    private void Take(Call call, List<Task<Receipt>> answers)
    {
        try
        {
            var (json, strict) = Parsed(call.Commands.Utf8);
            if (json.ValueKind != JsonValueKind.Array)
            {
                answers.Add(Malformed);
                return;
            }
            var sender = call.Caller.ParticipantId ?? call.Caller.Device ?? call.Caller.Standing.ToString();
            foreach (var element in json.EnumerateArray()) answers.Add(Take(Asked.Read(element, sender, strict), call.Caller));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Not JSON, or bytes in it that are no text.
            answers.Add(Malformed);
        }
    }

    /// <summary>A key that is given twice is its own command's fault, not its line's.</summary>
    private static (JsonElement Json, bool Strict) Parsed(byte[] line)
    {
        try
        {
            return (JsonElement.Parse(line, new JsonDocumentOptions { MaxDepth = 128, AllowDuplicateProperties = false }), true);
        }
        catch (JsonException)
        {
            return (JsonElement.Parse(line, new JsonDocumentOptions { MaxDepth = 128 }), false);
        }
    }

    private static readonly Task<Receipt> Malformed = Task.FromResult(new Receipt(null, Refused: new Refused("malformed")));

    private Task<Receipt> Take(Asked asked, Caller caller)
    {
        if (asked.Command is null) return Task.FromResult(new Receipt(asked.RawId, Refused: asked.Refused));
        if (answered.TryGetValue(asked.Id, out var before)) return Task.FromResult(Again(asked, before));
        if (underWay.TryGetValue(asked.Id, out var same) && same.Asked.Hash.AsSpan().SequenceEqual(asked.Hash)) return same.Done;
        if (gathering.Turns.Count >= MostWaiting) return Task.FromResult(new Receipt(asked.RawId, RetryMs: RetryMs));
        var turn = new Turn(asked, caller);
        Take(turn);
        return turn.Done;
    }

    /// <summary>The answer to an id that is on disk: the same receipt, or a refusal when it is another command under that id.</summary>
    /// <remarks>An erased command's hash is zeros, since a short text could be guessed from it: then the id alone must do.</remarks>
    private static Receipt Again(Asked asked, (long Seq, UInt128 Hash) before) =>
        before.Hash == Number(asked.Hash) || before.Hash == 0 ? new Receipt(asked.RawId, before.Seq) : Reused(asked);

    /// <summary>Kept for every command there ever was: a number, not an object.</summary>
    private static UInt128 Number(byte[] hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);

    private static Receipt Reused(Asked asked) => new(asked.RawId, Refused: new Refused("id-reused"));

    private void Take(Turn turn)
    {
        gathering.Turns.Add(turn);
        if (doubtful) underWay.TryAdd(turn.Asked.Id, turn);
        else if (underWay.TryGetValue(turn.Asked.Id, out var other) && other.Writes) turn.Answer = Reused(turn.Asked);
        else
        {
            underWay[turn.Asked.Id] = turn;
            turn.Answer = Decided(turn);
        }
    }

    private Receipt Decided(Turn turn)
    {
        var asked = turn.Asked;
        try
        {
            var who = new Who(turn.Caller.Standing, turn.Caller.ParticipantId, turn.Caller.Voices, names, turn.Caller.Device);
            var now = Now();
            var decision = Rules.Decide.It(ahead, who, asked.Command!, now, limits);
            if (decision.Refused is not null) return new Receipt(asked.RawId, Refused: decision.Refused);
            turn.Writes = decision.Events.Length > 0;
            ahead = gathering.Add(decision.Events, asked, now, turn.Caller.Standing.Leads() ? turn.Caller.Device : null);
            return new Receipt(asked.RawId, ahead.Seq);
        }
        catch (Exception bug)
        {
            // A bug in one rule must not take the room down: this command is refused, all of it, and the dialogue lives on.
            LogBug(bug.GetType().Name, asked.Command!.GetType().Name, id);
            turn.Writes = false;
            return new Receipt(asked.RawId, Refused: new Refused("internal"));
        }
    }

    /// <summary>In whole milliseconds, as clients see it, and never before what has already happened.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerMillisecond));
        return now > ahead.At ? now : ahead.At;
    }

    /// <summary>One append after the other until nothing is left. Never throws.</summary>
    private async Task WriteAll()
    {
        while (gathering.Turns.Count > 0)
        {
            if (doubtful)
            {
                await CatchUp();
                continue;
            }
            await LetIn();
            var batch = gathering;
            gathering = new Gathering(ahead);
            try
            {
                if (await Write(batch))
                {
                    Settle(batch);
                    continue;
                }
            }
            catch (JournalFullException)
            {
                LogFull(id);
                Later(batch.Turns);
                continue;
            }
            catch (Exception failed)
            {
                LogAppendFailed(Ailment.Of(failed), id);
                foreach (var turn in batch.Turns) turn.Tried = true;
            }
            doubtful = true;
            gathering.Turns.InsertRange(0, batch.Turns);
        }
    }

    /// <summary>
    /// Behind all that the thread pool has to do by now, twice, since a command takes it steps from its socket to here: so what has already come gets into this
    /// append, and in a busy room thirty notes are one write and one message. In a quiet room nobody waits for anything. (Rejected: a timer, which all would wait for.)
    /// </summary>
    private static async Task LetIn()
    {
        for (var lap = 0; lap < 2; lap++) await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
    }

    /// <summary>False: somebody else has moved the head. What only refuses or changes nothing writes nothing, and is confirmed against the head instead.</summary>
    private async Task<bool> Write(Gathering batch)
    {
        if (batch.Facts.Count == 0)
        {
            var head = (await journal.Heads([id])).GetValueOrDefault(id);
            if ((head?.Seq ?? 0) != batch.Head || IsAnother(head)) return false;
            history = head?.History;
            return true;
        }
        if (batch.Head == 0) names = await Loading.Names(journal, id);
        if (await journal.Append(batch.For(id, await Erased(batch))) != Appended.Written) return false;
        foreach (var command in emptied)
            if (answered.TryGetValue(command, out var told)) answered[command] = (told.Seq, 0); // as the journal now has it
        emptied.Clear();

        // Before anybody hears of the end, so that whoever then asks for the names gets the new ones.
        if (batch.Facts.FindLast(fact => fact.What is Concluded) is { } end) toForget = end.Seq;
        if (toForget > 0) await Forget(toForget);
        return true;
    }

    private void Settle(Gathering batch)
    {
        durable = batch.Becomes;
        for (var i = 0; i < batch.Facts.Count; i++) answered[batch.Facts[i].Command!.Value] = (batch.Facts[i].Seq, Number(batch.Hashes[i]));
        Tell(batch.Facts, written: true);
        foreach (var turn in batch.Turns)
        {
            if (underWay.GetValueOrDefault(turn.Asked.Id) == turn) underWay.Remove(turn.Asked.Id);
            turn.Complete();
        }
        if (StateIsDue(durable.Seq, stateSaved, durable.Items.Count)) SaveState();
    }

    private void Tell(List<Fact> facts, bool written)
    {
        try
        {
            if (facts.Count > 0) listener.Tell(id, facts, durable, written);
        }
        catch (Exception failed)
        {
            // The room finds out by the heads it polls; who wrote must still get an answer.
            LogNotTold(failed.GetType().Name, id);
        }
    }

    /// <summary>These and all that gathers after them: unknown or too much, send the same ids again.</summary>
    private void Later(List<Turn> turns)
    {
        turns.AddRange(gathering.Turns);
        StartOver();
        foreach (var turn in turns) turn.Complete(new Receipt(turn.Asked.RawId, RetryMs: RetryMs));
    }

    /// <summary>Back to what is on disk, with nothing under way.</summary>
    private void StartOver()
    {
        ahead = durable;
        gathering = new Gathering(ahead);
        underWay.Clear();
    }
}
