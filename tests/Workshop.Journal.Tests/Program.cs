namespace Workshop.Journal.Tests;

/// <summary>
/// This assembly as a program: <c>append &lt;folder&gt; &lt;seed&gt;</c> is the child that KillTests kills;
/// <c>measure [folder] [seconds] [dialogues] [events per batch]</c> prints how fast the journal writes here (a figure to read, no test).
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["append", var folder, var seed]:
                await Appending.Forever(folder, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            case ["measure", .. var rest]:
                await Measure.Run(rest);
                return 0;
            default:
                await Console.Error.WriteLineAsync("append <folder> <seed> | measure [folder] [seconds] [dialogues] [events per batch]");
                return 2;
        }
    }
}
