using System.Globalization;
using System.Net;
using Workshop.Journal;
using Workshop.Sessions;

namespace Workshop.Server;

/// <summary>
/// What the operator decides, read once at start. Anything wrong is one clear sentence and a non-zero exit (<see cref="WrongSetting"/>),
/// because a server that guesses is found out in the middle of a dialogue.
/// </summary>
public sealed record Settings
{
    /// <summary>Of the SQLite journal; empty with PostgreSQL, where the server needs no place on disk.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Null: the journal is SQLite in the data folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>Null: only the one-time link printed at start signs a facilitator in.</summary>
    public string? FacilitatorKey { get; init; }

    /// <summary>The one-time link is printed although nobody sits at a terminal: whoever reads the output may lead.</summary>
    public bool PrintSignInLink { get; init; }

    /// <summary>Keys from which links are derived, or the file that holds them; null: a file in the data folder. See <see cref="Server.LinkKeys"/>.</summary>
    public string? LinkKeys { get; init; }

    /// <summary>As people reach the server, without a trailing slash; null: as each request says.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>How to reach the Redis between several servers; null: this one is alone, or its neighbours are heard of by the journal only.</summary>
    public string? Redis { get; init; }

    /// <summary>Where Azure SignalR is, for a build that has it.</summary>
    public string? AzureSignalR { get; init; }

    /// <summary>Other servers may write to the same journal.</summary>
    public bool Shared => Postgres is not null;

    /// <summary>How the grains of several servers find each other; null: each server has its own.</summary>
    public Cluster? Cluster { get; init; }

    /// <summary>The accessibility statement, a text file; it need not be there.</summary>
    public string? Statement { get; init; }

