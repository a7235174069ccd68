using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Workshop.Rules;

/// <summary>What may stand in one field of a kind of item. Checks and cleans; refuses with a code and never corrects in silence.</summary>
public sealed record FieldRule(string Name, FieldShape Shape)
{
    public bool Required { get; init; }
    public int Limit { get; init; }
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>For item ids: the kind they must be; null: any.</summary>
    public string? Of { get; init; }

    /// <summary>Only facilitators may write it.</summary>
    public bool FacilitatorsWrite { get; init; }

    /// <summary>Only facilitators are told it.</summary>
    public bool FacilitatorsRead { get; init; }

    public static FieldRule Text(string name, int limit = Limits.Text) => new(name, FieldShape.Text) { Limit = limit };
    public static FieldRule Choice(string name, params ImmutableArray<string> choices) => new(name, FieldShape.Choice) { Choices = choices };
    public static FieldRule ChoicesOf(string name, params ImmutableArray<string> choices) => new(name, FieldShape.Choices) { Choices = choices };
    public static FieldRule Item(string name, string? of = null) => new(name, FieldShape.Item) { Of = of };
    public static FieldRule Items(string name, string? of = null) => new(name, FieldShape.Items) { Of = of };
    public static FieldRule Organisation(string name) => new(name, FieldShape.Organisation);
    public static FieldRule Organisations(string name) => new(name, FieldShape.Organisations);
    public static FieldRule Number(string name) => new(name, FieldShape.Number);
    public static FieldRule Date(string name) => new(name, FieldShape.Date);
    public static FieldRule MandateList(string name) => new(name, FieldShape.Mandates);
    public FieldRule Must() => this with { Required = true };

    /// <summary>What stands there when nobody gave anything, so that whoever reads an item finds the field; null: the field may be missing.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>Always there: as an empty text or list.</summary>
    public FieldRule OrEmpty() => this with { Default = Shape == FieldShape.Text ? Element.Text("") : Element.Texts([]) };

    public FieldRule Or(string choice) => this with { Default = Element.Text(choice) };

    private static readonly Lazy<HashSet<string>> FreeText =
        new(() => [.. ItemKind.All.SelectMany(kind => kind.Fields).Where(field => field.Shape == FieldShape.Text).Select(field => field.Name)]);

    public static bool IsFreeText(string name) => FreeText.Value.Contains(name);

    /// <summary>The value as it will be kept, or a refusal.</summary>
    public (JsonElement Kept, Refused? Refused) Check(JsonElement value, Dialogue dialogue) => Shape switch
    {
        FieldShape.Text => Cleaned(value),
        FieldShape.Choice => value.ValueKind == JsonValueKind.String && Choices.Contains(value.GetString()!) ? (Element.Alone(value), null) : Wrong(),
        FieldShape.Choices => ListOf(value, one => Choices.Contains(one) ? null : Malformed()),
        FieldShape.Item => value.ValueKind == JsonValueKind.String ? (Element.Text(Canonical(value.GetString()!)), Known(value.GetString()!, dialogue)) : Wrong(),
        FieldShape.Items => ListOf(value, one => Known(one, dialogue), Canonical),
        FieldShape.Organisation => value.ValueKind == JsonValueKind.String ? (Element.Alone(value), KnownOrganisation(value.GetString()!, dialogue)) : Wrong(),
        FieldShape.Organisations => ListOf(value, one => KnownOrganisation(one, dialogue)),
        FieldShape.Number => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()) ? (Element.Number(value.GetDouble()), null) : Wrong(),
        FieldShape.Date => IsDate(value) ? (Element.Alone(value), null) : Wrong(),
        _ => Workshop.Rules.Items.Mandates.Check(this, value, dialogue),
    };

    public static bool IsDate(JsonElement value) => value.ValueKind == JsonValueKind.String && IsDate(value.GetString());

    public static bool IsDate(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private (JsonElement, Refused?) Cleaned(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return Wrong();
        var text = value.GetString()!;
        if (text.Length > Limit) return (value, Refused.TooLarge(Name, Limit));
        var clean = Words.Clean(text);
        if (Required && string.IsNullOrWhiteSpace(clean)) return Wrong();
        return (ReferenceEquals(clean, text) ? Element.Alone(value) : Element.Text(clean), null);
    }

    private (JsonElement, Refused?) ListOf(JsonElement value, Func<string, Refused?> check, Func<string, string>? canonical = null)
    {
        if (value.ValueKind != JsonValueKind.Array) return Wrong();
        if (value.GetArrayLength() > Limits.References) return (value, Refused.TooLarge(Name, Limits.References));
        var kept = new List<string>();
        foreach (var one in value.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String) return Wrong();
            if (check(one.GetString()!) is { } refused) return (value, refused);
            kept.Add(canonical is null ? one.GetString()! : canonical(one.GetString()!));
        }
        return (Element.Texts(kept.Distinct(StringComparer.Ordinal)), null);
    }

    /// <summary>An id as ids are written, whatever case or white space it came with.</summary>
    private static string Canonical(string id) => Guid.TryParseExact(id, "D", out var guid) ? guid.ToString("D") : id;

    private Refused? Known(string id, Dialogue dialogue) =>
        Guid.TryParseExact(id, "D", out var guid) && dialogue.Items.TryGetValue(guid, out var item) && (Of is null || item.Kind == Of)
            ? null
            : new Refused("bad-reference", Name);

    private Refused? KnownOrganisation(string id, Dialogue dialogue) => dialogue.OrganisationOf(id) is null ? new Refused("unknown-organisation", Name) : null;

    private (JsonElement, Refused?) Wrong() => (default, Malformed());

    private Refused Malformed() => new("malformed", Name);
}

public enum FieldShape { Text, Choice, Choices, Item, Items, Organisation, Organisations, Number, Date, Mandates }
