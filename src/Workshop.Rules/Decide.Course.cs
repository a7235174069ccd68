using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

// How the dialogue goes on: agenda, phases, rounds, time, conduct and the end.
public static partial class Decide
{
    private static Decision Open(Dialogue dialogue, OpenDialogue command)
    {
        if (dialogue.Opened) return new Refused("item-exists");
        if ((CheckLine("title", command.Title, Limits.Title) ?? CheckLine("targetGroup", command.TargetGroup, Limits.Title)) is { } wrong) return wrong;
        if (command.Language is not ("sv" or "en")) return Malformed("language");
        if (Template.Named(command.TemplateId, command.Language) is not { } template) return Malformed("templateId");
        foreach (var organisation in command.Organisations ?? [])
            if (organisation is null) return Malformed("organisations");
            else if (CheckNew(organisation) is { } bad) return bad;
        var organisations = (command.Organisations ?? []).DistinctBy(one => Words.Line(one.Name), StringComparer.OrdinalIgnoreCase).Select((one, at) => NewOne(one, at + 1));
        var (agenda, refused) = Planned([.. template.Phases], Dialogue.Unopened);
        return refused is not null ? refused : Led(new DialogueOpened(
            command.DialogueId, Words.Line(command.Title), Words.Line(command.TargetGroup), command.Language, command.JoinCode, command.JoinToken, agenda, [.. organisations],
            command.Rehearsal is true ? true : null));
    }

    private static Decision Enter(Dialogue dialogue, EnterPhase command)
    {
        if (dialogue.PhaseOf(command.PhaseId) is null) return UnknownPhase;
        return dialogue.PhaseId == command.PhaseId ? All([.. GoingOn(dialogue)]) : All([.. GoingOn(dialogue), .. Unpaired(dialogue), Led(new PhaseEntered(command.PhaseId))]);
    }

    private static Decision EnterRound(Dialogue dialogue, EnterRound command)
    {
        if (command.Round == dialogue.Round) return All([.. GoingOn(dialogue)]);
        if (command.Round is null) return All([.. GoingOn(dialogue), .. Unpaired(dialogue), Led(new RoundEntered(null))]);
        if (dialogue.PhaseOf(dialogue.PhaseId) is not { } phase || phase.Rounds.FirstOrDefault(one => one.Id == command.Round) is not { } round) return Malformed("round");
        var pairs = round.Groups == "pairs" ? Pairs(dialogue) : [];
        return All([
            .. GoingOn(dialogue),
            .. round.Groups == "pairs" ? pairs.IsEmpty ? [] : [Led(new Seated(pairs))] : Unpaired(dialogue),
            Led(new RoundEntered(round.Id)),
            .. round.Conduct is null ? [] : ConductEvents(dialogue, phase, phase.Conduct.With(round.Conduct)),
        ]);
    }

    private static Decision SetConduct(Dialogue dialogue, SetConduct command)
    {
        if (dialogue.PhaseOf(command.PhaseId) is not { } phase) return UnknownPhase;
        return CheckConduct(command.Conduct) is { } refused ? refused : new Decision(ConductEvents(dialogue, phase, phase.Conduct.With(command.Conduct)), null);
    }

    private static Refused? CheckConduct(AskedConduct? asked) => asked switch
    {
        null => null,
        { Writing: not (null or "open" or "private" or "tables" or "closed") } => Malformed("writing"),
        { Names: not (null or "shown" or "hidden") } => Malformed("names"),
        { Voting.Totals: not (null or "shown" or "hidden") } => Malformed("totals"),
        { Voting.Budget: < 0 or > 1000 } => Malformed("budget"),
        { Voting.PerItem: < 1 or > 1000 } => Malformed("perItem"),
        _ => null,
    };

    /// <summary>Setting <c>open</c> shows all that is hidden in the phase, in one event with ids.</summary>
    private static ImmutableArray<Decided> ConductEvents(Dialogue dialogue, Phase phase, Conduct wanted)
    {
        var events = ImmutableArray.CreateBuilder<Decided>();
        if (wanted != phase.Conduct) events.Add(Led(new ConductSet(phase.Id, wanted)));
        if (wanted.Writing == "open")
        {
            var hidden = dialogue.Items.Values.Where(item => item.PhaseId == phase.Id && item.SeenBy != Audience.All).OrderBy(item => item.Made).Select(item => item.Id).ToList();
            if (hidden.Count > 0) events.Add(Led(new ItemsShown([.. hidden])));
        }
        return events.ToImmutable();
    }

