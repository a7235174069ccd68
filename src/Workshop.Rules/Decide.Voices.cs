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
        if ((command.Effect == 0) != (command.Effort == 0)) return Malformed(command.Effect == 0 ? "effect" : "effort");
        if (Seen(dialogue, me, command.ItemId) is not { } item) return UnknownItem;
        if (dialogue.PhaseOf(item.PhaseId) is not { } phase) return UnknownPhase;
        var now = Mine(dialogue.Ratings, me, item.Id);
        if ((now?.Effect ?? 0) == command.Effect && (now?.Effort ?? 0) == command.Effort) return Decision.Nothing;
        return Voiced(replaces => new Rated(item.Id, command.Effect, command.Effort, replaces), me, phase, item.SeenBy, now?.By, now?.Seq);
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
        var by = now?.By ?? me.In(phase)!;
        var after = command.Weight == 0 ? dialogue.Votes.Remove((item.Id, by)) : dialogue.Votes.SetItem((item.Id, by), new Vote(item.Id, by, command.Weight, 0, "", false));
        int? voters = voting.Hidden ? (dialogue with { Votes = after }).Voters(phase.Id) : null;
        return Voiced(replaces => new VoteCast(item.Id, command.Weight, voters, replaces), me, phase, voting.Hidden ? Audience.Author : item.SeenBy, now?.By, now?.Seq);
    }

    /// <summary>Votes come back with their item. Who has laid them elsewhere meanwhile has no more than before: the later ones stand.</summary>
    private static IEnumerable<Decided> Overspent(Dialogue dialogue, HashSet<Guid> back)
    {
        var voted = dialogue.Votes.Values.Where(vote => back.Contains(vote.ItemId) || dialogue.Live(vote.ItemId) is not null);
        foreach (var mine in voted.GroupBy(vote => (vote.By, dialogue.Items[vote.ItemId].PhaseId)).Where(mine => mine.Any(vote => back.Contains(vote.ItemId))))
        {
            if (dialogue.PhaseOf(mine.Key.PhaseId)?.Conduct.Voting is not { Budget: { } budget } voting) continue;
            var over = mine.Sum(vote => (long)vote.Weight) - budget;
            foreach (var vote in mine.Where(vote => back.Contains(vote.ItemId)).OrderByDescending(vote => vote.Seq).TakeWhile(_ => over > 0))
            {
                over -= vote.Weight;
                dialogue = dialogue with { Votes = dialogue.Votes.Remove((vote.ItemId, vote.By)) };
                var gone = new VoteCast(vote.ItemId, 0, voting.Hidden ? dialogue.Voters(mine.Key.PhaseId) : null, vote.Nameless ? vote.Seq : null);
                yield return new Decided(gone, vote.By, vote.SeenBy, vote.Nameless);
            }
        }
    }

    /// <summary>The one that this person gave earlier, perhaps under the other name (hidden, shown).</summary>
    private static T? Mine<T>(System.Collections.Immutable.ImmutableDictionary<(Guid Item, string By), T> given, Me me, Guid item) where T : class =>
        given.GetValueOrDefault((item, me.Person!.Id)) ?? given.GetValueOrDefault((item, me.Who.Names.Of(me.Person.Id)));

    /// <summary>A person has one voice per item: what was given under the name of then is changed under it, or it would count twice.</summary>
    private static Decided Voiced(Func<long?, Event> what, Me me, Phase phase, string seenBy, string? earlier, long? earlierSeq)
    {
        var by = earlier ?? me.In(phase)!;
        var nameless = Pseudonyms.Is(by);
        return new Decided(what(nameless ? earlierSeq : null), by, seenBy, nameless);
    }

    private static Decision Take(Dialogue dialogue, Me me, TakeStance command)
    {
        var absent = me is { Person: null, Who.Standing: Standing.FollowUpLink };
        if (!absent && MayTally(me) is { } refused) return refused;
        if (command.Stance is not ("standsBehind" or "canLiveWith" or "needsChange" or "standsAside")) return Malformed("stance");
        var reason = command.Reason is null ? null : Words.Clean(command.Reason);
        if (command.Reason?.Length > Limits.Text) return Refused.TooLarge("reason", Limits.Text);
        if (Seen(dialogue, me, command.TargetId) is not { } item) return UnknownItem;
        if (dialogue.PhaseOf(item.PhaseId) is not { } phase) return UnknownPhase;
        if (command.Organisation is not null)
        {
            if (dialogue.OrganisationOf(command.Organisation) is null) return UnknownOrganisation;
            if (!(absent ? Asked(dialogue, item, command.Organisation) : me.Person!.AnswersFor.Contains(command.Organisation))) return new Refused("not-answering");
        }
        else if (absent) return Malformed("organisation");
        if (command is { Organisation: not null, MayShow: not null }) return Malformed("mayShow");
        if (command.Stance is "needsChange" or "standsAside" && string.IsNullOrWhiteSpace(reason)) return new Refused("reason-required");
        var now = command.Organisation is { } organisation
            ? dialogue.Stances.GetValueOrDefault((item.Id, organisation))
            : dialogue.Stances.GetValueOrDefault((item.Id, Dialogue.Personal(me.Person!.Id))) ?? dialogue.Stances.GetValueOrDefault((item.Id, Dialogue.Personal(me.Who.Names.Of(me.Person.Id))));
        if (now is not null && now.Choice == command.Stance && now.Reason == reason && now.MayShow == command.MayShow) return Decision.Nothing;
        return command.Organisation is null
            ? Voiced(replaces => new StanceTaken(item.Id, command.Stance, null, reason, replaces, command.MayShow), me, phase, item.SeenBy, now?.By, now?.Seq)
            : new Decided(new StanceTaken(item.Id, command.Stance, command.Organisation, reason), me.In(phase), item.SeenBy, Nameless(me, phase));
    }

    /// <summary>An organisation that is named in the step but has nobody here who answers for it is asked by a link; that the link is theirs was seen before.</summary>
    private static bool Asked(Dialogue dialogue, Item step, string organisation) =>
        Items.NextStep.Named(step).Contains(organisation) && !dialogue.Participants.Any(person => person.AnswersFor.Contains(organisation));

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
            Cleaned(command.Learned), command.Decision, Cleaned(command.HandOverTo))), me.Name, Audience.About(item, me.Name));
    }

    /// <summary>Those named: people of an organisation in the step or initiative, whoever has a link to it, facilitators; the person with experience of their own says what they notice.</summary>
    private static bool MayReport(Me me, Item item)
    {
        if (me.Leads || me.Person is null || me.Person.Level == "livedExperience") return true;
        var named = item.Kind == "nextStep" ? Items.NextStep.Named(item) : [.. item.Texts("contributors"), item.Text("lead") ?? ""];
        return named.Any(organisation => me.Person.Organisation == organisation || me.Person.AnswersFor.Contains(organisation));
    }
}
