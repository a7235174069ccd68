// The same tests on every store: what the server promises does not depend on where it keeps things, or whether a Redis tells it of others.
using Workshop.Neighbours;

namespace Workshop.Tests;

public sealed class GatheredOnPostgres : Gathered
{
    private RedisServer? redis;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (redis is not null) await redis.DisposeAsync();
    }

    protected override async Task<House> Open(params string[] settings)
    {
        redis = await RedisServer.Start(password: "ett-prov-losenord");
        return await House.OnPostgres([.. settings, "--ConnectionStrings:Redis", redis.Setting]);
    }
}

public sealed class HubOnSqlite(Gathered room) : HubTests(room), IClassFixture<Gathered>;

public sealed class HubOnPostgres(GatheredOnPostgres room) : HubTests(room), IClassFixture<GatheredOnPostgres>;

public sealed class LookingOnSqlite(Gathered room) : LookingTests(room), IClassFixture<Gathered>;

public sealed class LookingOnPostgres(GatheredOnPostgres room) : LookingTests(room), IClassFixture<GatheredOnPostgres>;

public sealed class RefusedOnSqlite(Gathered room) : RefusedTests(room), IClassFixture<Gathered>;

public sealed class RefusedOnPostgres(GatheredOnPostgres room) : RefusedTests(room), IClassFixture<GatheredOnPostgres>;
