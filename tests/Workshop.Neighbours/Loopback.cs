using System.Net;
using System.Net.Sockets;

namespace Workshop.Neighbours;

public static class Loopback
{
    /// <summary>A port that was free a moment ago, below those that Linux gives to outgoing connections (from 32768): one of these could take it while its server is away.</summary>
    public static int FreePort()
    {
        for (; ; )
        {
            var port = Random.Shared.Next(15_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    /// <summary>Does somebody listen there?</summary>
    public static async Task<bool> Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>Programs that refuse root run as the user their package made; when we are no root, as ourselves.</summary>
internal static class Unprivileged
{
    public const string User = "postgres";

    public static bool Needed { get; } = Environment.IsPrivilegedProcess;

    /// <remarks>setpriv replaces itself with the program, so the process that was started is the program.</remarks>
    public static string[] As(string program, params string[] arguments) =>
        Needed ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", program, .. arguments] : [program, .. arguments];
}
