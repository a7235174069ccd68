// The same tests on every store: what the server promises does not depend on where it keeps things.
namespace Workshop.Tests;

public sealed class GatheredOnPostgres : Gathered
{
    protected override Task<House> Open(params string[] settings) => House.OnPostgres(settings);
}

public sealed class HubOnSqlite(Gathered room) : HubTests(room), IClassFixture<Gathered>;

public sealed class HubOnPostgres(GatheredOnPostgres room) : HubTests(room), IClassFixture<GatheredOnPostgres>;

public sealed class LookingOnSqlite(Gathered room) : LookingTests(room), IClassFixture<Gathered>;

public sealed class LookingOnPostgres(GatheredOnPostgres room) : LookingTests(room), IClassFixture<GatheredOnPostgres>;

public sealed class RefusedOnSqlite(Gathered room) : RefusedTests(room), IClassFixture<Gathered>;

public sealed class RefusedOnPostgres(GatheredOnPostgres room) : RefusedTests(room), IClassFixture<GatheredOnPostgres>;
