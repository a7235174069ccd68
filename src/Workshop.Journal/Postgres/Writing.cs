using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Workshop.Journal.Postgres;

/// <summary>How one batch of a statement ended.</summary>
internal enum Outcome
{
    Written = 0,
    HeadMoved = 1,

    /// <summary>Nothing was written, since another session holds the head; whether it will move it nobody can say yet.</summary>
    Held = 2,
}

/// <summary>
/// The append: one autocommit statement for the batches of many dialogues, so that no lock outlives it while a server thinks, or stands still.
/// It waits for nobody. Heads are locked in the order of names, those that another session holds are skipped; a new dialogue takes an advisory lock or
/// is skipped, since its INSERT would wait for another's. So it cannot deadlock, and one who is frozen with a lock delays that dialogue only.
/// A skipped head whose seq, as seen by the statement, is another one already has moved; otherwise it is <see cref="Outcome.Held"/> and tried again.
/// What we know of a head was committed before the statement began, and so is seen by it.
/// </summary>
internal static class Writing
{
    /// <remarks>NO KEY UPDATE: a state being saved (KEY SHARE) is in nobody's way. An erasure takes the whole lock, so that no state of before comes after it.</remarks>
    private static string Sql(bool erasing) => $"""
        WITH wanted AS MATERIALIZED (
            SELECT n, dialogue, head, seq, history FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS w(dialogue, head, seq, history, n)),
        free AS MATERIALIZED (
            SELECT n, dialogue, history, seq FROM wanted WHERE head = 0 AND pg_try_advisory_xact_lock({Database.DialogueLock}, hashtext(dialogue))),
        made AS (
            INSERT INTO samskapa.head (dialogue, history, seq) SELECT dialogue, history, seq FROM free ON CONFLICT (dialogue) DO NOTHING RETURNING key, dialogue),
        locked AS MATERIALIZED (
            SELECT w.n, h.key, h.seq FROM wanted w JOIN samskapa.head h ON h.dialogue = w.dialogue WHERE w.head > 0
            ORDER BY h.dialogue FOR {(erasing ? "UPDATE" : "NO KEY UPDATE")} OF h SKIP LOCKED),
        moved AS (
            UPDATE samskapa.head h SET seq = w.seq{(erasing ? ", erased = $16" : "")} FROM locked l JOIN wanted w ON w.n = l.n
            WHERE h.key = l.key AND l.seq = w.head RETURNING h.key, w.n),
        done AS MATERIALIZED (
            SELECT key, n FROM moved UNION ALL SELECT m.key, w.n FROM made m JOIN wanted w ON w.dialogue = m.dialogue),
        put AS (
            INSERT INTO samskapa.event (key, seq, at, by_whom, command, hash, seen_by, nameless, version, body)
            SELECT d.key, e.seq, e.at, e.by_whom, e.command, e.hash, e.seen_by, e.nameless, e.version, e.body
            FROM unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS e(n, seq, at, by_whom, command, hash, seen_by, nameless, version, body)
            JOIN done d ON d.n = e.n){(erasing ? Erasing : "")}
        SELECT w.n, CASE
            WHEN d.n IS NOT NULL THEN {(int)Outcome.Written}
            WHEN l.n IS NOT NULL OR f.n IS NOT NULL THEN {(int)Outcome.HeadMoved}
            WHEN h.seq IS NULL AND w.head = 0 OR h.seq = w.head THEN {(int)Outcome.Held}
            ELSE {(int)Outcome.HeadMoved} END
        FROM wanted w LEFT JOIN done d ON d.n = w.n LEFT JOIN locked l ON l.n = w.n LEFT JOIN free f ON f.n = w.n
        LEFT JOIN samskapa.head h ON h.dialogue = w.dialogue
        """;

    private const string Erasing = """
        ,
        gone AS MATERIALIZED (
            SELECT e.key, x.seq, x.version, x.body, e.command FROM done d, unnest($15, $17, $18) AS x(seq, version, body)
            JOIN samskapa.event e ON e.seq = x.seq WHERE e.key = d.key),
        touched AS MATERIALIZED (
            SELECT e.key, e.seq, g.version, g.body FROM done d JOIN samskapa.event e ON e.key = d.key LEFT JOIN gone g ON g.seq = e.seq
            WHERE g.seq IS NOT NULL OR e.command IN (SELECT command FROM gone WHERE command IS NOT NULL)),
        erased AS (
            UPDATE samskapa.event e SET body = COALESCE(t.body, e.body), version = COALESCE(t.version, e.version),
                hash = CASE WHEN e.command IS NULL THEN NULL ELSE decode(repeat('00', 16), 'hex') END
            FROM touched t WHERE e.key = t.key AND e.seq = t.seq),
        forgotten AS (
            INSERT INTO samskapa.state (key, seq, schema, state) SELECT key, 0, 0, NULL FROM done
            ON CONFLICT (key) DO UPDATE SET seq = 0, schema = 0, state = NULL)
        """;

    private static readonly string Appending = Sql(erasing: false);
    private static readonly string AppendingAndErasing = Sql(erasing: true);

    /// <summary>The outcomes in the order of the batches. At most one batch a dialogue; one that erases alone. None at all: asks whether writing is possible.</summary>
    public static async Task<Outcome[]> Append(NpgsqlConnection connection, IReadOnlyList<Batch> batches)
    {
        var erase = batches.Count == 1 && batches[0].Erase is { Count: > 0 } some ? some : null;
        var rows = batches.SelectMany((batch, i) => batch.Events.Select(e => (N: (long)i + 1, Event: e))).ToArray();
        await using var command = new NpgsqlCommand(erase is null ? Appending : AppendingAndErasing, connection);
        Add(NpgsqlDbType.Text, batches.Select(b => b.Dialogue));
        Add(NpgsqlDbType.Bigint, batches.Select(b => b.Head));
        Add(NpgsqlDbType.Bigint, batches.Select(b => b.Head + b.Events.Count));
        Add(NpgsqlDbType.Text, batches.Select(b => b.History ?? NewHistory()));
        Add(NpgsqlDbType.Bigint, rows.Select(r => r.N));
        Add(NpgsqlDbType.Bigint, rows.Select(r => r.Event.Seq));
        Add(NpgsqlDbType.Bigint, rows.Select(r => r.Event.At.UtcTicks));
        Add(NpgsqlDbType.Text, rows.Select(r => r.Event.By));
        Add(NpgsqlDbType.Uuid, rows.Select(r => r.Event.Command));
        Add(NpgsqlDbType.Bytea, rows.Select(r => r.Event.ContentHash));
        Add(NpgsqlDbType.Text, rows.Select(r => r.Event.SeenBy));
        Add(NpgsqlDbType.Boolean, rows.Select(r => r.Event.Nameless));
        Add(NpgsqlDbType.Integer, rows.Select(r => r.Event.Version));
        Add(NpgsqlDbType.Bytea, rows.Select(r => r.Event.Body));
        if (erase is not null)
        {
            Add(NpgsqlDbType.Bigint, erase.Select(e => e.Seq));
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = batches[0].Head + Math.Max(1, batches[0].Events.Count) });
            Add(NpgsqlDbType.Integer, erase.Select(e => e.Version));
            Add(NpgsqlDbType.Bytea, erase.Select(e => e.Body));
        }

        var outcomes = new Outcome[batches.Count];
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult);
        while (await reader.ReadAsync())
            outcomes[reader.GetInt64(0) - 1] = (Outcome)reader.GetInt32(1);
        return outcomes;

        void Add<T>(NpgsqlDbType type, IEnumerable<T> values) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] });
    }

    public static string NewHistory() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
}
