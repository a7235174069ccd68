// What a region runs, all of it on loopback: servers behind nginx, one PostgreSQL, one Redis, and a cable with a switch between each server and those two.
using Workshop.Neighbours;

namespace Workshop.Load.Chaos;

public sealed class Installation : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> started = [];

    private Installation(PostgresServer postgres, RedisServer redis, Tmpfs? disk) => (Postgres, Redis, Disk) = (postgres, redis, disk);

    public PostgresServer Postgres { get; }

    public RedisServer Redis { get; }

    /// <summary>A small one that PostgreSQL's files lie on; null where this process may not mount one.</summary>
    public Tmpfs? Disk { get; }

    public NginxServer Nginx { get; private set; } = null!;

    public List<ServerProcess> Servers { get; } = [];

    public List<Link> ToPostgres { get; } = [];

    public List<Link> ToRedis { get; } = [];

    /// <summary>The clock of one server, by number.</summary>
    public List<SteppingClock> Clocks { get; } = [];

    /// <summary>What an upgrade brings; null: the same again.</summary>
    public string? Next { get; private init; }

    public Uri Front => Nginx.Address;

    /// <param name="path">Of Workshop.Server.dll; default: see <see cref="ServerProcess.FindServer"/>.</param>
    /// <param name="next">Of another version of it, see <see cref="Next"/>.</param>
    public static async Task<Installation> Start(int servers, string? path = null, string? next = null)
    {
        var disk = await Tmpfs.TryMount(megabytes: 224);
        // No more log than the small disk has room for beside the data.
        var postgres = await PostgresServer.StartIn(disk?.Folder, "min_wal_size=32MB", "max_wal_size=64MB");
        var all = new Installation(postgres, await RedisServer.Start(password: "ett-prov-losenord"), disk) { Next = next };
        if (disk is not null) all.started.Add(disk);
        all.started.AddRange([postgres, all.Redis]);
        try
        {
            var database = await postgres.NewDatabase();
            await Task.WhenAll(Enumerable.Range(0, servers).Select(_ => all.Add(database, path)));
            all.Nginx = await NginxServer.Start(await File.ReadAllTextAsync(Path.Combine(Repository(), "infra", "nginx", "samskapa.conf")), all.Servers.Select(server => server.Address));
            all.started.Add(all.Nginx);
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    /// <summary>Written to a folder that stays; returns it.</summary>
    public async Task<string> Logs()
    {
        var folder = Directory.CreateTempSubdirectory("samskapa-chaos-").FullName;
        for (var i = 0; i < Servers.Count; i++) await File.WriteAllTextAsync(Path.Combine(folder, $"server-{i}.log"), Servers[i].Log);
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.log"), await Nginx.Log());
        return folder;
    }

    public async ValueTask DisposeAsync()
    {
        started.Reverse();
        foreach (var one in started) await one.DisposeAsync();
    }

    private async Task Add(string database, string? path)
    {
        var (postgres, redis, clock) = (new Link(Postgres.Port), new Link(Redis.Port), new SteppingClock());
        var settings = new Dictionary<string, string>(ServerProcess.Raised, StringComparer.Ordinal)
        {
            ["Workshop__Journal"] = "postgres",
            ["ConnectionStrings__Postgres"] = database.Replace($"Port={Postgres.Port};", $"Port={postgres.Port};", StringComparison.Ordinal),
            ["ConnectionStrings__Redis"] = Redis.Setting.Replace($":{Redis.Port}", $":{redis.Port}", StringComparison.Ordinal),
            ["Workshop__TrustedProxies"] = "127.0.0.1",
            ["Workshop__Silo__Address"] = "127.0.0.1",
            ["Workshop__Silo__Port"] = $"{Loopback.FreePort()}",
            ["Workshop__Silo__Membership"] = "postgres", // Redis keeps nothing here, and a cluster whose membership is forgotten must be started anew (OPERATING.md)
        };
        foreach (var (name, value) in clock.Settings) settings[name] = value;
        var server = await ServerProcess.Start(settings, path, patience: TimeSpan.FromSeconds(90));
        lock (started)
        {
            started.AddRange([clock, postgres, redis, server]);
            Servers.Add(server);
            ToPostgres.Add(postgres);
            ToRedis.Add(redis);
            Clocks.Add(clock);
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workshop.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new FileNotFoundException("Not inside the repository.");
    }
}
