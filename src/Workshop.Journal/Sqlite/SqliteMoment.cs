using Microsoft.Data.Sqlite;

namespace Workshop.Journal.Sqlite;

/// <summary>Reads journal.db beside its server; the file's log grows while this lives, and is emptied after it.</summary>
internal sealed class SqliteMoment : Moment
{
    private readonly DataFolder folder;
    private readonly ReadingConnection reading;

    public SqliteMoment(string dataFolder, bool alone)
    {
        folder = DataFolder.Existing(dataFolder, alone);
        SqliteConnection? connection = null;
        try
        {
            connection = folder.OpenReading();
            folder.DemandSchema(connection);
            reading = new ReadingConnection(connection);
            reading.Stay();
        }
        catch
        {
            connection?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    public override ValueTask DisposeAsync()
    {
        reading.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task<IReadOnlyList<(string Dialogue, Head Head)>> Dialogues() => await Task.Run(reading.Dialogues);

    protected override async Task<IReadOnlyList<StoredEvent>> Read(string dialogue, long after, int limit) => await Task.Run(() => reading.Read(dialogue, after, limit));

    protected override async Task<IReadOnlyList<Keepsake>> Keepsakes() => await Task.Run(reading.Keepsakes);
}
