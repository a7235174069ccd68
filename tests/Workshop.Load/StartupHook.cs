// The runtime calls this by name when a server was started with DOTNET_STARTUP_HOOKS (Chaos/SteppingClock.cs): being loaded is all it is for.
using System.Diagnostics.CodeAnalysis;

[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The runtime looks for exactly this name.")]
internal static class StartupHook
{
    public static void Initialize()
    {
    }
}
