namespace Workshop.Journal.Tests;

/// <summary>
/// This assembly as a program: <c>append &lt;folder or connection string&gt; &lt;seed&gt;</c> is the child that KillTests kills;
/// <c>measure [folder or connection string] [seconds] [dialogues] [events per batch]</c> prints how fast the journal writes here (a figure to read, no test).
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["append", var where, var seed]:
                await Appending.Forever(where, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            case ["measure", .. var rest]:
                await Measure.Run(rest);
                return 0;
            default:
                await Console.Error.WriteLineAsync("append <folder> <seed> | measure [folder or connection string] [seconds] [dialogues] [events per batch]");
                return 2;
        }
    }
}
