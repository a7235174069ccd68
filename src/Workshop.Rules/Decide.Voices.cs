namespace Workshop.Rules;

// Votes, ratings, stances, ready, hands, and what is reported afterwards.
public static partial class Decide
{
    private static readonly Refused ParticipantsOnly = new("participants-only");

    /// <summary>Companions, interpreters and observers stand outside all tallies; facilitators have no voice of their own.</summary>
    private static Refused? MayTally(Me me) => me.Person is null || me.Leads ? ParticipantsOnly : me.Person.Tallied ? null : new Refused("outside-tally");

    private static Decision Rate(Dialogue dialogue, Me me, Rate command)
    {
        if (MayTally(me) is { } refused) return refused;
        if (command.Effect is < 0 or > 5) return Malformed("effect");
        if (command.Effort is < 0 or > 5) return Malformed("effort");
        if (Seen(dialogue, me, command.ItemId) is not { } item) return UnknownItem;
        if (dialogue.PhaseOf(item.PhaseId) is not { } phase) return UnknownPhase;
        var now = Mine(dialogue.Ratings, me, item.Id);
        if ((now?.Effect ?? 0) == command.Effect && (now?.Effort ?? 0) == command.Effort) return Decision.Nothing;
        return Voiced(new Rated(item.Id, command.Effect, command.Effort), me, phase, item.SeenBy, now?.By);
    }

    private static Decision Vote(Dialogue dialogue, Me me, CastVote command)
    {
        if (MayTally(me) is { } refused) return refused;
        if (command.Weight < 0) return Malformed("weight");
        if (Seen(dialogue, me, command.ItemId) is not { } item) return UnknownItem;
        if (dialogue.PhaseOf(item.PhaseId) is not { } phase) return UnknownPhase;
        var voting = phase.Conduct.Voting;
        if (!voting.Open) return new Refused("voting-closed");
        if (command.Weight > (voting.PerItem ?? int.MaxValue)) return new Refused("votes-spent", Limit: voting.PerItem);
        var mine = dialogue.Votes.Values.Where(vote => me.Wrote(vote.By) && dialogue.Live(vote.ItemId)?.PhaseId == phase.Id).ToList();
        var now = mine.Find(vote => vote.ItemId == item.Id);
        if ((now?.Weight ?? 0) == command.Weight) return Decision.Nothing;
        var others = mine.Where(vote => vote.ItemId != item.Id).Sum(vote => (long)vote.Weight);
        if (command.Weight > 0 && others + command.Weight > (voting.Budget ?? long.MaxValue)) return new Refused("votes-spent", Limit: voting.Budget);
        int? voters = voting.Hidden ? Voters(dialogue, phase.Id, me.In(phase)!, command.Weight > 0 || others > 0) : null;
        var seenBy = voting.Hidden ? Audience.Author : item.SeenBy;
        return Voiced(new VoteCast(item.Id, command.Weight, voters), me, phase, seenBy, now?.By);
    }

    /// <summary>How many people's votes lie in a phase once this one's are counted or not.</summary>
    private static int Voters(Dialogue dialogue, string phaseId, string by, bool counted)
    {
        var voters = dialogue.Votes.Values.Where(vote => dialogue.Live(vote.ItemId)?.PhaseId == phaseId).Select(vote => vote.By).ToHashSet(StringComparer.Ordinal);
        if (counted) voters.Add(by); else voters.Remove(by);
        return voters.Count;
    }

    /// <summary>The one that this person gave earlier, perhaps under the other name (hidden, shown).</summary>
    private static T? Mine<T>(System.Collections.Immutable.ImmutableDictionary<(Guid Item, string By), T> given, Me me, Guid item) where T : class =>
        given.GetValueOrDefault((item, me.Person!.Id)) ?? given.GetValueOrDefault((item, me.Who.Names.Of(me.Person.Id)));

    /// <summary>A person has one voice per item: what was given under the name of then is changed under it, or it would count twice.</summary>
    private static Decided Voiced(Event what, Me me, Phase phase, string seenBy, string? earlier)
    {
        var by = earlier ?? me.In(phase)!;
        return new Decided(what, by, seenBy, Pseudonyms.Is(by));
    }

