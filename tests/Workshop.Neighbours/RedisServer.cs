using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Workshop.Neighbours;

/// <summary>
/// A real Redis of Debian's on a free loopback port, that keeps nothing on disk; with a password or a TLS port when asked. Ends with this process; can be
/// stopped, frozen and started again before that.
/// </summary>
public sealed partial class RedisServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("samskapa-redis-").FullName;
    private readonly string? password;
    private readonly bool tls;
    private Process? process;

    private RedisServer(string? password, bool tls, int? port)
    {
        (this.password, this.tls, Port) = (password, tls, port ?? Loopback.FreePort());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    public int Port { get; }

    /// <summary>Of the authority that signed its certificate, which is made for <c>localhost</c>.</summary>
    public string Authority => Path.Combine(folder, "authority.pem");

    /// <summary>What a server is told to connect with.</summary>
    public string Setting => $"{(tls ? "localhost" : "127.0.0.1")}:{Port}{(tls ? ",ssl=true" : "")}{(password is null ? "" : $",password={password}")}";

    /// <param name="port">One that a server was told of before anybody listened there.</param>
    public static async Task<RedisServer> Start(string? password = null, bool tls = false, int? port = null)
    {
        var server = new RedisServer(password, tls, port);
        if (tls) server.MakeCertificates();
        await server.Restart();
        return server;
    }

    /// <summary>Starts it (again) and waits until it answers.</summary>
    public async Task Restart()
    {
        await Stop();
        var info = new ProcessStartInfo("redis-server") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in new[] { "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no" }) info.ArgumentList.Add(argument);
        foreach (var argument in tls
            ? new[] { "--port", "0", "--tls-port", $"{Port}", "--tls-cert-file", "server.pem", "--tls-key-file", "server.key", "--tls-ca-cert-file", "authority.pem", "--tls-auth-clients", "no" }
            : ["--port", $"{Port}"]) info.ArgumentList.Add(argument);
        if (password is not null) foreach (var argument in new[] { "--requirepass", password }) info.ArgumentList.Add(argument);
        process = Process.Start(info)!;
        _ = process.StandardOutput.ReadToEndAsync();
        var until = Stopwatch.StartNew();
        while (!await Listens())
        {
            if (process.HasExited || until.Elapsed > TimeSpan.FromSeconds(20)) throw new InvalidOperationException("redis-server did not start");
            await Task.Delay(20); // there is nothing to wait on but its port
        }
    }

    /// <summary>At once: it has nothing to write.</summary>
    public async Task Stop()
    {
        if (process is not { HasExited: false }) return;
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Stands still and keeps its connections.</summary>
    public void Freeze() => _ = Kill(process!.Id, 19);

    public void Thaw() => _ = Kill(process!.Id, 18);

    /// <summary>The answer of redis-cli.</summary>
    public async Task<string> Ask(params string[] words)
    {
        using var cli = Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{Port}", .. password is null ? [] : new[] { "-a", password, "--no-auth-warning" }, .. words])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        })!;
        return (await cli.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30))).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        End();
    }

    private async Task<bool> Listens()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void MakeCertificates()
    {
        using var authorityKey = RSA.Create(2048);
        var asked = new CertificateRequest("CN=Provutfardare", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = asked.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var key = RSA.Create(2048);
        var server = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(20), Encoding.ASCII.GetBytes("prov0001"));
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private void End()
    {
        if (process is { HasExited: false }) process.Kill();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
