using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

/// <summary>A normal no: a stable code, and what the sentence for people needs. Changes nothing and is not journaled.</summary>
/// <param name="Field">Which field or limit is meant.</param>
/// <param name="Limit">With too-large: how much there may be.</param>
/// <param name="Current">With changed-meanwhile: the item as it is now. <paramref name="Agenda"/>: the agenda, where it was that.</param>
public sealed record Refused(string Code, string? Field = null, int? Limit = null, Item? Current = null, ImmutableArray<Phase>? Agenda = null)
{
    public static Refused TooLarge(string field, int limit) => new("too-large", field, limit);
}

/// <summary>What Decide answers: events, none of them (nothing changes), or a refusal.</summary>
public sealed record Decision(ImmutableArray<Decided> Events, Refused? Refused)
{
    public static readonly Decision Nothing = new([], null);

    public static implicit operator Decision(Refused refused) => new([], refused);

    public static implicit operator Decision(Decided one) => new([one], null);
}

/// <summary>An event that is decided but has no seq yet, with who is its author and who may see it.</summary>
public sealed record Decided(Event What, string? By, string SeenBy = Audience.All, bool Nameless = false);
