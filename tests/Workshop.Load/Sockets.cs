// Loopback sockets: a free port, and connections with a receive buffer of one's own choosing.
using System.Net;
using System.Net.Sockets;

namespace Workshop.Load;

internal static class Sockets
{
    /// <summary>A port that was free a moment ago. Another process may take it first: who starts a server on it retries.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public static async ValueTask<Stream> Connect(DnsEndPoint to, int receiveBuffer, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = receiveBuffer };
        try
        {
            await socket.ConnectAsync(to, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
