using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workshop.Rules;

/// <summary>Anything on the board, of any kind. What a kind's own fields mean is in <c>Items/</c>.</summary>
[JsonConverter(typeof(Converter))]
public sealed record Item
{
    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string PhaseId { get; init; }
    public required string Rank { get; init; }
    public string? Table { get; init; }
    public double? X { get; init; }
    public double? Y { get; init; }
    public string? Lane { get; init; }
    public Guid? Theme { get; init; }
    public Fields Own { get; init; } = Fields.None;

    // Known from the events, not written by anybody:
    public string? By { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>Seq of the event that made it: the order everywhere.</summary>
    public long Made { get; init; }

    /// <summary>Seq of the last event that changed it.</summary>
    public long Seq { get; init; }
    public bool Nameless { get; init; }
    public bool Removed { get; init; }
    public bool Shown { get; init; }
    public string SeenBy { get; init; } = Audience.All;
    public ImmutableArray<Report> Reports { get; init; } = [];

    /// <summary>Which field was last changed by which event and whom; fields not listed are as they were made.</summary>
    public ImmutableDictionary<string, Touch> Touched { get; init; } = ImmutableDictionary<string, Touch>.Empty;

    /// <summary>The last event that changed it or what was said of it, its making apart; what a calendar has to be told again.</summary>
    public Revision? Revised { get; init; }

    /// <summary>With every field that its kind always has; the same when all are there.</summary>
    public Item Completed() =>
        ItemKind.Named(Kind) is { } kind && kind.Completed(Own) is var own && !ReferenceEquals(own, Own) ? this with { Own = own } : this;

    public string? Text(string field) => Own.Text(field);

    public ImmutableArray<string> Texts(string field) => Own.Texts(field);

    public Item Moved(Fields to, long seq) => this with
    {
        X = to.Value("x") is null ? X : to.Number("x"),
        Y = to.Value("y") is null ? Y : to.Number("y"),
        Lane = to.Value("lane") is null ? Lane : to.Text("lane"),
        Theme = to.Value("theme") is not { } theme ? Theme : theme.ValueKind == JsonValueKind.Null ? null : theme.GetGuid(),
        Rank = to.Text("rank") ?? Rank,
        Seq = seq,
    };

    /// <summary>The part that the event of its making carries: the place and the own fields, flat.</summary>
    public void WriteMaking(Utf8JsonWriter writer, Func<string, bool>? only = null)
    {
        writer.WriteString("id"u8, Id);
        writer.WriteString("kind"u8, Kind);
        writer.WriteString("phaseId"u8, PhaseId);
        if (Table is not null) writer.WriteString("table"u8, Table);
        if (X is { } x) writer.WriteNumber("x"u8, x);
        if (Y is { } y) writer.WriteNumber("y"u8, y);
        if (Lane is not null) writer.WriteString("lane"u8, Lane);
        if (Theme is { } theme) writer.WriteString("theme"u8, theme);
        writer.WriteString("rank"u8, Rank);
        Own.WriteInto(writer, only);
    }

    internal sealed class Converter : JsonConverter<Item>
    {
        private static readonly HashSet<string> Place = ["id", "kind", "phaseId", "table", "x", "y", "lane", "theme", "rank"];

        public override Item Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var all = Fields.Read(ref reader);
            return new Item
            {
                Id = all.Value("id")!.Value.GetGuid(),
                Kind = all.Text("kind")!,
                PhaseId = all.Text("phaseId")!,
                Rank = all.Text("rank")!,
                Table = all.Text("table"),
                X = all.Number("x"),
                Y = all.Number("y"),
                Lane = all.Text("lane"),
                Theme = all.Value("theme") is { } theme ? theme.GetGuid() : null,
                Own = Fields.Of(all.All.Where(field => !Place.Contains(field.Name))),
            };
        }

        public override void Write(Utf8JsonWriter writer, Item value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            value.WriteMaking(writer);
            writer.WriteEndObject();
        }
    }
}

public sealed record Revision(long Seq, DateTimeOffset At);

/// <summary>A field's last change.</summary>
public sealed record Touch(long Seq, string? By = null);

/// <summary>What somebody named in a step or initiative reported afterwards.</summary>
/// <param name="Status">notStarted, ongoing, done, stuck.</param>
/// <param name="Due">A new date, YYYY-MM-DD.</param>
/// <param name="Difference">yes, little, no, unknown: did the person notice?</param>
/// <param name="Decision">keep, change, stop.</param>
/// <param name="At">Set when told, like the next two: time, seq and author of its event.</param>
public sealed record Report(
    string Status, string Reporter, string? Due = null, string? Reason = null, string? Needs = null, string? Difference = null, string? Learned = null,
    string? Decision = null, string? HandOverTo = null, DateTimeOffset? At = null, long? Seq = null, string? By = null);