    private static Decision Take(Dialogue dialogue, Me me, TakeStance command)
    {
        if (MayTally(me) is { } refused) return refused;
        if (command.Stance is not ("standsBehind" or "canLiveWith" or "needsChange" or "standsAside")) return Malformed("stance");
        var reason = command.Reason is null ? null : Words.Clean(command.Reason);
        if (command.Reason?.Length > Limits.Text) return Refused.TooLarge("reason", Limits.Text);
        if (Seen(dialogue, me, command.TargetId) is not { } item) return UnknownItem;
        if (dialogue.PhaseOf(item.PhaseId) is not { } phase) return UnknownPhase;
        if (command.Organisation is not null)
        {
            if (dialogue.OrganisationOf(command.Organisation) is null) return UnknownOrganisation;
            if (!me.Person!.AnswersFor.Contains(command.Organisation)) return new Refused("not-answering");
        }
        if (command.Stance is "needsChange" or "standsAside" && string.IsNullOrWhiteSpace(reason)) return new Refused("reason-required");
        var voice = command.Organisation ?? "by " + me.In(phase);
        if (dialogue.Stances.GetValueOrDefault((item.Id, voice)) is { } now && now.Choice == command.Stance && now.Reason == reason) return Decision.Nothing;
        return new Decided(new StanceTaken(item.Id, command.Stance, command.Organisation, reason), me.In(phase), item.SeenBy, Nameless(me, phase));
    }

    private static Decision Ready(Me me, SetReady command) =>
        me.Person is null ? ParticipantsOnly : (me.Person.Ready is true) == command.Value ? Decision.Nothing : new Decided(new ReadySet(me.Person.Id, command.Value), me.Name);

    private static Decision Hand(Me me, RaiseHand command) =>
        me.Person is null ? ParticipantsOnly : (me.Person.Hand is true) == command.Value ? Decision.Nothing : new Decided(new HandRaised(me.Person.Id, command.Value), me.Name);

    private static Decision Report(Dialogue dialogue, Me me, ReportProgress command)
    {
        if (command.Status is not ("notStarted" or "ongoing" or "done" or "stuck")) return Malformed("status");
        if (command.Due is not null && !FieldRule.IsDate(command.Due)) return Malformed("due");
        if (command.Difference is not (null or "yes" or "little" or "no" or "unknown")) return Malformed("difference");
        if (command.Decision is not (null or "keep" or "change" or "stop")) return Malformed("decision");
        if (CheckLine("reporter", command.Reporter, Limits.Name) is { } wrong) return wrong;
        foreach (var (field, text) in new[] { ("reason", command.Reason), ("needs", command.Needs), ("learned", command.Learned), ("handOverTo", command.HandOverTo) })
            if (text?.Length > Limits.Text) return Refused.TooLarge(field, Limits.Text);
        if (Seen(dialogue, me, command.ItemId) is not { } item) return UnknownItem;
        if (item.Kind is not ("nextStep" or "initiative")) return new Refused("bad-reference", "itemId");
        if (!MayReport(me, item)) return NotAllowed;
        static string? Cleaned(string? text) => text is null ? null : Words.Clean(text);
        return new Decided(new ProgressReported(item.Id, new Report(
            command.Status, Words.Line(command.Reporter), command.Due, Cleaned(command.Reason), Cleaned(command.Needs), command.Difference,
            Cleaned(command.Learned), command.Decision, Cleaned(command.HandOverTo))), me.Name);
    }

    /// <summary>Those named: people of an organisation in the step or initiative, whoever has a link to it, facilitators; the person with experience of their own says what they notice.</summary>
    private static bool MayReport(Me me, Item item)
    {
        if (me.Leads || me.Person is null || me.Person.Level == "livedExperience") return true;
        var named = item.Kind == "nextStep" ? Items.NextStep.Named(item) : [.. item.Texts("contributors"), item.Text("lead") ?? ""];
        return named.Any(organisation => me.Person.Organisation == organisation || me.Person.AnswersFor.Contains(organisation));
    }
}
