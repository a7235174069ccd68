using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workshop.Neighbours;

/// <summary>
/// A real PostgreSQL of Debian's on a free loopback port with a scratch folder, as nobody's root (it refuses to run as root), with fsync as in earnest.
/// Has nothing to do with a cluster that the package may have started. Ends with this process; can be stopped, crashed and started again before that.
/// </summary>
public sealed partial class PostgresServer : IAsyncDisposable
{
    public const string User = "samskapa";
    public const string Password = "ett-prov-losenord";
    private static readonly Lazy<Task<PostgresServer>> TheShared = new(() => Start(), LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly string folder;
    private readonly string[] settings;
    private int databases;
    private Process? process;

    private PostgresServer(string? folder, string[] settings)
    {
        this.settings = settings;
        this.folder = Directory.CreateDirectory(folder is null ? Directory.CreateTempSubdirectory("samskapa-postgres-").FullName : Path.Combine(folder, "postgres")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    public int Port { get; } = Loopback.FreePort();

    public int Pid => process!.Id;

    private string Data => Path.Combine(folder, "data");

    /// <summary>One for all tests of this process that do not harm it.</summary>
    public static Task<PostgresServer> Shared() => TheShared.Value;

    public bool Alive => process is { HasExited: false };

    /// <param name="settings">Of postgresql.conf, as <c>name=value</c>.</param>
    public static Task<PostgresServer> Start(params string[] settings) => StartIn(null, settings);

    /// <param name="folder">Where its files lie; null: a scratch folder.</param>
    /// <param name="settings">Of postgresql.conf, as <c>name=value</c>.</param>
    public static async Task<PostgresServer> StartIn(string? folder, params string[] settings)
    {
        var server = new PostgresServer(folder, settings);
        var secret = Path.Combine(server.folder, "secret");
        await File.WriteAllTextAsync(secret, Password);
        if (Unprivileged.Needed)
            await Run("chown", "-R", Unprivileged.User, server.folder);
        await Run(Unprivileged.As(Binary("initdb"), "-D", server.Data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--locale=C", "--no-sync"));
        await server.Restart();
        await server.Sql("postgres", $"CREATE ROLE {User} LOGIN PASSWORD '{Password}'");
        return server;
    }

    /// <summary>A new database that the server's own user, who is no superuser, owns; what the server is told to connect with.</summary>
    public async Task<string> NewDatabase(string? encoding = null)
    {
        var name = $"w{Interlocked.Increment(ref databases)}";
        await Sql("postgres", $"CREATE DATABASE {name} OWNER {User}{(encoding is null ? "" : $" ENCODING '{encoding}' TEMPLATE template0")}");
        return ConnectionString(name);
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={Password}";

    /// <summary>As superuser; several statements are several transactions.</summary>
    public Task Sql(string database, params string[] sql) =>
        Run([Binary("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-d", database, .. sql.SelectMany(one => new[] { "-c", one })]);

    /// <summary>Starts it (again) and waits until it answers.</summary>
    public async Task Restart()
    {
        if (process is { HasExited: false })
            await Stop();
        var started = Unprivileged.As(Binary("postgres"), [
            "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=150", "-c", "shared_buffers=64MB",
            .. settings.SelectMany(setting => new[] { "-c", setting }),
        ]);
        process = Begin(started);
        _ = process.StandardOutput.ReadToEndAsync();
        var said = process.StandardError.ReadToEndAsync();
        var until = Stopwatch.StartNew();
        while (await Ended([Binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{Port}"]) != 0)
        {
            if (process.HasExited || until.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException($"PostgreSQL did not start:\n{(process.HasExited ? await said : "")}");
            await Task.Delay(50); // there is nothing to wait on but its answer
        }
    }

    /// <summary>As an operator does: connections are cut, what is written is written.</summary>
    public Task Stop() => End(2);

    /// <summary>As a crash does: at once; the next start recovers from its log.</summary>
    public Task Crash() => End(3);

    /// <summary>All its processes stand still and keep their connections.</summary>
    public void Freeze() => Family(19);

    public void Thaw() => Family(18);

    public async ValueTask DisposeAsync()
    {
        await Stop();
        End();
    }

    private async Task End(int signal)
    {
        if (process is not { HasExited: false })
            return;
        _ = Kill(process.Id, signal);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private void End()
    {
        if (process is { HasExited: false })
        {
            _ = Kill(process.Id, 3);
            process.WaitForExit(5_000);
        }

        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private void Family(int signal)
    {
        foreach (var child in File.ReadAllText($"/proc/{Pid}/task/{Pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _ = Kill(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture), signal);
        _ = Kill(Pid, signal);
    }

    private static string Binary(string name) =>
        Directory.Exists("/usr/lib/postgresql") && Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", name)).Where(File.Exists).Order(StringComparer.Ordinal).LastOrDefault()
            is { } debian ? debian : name;

    private static Task Run(string program, params string[] arguments) => Run([program, .. arguments]);

    private static async Task Run(string[] command)
    {
        using var running = Begin(command);
        var (said, errors) = (running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync());
        await running.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        if (running.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {running.ExitCode}: {await errors}{await said}");
    }

    private static async Task<int> Ended(string[] command)
    {
        using var running = Begin(command);
        await running.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return running.ExitCode;
    }

    private static Process Begin(string[] command)
    {
        var info = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        info.Environment["PGPASSWORD"] = Password;
        info.Environment["LC_ALL"] = "C";
        info.Environment["HOME"] = "/";
        return Process.Start(info)!;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
