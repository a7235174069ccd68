// A WebSocket by hand, for what a ClientWebSocket does by itself (it answers pings although nobody reads from it) or cannot do (send them).
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Workshop.Tests;

internal sealed class ByHand : IDisposable
{
    private readonly TcpClient client = new();

    public Socket Socket => client.Client;

    /// <param name="narrow">With a receive buffer so small that the other side must wait in the middle of a frame.</param>
    public static async Task<ByHand> Open(Device device, bool narrow = false)
    {
        var one = new ByHand();
        if (narrow) one.client.ReceiveBufferSize = 4 * 1024;
        await one.client.ConnectAsync(device.Server.Host, device.Server.Port);
        await one.client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /hub/dialogue HTTP/1.1\r\nHost: {device.Server.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nCookie: {device.CookieHeader()}\r\n\r\n"));
        var answer = new List<byte>();
        while (!answer[^Math.Min(4, answer.Count)..].SequenceEqual("\r\n\r\n"u8.ToArray())) answer.Add((await one.Read(1))[0]);
        Encoding.ASCII.GetString([.. answer]).Should().StartWith("HTTP/1.1 101");
        await one.Say("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray());
        return one;
    }

    public Task Say(byte[] text) => Send(0x1, text);

    public Task Ping(byte[] payload) => Send(0x9, payload);

    public async Task<(int Opcode, byte[] Payload)> Hear()
    {
        var head = await Read(2);
        head[0].Should().BeOneOf(0x81, 0x89, 0x8A, 0x88); // whole, of a kind there is, and not masked
        long length = head[1] switch { 126 => BinaryPrimitives.ReadUInt16BigEndian(await Read(2)), 127 => BinaryPrimitives.ReadInt64BigEndian(await Read(8)), var few => few };
        return (head[0] & 0xF, await Read((int)length));
    }

    public void Dispose() => client.Dispose();

    private async Task Send(byte opcode, byte[] payload)
    {
        byte[] head = payload.Length < 126 ? [(byte)(0x80 | opcode), (byte)(0x80 | payload.Length)] : [(byte)(0x80 | opcode), 0xFE, (byte)(payload.Length >> 8), (byte)payload.Length];
        await client.GetStream().WriteAsync((byte[])[.. head, 0, 0, 0, 0, .. payload]); // a mask of zeros
    }

    private async Task<byte[]> Read(int bytes)
    {
        var read = new byte[bytes];
        await client.GetStream().ReadExactlyAsync(read);
        return read;
    }
}
