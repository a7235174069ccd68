namespace Workshop.Journal;

/// <summary>What a store holds, as a stream: a dialogue, its events from the first on, the next dialogue …, at last all that is kept beside them.</summary>
public abstract record Piece
{
    /// <param name="History">Null in a backup: what comes out of one is another history.</param>
    public sealed record Dialogue(string Id, string? History, long Seq) : Piece;

    public sealed record Event(StoredEvent Stored) : Piece;

    public sealed record Kept(Keepsake Keepsake) : Piece;
}

/// <summary>
/// A store as it is at one moment, read at leisure while its servers write on: for backups and for moving. Saved states are left out, since they are a cache.
/// </summary>
/// <remarks>One transaction of the store, so heads, events and what is kept fit together.</remarks>
public abstract class Moment : IAsyncDisposable
{
    private const int Page = 1_000;

    /// <param name="alone">Also demands that no server uses it, and keeps the data folder locked as long as this lives.</param>
    /// <exception cref="JournalUnusableException">There is no journal, or one of another version, or it is in use.</exception>
    public static Moment OfSqlite(string dataFolder, bool alone = false) => new Sqlite.SqliteMoment(dataFolder, alone);

    /// <inheritdoc cref="OfSqlite"/>
    public static async Task<Moment> OfPostgres(string connectionString, bool alone = false) => await Postgres.PostgresMoment.Open(connectionString, alone);

    public async IAsyncEnumerable<Piece> Pieces()
    {
        foreach (var (dialogue, head) in await Dialogues())
        {
            yield return new Piece.Dialogue(dialogue, head.History, head.Seq);
            for (long after = 0; after < head.Seq;)
            {
                var page = await Read(dialogue, after, Page);
                if (page.Count == 0)
                    throw new InvalidDataException($"The journal says that {dialogue} has {head.Seq} events, but there are {after}.");
                foreach (var stored in page)
                    yield return new Piece.Event(stored);
                after = page[^1].Seq;
            }
        }

        foreach (var keepsake in await Keepsakes())
            yield return new Piece.Kept(keepsake);
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>In the order of names.</summary>
    protected abstract Task<IReadOnlyList<(string Dialogue, Head Head)>> Dialogues();

    protected abstract Task<IReadOnlyList<StoredEvent>> Read(string dialogue, long after, int limit);

    /// <summary>Expired or not, in the order of kind and key.</summary>
    protected abstract Task<IReadOnlyList<Keepsake>> Keepsakes();
}
