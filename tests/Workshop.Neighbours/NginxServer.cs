using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Workshop.Neighbours;

/// <summary>
/// A real nginx of Debian's, on a free loopback port, with the configuration that operators are given (infra/nginx/samskapa.conf): only the lines
/// marked CHANGE are changed, and a certificate is made that nobody else trusts. Ends with this process.
/// </summary>
public sealed partial class NginxServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("samskapa-nginx-").FullName;
    private readonly int plainPort = Loopback.FreePort();
    private Process? process;

    private NginxServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => End();

    public int Port { get; } = Loopback.FreePort();

    public Uri Address => new($"https://127.0.0.1:{Port}");

    /// <param name="configuration">The text of infra/nginx/samskapa.conf.</param>
    public static async Task<NginxServer> Start(string configuration, IEnumerable<Uri> servers)
    {
        var nginx = new NginxServer();
        nginx.MakeCertificate();
        var upstream = string.Concat(servers.Select(server => $"    server {server.Host}:{server.Port} max_fails=2 fail_timeout=2s;\n"));
        var text = string.Join('\n', configuration.Split('\n').Select(line => !line.Contains("# CHANGE", StringComparison.Ordinal) ? line : line.Trim() switch
        {
            var one when one.StartsWith("server 10.0.0.11:", StringComparison.Ordinal) => upstream,
            var one when one.StartsWith("server 10.0.0.", StringComparison.Ordinal) => "",
            var one when one.StartsWith("listen 80;", StringComparison.Ordinal) => $"listen 127.0.0.1:{nginx.plainPort};",
            var one when one.StartsWith("listen 443 ", StringComparison.Ordinal) => $"listen 127.0.0.1:{nginx.Port} ssl http2;",
            var one when one.StartsWith("server_name ", StringComparison.Ordinal) => "server_name 127.0.0.1;",
            var one when one.StartsWith("ssl_certificate_key ", StringComparison.Ordinal) => $"ssl_certificate_key {nginx.folder}/key.pem;",
            var one when one.StartsWith("ssl_certificate ", StringComparison.Ordinal) => $"ssl_certificate {nginx.folder}/certificate.pem;",
            var other => throw new InvalidOperationException($"Nobody here knows how to change: {other}"),
        })).Replace("/var/log/nginx/", nginx.folder + "/", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(nginx.folder, "samskapa.conf"), text);
        await File.WriteAllTextAsync(Path.Combine(nginx.folder, "nginx.conf"), $$"""
            pid {{nginx.folder}}/nginx.pid;
            error_log {{nginx.folder}}/error.log notice;
            worker_processes 1;
            worker_shutdown_timeout 2s;
            events { worker_connections 4096; }
            http {
                client_body_temp_path {{nginx.folder}}/body; proxy_temp_path {{nginx.folder}}/proxy;
                fastcgi_temp_path {{nginx.folder}}/fastcgi; uwsgi_temp_path {{nginx.folder}}/uwsgi; scgi_temp_path {{nginx.folder}}/scgi;
                include {{nginx.folder}}/samskapa.conf;
            }
            """);
        await nginx.Restart();
        return nginx;
    }

    /// <summary>As after a change of its configuration: new workers take new connections, old ones end theirs after two seconds.</summary>
    public void Reload() => _ = Kill(process!.Id, 1);

    public Task<string> Log() => File.ReadAllTextAsync(Path.Combine(folder, "error.log"));

    /// <summary>Whatever it has written, the access log first.</summary>
    public async Task<string> Logs() => await File.ReadAllTextAsync(Path.Combine(folder, "samskapa.log")) + await Log();

    /// <summary>All connections are cut.</summary>
    public async Task Stop()
    {
        if (process is not { HasExited: false }) return;
        _ = Kill(process.Id, 15);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        End();
    }

    /// <summary>Starts it (again) and waits until it listens.</summary>
    public async Task Restart()
    {
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        process = Process.Start(new ProcessStartInfo(program, ["-p", folder, "-e", "stderr", "-c", Path.Combine(folder, "nginx.conf"), "-g", "daemon off;"])
        {
            UseShellExecute = false, RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEndAsync();
        var until = Stopwatch.StartNew();
        while (!await Loopback.Listens(Port))
        {
            if (process.HasExited || until.Elapsed > TimeSpan.FromSeconds(20)) throw new InvalidOperationException($"nginx did not start:\n{(process.HasExited ? await said : "")}");
            await Task.Delay(20); // there is nothing to wait on but its port
        }
    }

    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var asked = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = asked.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Path.Combine(folder, "certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private void End()
    {
        if (process is { HasExited: false }) process.Kill(entireProcessTree: true);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
