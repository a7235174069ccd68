using System.Collections.Immutable;

namespace Workshop.Rules.Items;

/// <summary>Who does what by when, agreed only when every organisation named in it has said yes.</summary>
public static class NextStep
{
    public static readonly ItemKind Kind = new(
        "nextStep",
        FieldRule.Text("what").Must(),
        FieldRule.Organisation("organisation").Must(),
        FieldRule.Text("role", Limits.Name).OrEmpty(),
        FieldRule.Text("contact", Limits.Title) with { FacilitatorsRead = true },
        FieldRule.Date("due"),
        FieldRule.Item("initiative", of: "initiative"),
        FieldRule.Organisations("with").OrEmpty(),
        FieldRule.MandateList("mandates").OrEmpty()) { Agreed = ["what", "organisation", "with", "due", "mandates"] };

    /// <summary>asked, proposed, awaitingDecision, agreed.</summary>
    public static string State(Dialogue dialogue, Item step)
    {
        var answers = Named(step).Select(organisation => (organisation, stance: dialogue.Stances.GetValueOrDefault((step.Id, organisation)))).ToList();
        if (answers.Exists(answer => answer.stance is null && !dialogue.Participants.Any(person => person.AnswersFor.Contains(answer.organisation)))) return "asked";
        if (!answers.TrueForAll(answer => answer.stance is { Choice: "standsBehind" or "canLiveWith" })) return "proposed";
        return Mandates.Of(step).Any(mandate => string.IsNullOrWhiteSpace(mandate.Outcome)) ? "awaitingDecision" : "agreed";
    }

    /// <summary>Every organisation whose yes it needs: who does it, with whom, and who must decide.</summary>
    public static ImmutableArray<string> Named(Item step) =>
    [
        .. new[] { step.Text("organisation") }.Concat(step.Texts("with")).Concat(Mandates.Of(step).Select(mandate => mandate.Organisation))
            .OfType<string>().Distinct(StringComparer.Ordinal),
    ];
}
