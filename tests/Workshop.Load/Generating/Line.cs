// One connection of a load run: socket, buffers, WebSocket framing. Reads frames, hands payloads on, understands none of them.
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Workshop.Load.Generating;

internal sealed class Line : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly int handle;
    private readonly Epoll epoll;
    private readonly int[] holes;
    private byte[] read = new byte[128 * 1024];
    private byte[] unsent = new byte[4 * 1024];
    private int filled, unsentFrom, unsentTo, step = -1;
    private bool watchesOut;

    public Line(Plan plan, int index, int port, Epoll epoll)
    {
        (Plan, Index, this.epoll) = (plan, index, epoll);
        holes = Holes(plan.Op);
        if (plan.Stalled) socket.ReceiveBufferSize = 4096;
        socket.Connect(IPAddress.Loopback, port);
        socket.Blocking = false;
        handle = (int)socket.Handle;
        epoll.Watch(handle, index, Epoll.In, first: true);
        Write(Encoding.ASCII.GetBytes($"GET {plan.Path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{plan.Headers}\r\n"));
    }

    public Plan Plan { get; }

    public int Index { get; }

    public bool Ready => step == Plan.Steps.Count;

    public bool Dead { get; private set; }

    public int Outstanding { get; set; }

    /// <summary>When SignalR's client would last have sent something: a pong is the browser's own. Microseconds.</summary>
    public long SaidAt { get; private set; } = Generator.Now;

    public long BytesIn { get; private set; }

    /// <summary>The last bytes of the frame before: a marker may be split over fragments of a message.</summary>
    public byte[] Carry { get; } = new byte[9];

    public int Carried { get; set; }

    /// <summary>Sends the operation with its number in its places.</summary>
    public void SendOp(uint number)
    {
        var at = Reserve(Plan.Op.Length);
        Plan.Op.CopyTo(unsent, at);
        foreach (var hole in holes) number.TryFormat(unsent.AsSpan(at + hole, 8), out _, "x8");
        SaidAt = Generator.Now;
        Flush();
    }

    public void Say(ReadOnlySpan<byte> message)
    {
        SaidAt = Generator.Now;
        Write(message);
    }

    private void Write(ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(unsent.AsSpan(Reserve(frame.Length)));
        Flush();
    }

    public void StopReading() => epoll.Watch(handle, Index, 0, first: false);

    public void Flush()
    {
        while (unsentFrom < unsentTo)
        {
            var sent = Epoll.Send(handle, unsent.AsSpan(unsentFrom, unsentTo - unsentFrom));
            if (sent == -1)
            {
                if (!watchesOut) epoll.Watch(handle, Index, Epoll.In | Epoll.Out, first: false);
                watchesOut = true;
                return;
            }

            if (sent < 0)
            {
                Dead = true;
                return;
            }

            unsentFrom += sent;
        }

        unsentFrom = unsentTo = 0;
        if (watchesOut) epoll.Watch(handle, Index, Epoll.In, first: false);
        watchesOut = false;
    }

    /// <summary>Reads what has come, at most four times, and hands on each payload.</summary>
    public void Read(Generator to)
    {
        for (var turn = 0; turn < 4 && !Dead; turn++)
        {
            if (read.Length - filled < 65536) Array.Resize(ref read, read.Length * 2);
            var room = read.Length - filled;
            var got = Epoll.Receive(handle, read.AsSpan(filled));
            if (got == -1) return;
            if (got <= 0)
            {
                Die();
                return;
            }

            BytesIn += got;
            filled += got;
            var at = step < 0 ? Upgraded() : 0;
            if (step >= 0) at = Frames(at, to);
            if (at > 0) read.AsSpan(at, filled - at).CopyTo(read);
            filled -= at;
            if (got < room) return;
        }
    }

    public void Dispose() => socket.Dispose();

    private int Upgraded()
    {
        var end = read.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        if (end < 0) return 0;
        if (!read.AsSpan().StartsWith("HTTP/1.1 101"u8)) throw new UnexpectedAnswerException("No upgrade: " + Encoding.UTF8.GetString(read, 0, end));
        NextStep();
        return end + 4;
    }

    private int Frames(int at, Generator to)
    {
        while (filled - at >= 2)
        {
            long length = read[at + 1] & 127;
            var head = length switch { 126 => 4, 127 => 10, _ => 2 };
            if (filled - at < head) break;
            if (head > 2) length = 0;
            for (var i = 2; i < head; i++) length = (length << 8) | read[at + i];
            if (filled - at < head + length) break;
            var payload = read.AsSpan(at + head, (int)length);
            var op = read[at] & 15;
            if (op == 8) Die();
            else if (op == 9) Write([0x8A, (byte)(0x80 | length), 0, 0, 0, 0, .. payload]); // the ping's own payload, or the server cuts: RFC 6455, 5.5.3
            else
            {
                if (step < Plan.Steps.Count && payload.IndexOf(Plan.Steps[step].Until) >= 0) NextStep();
                to.Heard(this, payload, continued: op == 0);
            }

            at += head + (int)length;
        }

        return at;
    }

    private void NextStep()
    {
        if (++step < Plan.Steps.Count) Say(Plan.Steps[step].Send);
    }

    private void Die()
    {
        Dead = true;
        socket.Close();
    }

    private int Reserve(int bytes)
    {
        if (unsentTo + bytes > unsent.Length)
        {
            unsent.AsSpan(unsentFrom, unsentTo - unsentFrom).CopyTo(unsent);
            (unsentFrom, unsentTo) = (0, unsentTo - unsentFrom);
            if (unsentTo + bytes > unsent.Length) Array.Resize(ref unsent, (unsentTo + bytes) * 2);
        }

        unsentTo += bytes;
        return unsentTo - bytes;
    }

    private static int[] Holes(byte[] op)
    {
        var found = new List<int>();
        var hole = Encoding.ASCII.GetBytes(Plan.Placeholder);
        for (int at = 0, next; (next = op.AsSpan(at).IndexOf(hole)) >= 0; at += next + hole.Length) found.Add(at + next);
        return [.. found];
    }
}