    private static Decision SetTimer(Dialogue dialogue, SetTimer command, DateTimeOffset now)
    {
        if (command.Seconds is null) return dialogue.Timer is null ? Decision.Nothing : Led(new TimerSet(null));
        if (command.Seconds is < 0 or > 24 * 3600) return Malformed("seconds");
        var seconds = command.Seconds.Value;
        // Pausing, going on and adding a minute belong to the count that is under way; one that has run out is another.
        var total = dialogue.Timer is { } timer && (timer.EndsAt is null || timer.EndsAt > now) ? Math.Max(seconds, timer.Total) : seconds;
        return Led(new TimerSet(command.Paused is true ? new Timer(total, Seconds: seconds) : new Timer(total, Whole(now).AddSeconds(seconds))));
    }

    /// <summary>In milliseconds, as it is written: what is decided and what is replayed are the same.</summary>
    private static DateTimeOffset Whole(DateTimeOffset time) => new(time.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    private static Decision Edit(Dialogue dialogue, EditDialogue command)
    {
        if (command.Patch.ValueKind != JsonValueKind.Object) return Malformed("patch");
        var patch = Fields.None;
        foreach (var field in command.Patch.EnumerateObject())
        {
            switch (field.Name)
            {
                case "title" or "targetGroup":
                    if (field.Value.ValueKind != JsonValueKind.String) return Malformed(field.Name);
                    if (CheckLine(field.Name, field.Value.GetString(), Limits.Title) is { } wrong) return wrong;
                    if (Words.Line(field.Value.GetString()!) != (field.Name == "title" ? dialogue.Title : dialogue.TargetGroup))
                        patch = patch.With(field.Name, Element.Text(Words.Line(field.Value.GetString()!)));
                    break;
                case "language":
                    if (field.Value.ValueKind != JsonValueKind.String || field.Value.GetString() is not ("sv" or "en")) return Malformed(field.Name);
                    if (field.Value.GetString() != dialogue.Language) patch = patch.With(field.Name, field.Value.Clone());
                    break;
                case "seatLate":
                    if (field.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Malformed(field.Name);
                    if (field.Value.GetBoolean() != dialogue.SeatLate) patch = patch.With(field.Name, field.Value.Clone());
                    break;
                case "doorClosed":
                    if (field.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Malformed(field.Name);
                    if (field.Value.GetBoolean() != (dialogue.DoorClosed is true)) patch = patch.With(field.Name, field.Value.Clone());
                    break;
                case "namesInResult":
                    if (field.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Malformed(field.Name);
                    if (field.Value.GetBoolean() != dialogue.NamesInResult) patch = patch.With(field.Name, field.Value.Clone());
                    break;
                case "admission":
                    if (field.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return Malformed(field.Name);
                    if (field.Value.GetBoolean() != dialogue.Admission) patch = patch.With(field.Name, field.Value.Clone());
                    break;
            }
        }
        return patch.IsEmpty ? Decision.Nothing : Led(new DialogueEdited(patch));
    }

    private static Decision EditAgenda(Dialogue dialogue, Me me, EditAgenda command)
    {
        if (command.Agenda.IsDefaultOrEmpty) return Malformed("agenda");
        if (command.Base is { } from && dialogue.AgendaTouch is { } last && last.Seq > from && !me.Wrote(last.By)) return new Refused("changed-meanwhile", "agenda", Agenda: dialogue.Agenda);
        var (agenda, refused) = Planned(command.Agenda, dialogue);
        if (refused is not null) return refused;

        // What has been entered holds what people wrote; what holds items keeps them reachable.
        var kept = agenda.Select(phase => phase.Id).ToHashSet(StringComparer.Ordinal);
        if (dialogue.Entered.Any(id => !kept.Contains(id)) || dialogue.Items.Values.Any(item => !kept.Contains(item.PhaseId))) return new Refused("not-allowed", "agenda");

        // Another conduct goes the way of setConduct, which shows what is hidden; the new agenda begins with the conduct of now.
        var now = agenda.Select(phase => dialogue.PhaseOf(phase.Id) is { } before ? phase with { Conduct = before.Conduct } : phase).ToImmutableArray();
        var edited = new AgendaEdited(now);
        return new Decision(
            [
                .. RulesJson.Body(edited).AsSpan().SequenceEqual(RulesJson.Body(new AgendaEdited(dialogue.Agenda))) ? ImmutableArray<Decided>.Empty : [Led(edited)],
                .. now.Zip(agenda, (phase, wanted) => (phase, wanted.Conduct)).Where(one => one.Conduct != one.phase.Conduct)
                    .SelectMany(one => ConductEvents(dialogue, one.phase, one.Conduct)),
            ], null);
    }

    /// <summary>An asked agenda with every id and default filled in. A phase that exists keeps its conduct unless another is asked for.</summary>
    private static (ImmutableArray<Phase> Agenda, Refused? Refused) Planned(ImmutableArray<AskedPhase> asked, Dialogue dialogue)
    {
        if (asked.Length > 50) return ([], Refused.TooLarge("agenda", 50));
        var phases = new List<Phase>();
        foreach (var one in asked)
        {
            if (one is null || PhaseKind.Named(one.Kind) is null) return ([], Malformed("kind"));
            if (CheckLine("title", one.Title, Limits.Title) is { } wrong) return ([], wrong);
            if (one.Purpose?.Length > Limits.Text) return ([], Refused.TooLarge("purpose", Limits.Text));
            if (one.Minutes is < 0 or > 24 * 60) return ([], Malformed("minutes"));
            if (CheckConduct(one.Conduct) is { } conduct) return ([], conduct);
            var questions = one.Questions ?? [];
            if (questions.Any(question => question is null)) return ([], Malformed("questions"));
            if (questions.Length > 20 || questions.Any(question => question.Length > Limits.Text)) return ([], Refused.TooLarge("questions", Limits.Text));
            var id = one.Id ?? NewId(one.Kind, asked, phases);
            if (id.Length is 0 or > Limits.Name || phases.Exists(phase => phase.Id == id)) return ([], Malformed("id"));
            var before = dialogue.PhaseOf(id);
            if (before is not null && before.Kind != one.Kind) return ([], Malformed("kind"));
            var rounds = new List<Round>();
            foreach (var round in one.Rounds ?? [])
            {
                if (round is null || !PhaseKind.RoundKinds.Contains(round.Kind)) return ([], Malformed("rounds"));
                if (round.Minutes is < 0 or > 24 * 60) return ([], Malformed("minutes"));
                if (CheckConduct(round.Conduct) is { } bad) return ([], bad);
                if (round.Groups is not (null or "pairs")) return ([], Malformed("groups"));
                var roundId = round.Id ?? Enumerable.Range(1, 1000).Select(number => $"{id}-{number}").First(free => !rounds.Exists(other => other.Id == free) && one.Rounds!.Value.All(other => other?.Id != free));
                if (roundId.Length is 0 or > 2 * Limits.Name || rounds.Exists(other => other.Id == roundId)) return ([], Malformed("rounds"));
                rounds.Add(new Round(roundId, round.Kind, round.Minutes, round.Conduct, round.Groups));
            }
            if (rounds.Count > 50) return ([], Refused.TooLarge("rounds", 50));
            phases.Add(new Phase(
                id, one.Kind, Words.Line(one.Title), Words.Clean(one.Purpose ?? ""), [.. questions.Select(Words.Clean)], one.Minutes ?? 0,
                (before?.Conduct ?? Conduct.Start).With(one.Conduct ?? new AskedConduct()), [.. rounds]));
        }
        return ([.. phases], null);
    }

    private static string NewId(string kind, ImmutableArray<AskedPhase> asked, List<Phase> sofar) =>
        Enumerable.Range(1, 1000).Select(number => number == 1 ? kind : $"{kind}{number}")
            .First(free => asked.All(one => one?.Id != free) && !sofar.Exists(phase => phase.Id == free));
}
