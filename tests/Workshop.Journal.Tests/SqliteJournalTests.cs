using System.Diagnostics;
using Xunit.Abstractions;

namespace Workshop.Journal.Tests;

/// <summary>The contract on SQLite.</summary>
public sealed class SqliteJournalTests(ITestOutputHelper output) : JournalContract(output)
{
    private readonly string folder = Folders.New();

    protected override Task<Journal> Open(JournalLimits limits) => Task.FromResult<Journal>(new SqliteJournal(folder, Time, limits));

    protected override Task Clean()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    protected override IDisposable Hold(Journal held) => new Held((SqliteJournal)held);

    protected override Task Tidy(Journal tidied) => ((SqliteJournal)tidied).Tidy();

    protected override Task<bool> Holds(string text) => Task.FromResult(Folders.Holds(folder, text));
}

/// <summary>While it lives, the writing thread stands in the middle of a transaction.</summary>
internal sealed class Held : IDisposable
{
    private readonly ManualResetEventSlim released = new();
    private readonly Task holding;

    public Held(SqliteJournal journal)
    {
        using var entered = new ManualResetEventSlim();
        holding = journal.OnWriter(_ =>
        {
            entered.Set();
            released.Wait();
        });
        entered.Wait();
    }

    public void Dispose()
    {
        released.Set();
        holding.GetAwaiter().GetResult();
        released.Dispose();
    }
}

internal static class Folders
{
    public static string New() => Directory.CreateTempSubdirectory("samskapa-journal-").FullName;

    /// <summary>
    /// Every file, every byte; the log too. By a process of its own: were the files opened and closed in this one, POSIX would drop SQLite's locks on them.
    /// </summary>
    public static bool Holds(string folder, string text)
    {
        using var grep = Process.Start(new ProcessStartInfo("grep", ["-r", "-a", "-F", "-q", "-e", text, folder]))!;
        grep.WaitForExit();
        return grep.ExitCode switch { 0 => true, 1 => false, var code => throw new InvalidOperationException($"grep ended with {code}.") };
    }
}
