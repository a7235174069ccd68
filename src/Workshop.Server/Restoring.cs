// A backup without what was taken back after it: the same rows with the words gone, the event that took them at the end, and nothing of what was ended.
using Workshop.Journal;
using Workshop.Rules;
using Workshop.Sessions;

namespace Workshop.Server;

/// <param name="lines">Of the list. What was said after a line's time it does not reach: a seq may be used again after a restore.</param>
public sealed class Restoring(IEnumerable<string> lines)
{
    private readonly List<(Taken Line, Event What)> taken = [];
    private readonly HashSet<string> ended = [];
    private readonly HashSet<string> deleted = [];
    private readonly HashSet<Guid> emptied = [];

    public int Applied { get; private set; }

    /// <summary>Twice: first to find the commands whose words go, since a short text can be guessed from its hash and a command has more events than one.</summary>
    public async IAsyncEnumerable<Piece> Of(Func<IAsyncEnumerable<Piece>> pieces)
    {
        Sort();
        await foreach (var _ in Once(pieces())) { }
        Applied = 0;
        await foreach (var piece in Once(pieces())) yield return piece;
    }

    private void Sort()
    {
        foreach (var line in lines.Select(TakenBack.Parse))
        {
            if (line is { Deleted: true, Key: { } gone }) deleted.Add(gone);
            else if (line.Kept is not null) ended.Add(line.Kept + " " + line.Key);
            else if (line.Event is { } body) taken.Add((line, RulesJson.What(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(body))));
        }
    }

    private async IAsyncEnumerable<Piece> Once(IAsyncEnumerable<Piece> pieces)
    {
        var skip = false;
        var (id, last, here, due) = ((string?)null, (StoredEvent?)null, new List<(Taken Line, Event What)>(), new List<(Taken Line, Event What)>());
        await foreach (var piece in pieces)
        {
            if (piece is not Piece.Event)
            {
                foreach (var end in Ends(last, due)) yield return end;
                (last, due) = (null, []);
            }
            switch (piece)
            {
                case Piece.Dialogue next:
                    id = next.Id;
                    here = taken.FindAll(one => one.Line.Dialogue == id);
                    if (skip = deleted.Contains(Devices.Hash(id))) Applied++;
                    else yield return piece;
                    break;
                case Piece.Event { Stored: var stored } when !skip:
                    last = here.Count == 0 ? stored : Without(stored, here, due);
                    yield return new Piece.Event(last);
                    break;
                case Piece.Kept { Keepsake: var kept }:
                    if (ended.Contains(kept.Kind + " " + Devices.Hash(kept.Key))) Applied++;
                    else if (!(kept.Kind is "names" or "dialogue" && deleted.Contains(Devices.Hash(kept.Key)))) yield return piece;
                    break;
            }
        }
        foreach (var end in Ends(last, due)) yield return end;
    }

    private StoredEvent Without(StoredEvent stored, List<(Taken Line, Event What)> here, List<(Taken Line, Event What)> due)
    {
        var fact = Loading.FactOf(stored);
        if (fact.What is DeviceDropped dropped) due.RemoveAll(one => one.What == dropped);
        foreach (var one in here.Where(one => one.Line.At >= stored.At))
        {
            var trusts = one.What is DeviceDropped { DeviceId: var device } && fact.What is DeviceTrusted { Device.Id: var id } && id == device;
            if (Erasure.Of(fact, one.What) is { } without) fact = fact with { What = without };
            else if (!trusts) continue;
            if (!due.Contains(one)) due.Add(one);
        }
        if (!ReferenceEquals(fact.What, Loading.FactOf(stored).What) && fact.What != Loading.FactOf(stored).What)
        {
            if (stored.Command is { } command) emptied.Add(command);
            var body = RulesJson.Body(fact.What);
            stored = stored with { Body = body, Version = EventCodec.Default.Current(Fact.TypeOf(body)) };
        }
        return stored.Command is { } known && emptied.Contains(known) ? stored with { ContentHash = new byte[16] } : stored;
    }

    private IEnumerable<Piece> Ends(StoredEvent? last, List<(Taken Line, Event What)> due)
    {
        if (last is null) yield break;
        var seq = last.Seq;
        Applied += due.Count;
        foreach (var (_, what) in due)
        {
            var body = RulesJson.Body(what);
            yield return new Piece.Event(new StoredEvent(++seq, last.At, null, null, null, Audience.Facilitators, false, EventCodec.Default.Current(Fact.TypeOf(body)), body));
        }
    }
}
