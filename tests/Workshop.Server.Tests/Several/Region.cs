// Several real server processes on one PostgreSQL and one Redis, each on a port of its own; the build that is tested, whatever its grain runtime.
using Workshop.Neighbours;
using Workshop.Sessions;

namespace Workshop.Tests;

public sealed class Region : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> started = [];
    private readonly Dictionary<string, string> shared;

    private Region(RedisServer redis, Dictionary<string, string> shared) => (Redis, this.shared) = (redis, shared);

    public RedisServer Redis { get; }

    public List<ServerProcess> Servers { get; } = [];

    public static string Dll => Path.Combine(AppContext.BaseDirectory, "Workshop.Server.dll");

    public static async Task<Region> Open(int servers, IReadOnlyDictionary<string, string>? more = null)
    {
        var redis = await RedisServer.Start(password: "ett-prov-losenord");
        var settings = new Dictionary<string, string>(ServerProcess.Raised, StringComparer.Ordinal)
        {
            ["Workshop__Journal"] = "postgres",
            ["Workshop__PrintSignInLink"] = "true",
            ["ConnectionStrings__Postgres"] = await (await PostgresServer.Shared()).NewDatabase(),
            ["ConnectionStrings__Redis"] = redis.Setting,
        };
        foreach (var (name, value) in more ?? new Dictionary<string, string>()) settings[name] = value;
        var region = new Region(redis, settings);
        region.started.Add(redis);
        // All at once, on an empty database; silos one after the other, since each round that they lose for the membership table costs five seconds.
        if (!GrainHosting.Clustered) region.Servers.AddRange(await Task.WhenAll(Enumerable.Range(0, servers).Select(_ => region.NewServer())));
        else for (var i = 0; i < servers; i++) region.Servers.Add(await region.NewServer());
        return region;
    }

    public async Task<ServerProcess> NewServer()
    {
        var own = new Dictionary<string, string>(shared, StringComparer.Ordinal) { ["Workshop__Silo__Address"] = "127.0.0.1", ["Workshop__Silo__Port"] = $"{Loopback.FreePort()}" };
        var server = await ServerProcess.Start(own, Dll, patience: TimeSpan.FromSeconds(90));
        lock (started) started.Add(server);
        return server;
    }

    public Task<Facilitator> Lead(int server = 0) => Facilitator.SignIn(Servers[server].Address, ServerProcess.Key);

    public async ValueTask DisposeAsync()
    {
        started.Reverse();
        foreach (var one in started) await one.DisposeAsync();
    }
}

public static class Elsewhere
{
    /// <summary>The same device, cookie and all, speaking to another server.</summary>
    public static Device At(this Device device, ServerProcess server)
    {
        var there = new Device(server.Address);
        there.Cookies.Add(device.Cookies.GetAllCookies());
        return there;
    }
}
