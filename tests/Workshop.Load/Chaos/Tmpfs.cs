// A disk that can be filled.
using System.Diagnostics;

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
