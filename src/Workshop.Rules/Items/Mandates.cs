using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules.Items;

/// <summary>A decision that an initiative or step needs: which organisation and body, by which route, taken by whom, when, outcome.</summary>
/// <param name="Route">execution (verkställighet), delegation, board (nämnd).</param>
/// <param name="When">YYYY-MM-DD.</param>
public sealed record Mandate(string Organisation, string Body, string Route, string? TakenBy = null, string? When = null, string? Outcome = null);

/// <summary>The list of mandates inside an item: no item of its own, it has no life without it.</summary>
public static class Mandates
{
    public static ImmutableArray<Mandate> Of(Item item) =>
        item.Own.Value("mandates") is { ValueKind: JsonValueKind.Array } value ? value.Deserialize(RulesJson.Default.ImmutableArrayMandate) : [];

    public static (JsonElement, Refused?) Check(FieldRule field, JsonElement value, Dialogue dialogue)
    {
        ImmutableArray<Mandate> mandates;
        try
        {
            mandates = value.Deserialize(RulesJson.Default.ImmutableArrayMandate);
        }
        catch (JsonException)
        {
            return (value, new Refused("malformed", field.Name));
        }
        if (mandates.IsDefault) return (value, new Refused("malformed", field.Name));
        if (mandates.Length > Limits.References) return (value, Refused.TooLarge(field.Name, Limits.References));
        foreach (var mandate in mandates)
        {
            if (mandate is null) return (value, new Refused("malformed", field.Name));
            if (dialogue.OrganisationOf(mandate.Organisation) is null) return (value, new Refused("unknown-organisation", field.Name));
            if (mandate.Route is not ("execution" or "delegation" or "board")) return (value, new Refused("malformed", field.Name));
            if (mandate.When is not null && !FieldRule.IsDate(mandate.When)) return (value, new Refused("malformed", field.Name));
            if (new[] { mandate.Body, mandate.TakenBy, mandate.Outcome }.FirstOrDefault(text => text?.Length > Limits.Title) is not null)
                return (value, Refused.TooLarge(field.Name, Limits.Title));
        }
        ImmutableArray<Mandate> clean =
        [
            .. mandates.Select(mandate => mandate with
            {
                Body = Words.Line(mandate.Body),
                TakenBy = mandate.TakenBy is null ? null : Words.Line(mandate.TakenBy),
                Outcome = mandate.Outcome is null ? null : Words.Line(mandate.Outcome),
            }),
        ];
        return (JsonSerializer.SerializeToElement(clean, RulesJson.Default.ImmutableArrayMandate), null);
    }

    public static JsonElement Erased(JsonElement mandates) => JsonSerializer.SerializeToElement(
        [.. mandates.Deserialize(RulesJson.Default.ImmutableArrayMandate).Select(mandate => mandate with { Body = "", TakenBy = null, Outcome = mandate.Outcome is null ? null : "–" })],
        RulesJson.Default.ImmutableArrayMandate);
}
