// What a server's log must not hold after a test.
using System.Text.RegularExpressions;

namespace Workshop.Load;

public static partial class ServerLog
{
    /// <summary>Lines that tell of an exception nobody caught: log level error or critical, or the runtime's own last words.</summary>
    public static IEnumerable<string> Unhandled(string log)
    {
        var lines = log.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            var bad = line.Contains("Unhandled exception", StringComparison.OrdinalIgnoreCase)
                || Level().IsMatch(line)
                || line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"LogLevel\":\"Critical\"", StringComparison.Ordinal);
            if (bad) yield return string.Join(" | ", lines.Skip(i).Take(4).Select(part => part.Trim()));
        }
    }

    /// <summary>A line of the console begins with the time, then the level.</summary>
    [GeneratedRegex(@"^(\S+Z )?(fail|crit): ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Level();
}