    /// <summary>The list of what was taken back, which a restore needs; null: what lies in the store must do.</summary>
    public string? TakenBack { get; init; }

    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];

    public int Items { get; init; } = 5_000;

    public int People { get; init; } = 300;

    /// <summary>To the hub, in all and from one address, where a whole house may sit.</summary>
    public int Connections { get; init; } = 5_000;

    public int ConnectionsPerAddress { get; init; } = 2_000;

    public int CommandsPerSecond { get; init; } = 10;

    public int Burst { get; init; } = 50;

    /// <summary>Of one device, over all that can be read by HTTP.</summary>
    public int ReadsPerSecond { get; init; } = 10;

    public int ReadsBurst { get; init; } = 60;

    public Store OpenJournal() => Postgres is not null ? new PostgresJournal(Postgres) : new SqliteJournal(DataFolder);

    public static Settings Read(IConfiguration configuration)
    {
        var w = configuration.GetSection("Workshop");
        var postgres = Postgresql(w["Journal"], configuration);
        var folder = postgres is null ? Folder(w["DataFolder"]) : "";
        return new Settings
        {
            DataFolder = folder,
            Statement = StatementFile(w["Statement"], folder),
            Postgres = postgres,
            TakenBack = w["TakenBack"] is { Length: > 0 } list ? Path.GetFullPath(list) : folder == "" ? null : Path.Combine(folder, Server.TakenBack.FileName),
            FacilitatorKey = Key(w["FacilitatorKey"]),
            PrintSignInLink = Flag(w, "PrintSignInLink"),
            LinkKeys = string.IsNullOrWhiteSpace(w["LinkKeys"]) ? null : w["LinkKeys"]!.Trim(),
            PublicUrl = Url(w["PublicUrl"]),
            Redis = RedisOf(configuration),
            AzureSignalR = configuration.GetConnectionString("AzureSignalR") is { Length: > 0 } service ? service : null,
            Cluster = ClusterOf(w, configuration),
            TrustedProxies = [.. Proxies(w["TrustedProxies"])],
            Items = Number(w, "Limits:Items", 5_000, 1, 10_000_000),
            People = Number(w, "Limits:People", 300, 1, 100_000),
            Connections = Number(w, "Limits:Connections", 5_000, 1, 1_000_000),
            ConnectionsPerAddress = Number(w, "Limits:ConnectionsPerAddress", 2_000, 1, 1_000_000),
            CommandsPerSecond = Number(w, "Limits:CommandsPerSecond", 10, 1, 1_000_000),
            Burst = Number(w, "Limits:Burst", 50, 1, 1_000_000),
            ReadsPerSecond = Number(w, "Limits:ReadsPerSecond", 10, 1, 1_000_000),
            ReadsBurst = Number(w, "Limits:ReadsBurst", 60, 1, 1_000_000),
        };
    }

    /// <summary>The connection string, or null for SQLite.</summary>
    private static string? Postgresql(string? kind, IConfiguration configuration)
    {
        switch (kind)
        {
            case null or "" or "sqlite" when !string.IsNullOrEmpty(configuration.GetConnectionString("Redis")):
                throw new WrongSetting("ConnectionStrings__Redis is set, but the journal is SQLite: several servers need Workshop__Journal=postgres.");
            case null or "" or "sqlite":
                return null;
            case "postgres" when configuration.GetConnectionString("Postgres") is { Length: > 0 } asked:
                return PostgresJournal.Flaw(asked) is { } flaw ? throw new WrongSetting($"ConnectionStrings__Postgres {flaw}.") : asked;
            case "postgres":
                throw new WrongSetting("Workshop__Journal=postgres needs ConnectionStrings__Postgres, like 'Host=db.example.se;Database=samskapa;Username=samskapa;Password=…'.");
            default:
                throw new WrongSetting($"Workshop__Journal is '{kind}', but must be 'sqlite' or 'postgres'.");
        }
    }

    private static string? RedisOf(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Redis") is not { Length: > 0 } redis) return null;
        Workshop.Server.Redis.Options(redis);
        return redis;
    }

    /// <summary>Only an Orleans build has silos; in the default build the settings for them have no meaning, and do no harm.</summary>
    private static Cluster? ClusterOf(IConfigurationSection w, IConfiguration configuration)
    {
        if (w["Journal"] != "postgres") return null;
        var (redis, postgres) = (configuration.GetConnectionString("Redis"), configuration.GetConnectionString("Postgres"));
        var address = w["Silo:Address"];
        IPAddress? ip = null;
        if (!string.IsNullOrWhiteSpace(address) && !IPAddress.TryParse(address, out ip))
            throw new WrongSetting($"Workshop__Silo__Address is '{address}', but must be this server's own IP address, at which the other servers reach it.");
        var port = Number(w, "Silo:Port", 11_111, 1, 65_535);
        return w["Silo:Membership"] switch
        {
            null or "" or "redis" when !string.IsNullOrEmpty(redis) => new Cluster(ip, port, Workshop.Server.Redis.Options(redis), null),
            "redis" => throw new WrongSetting("Workshop__Silo__Membership=redis needs ConnectionStrings__Redis."),
            null or "" or "postgres" when !string.IsNullOrEmpty(postgres) => new Cluster(ip, port, null, postgres),
            "postgres" => throw new WrongSetting("Workshop__Silo__Membership=postgres needs ConnectionStrings__Postgres."),
            null or "" => null,
            var other => throw new WrongSetting($"Workshop__Silo__Membership is '{other}', but must be 'redis' or 'postgres'."),
        };
    }

    private const int LeastKey = 16;

    /// <summary>Files and shells leave line breaks, spaces and quotes at the ends of a key; they are never part of it.</summary>
    public static string Trimmed(string key) => key.Trim([.. "\r\n\t \u00a0\ufeff\"'"]);

    private static string? Key(string? set)
    {
        if (string.IsNullOrWhiteSpace(set)) return null;
        var key = Trimmed(set);
        return key.Length >= LeastKey ? key : throw new WrongSetting($"Workshop__FacilitatorKey has {key.Length} signs, but must have at least {LeastKey}: whoever guesses it may lead every dialogue. Make one with: openssl rand -base64 24.");
    }

    private static bool Flag(IConfigurationSection w, string key) => w[key]?.Trim().ToLowerInvariant() switch
    {
        null or "" or "false" => false,
        "true" => true,
        var other => throw new WrongSetting($"Workshop__{key} is '{other}', but must be 'true' or 'false'."),
    };

    private static string Folder(string? folder)
    {
        var full = Path.GetFullPath(string.IsNullOrWhiteSpace(folder) ? "data" : folder);
        try
        {
            Directory.CreateDirectory(full);
            var probe = Path.Combine(full, $".probe-{Guid.NewGuid():n}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new WrongSetting($"Workshop__DataFolder: cannot write in '{full}' ({e.GetType().Name}).");
        }
    }

    private static string? StatementFile(string? path, string folder)
    {
        if (string.IsNullOrWhiteSpace(path)) return folder == "" ? null : Path.Combine(folder, "tillganglighet.txt");
        return File.Exists(path) ? Path.GetFullPath(path) : throw new WrongSetting($"Workshop__Statement is '{path}', but there is no such file.");
    }

    private static Uri? Url(string? url)
    {
        if (string.IsNullOrWhiteSpace(url)) return null;
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/" && uri.Query == "" && uri.Fragment == "")
            return uri;
        throw new WrongSetting($"Workshop__PublicUrl is '{url}', but must be an address like https://dialog.example.se, without a path.");
    }

    private static IEnumerable<System.Net.IPNetwork> Proxies(string? list)
    {
        foreach (var part in (list ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(part, out var one)) yield return new System.Net.IPNetwork(one, one.GetAddressBytes().Length * 8);
            else if (System.Net.IPNetwork.TryParse(part, out var net)) yield return net;
            else throw new WrongSetting($"Workshop__TrustedProxies holds '{part}', but must be addresses or networks like 10.0.0.0/8, separated by commas.");
        }
    }

    private static int Number(IConfiguration w, string key, int otherwise, int least, int most)
    {
        var text = w[key];
        if (string.IsNullOrWhiteSpace(text)) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most) return n;
        throw new WrongSetting($"Workshop__{key.Replace(":", "__", StringComparison.Ordinal)} is '{text}', but must be a whole number from {least} to {most}.");
    }
}

/// <summary>A setting that the operator must change before the server can start; the message is the sentence for stderr.</summary>
public sealed class WrongSetting(string sentence) : Exception(sentence);
