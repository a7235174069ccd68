// A cable with a switch: TCP on loopback, forwarded to somewhere else, that can be slow, cut, or swallow everything.
using System.Net;
using System.Net.Sockets;

namespace Workshop.Load.Chaos;

public sealed class Link : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint to;
    private readonly CancellationTokenSource stopped = new();
    private readonly Lock gate = new();
    private readonly HashSet<Wire> wires = [];
    private readonly Task accepting;
    private TaskCompletionSource? swallowing;
    private volatile bool cut;

    public Link(int toPort)
    {
        to = new IPEndPoint(IPAddress.Loopback, toPort);
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Added to everything that passes, in both directions.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Every connection is reset, and new ones too, until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        cut = true;
        Reset();
    }

    /// <summary>Nothing passes and nothing is refused, as when a firewall drops: the ends find out by their own time-outs. Until <see cref="Mend"/>.</summary>
    public void Swallow()
    {
        lock (gate) swallowing ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Mend()
    {
        (cut, Delay) = (false, TimeSpan.Zero);
        TaskCompletionSource? held;
        lock (gate) (held, swallowing) = (swallowing, null);
        held?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Stop();
        Mend();
        Reset();
        await accepting;
    }

    private void Reset()
    {
        Wire[] all;
        lock (gate) all = [.. wires];
        foreach (var wire in all) wire.Reset();
    }

    private async Task Accept()
    {
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                var near = await listener.AcceptSocketAsync(stopped.Token);
                _ = Carry(near);
            }
            catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Carry(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var wire = new Wire(near, far);
        lock (gate) wires.Add(wire);
        try
        {
            if (cut) return;
            await far.ConnectAsync(to, stopped.Token);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(Pass(near, far), Pass(far, near));
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The far end does not answer: the near one hears it as a reset.
        }
        finally
        {
            lock (gate) wires.Remove(wire);
            wire.Reset();
        }
    }

    private async Task Pass(Socket from, Socket into)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, stopped.Token) is > 0 and var got)
            {
                Task? held;
                lock (gate) held = swallowing?.Task;
                if (held is not null) await held;
                if (Delay > TimeSpan.Zero) await Task.Delay(Delay, stopped.Token);
                for (var sent = 0; sent < got;) sent += await into.SendAsync(buffer.AsMemory(sent, got - sent), stopped.Token);
            }
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end is gone; Carry closes both.
        }
    }

    private sealed record Wire(Socket Near, Socket Far)
    {
        public void Reset()
        {
            foreach (var end in (Socket[])[Near, Far])
            {
                try
                {
                    end.LingerState = new LingerOption(true, 0);
                }
                catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
                {
                    // It had closed by itself.
                }

                end.Dispose();
            }
        }
    }
}
