using System.Net;
using System.Net.Sockets;

namespace Workshop.Neighbours;

public static class Loopback
{
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
