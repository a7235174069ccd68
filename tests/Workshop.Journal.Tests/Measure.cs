using System.Diagnostics;
using System.Globalization;

namespace Workshop.Journal.Tests;

/// <summary>How many event rows a second reach the disk, when every dialogue has one append under way, as its turn has.</summary>
internal static class Measure
{
    public static async Task Run(string[] args)
    {
        var where = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), "journal-" + Guid.NewGuid().ToString("N"));
        var seconds = Number(1, 5);
        var dialogues = Number(2, 20);
        var perBatch = Number(3, 5);
        await using var journal = Appending.Open(where);
        var took = new List<double>[dialogues];
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var rows = await Task.WhenAll(Enumerable.Range(0, dialogues).Select(async d =>
        {
            long head = 0;
            took[d] = [];
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                var start = Stopwatch.GetTimestamp();
                if (await journal.Append(Some.Batch($"m{d}", head, perBatch)) != Appended.Written)
                    throw new InvalidOperationException("The folder is not empty.");
                took[d].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                head += perBatch;
            }

            return head;
        }));
        var elapsed = watch.Elapsed.TotalSeconds;
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var all = took.SelectMany(one => one).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rows.Sum() / elapsed:n0} rows/s, {all.Length / elapsed:n0} batches/s, p50 {all[all.Length / 2]:n1} ms, p99 {all[all.Length * 99 / 100]:n1} ms, {cpu.TotalMilliseconds * 1000 / rows.Sum():n1} CPU µs/row"));

        int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
    }
}
