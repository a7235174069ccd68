using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workshop.Rules;

/// <summary>
/// A whole state as JSON, for the journal's saved states: everything, also what no viewer may see. Not the wire's snapshot.
/// A list per part; the indexes are made anew when it is read.
/// </summary>
public static class StateJson
{
    public static byte[] Write(Dialogue dialogue) => JsonSerializer.SerializeToUtf8Bytes(
        new Whole(
            dialogue with
            {
                Items = dialogue.Items.Clear(), Votes = dialogue.Votes.Clear(), Ratings = dialogue.Ratings.Clear(), Stances = dialogue.Stances.Clear(),
            },
            [.. dialogue.Items.Values.OrderBy(item => item.Made).Select(item => new WholeItem(
                item, item.By, item.At, item.Made, item.Seq, item.Nameless, item.Removed, item.Shown, item.SeenBy, item.Reports, item.Touched, item.Revised))],
            [.. dialogue.Votes.Values.OrderBy(vote => vote.Seq)], [.. dialogue.Ratings.Values.OrderBy(rating => rating.Seq)], [.. dialogue.Stances.Values.OrderBy(stance => stance.Seq)]),
        StateContext.Default.Whole);

    public static Dialogue? Read(ReadOnlySpan<byte> state) => JsonSerializer.Deserialize(state, StateContext.Default.Whole) is not { } whole ? null : whole.Dialogue with
    {
        Items = whole.Items.Select(one => one.Item.Completed() with
        {
            By = one.By, At = one.At, Made = one.Made, Seq = one.Seq, Nameless = one.Nameless, Removed = one.Removed, Shown = one.Shown, SeenBy = one.SeenBy,
            Reports = one.Reports, Touched = one.Touched, Revised = one.Revised,
        }).ToImmutableDictionary(item => item.Id),
        Votes = whole.Votes.ToImmutableDictionary(vote => (vote.ItemId, vote.By)),
        Ratings = whole.Ratings.ToImmutableDictionary(rating => (rating.ItemId, rating.By)),
        Stances = whole.Stances.ToImmutableDictionary(stance => (stance.TargetId, stance.Organisation ?? Dialogue.Personal(stance.By))),
    };

    internal sealed record Whole(Dialogue Dialogue, ImmutableArray<WholeItem> Items, ImmutableArray<Vote> Votes, ImmutableArray<Rating> Ratings, ImmutableArray<Stance> Stances);

    /// <summary>Item's own converter writes what its making carried; the rest stands beside it.</summary>
    internal sealed record WholeItem(
        Item Item, string? By, DateTimeOffset At, long Made, long Seq, bool Nameless, bool Removed, bool Shown, string SeenBy, ImmutableArray<Report> Reports,
        ImmutableDictionary<string, Touch> Touched, Revision? Revised = null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StateJson.Whole))]
internal sealed partial class StateContext : JsonSerializerContext;
