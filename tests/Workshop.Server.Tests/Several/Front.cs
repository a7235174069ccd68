// A proxy as small as can be: each connection goes to one server as long as that one takes it, else to the next. Where a browser meets nginx.
using System.Net;
using System.Net.Sockets;

namespace Workshop.Tests;

public sealed class Front : IAsyncDisposable
{
    private readonly TcpListener door = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly Uri[] servers;

    public Front(params Uri[] servers)
    {
        this.servers = servers;
        door.Start();
        _ = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)door.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        door.Stop();
        closing.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Relay(await door.AcceptTcpClientAsync(closing.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task Relay(TcpClient near)
    {
        using var _ = near;
        foreach (var server in servers)
        {
            using var far = new TcpClient { NoDelay = true };
            near.NoDelay = true;
            try
            {
                await far.ConnectAsync(server.Host, server.Port);
            }
            catch (SocketException)
            {
                continue;
            }
            try
            {
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), closing.Token), far.GetStream().CopyToAsync(near.GetStream(), closing.Token));
            }
            catch (IOException)
            {
                // Cut on the one side or the other; closed on both.
            }
            return;
        }
    }
}
