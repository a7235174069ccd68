using Npgsql;

namespace Workshop.Journal.Postgres;

/// <summary>Statements with positional parameters, in few words. Prepared by Npgsql from the second use on.</summary>
internal static class Sql
{
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    /// <summary>A statement to be run later; it gives the number of rows it changed.</summary>
    public static Func<NpgsqlConnection, Task<int>> One(string sql, params object?[] values) => async connection =>
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    };

    public static async Task<List<T>> All<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> row)
    {
        var all = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            all.Add(row(reader));
        return all;
    }

    public static async Task<List<StoredEvent>> Read(NpgsqlConnection connection, string dialogue, long after, long limit)
    {
        await using var command = Command(connection, """
            SELECT e.seq, e.at, e.by_whom, e.command, e.hash, e.seen_by, e.nameless, e.version, e.body FROM samskapa.head h JOIN samskapa.event e ON e.key = h.key
            WHERE h.dialogue = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3
            """, dialogue, after, limit);
        return await command.All(Stored);
    }

    public static async Task<List<StoredEvent>> ReadThese(NpgsqlConnection connection, string dialogue, long[] seqs)
    {
        await using var command = Command(connection, """
            SELECT e.seq, e.at, e.by_whom, e.command, e.hash, e.seen_by, e.nameless, e.version, e.body FROM samskapa.head h JOIN samskapa.event e ON e.key = h.key
            WHERE h.dialogue = $1 AND e.seq = ANY ($2) ORDER BY e.seq
            """, dialogue, seqs);
        return await command.All(Stored);
    }

    private static StoredEvent Stored(NpgsqlDataReader row) => new(
        row.GetInt64(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero), row.TextOrNull(2), row.IsDBNull(3) ? null : row.GetGuid(3), row.BytesOrNull(4),
        row.GetString(5), row.GetBoolean(6), row.GetInt32(7), row.Bytes(8));

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[]? BytesOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Bytes(column);

    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);
}
