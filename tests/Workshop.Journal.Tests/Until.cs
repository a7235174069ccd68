using System.Diagnostics;

namespace Workshop.Journal.Tests;

/// <summary>Waits for what tells nobody when it happens: asked again and again, and a failure when it does not come.</summary>
internal static class Until
{
    public static async Task True(Func<Task<bool>> condition, int seconds = 20, string because = "")
    {
        var patience = Stopwatch.StartNew();
        while (!await condition())
        {
            patience.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(seconds), because);
            await Task.Delay(20);
        }
    }
}
