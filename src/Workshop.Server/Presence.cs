// Who is here, where they point, what they are writing: latest wins, never journaled, told as changes at most every 200 ms.
// It never tells more than the board does: drafts only where writing is open, no person where names are hidden.
using System.Text.Json;
using Workshop.Rules;

namespace Workshop.Server;

public sealed class Presence(Room room, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private const int MostDraft = 500;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private ITimer? timer;

    private sealed class Person
    {
        public int Connections;
        public Pointing Now = Pointing.Nothing;
    }

    /// <summary>What one connection says of itself; shapes as in protocol.md's Point.</summary>
    public sealed record Pointing(double? X, double? Y, string? Editing, string? Draft, string? Viewing)
    {
        public static readonly Pointing Nothing = new(null, null, null, null, null);

        public static Pointing Parse(JsonElement at) => at.ValueKind != JsonValueKind.Object ? Nothing : new(
            Coordinate(at, "x"), Coordinate(at, "y"), Text(at, "editing", 64), Text(at, "draft", MostDraft), Text(at, "viewing", 64));

        private static double? Coordinate(JsonElement at, string name) =>
            at.TryGetProperty("at", out var point) && point.ValueKind == JsonValueKind.Object && point.TryGetProperty(name, out var n)
            && n.ValueKind == JsonValueKind.Number && n.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

        private static string? Text(JsonElement at, string name, int most) =>
            at.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } value
                ? Rules.Words.Clean(value.Length > most ? value[..most] : value) : null;
    }

    /// <summary>Comes, and hears who is here already.</summary>
    public void Come(Listener listener)
    {
        if (listener.Member.ParticipantId is { } id)
            lock (gate)
            {
                if (!people.TryGetValue(id, out var person)) people[id] = person = new Person();
                person.Connections++;
                Note(id);
            }
        List<string> here;
        lock (gate) here = [.. people.Keys];
        if (here.Count == 0 || listener.Waiting) return;
        listener.Outbox.Post(Wire.Around(w => Write(w, here)));
    }

    public void Go(string? participantId)
    {
        if (participantId is null) return;
        lock (gate)
        {
            if (!people.TryGetValue(participantId, out var person)) return;
            if (--person.Connections == 0) people.Remove(participantId);
            Note(participantId);
        }
    }

    public void Point(string? participantId, JsonElement at)
    {
        if (participantId is null) return;
        var now = Pointing.Parse(at);
        lock (gate)
        {
            if (!people.TryGetValue(participantId, out var person)) return;
            var (before, after) = (Told(room.Dialogue, person.Now), Told(room.Dialogue, now));
            person.Now = now;
            // Where nothing of it may be told, not even that it changed: who stops writing when a note without a name appears would be known.
            if (before != after) Note(participantId);
        }
    }

    private void Note(string id)
    {
        if (!changed.Add(id) || changed.Count > 1) return; // the clock runs already
        timer ??= clock.CreateTimer(_ => Tell(), null, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        timer.Change(Pause, System.Threading.Timeout.InfiniteTimeSpan);
    }

    private void Tell()
    {
        List<string> who;
        lock (gate)
        {
            who = [.. changed];
            changed.Clear();
        }
        room.Broadcast(Wire.Around(w => Write(w, who)));
    }

    private void Write(Utf8JsonWriter w, List<string> who)
    {
        var dialogue = room.Dialogue;
        foreach (var id in who)
        {
            Person? person;
            Pointing now;
            lock (gate)
            {
                people.TryGetValue(id, out person);
                now = person?.Now ?? Pointing.Nothing;
            }
            w.WriteStartObject();
            w.WriteString("participantId", id);
            w.WriteBoolean("here", person is not null);
            if (person is not null)
            {
                now = Told(dialogue, now);
                if (now is { X: { } x, Y: { } y })
                {
                    w.WriteStartObject("at");
                    w.WriteNumber("x", x);
                    w.WriteNumber("y", y);
                    w.WriteEndObject();
                }
                if (now.Editing is not null) w.WriteString("editing", now.Editing);
                if (now.Draft is not null) w.WriteString("draft", now.Draft);
                if (now.Viewing is not null) w.WriteString("viewing", now.Viewing);
            }
            w.WriteEndObject();
        }
    }

    /// <summary>What others may know of it.</summary>
    private static Pointing Told(Dialogue dialogue, Pointing now) =>
        Shown(dialogue, now) is not { } conduct ? Pointing.Nothing : conduct.Writing == "open" ? now : now with { Draft = null };

    /// <summary>The strictest of the parts this person may be in; null: what they do would tell whose hidden note it is.</summary>
    private static Conduct? Shown(Dialogue dialogue, Pointing now)
    {
        var edited = Guid.TryParse(now.Editing, out var id) && dialogue.Items.TryGetValue(id, out var item) ? item : null;
        if (edited is not null && (edited.Nameless || edited.SeenBy != Audience.All)) return null;
        Conduct? strictest = null;
        foreach (var phase in new[] { dialogue.PhaseOf(dialogue.PhaseId), dialogue.PhaseOf(now.Viewing), dialogue.PhaseOf(edited?.PhaseId) })
        {
            if (phase is null) continue;
            if (phase.Conduct.Names == "hidden" || phase.Conduct.Writing is "private" or "tables") return null;
            if (strictest is null || phase.Conduct.Writing != "open") strictest = phase.Conduct;
        }
        return strictest ?? Conduct.Start;
    }
}
