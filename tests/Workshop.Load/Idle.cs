// Sockets of people who never come in: what do they cost the server, and does it answer the others meanwhile? From addresses of their own, as strangers
// have them; who asks for health asks anew each time, as a proxy or an operator would.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Workshop.Load;

/// <summary>What such a socket does: says nothing at all; asks to be upgraded without a device; with one, and then says hello and half a message; the same, of many devices.</summary>
public enum IdleKind
{
    Silent,
    Unknown,
    OfOneDevice,
    OfManyDevices,
}

/// <param name="Open">Still there when all had tried.</param>
/// <param name="After">Open after the time in which one must enter.</param>
public sealed record IdleResult(IdleKind Kind, int Asked, int Open, int After, long BytesBefore, long BytesMost, int HealthAsked, int HealthFailed, double SlowestHealthMilliseconds)
{
    public double Grown => (double)BytesMost / BytesBefore;

    public bool Held => Grown <= 2 && HealthFailed == 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind}: {Asked} sockets, {Open} taken, {After} left after {Idle.Deadline.TotalSeconds:0} s; memory {BytesBefore >> 20} MB before, {BytesMost >> 20} MB at most ({Grown:0.00}×); health asked {HealthAsked} times, {HealthFailed} failed, slowest {SlowestHealthMilliseconds:0} ms{(Held ? "" : " – NOT HELD")}");
}

public static class Idle
{
    /// <summary>The server's own is 15 s.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private const int Addresses = 10;
    private static readonly byte[] Hello = Frame("{\"protocol\":\"json\",\"version\":1}\u001e");

    /// <summary>Every second one goes beyond what the server takes before one has asked to enter.</summary>
    private static readonly byte[][] Half = [.. new[] { 3_900, 30_000 }.Select(size => Frame("{\"type\":1,\"invocationId\":\"e\",\"target\":\"Enter\",\"arguments\":[\"" + new string('x', size)))];

    /// <param name="server">With the limits that it has by itself.</param>
    public static async Task<IdleResult> Run(ServerProcess server, IdleKind kind, int sockets)
    {
        var devices = kind is IdleKind.Silent or IdleKind.Unknown ? [""] : await Devices(server, kind == IdleKind.OfOneDevice ? 1 : Math.Max(1, sockets / 20));
        using var done = new CancellationTokenSource();
        var before = server.ResidentBytes;
        var watching = Watch(server, done.Token);
        var open = new List<Socket>();
        try
        {
            for (var n = 0; n < sockets; n++) open.Add(await Connect(server, kind, devices[n % devices.Length], n));
            var taken = open.Count(StillThere);
            // What is tested is the time after which they are closed: there is nothing else to wait on.
            await Task.Delay(Deadline);
            await done.CancelAsync();
            var (most, asked, failed, slowest) = await watching;
            return new IdleResult(kind, sockets, taken, open.Count(StillThere), before, most, asked, failed, slowest);
        }
        finally
        {
            foreach (var socket in open) socket.Dispose();
        }
    }

    private static async Task<string[]> Devices(ServerProcess server, int count)
    {
        await using var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
        var cookies = new string[count];
        var dialogue = await lead.Open("Bara öppna");
        for (var n = 0; n < count; n++)
        {
            if (n > 0 && n % 200 == 0) dialogue = await lead.Open($"Bara öppna {n}");
            using var device = new Device(server.Address);
            await device.Join(dialogue.JoinCode, $"Person {n}", $"Enhet {n % 8}");
            cookies[n] = device.CookieHeader();
        }

        return cookies;
    }

    private static async Task<Socket> Connect(ServerProcess server, IdleKind kind, string cookie, int n)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        // Of one device: from one address. Otherwise each of ten addresses: 127.0.0.2 and so on.
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + (kind == IdleKind.OfManyDevices ? n % Addresses : 0))]), 0));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            if (kind == IdleKind.Silent) return socket;
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /hub/dialogue HTTP/1.1\r\nHost: {server.Address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{(cookie.Length > 0 ? $"Cookie: {cookie}\r\n" : "")}\r\n"));
            var answer = new byte[2_048];
            var got = await socket.ReceiveAsync(answer);
            if (!answer.AsSpan(0, got).StartsWith("HTTP/1.1 101"u8)) socket.Dispose(); // refused, and has no reason to stay
            else await socket.SendAsync((byte[])[.. Hello, .. Half[n % 2]]);
        }
        catch (SocketException)
        {
            socket.Dispose(); // not taken
        }

        return socket;
    }

    private static bool StillThere(Socket socket)
    {
        var waste = new byte[4_096];
        try
        {
            while (socket.Connected && socket.Poll(0, SelectMode.SelectRead))
                if (socket.Receive(waste) == 0) return false;
            return socket.Connected;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static async Task<(long Most, int Asked, int Failed, double Slowest)> Watch(ServerProcess server, CancellationToken done)
    {
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(5) };
        http.DefaultRequestHeaders.ConnectionClose = true; // a new connection each time
        var (most, asked, failed, slowest) = (server.ResidentBytes, 0, 0, 0.0);
        while (!done.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                using var answer = await http.GetAsync("/health/ready", CancellationToken.None);
                if (!answer.IsSuccessStatusCode) failed++;
            }
            catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException)
            {
                failed++;
            }

            asked++;
            slowest = Math.Max(slowest, clock.Elapsed.TotalMilliseconds);
            most = Math.Max(most, server.ResidentBytes);
            await Task.Delay(50, CancellationToken.None); // how often it is asked is part of what is measured
        }

        return (most, asked, failed, slowest);
    }

    /// <summary>A text frame, masked with zeros.</summary>
    private static byte[] Frame(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        byte[] head = bytes.Length < 126 ? [0x81, (byte)(0x80 | bytes.Length)] : [0x81, 0xFE, (byte)(bytes.Length >> 8), (byte)bytes.Length];
        return [.. head, 0, 0, 0, 0, .. bytes];
    }
}
