// Each connection is an open file. With few of them the process does not get slow, it ends in the midst of a dialogue with a message that names something else: so it is said at the start.
using System.Globalization;

namespace Workshop.Server;

public static class OpenFiles
{
    /// <summary>The runtime, the store and 300 people with their pages, with some to spare.</summary>
    private const long Least = 1_024;

    /// <exception cref="WrongSetting">Too few may be open.</exception>
    public static void Demand(string limits = "/proc/self/limits")
    {
        if (Allowed(limits) is { } allowed && allowed < Least)
            throw new WrongSetting($"At most {allowed} files may be open, but each connection is one and at least {Least} are needed: raise it (LimitNOFILE=65536 in systemd's unit, ulimit -n in a shell, nofile in a container).");
    }

    /// <summary>As the kernel says; the runtime has raised the soft limit to the hard one by now. Null: unlimited, or no such kernel.</summary>
    private static long? Allowed(string limits)
    {
        if (!File.Exists(limits)) return null;
        var line = File.ReadLines(limits).FirstOrDefault(one => one.StartsWith("Max open files", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
    }
}
