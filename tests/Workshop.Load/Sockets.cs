// Loopback connections with a receive buffer of one's own choosing.
using System.Net;
using System.Net.Sockets;

namespace Workshop.Load;

internal static class Sockets
{
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
