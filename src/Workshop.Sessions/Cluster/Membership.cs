using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Workshop.Sessions;

/// <summary>
/// The cluster's membership in PostgreSQL, where there is no Redis: in the journal's database, in a schema of its own. Orleans finds there both its tables and the
/// statements it is to use, by name; both are made here at the start. Only the statements' names, parameters and columns are Orleans'.
/// </summary>
internal static class Membership
{
    private const string Tables = """
        CREATE SCHEMA IF NOT EXISTS orleans;
        CREATE TABLE IF NOT EXISTS orleans.OrleansQuery (QueryKey varchar(64) PRIMARY KEY, QueryText varchar(8000) NOT NULL);
        CREATE TABLE IF NOT EXISTS orleans.MembershipVersion (DeploymentId varchar(150) PRIMARY KEY, Timestamp timestamptz NOT NULL DEFAULT now(), Version integer NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS orleans.Membership (DeploymentId varchar(150) NOT NULL REFERENCES orleans.MembershipVersion, Address varchar(45) NOT NULL, Port integer NOT NULL,
            Generation integer NOT NULL, SiloName varchar(150) NOT NULL, HostName varchar(150) NOT NULL, Status integer NOT NULL, ProxyPort integer, SuspectTimes varchar(8000),
            StartTime timestamptz NOT NULL, IAmAliveTime timestamptz NOT NULL, PRIMARY KEY (DeploymentId, Address, Port, Generation));
        """;

    /// <summary>A row changes only together with the version that it was read at, which then is one more: one of two that change the table at once wins.</summary>
    private static readonly Dictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["MembershipReadAllKey"] = Row("WHERE v.DeploymentId = @DeploymentId"),
        ["MembershipReadRowKey"] = Row("AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation WHERE v.DeploymentId = @DeploymentId"),
        ["GatewaysQueryKey"] = "SELECT Address, ProxyPort, Generation FROM Membership WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0",
        ["InsertMembershipVersionKey"] = """
            WITH made AS (INSERT INTO MembershipVersion (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*)::int FROM made
            """,
        ["InsertMembershipKey"] = """
            WITH moved AS (UPDATE MembershipVersion SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND Version = @Version
                AND NOT EXISTS (SELECT 1 FROM Membership WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation) RETURNING 1),
            made AS (INSERT INTO Membership (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved RETURNING 1)
            SELECT count(*)::int FROM made
            """,
        ["UpdateMembershipKey"] = """
            WITH moved AS (UPDATE MembershipVersion SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING 1),
            changed AS (UPDATE Membership SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
                WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND EXISTS (SELECT 1 FROM moved) RETURNING 1)
            SELECT count(*)::int FROM changed
            """,
        ["UpdateIAmAlivetimeKey"] = """
            UPDATE Membership SET IAmAliveTime = @IAmAliveTime WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
            """,
        ["DeleteMembershipTableEntriesKey"] = "DELETE FROM Membership WHERE DeploymentId = @DeploymentId; DELETE FROM MembershipVersion WHERE DeploymentId = @DeploymentId",
        ["CleanupDefunctSiloEntriesKey"] = "DELETE FROM Membership WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3",
    };

    public static void UseMembershipIn(this ISiloBuilder silo, string postgres)
    {
        DbProviderFactories.RegisterFactory("Npgsql", NpgsqlFactory.Instance);
        var here = new NpgsqlConnectionStringBuilder(postgres) { SearchPath = "orleans" }.ToString();
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", here));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new Maker(here));
    }

    private static string Row(string which) => $"""
        SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
        FROM MembershipVersion v LEFT OUTER JOIN Membership m ON v.DeploymentId = m.DeploymentId {which}
        """;

    /// <summary>Before anything of Orleans looks for them. Servers that start at once wait for each other; statements of an older version are replaced.</summary>
    private sealed class Maker(string postgres) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(Membership), ServiceLifecycleStage.First, Make);

        private async Task Make(CancellationToken stop)
        {
            await using var connection = new NpgsqlConnection(postgres);
            await connection.OpenAsync(stop);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            await using var make = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('samskapa.orleans'))", connection, transaction);
            await make.ExecuteNonQueryAsync(stop);
            make.CommandText = Tables;
            await make.ExecuteNonQueryAsync(stop);
            foreach (var (key, text) in Queries)
            {
                await using var query = new NpgsqlCommand("INSERT INTO OrleansQuery VALUES ($1, $2) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = $2", connection, transaction);
                query.Parameters.Add(new NpgsqlParameter { Value = key });
                query.Parameters.Add(new NpgsqlParameter { Value = text });
                await query.ExecuteNonQueryAsync(stop);
            }
            await transaction.CommitAsync(stop);
        }
    }
}
