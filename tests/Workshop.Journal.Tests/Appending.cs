namespace Workshop.Journal.Tests;

/// <summary>The child of the kill test: appends without end, and says on stdout what the journal acknowledged, only afterwards.</summary>
internal static class Appending
{
    public const int Dialogues = 8;

    /// <summary>Lines are <c>ack dialogue seq command</c>; each line is one write to the pipe, so a kill leaves whole lines and at most one torn one.</summary>
    public static async Task Forever(string where, int seed)
    {
        await using var journal = Open(where);
        var names = Enumerable.Range(0, Dialogues).Select(i => $"d{i}").ToArray();
        var heads = await journal.Heads(names);
        await using var output = Console.OpenStandardOutput();
        var writing = new SemaphoreSlim(1);
        await Task.WhenAll(names.Select(async (name, i) =>
        {
            var random = new Random(seed + i);
            var head = heads.TryGetValue(name, out var known) ? known.Seq : 0;
            while (true)
            {
                var count = random.Next(1, 5);
                var events = Enumerable.Range(1, count).Select(n =>
                {
                    var command = Guid.NewGuid();
                    return Some.Event(head + n, command.ToString() + new string('x', random.Next(0, 3_000)), command);
                }).ToArray();
                if (await journal.Append(new Batch(name, head, events)) != Appended.Written)
                    throw new InvalidOperationException("Nobody else writes here, and yet the head moved.");
                head += count;
                var lines = System.Text.Encoding.ASCII.GetBytes(string.Concat(events.Select(e => $"ack {name} {e.Seq} {e.Command}\n")));
                await writing.WaitAsync();
                try
                {
                    await output.WriteAsync(lines);
                }
                finally
                {
                    writing.Release();
                }
            }
        }));
    }

    /// <param name="where">A folder, or how to connect to PostgreSQL.</param>
    public static Journal Open(string where) => where.StartsWith("Host=", StringComparison.Ordinal) ? new PostgresJournal(where) : new SqliteJournal(where);
}
