// Who is here, where they point, what they are writing: latest wins, never journaled, told as changes at most every 200 ms.
// It never tells more than the board does: drafts only where writing is open, no person where names are hidden.
using System.Text.Json;
using Workshop.Rules;

namespace Workshop.Server;

public sealed class Presence(Room room, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A server that says nothing for so long takes its people with it; each says who is there every three seconds.</summary>
    private static readonly TimeSpan Expires = TimeSpan.FromSeconds(10);
    private const int MostDraft = 500;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> own = new(StringComparer.Ordinal);
    private ITimer? timer;

    /// <summary>Where it points is what was said last, on whatever server.</summary>
    private sealed class Person
    {
        public int Connections;
        public Pointing Now = Pointing.Nothing;

        /// <summary>Other servers where it is, and when they said so.</summary>
        public Dictionary<string, long>? Elsewhere;

        public bool Here => Connections > 0 || Elsewhere is { Count: > 0 };
    }

    /// <summary>For the other servers: a few people, as this one has them.</summary>
    public Action<Action<Utf8JsonWriter>>? Told { get; set; }

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
        if (here.Count > 0) room.Say(listener, () => Wire.Around(w => Write(w, here)));
    }

    public void Go(string? participantId)
    {
        if (participantId is null) return;
        lock (gate)
        {
            if (!people.TryGetValue(participantId, out var person)) return;
            person.Connections--;
            if (!person.Here) people.Remove(participantId);
            Note(participantId);
        }
    }

    /// <summary>What another server says of its people.</summary>
    /// <param name="all">Nobody else is there.</param>
    public void Hear(string server, JsonElement told, bool all)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        lock (gate)
        {
            foreach (var one in told.EnumerateArray())
            {
                if (one.GetProperty("participantId").GetString() is not { } id) continue;
                var now = Pointing.Parse(one);
                if (!one.GetProperty("here").GetBoolean())
                {
                    GoFrom(server, id);
                    continue;
                }
                said.Add(id);
                if (!people.TryGetValue(id, out var person)) people[id] = person = new Person();
                // Said again, and as it was: who is at both servers keeps what was said last.
                var news = !(person.Elsewhere ??= []).ContainsKey(server) || (!all && person.Now != now);
                person.Elsewhere[server] = clock.GetTimestamp();
                if (!all || person.Connections == 0)
                {
                    news |= person.Now != now;
                    person.Now = now;
                }
                if (news) Note(id, heard: true);
            }
            if (!all) return;
            foreach (var (id, person) in people.ToList())
                if (!said.Contains(id) && person.Elsewhere?.ContainsKey(server) is true) GoFrom(server, id);
        }
    }

    /// <summary>Once a second: people of servers that have gone silent.</summary>
    public void Forget()
    {
        lock (gate)
            foreach (var (id, person) in people.ToList())
                foreach (var (server, at) in person.Elsewhere?.ToList() ?? [])
                    if (clock.GetElapsedTime(at) > Expires) GoFrom(server, id);
    }

    /// <summary>Everybody who is connected here.</summary>
    public void WriteOwn(Utf8JsonWriter w)
    {
        List<string> mine;
        lock (gate) mine = [.. people.Where(one => one.Value.Connections > 0).Select(one => one.Key)];
        Write(w, mine, ownOnly: true);
    }

    private void GoFrom(string server, string id)
    {
        if (!people.TryGetValue(id, out var person) || person.Elsewhere?.Remove(server) is not true || person.Here) return;
        people.Remove(id);
        Note(id, heard: true);
    }

    public void Point(string? participantId, JsonElement at)
    {
        if (participantId is null) return;
        var now = Pointing.Parse(at);
        lock (gate)
        {
            if (!people.TryGetValue(participantId, out var person)) return;
            var (before, after) = (Shown(room.Dialogue, person.Now), Shown(room.Dialogue, now));
            person.Now = now;
            // Where nothing of it may be told, not even that it changed: who stops writing when a note without a name appears would be known.
            if (before != after) Note(participantId);
        }
    }

    /// <param name="heard">From another server, and so not told to it again.</param>
    private void Note(string id, bool heard = false)
    {
        if (!heard && Told is not null) own.Add(id);
        if (!changed.Add(id) || changed.Count > 1) return; // the clock runs already
        timer ??= clock.CreateTimer(_ => Tell(), null, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        timer.Change(Pause, System.Threading.Timeout.InfiniteTimeSpan);
    }

    private void Tell()
    {
        List<string> who;
        List<string> mine;
        lock (gate)
        {
            (who, mine) = ([.. changed], [.. own]);
            changed.Clear();
            own.Clear();
        }
        room.Broadcast(Wire.Around(w => Write(w, who)));
        if (mine.Count > 0) Told?.Invoke(w => Write(w, mine, ownOnly: true));
    }

    /// <param name="ownOnly">For other servers: here means connected here.</param>
    private void Write(Utf8JsonWriter w, List<string> who, bool ownOnly = false)
    {
        var dialogue = room.Dialogue;
        foreach (var id in who)
        {
            Person? person;
            Pointing now;
            lock (gate)
            {
                people.TryGetValue(id, out person);
                if (ownOnly && person?.Connections is 0) person = null;
                now = person?.Now ?? Pointing.Nothing;
            }
            w.WriteStartObject();
            w.WriteString("participantId", id);
            w.WriteBoolean("here", person is not null);
            if (person is not null)
            {
                now = Shown(dialogue, now);
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
    private static Pointing Shown(Dialogue dialogue, Pointing now) =>
        Strictest(dialogue, now) is not { } conduct ? Pointing.Nothing : conduct.Writing == "open" ? now : now with { Draft = null };

    /// <summary>The strictest of the parts this person may be in; null: what they do would tell whose hidden note it is.</summary>
    private static Conduct? Strictest(Dialogue dialogue, Pointing now)
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
