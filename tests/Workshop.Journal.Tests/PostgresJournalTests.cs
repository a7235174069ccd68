using System.Text;
using Npgsql;
using Workshop.Neighbours;
using Xunit.Abstractions;

namespace Workshop.Journal.Tests;

/// <summary>The contract on a real PostgreSQL, each test with a database of its own.</summary>
public sealed class PostgresJournalTests(ITestOutputHelper output) : JournalContract(output)
{
    private string? database;

    protected override async Task<Journal> Open(JournalLimits limits)
    {
        database ??= await (await PostgresServer.Shared()).NewDatabase();
        return new PostgresJournal(database, Time, limits);
    }

    protected override Task Clean() => Task.CompletedTask; // the server goes, and with it the database

    protected override IDisposable Hold(Journal held) => new Session(database!, "LOCK TABLE samskapa.head, samskapa.kept IN EXCLUSIVE MODE");

    protected override Task Tidy(Journal tidied) => ((PostgresJournal)tidied).Tidy();

    /// <summary>In any row of any table. Dead rows, free space and the log of PostgreSQL are its own, see Database.</summary>
    protected override async Task<bool> Holds(string text)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        foreach (var table in new[] { "head", "event", "state", "kept" })
        {
            await using var search = new NpgsqlCommand($"SELECT count(*) FROM samskapa.{table} t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0", connection)
            {
                Parameters = { new() { Value = text }, new() { Value = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)) } },
            };
            if ((long)(await search.ExecuteScalarAsync())! > 0)
                return true;
        }

        return false;
    }
}

/// <summary>Another session in the middle of a transaction, for as long as it lives.</summary>
internal sealed class Session : IDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    public Session(string database, string sql)
    {
        connection = new NpgsqlConnection(database + ";Pooling=false");
        connection.Open();
        transaction = connection.BeginTransaction();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Commit(string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    public void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
    }
}
