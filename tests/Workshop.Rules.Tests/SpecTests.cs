// tests/SPEC.md and the tests' names say the same ids, in both directions, whatever runs the test: xunit, vitest or Playwright.
using System.Text.RegularExpressions;

namespace Workshop.Rules.Tests;

public partial class SpecTests
{
    private static readonly string[] Sources = ["tests", "ui/src"];

    // Wherever the page names an id, it states its rule or leans on it: both need a test. WI71–WI74 names four.
    [GeneratedRegex(@"\b(?<prefix>AZ|CH|CL|JO|LO|RU|SE|SV|UI|UL|UO|US|WI)(?<number>-?\d+(\.\d+)?)(–(\k<prefix>)?(?<last>\d+))?\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Stated();

    // What names a test: a display name, a method, a string given to test, it or describe. A table of cases may stand between.
    [GeneratedRegex("""DisplayName = "(?<name>[^"]*)|\b(test|it|describe|step)(\.each(<[^>]*>)?\(.*?\))?\(\s*['"`](?<name>[^'"`\n]*)|public (async )?(Task|void) (?<name>[A-Z]{2}\d+_)""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(AZ|CH|CL|JO|LO|RU|SE|SV|UI|UL|UO|US|WI)-?\d+(\.\d+)?\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Id();

    private static HashSet<string> InSpec() => [.. Stated().Matches(File.ReadAllText(Golden.Source("tests/SPEC.md"))).SelectMany(Each)];

    private static IEnumerable<string> Each(Match match)
    {
        var (prefix, number) = (match.Groups["prefix"].Value, match.Groups["number"].Value);
        if (!int.TryParse(match.Groups["last"].Value, System.Globalization.CultureInfo.InvariantCulture, out var last)) return [prefix + number];
        var first = int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        return Enumerable.Range(first, last - first + 1).Select(one => prefix + one);
    }

    private static HashSet<string> InTests() =>
    [
        .. Sources.SelectMany(folder => Directory.EnumerateFiles(Golden.Source(folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".ts" or ".tsx" or ".mts" or ".mjs" && !Built(file))
            .SelectMany(file => Named().Matches(File.ReadAllText(file)))
            .SelectMany(match => Id().Matches(match.Groups["name"].Value.TrimEnd('_').Replace('_', ' ')))
            .Select(match => match.Value),
    ];

    private static bool Built(string file) =>
        file.Split(Path.DirectorySeparatorChar).Any(part => part is "node_modules" or "bin" or "obj" or "test-results");

    /// <summary>UI3 is tested by UI3.1 and those that follow it.</summary>
    private static bool HasParts(string id, HashSet<string> tested) => tested.Any(one => one.StartsWith(id + ".", StringComparison.Ordinal));

    [Fact(DisplayName = "RU708 every id of SPEC.md is carried by a test, whatever its prefix")]
    public void EveryRuleHasATest()
    {
        var tested = InTests();
        tested.Should().HaveCountGreaterThan(500);
        string.Join(", ", InSpec().Where(id => !tested.Contains(id) && !HasParts(id, tested))).Should().BeEmpty();
    }

    [Fact(DisplayName = "RU709 every id that a test carries is a rule of SPEC.md")]
    public void EveryTestHasARule()
    {
        var stated = InSpec();
        stated.Should().HaveCountGreaterThan(500);
        string.Join(", ", InTests().Where(id => !stated.Contains(id))).Should().BeEmpty();
    }
}
