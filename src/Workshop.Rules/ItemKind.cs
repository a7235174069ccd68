using System.Collections.Immutable;
using System.Text.Json;
using Workshop.Rules.Items;

namespace Workshop.Rules;

/// <summary>A kind of item: its own fields and who may change it. A new kind is a file in <c>Items/</c> and a line in <see cref="All"/>.</summary>
/// <param name="Name">As on the wire.</param>
public sealed record ItemKind(string Name, params ImmutableArray<FieldRule> Fields)
{
    public static readonly ImmutableArray<ItemKind> All =
    [
        Note.Kind,
        Theme.Kind,
        Finding.Kind,
        Moment.Kind,
        Contact.Kind,
        Connection.Kind,
        VisionSentence.Kind,
        Initiative.Kind,
        NextStep.Kind,
    ];

    private static readonly Dictionary<string, ItemKind> ByName = All.ToDictionary(kind => kind.Name);

    /// <summary>Whoever may add this kind there may change it; false: only its author and facilitators.</summary>
    public bool Shared { get; init; } = true;

    /// <summary>Participants add it only out of experience of their own.</summary>
    public bool OwnExperience { get; init; }

    /// <summary>Fields whose change voids the stances taken on the item.</summary>
    public ImmutableArray<string> Agreed { get; init; } = [];

    public bool HasFacilitatorFields { get; } = Fields.Any(field => field.FacilitatorsRead);

    public static ItemKind? Named(string name) => ByName.GetValueOrDefault(name);

    /// <param name="name">A string.</param>
    public static ItemKind? Named(JsonElement name)
    {
        foreach (var kind in All)
            if (name.ValueEquals(kind.Name)) return kind;
        return null;
    }

    public FieldRule? Field(string name)
    {
        foreach (var field in Fields)
            if (field.Name == name) return field;
        return null;
    }

    /// <summary>With every field that an item of this kind always has. The same when all are there: journals hold items from before a field was always there.</summary>
    public Fields Completed(Fields own)
    {
        foreach (var field in Fields)
            if (field.Default is { } empty && own.Value(field.Name) is (null or { ValueKind: JsonValueKind.Null })) own = own.With(field.Name, empty);
        return own;
    }

    public bool ToldToAll(string field) => Field(field) is not { FacilitatorsRead: true };
}
