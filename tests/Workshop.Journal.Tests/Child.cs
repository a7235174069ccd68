using System.Diagnostics;

namespace Workshop.Journal.Tests;

/// <summary>This assembly as another process; see Program.cs.</summary>
internal static class Child
{
    public static Process Start(params string[] args) => Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Child).Assembly.Location, .. args])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
