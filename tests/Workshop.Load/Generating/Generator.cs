// A load generator on one thread: epoll, frames made beforehand, a note's number found in the bytes. It parses no JSON and
// allocates nothing per message; Client.cs is the one that understands. Latency: from the write of the operation to the read that
// brought it to another of its board, by one clock.
using System.Diagnostics;

namespace Workshop.Load.Generating;

public sealed partial class Generator : IDisposable
{
    private readonly Epoll epoll = new();
    private readonly List<Line> lines = [];
    private readonly Line[] order;
    private readonly Dictionary<int, int> listeners = [];
    private readonly ServerProcess server;
    private long[] sentAt = new long[1 << 16];
    private int[] sender = new int[1 << 16];
    private int[] remaining = new int[1 << 16];
    private int[] latencies = new int[1 << 20];
    private int ops, measured, measureFrom = int.MaxValue;
    private long deliveries, expected, doubled, complaints, readAt, keepAliveAt, lostBefore;
    private bool repeat;

    /// <summary>Connects all, one by one, and waits until each is ready.</summary>
    public Generator(ServerProcess server, IReadOnlyList<Plan> plans)
    {
        this.server = server;
        foreach (var plan in plans)
        {
            var line = new Line(plan, lines.Count, server.Address.Port, epoll);
            lines.Add(line);
            if (!plan.Stalled) listeners[plan.Board] = listeners.GetValueOrDefault(plan.Board) + 1;
            for (var until = Now + 10_000_000; !line.Ready; Turn(20))
                if (line.Dead || Now > until) throw new UnexpectedAnswerException($"Connection {line.Index} did not get ready:\n{server.Log}");
        }

        foreach (var line in lines.Where(line => line.Plan.Stalled)) line.StopReading();
        order = [.. lines.Where(line => !line.Plan.Stalled)];
        new Random(1).Shuffle(order);
    }

    /// <summary>Microseconds of one monotonic clock.</summary>
    internal static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public void Dispose()
    {
        foreach (var line in lines) line.Dispose();
        epoll.Dispose();
    }

    internal void Heard(Line line, Span<byte> payload, bool continued)
    {
        if (continued && line.Carried > 0) Joint(line, payload);
        Scan(line, payload);
        Remember(line, payload, continued);
    }

    private static void Remember(Line line, ReadOnlySpan<byte> payload, bool continued)
    {
        Span<byte> both = stackalloc byte[18];
        var old = continued && payload.Length < 9 ? line.Carried : 0;
        line.Carry.AsSpan(0, old).CopyTo(both);
        var tail = payload[^Math.Min(9, payload.Length)..];
        tail.CopyTo(both[old..]);
        var all = both[..(old + tail.Length)];
        var keep = all[^Math.Min(9, all.Length)..];
        keep.CopyTo(line.Carry);
        line.Carried = keep.Length;
    }

    private void Joint(Line line, Span<byte> payload)
    {
        Span<byte> joint = stackalloc byte[18];
        line.Carry.AsSpan(0, line.Carried).CopyTo(joint);
        var head = payload[..Math.Min(9, payload.Length)];
        head.CopyTo(joint[line.Carried..]);
        Scan(line, joint[..(line.Carried + head.Length)]);
    }

    private void Scan(Line line, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("{\"type\":3"u8) && (bytes.IndexOf("\"refused\""u8) >= 0 || bytes.IndexOf("\"retry\""u8) >= 0)) complaints++;
        while (bytes.Length >= 10)
        {
            var mark = bytes.IndexOf("#M"u8);
            if (mark < 0 || bytes.Length - mark < 10) return;
            var number = 0;
            for (var i = mark + 2; i < mark + 10; i++) number = (number << 4) | (bytes[i] <= '9' ? bytes[i] - '0' : (bytes[i] | 32) - 'a' + 10);
            bytes = bytes[(mark + 10)..];
            if ((uint)number < (uint)ops) Delivered(line, number);
        }
    }

    private void Delivered(Line line, int number)
    {
        if (sender[number] == line.Index) return;
        if (readAt == 0) readAt = Now;
        deliveries++;
        if (number >= measureFrom)
        {
            if (measured == latencies.Length) Array.Resize(ref latencies, measured * 2);
            latencies[measured++] = (int)(readAt - sentAt[number]);
        }

        if (remaining[number] == 0)
        {
            doubled++;
            return;
        }

        if (--remaining[number] > 0) return;
        var author = lines[sender[number]];
        author.Outstanding--;
        if (repeat) Send(author);
    }

    private void Send(Line line)
    {
        if (ops == sentAt.Length)
        {
            Array.Resize(ref sentAt, ops * 2);
            Array.Resize(ref sender, ops * 2);
            Array.Resize(ref remaining, ops * 2);
        }

        var number = ops++;
        (sender[number], remaining[number], sentAt[number]) = (line.Index, listeners[line.Plan.Board] - 1, Now);
        expected += remaining[number];
        line.Outstanding++;
        line.SendOp((uint)number);
    }

    private void Turn(int milliseconds)
    {
        var ready = epoll.Wait(milliseconds);
        for (var i = 0; i < ready; i++)
        {
            var (index, what) = epoll.Event(i);
            if ((what & Epoll.Out) != 0) lines[index].Flush();
            if ((what & (Epoll.In | Epoll.Error | Epoll.HangUp)) == 0) continue;
            readAt = 0;
            lines[index].Read(this);
        }

        // As SignalR's client: only after nothing was sent for five seconds. One that pings whatever it sends does not notice a server that cuts who only clicks.
        if (Now < keepAliveAt || order is null) return;
        keepAliveAt = Now + 250_000;
        foreach (var line in order)
            if (!line.Dead && Now - line.SaidAt >= 5_000_000) line.Say(Ping);
    }

    private static readonly byte[] Ping = Plan.Frame("{\"type\":6}\u001e");
}
