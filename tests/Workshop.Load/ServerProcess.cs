// A built Workshop.Server as a child process on a free loopback port with a data folder of its own: started, killed, started again.
// Not an in-process host: a kill here is a kill. Children that are left are killed when this process ends.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Workshop.Neighbours;

namespace Workshop.Load;

public sealed partial class ServerProcess : IAsyncDisposable
{
    /// <summary>Of links; several servers need the same.</summary>
    public const string LinkKeys = "prov:nyckel-for-lankar-som-bara-finns-i-prov";

    public const string Key = "prov-nyckel-som-bara-finns-i-prov";
    private static readonly ConcurrentDictionary<int, Process> Children = new();
    private readonly Func<string, ProcessStartInfo> start;
    private readonly StringBuilder log = new();
    private readonly string? readyPath;
    private readonly string? ownFolder;
    private Process? process;
    private TimeSpan earlier;

    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var child in Children.Values) Quietly(() => child.Kill());
    };

    private ServerProcess(string name, int port, string? folder, string? ownFolder, string? readyPath, string build, Func<string, ProcessStartInfo> start) =>
        (Name, Address, Folder, this.ownFolder, this.readyPath, Build, this.start) = (name, new Uri($"http://127.0.0.1:{port}"), folder, ownFolder, readyPath, build, start);

    public string Name { get; }

    public Uri Address { get; }

    public string? Folder { get; }

    /// <summary>The assembly of its next life: setting another one and starting again is an upgrade.</summary>
    public string Build { get; set; }

    public int Pid => process?.Id ?? 0;

    public bool Alive => process is { HasExited: false };

    public int? ExitCode => process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>Everything the server has written to stdout and stderr, over all its lives.</summary>
    public string Log
    {
        get { lock (log) return log.ToString(); }
    }

    /// <summary>CPU time over all its lives.</summary>
    public TimeSpan Cpu
    {
        get { process?.Refresh(); return earlier + (Alive ? process!.TotalProcessorTime : TimeSpan.Zero); }
    }

    public long ResidentBytes
    {
        get { process?.Refresh(); return Alive ? process!.WorkingSet64 : 0; }
    }

    /// <summary>The most memory it has held in this life.</summary>
    public long PeakBytes => Alive && File.ReadLines($"/proc/{Pid}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } peak
        ? long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), System.Globalization.CultureInfo.InvariantCulture) * 1024 : 0;

    /// <summary>Starts the product and waits until it is ready.</summary>
    /// <param name="settings">Environment, over the defaults of <see cref="Raised"/> (null: none).</param>
    /// <param name="path">Of Workshop.Server.dll; default: see <see cref="FindServer"/>.</param>
    /// <param name="folder">Data folder; default: a scratch folder that is deleted at the end.</param>
    public static async Task<ServerProcess> Start(
        IReadOnlyDictionary<string, string>? settings = null, string? path = null, string? folder = null, int? port = null, TimeSpan? patience = null)
    {
        var scratch = folder is null ? Directory.CreateTempSubdirectory("samskapa-").FullName : null;
        var at = port ?? Loopback.FreePort();
        var server = new ServerProcess("samskapa", at, folder ?? scratch, scratch, "/health/ready", path ?? FindServer(), build => Info(build, [], settings, new()
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{at}",
            ["Workshop__DataFolder"] = (folder ?? scratch)!,
            ["Workshop__FacilitatorKey"] = Key,
            ["Workshop__LinkKeys"] = LinkKeys,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        }));
        await server.Restart(patience);
        return server;
    }

    /// <summary>The baseline twin, see Relay.cs.</summary>
    public static async Task<ServerProcess> StartRelay()
    {
        var at = Loopback.FreePort();
        var relay = new ServerProcess("relay", at, null, null, "/", typeof(ServerProcess).Assembly.Location, build => Info(build, ["relay", "--urls", $"http://127.0.0.1:{at}"], null, new() { ["DOTNET_gcServer"] = "1" }));
        await relay.Restart();
        return relay;
    }

    /// <summary>Limits high enough that only the machine limits a load run.</summary>
    public static IReadOnlyDictionary<string, string> Raised { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Workshop__Limits__Items"] = "1000000",
        ["Workshop__Limits__CommandsPerSecond"] = "100000",
        ["Workshop__Limits__Burst"] = "100000",
        ["Workshop__Limits__ReadsPerSecond"] = "100000",
        ["Workshop__Limits__ReadsBurst"] = "100000",
    };

    /// <summary>Starts (again) on the same port and folder, and waits until ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message ends with its log.</exception>
    public async Task Restart(TimeSpan? timeout = null)
    {
        if (Alive) throw new InvalidOperationException($"{Name} is running");
        Launch();
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var until = DateTime.UtcNow + (timeout ?? TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(readyPath);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
            {
                // Not listening yet: there is nothing to wait on but the port itself.
            }

            if (!Alive) throw new InvalidOperationException($"{Name} ended with {ExitCode}:\n{Log}");
            if (DateTime.UtcNow > until) throw new InvalidOperationException($"{Name} was not ready in time:\n{Log}");
            await Task.Delay(25);
        }
    }

    /// <summary>SIGKILL: no goodbye, no flush.</summary>
    public Task Kill() => End(dying => dying.Kill());

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Stop(TimeSpan? timeout = null)
    {
        var stopping = process;
        await End(dying => Signal(dying.Id, 15), timeout);
        return stopping?.ExitCode ?? 0;
    }

    /// <summary>SIGSTOP: the process stands still and keeps its sockets, as a frozen server does.</summary>
    public void Freeze()
    {
        WasFrozen = true;
        Signal(Pid, 19);
    }

    /// <summary>A silo that stood still is declared dead by the others, and must end when it hears of it.</summary>
    public bool WasFrozen { get; private set; }

    public void Thaw() => Signal(Pid, 18);

    /// <summary>Whether it ends by itself within that time.</summary>
    public async Task<bool> Ends(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        try
        {
            await process!.WaitForExitAsync(late.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        if (ownFolder is not null) Quietly(() => Directory.Delete(ownFolder, recursive: true));
    }

    /// <summary>Workshop.Server.dll: $WORKSHOP_SERVER, or of the same build as this assembly (runtime, SignalR, configuration), or the newest under src/Workshop.Server/bin.</summary>
    public static string FindServer()
    {
        if (Environment.GetEnvironmentVariable("WORKSHOP_SERVER") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Workshop.sln"))) continue;
            var bin = Path.Combine(folder.FullName, "src", "Workshop.Server", "bin");
            var alike = Path.Combine(bin, AppContext.BaseDirectory[(AppContext.BaseDirectory.LastIndexOf("/bin/", StringComparison.Ordinal) + "/bin/".Length)..], "Workshop.Server.dll");
            if (File.Exists(alike)) return alike;
            var built = Directory.Exists(bin) ? Directory.GetFiles(bin, "Workshop.Server.dll", SearchOption.AllDirectories) : [];
            return built.OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault() ?? throw new FileNotFoundException("Build src/Workshop.Server first.");
        }

        throw new FileNotFoundException("Not inside the repository: name the server with WORKSHOP_SERVER.");
    }

    private static ProcessStartInfo Info(string dll, string[] arguments, IReadOnlyDictionary<string, string>? settings, Dictionary<string, string> defaults)
    {
        var info = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(dll)! };
        info.ArgumentList.Add(dll);
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        foreach (var (name, value) in defaults) info.Environment[name] = value;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) info.Environment[name] = value;
        return info;
    }

    private void Launch()
    {
        var born = Process.Start(start(Build))!;
        Children[born.Id] = born;
        born.OutputDataReceived += (_, line) => Write(line.Data);
        born.ErrorDataReceived += (_, line) => Write(line.Data);
        born.BeginOutputReadLine();
        born.BeginErrorReadLine();
        process = born;
    }

    private void Write(string? line)
    {
        if (line is null) return;
        lock (log) log.AppendLine(line);
    }

    private async Task End(Action<Process> how, TimeSpan? timeout = null)
    {
        if (!Alive) return;
        var dying = process!;
        earlier = Cpu;
        how(dying);
        await dying.WaitForExitAsync().WaitAsync(timeout ?? TimeSpan.FromSeconds(30));
        Children.TryRemove(dying.Id, out _);
    }

    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception ended) when (ended is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // Gone already.
        }
    }

    private static void Signal(int pid, int signal) => _ = KillCall(pid, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillCall(int pid, int signal);
}
