// A disk that can be filled and a clock that can be set, for processes that are not asked: a small tmpfs, and Debian's libfaketime.
using System.Diagnostics;
using System.Globalization;

namespace Workshop.Load.Chaos;

/// <summary>A file system in memory, small enough to fill.</summary>
public sealed class Tmpfs : IAsyncDisposable
{
    private Tmpfs(string folder) => Folder = folder;

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <returns>Null where this process may not mount.</returns>
    public static async Task<Tmpfs?> TryMount(int megabytes)
    {
        if (!Environment.IsPrivilegedProcess) return null;
        var folder = Directory.CreateTempSubdirectory("samskapa-disk-").FullName;
        if (await Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs", folder) == 0) return new Tmpfs(folder);
        Directory.Delete(folder);
        return null;
    }

    /// <summary>Not a byte is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var bytes = new byte[1024 * 1024];
        for (var size = bytes.Length; size >= 512;)
        {
            try
            {
                file.Write(bytes, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await Run("umount", "-l", Folder);
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}

/// <summary>The wall clock as one process sees it; its monotonic clock goes on as it is, as it does when somebody sets a machine's time.</summary>
public sealed class SteppingClock : IAsyncDisposable
{
    private static readonly string? Library = Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu")
        .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null;

    private readonly string file = Path.GetTempFileName();

    public SteppingClock() => Step(TimeSpan.Zero);

    /// <summary>False where libfaketime is not installed.</summary>
    public static bool CanStep => Library is not null;

    /// <summary>Environment of the process.</summary>
    public IReadOnlyDictionary<string, string> Settings => Library is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LD_PRELOAD"] = Library, ["FAKETIME_TIMESTAMP_FILE"] = file, ["FAKETIME_CACHE_DURATION"] = "1", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };

    /// <summary>How far from the true time it is from now on (within a second).</summary>
    public void Step(TimeSpan away) => File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{(away < TimeSpan.Zero ? "" : "+")}{away.TotalSeconds:0}\n"));

    public ValueTask DisposeAsync()
    {
        File.Delete(file);
        return ValueTask.CompletedTask;
    }
}
