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
    private const int MostWaiting = 4_000;
    private const int RetryMs = 250;
    private const int StateEvery = 2_000;

    /// <summary>The ids of commands on disk, with the seq of their last event. Loaded with the dialogue.</summary>
    private readonly Dictionary<Guid, (long Seq, byte[] Hash)> answered = [];

    /// <summary>The ids of commands under way.</summary>
    private readonly Dictionary<Guid, Turn> underWay = [];
    private string id = "";
    private Dialogue durable = Dialogue.Unopened;
    private Dialogue ahead = Dialogue.Unopened;
    private Pseudonyms names = null!;
    private Gathering gathering = null!;
    private Task writing = Task.CompletedTask;

    /// <summary>An append ended in doubt and the journal could not be read since: nothing may be decided before it has been.</summary>
    private bool doubtful;
    private long stateSaved;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = this.GetPrimaryKeyString();
        if (await Loading.Load(journal, id, tail: 0) is { } loaded) durable = loaded.Dialogue;
        foreach (var (command, seq, hash) in await journal.Commands(id)) answered[command] = (seq, hash);
        names = await Loading.Names(journal, id);
        stateSaved = durable.Seq;
        StartOver();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => await writing;

    public async Task<Line> Do(Caller caller, Line commands)
    {
        if (doubtful)
        {
            if (writing.IsCompleted) writing = Recover([]);
            await writing;
        }
        var turns = Decide(caller, commands);
        var receipts = new Receipt[turns.Count];
        for (var i = 0; i < receipts.Length; i++) receipts[i] = await turns[i];
        return Receipts.Write(receipts);
    }

    /// <summary>All of it in one turn: in order, and nothing in between.</summary>
    private List<Task<Receipt>> Decide(Caller caller, Line commands)
    {
        var answers = new List<Task<Receipt>>(1);
        var sender = caller.ParticipantId ?? caller.Standing.ToString();
        var who = new Who(caller.Standing, caller.ParticipantId, caller.Voices, names);
        try
        {
            var json = JsonElement.Parse(commands.Utf8, new JsonDocumentOptions { MaxDepth = 32 });
            if (json.ValueKind == JsonValueKind.Array)
                foreach (var element in json.EnumerateArray()) answers.Add(Take(Asked.Read(element, sender), who));
            else
                answers.Add(Task.FromResult(new Receipt(null, Refused: new Refused("malformed"))));
        }
        catch (JsonException)
        {
            answers.Add(Task.FromResult(new Receipt(null, Refused: new Refused("malformed"))));
        }
        if (writing.IsCompleted) writing = WriteAll();
        return answers;
    }

    private Task<Receipt> Take(Asked asked, Who who)
    {
        if (asked.Command is null) return Task.FromResult(new Receipt(asked.RawId, Refused: asked.Refused));
        if (answered.TryGetValue(asked.Id, out var before)) return Task.FromResult(Again(asked, before));
        if (underWay.TryGetValue(asked.Id, out var same)) return same.Asked.Hash.AsSpan().SequenceEqual(asked.Hash) ? same.Done : Task.FromResult(Reused(asked));
        if (doubtful || gathering.Turns.Count >= MostWaiting) return Task.FromResult(new Receipt(asked.RawId, RetryMs: RetryMs));
        var turn = new Turn(asked, who);
        Take(turn);
        return turn.Done;
    }

    /// <summary>The answer to an id that is on disk: the same receipt, or a refusal when it is another command under that id.</summary>
    private static Receipt Again(Asked asked, (long Seq, byte[] Hash) before) =>
        before.Hash.AsSpan().SequenceEqual(asked.Hash) ? new Receipt(asked.RawId, before.Seq) : Reused(asked);

    private static Receipt Reused(Asked asked) => new(asked.RawId, Refused: new Refused("id-reused"));

    private void Take(Turn turn)
    {
        gathering.Turns.Add(turn);
        underWay[turn.Asked.Id] = turn;
        turn.Answer = Decided(turn);
    }

    private Receipt Decided(Turn turn)
    {
        Decision decision;
        try
        {
            decision = Rules.Decide.It(ahead, turn.Who, turn.Asked.Command!, time.GetUtcNow(), limits);
        }
        catch (Exception bug)
        {
            // A bug in one rule must not take the room down: this command is refused, the dialogue lives on.
            LogBug(bug.GetType().Name, turn.Asked.Command!.GetType().Name, id);
            return new Receipt(turn.Asked.RawId, Refused: new Refused("internal"));
        }
        if (decision.Refused is not null) return new Receipt(turn.Asked.RawId, Refused: decision.Refused);
        foreach (var decided in decision.Events) Gather(decided, turn.Asked);
        return new Receipt(turn.Asked.RawId, ahead.Seq);
    }

    private void Gather(Decided decided, Asked asked)
    {
        var now = time.GetUtcNow();
        var at = new DateTimeOffset((now > ahead.At ? now : ahead.At).UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
        var body = RulesJson.Body(decided.What);
        var fact = new Fact(ahead.Seq + 1, at < ahead.At ? ahead.At : at, decided.By, asked.Id, decided.SeenBy, decided.Nameless, decided.What, body);
        if (decided.What is ContentErased erased) gathering.Erase(erased);
        gathering.Facts.Add(fact);
        gathering.Events.Add(new StoredEvent(
            fact.Seq, fact.At, fact.By, asked.Id, asked.Hash, fact.SeenBy, fact.Nameless, EventCodec.Default.Current(Fact.TypeOf(body)), body));
        gathering.Becomes = ahead = ahead.After(fact);
    }

    /// <summary>One append after the other until nothing is left.</summary>
    private async Task WriteAll()
    {
        while (gathering.Turns.Count > 0)
        {
            var batch = gathering;
            gathering = new Gathering(ahead.Seq) { Becomes = ahead };
            try
            {
                if (batch.Facts.Count > 0 && await journal.Append(new Batch(id, batch.Head, batch.Events, await Erased(batch))) != Appended.Written)
                {
                    await Recover(batch.Turns);
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
                LogAppendFailed(failed.GetType().Name, id);
                await Recover(batch.Turns);
                continue;
            }
            Settle(batch);
            if (batch.Facts.Exists(fact => fact.What is Concluded)) names = await Loading.ForgetNames(journal, id);
            if (durable.Seq - stateSaved >= StateEvery) SaveState();
        }
    }

    /// <summary>Older bodies without the words that this batch takes back.</summary>
    private async Task<IReadOnlyList<(long Seq, byte[] Body)>?> Erased(Gathering batch)
    {
        var erasures = batch.Facts.Select(fact => fact.What).OfType<ContentErased>().ToList();
        if (erasures.Count == 0) return null;
        var bodies = new List<(long, byte[])>();
        foreach (var stored in await journal.Read(id, after: 0))
        {
            var fact = Loading.FactOf(stored);
            var changed = false;
            foreach (var erased in erasures)
            {
                if (Erasure.Of(fact, erased) is not { } without) continue;
                (fact, changed) = (fact with { What = without }, true);
            }
            if (changed) bodies.Add((fact.Seq, RulesJson.Body(fact.What)));
        }
        return bodies;
    }

    private void Settle(Gathering batch)
    {
        durable = batch.Becomes;
        foreach (var stored in batch.Events) answered[stored.Command!.Value] = (stored.Seq, stored.ContentHash!);
        if (batch.Facts.Count > 0) listener.Tell(id, batch.Facts, durable);
        foreach (var turn in batch.Turns)
        {
            underWay.Remove(turn.Asked.Id);
            turn.Complete();
        }
    }

    /// <summary>
    /// The append lost the race, or ended in doubt (it may be on disk). Read what is there, then answer: who is found gets the receipt, the others are
    /// decided again in order. When even reading fails, everybody is told to retry, which means unknown.
    /// </summary>
    private async Task Recover(List<Turn> lost)
    {
        doubtful = true;
        try
        {
            var missed = (await journal.Read(id, durable.Seq)).ToList();
            if (missed.Count > 0)
            {
                var facts = missed.ConvertAll(Loading.FactOf);
                // Read while another call was reading too: what is known already is passed over.
                facts.RemoveAll(fact => fact.Seq <= durable.Seq);
                durable = facts.Aggregate(durable, (dialogue, fact) => dialogue.After(fact));
                foreach (var stored in missed.Where(stored => stored.Command is not null)) answered[stored.Command!.Value] = (stored.Seq, stored.ContentHash ?? []);
                if (facts.Count > 0) listener.Tell(id, facts, durable);
            }
            lost.AddRange(gathering.Turns);
            StartOver();
            doubtful = false;
            foreach (var turn in lost)
            {
                underWay.Remove(turn.Asked.Id);
                if (answered.TryGetValue(turn.Asked.Id, out var before)) turn.Complete(Again(turn.Asked, before));
                else Take(turn);
            }
        }
        catch (Exception failed)
        {
            LogReadFailed(failed.GetType().Name, id);
            Later(lost);
        }
    }

    /// <summary>These and all that is decided after them: unknown or too much, send the same ids again.</summary>
    private void Later(List<Turn> turns)
    {
        turns.AddRange(gathering.Turns);
        StartOver();
        foreach (var turn in turns)
        {
            underWay.Remove(turn.Asked.Id);
            turn.Complete(new Receipt(turn.Asked.RawId, RetryMs: RetryMs));
        }
    }

    private void StartOver()
    {
        ahead = durable;
        gathering = new Gathering(ahead.Seq) { Becomes = ahead };
    }

    /// <summary>Spares the next load a long replay. A cache: when it fails, nothing is lost.</summary>
    private void SaveState()
    {
        var state = durable;
        stateSaved = state.Seq;
        _ = Task.Run(async () =>
        {
            try
            {
                await journal.SaveState(id, SavedDialogue.Of(state));
            }
            catch (Exception failed)
            {
                LogStateNotSaved(failed.GetType().Name, id);
            }
        });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A rule failed with {Kind} on {Command} in {Dialogue}; the command was refused")]
    private partial void LogBug(string kind, string command, string dialogue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal is full of waiting batches; {Dialogue} tells its people to retry")]
    private partial void LogFull(string dialogue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An append of {Dialogue} ended in doubt: {Kind}")]
    private partial void LogAppendFailed(string kind, string dialogue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal of {Dialogue} cannot be read: {Kind}; its people are told to retry")]
    private partial void LogReadFailed(string kind, string dialogue);

    [LoggerMessage(Level = LogLevel.Information, Message = "The state of {Dialogue} was not saved: {Kind}; it will be replayed")]
    private partial void LogStateNotSaved(string kind, string dialogue);
}
