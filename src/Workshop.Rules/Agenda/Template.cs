using System.Collections.Immutable;
using System.Text.Json;

namespace Workshop.Rules;

/// <summary>An agenda to start from: data in the JSON files beside this one, a file per template and language.</summary>
public sealed record Template(string Id, string Name, string Description, ImmutableArray<AskedPhase> Phases)
{
    private static readonly ImmutableDictionary<string, Template> All = typeof(Template).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
        .ToImmutableDictionary(name => name[..^".json".Length], Load);

    /// <summary>The template in that language, in Swedish where it is not translated; null when there is no such template.</summary>
    public static Template? Named(string id, string language) =>
        All.TryGetValue($"{id}.{language}", out var found) || All.TryGetValue(id + ".sv", out found) ? found : null;

    public static IEnumerable<Template> In(string language) => All.Values.Select(template => template.Id).Distinct().Order(StringComparer.Ordinal)
        .Select(id => Named(id, language)!);

    private static Template Load(string name)
    {
        using var stream = typeof(Template).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize(stream, RulesJson.Default.Template)!;
    }
}
