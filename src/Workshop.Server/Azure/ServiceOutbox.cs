using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Workshop.Server;

/// <summary>
/// What goes to one connection of Azure SignalR: the same messages, taken apart again into target and argument. Bounded as the other; a reader that stalls is the
/// service's to cut, this one only sees how fast the service takes them.
/// </summary>
public sealed class ServiceOutbox(IClientProxy client, HubCallerContext context) : IOutbox, IThreadPoolWorkItem
{
    public const int MostBytes = 4 * 1024 * 1024;
    public static readonly TimeSpan MostAge = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> waiting = new();
    private long bytes;
    private bool running;
    private long writingSince; // 0: nothing is under way
    private bool cut;

    public bool Gone => cut || context.ConnectionAborted.IsCancellationRequested;

    public long Waiting => Volatile.Read(ref bytes);

    public void Post(ReadOnlyMemory<byte> message)
    {
        lock (gate)
        {
            if (cut) return;
            waiting.Enqueue(message);
            bytes += message.Length;
            if (bytes > MostBytes)
            {
                Cut("overflow");
                return;
            }
            if (running) return;
            running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Post(params ReadOnlySpan<ReadOnlyMemory<byte>> pieces)
    {
        var size = 0;
        foreach (var piece in pieces) size += piece.Length;
        var (message, at) = (new byte[size], 0);
        foreach (var piece in pieces)
        {
            piece.CopyTo(message.AsMemory(at));
            at += piece.Length;
        }
        Post(message);
    }

    public void Close(string why)
    {
        lock (gate)
            if (!cut) Cut(why);
    }

    public void Look(long now)
    {
        lock (gate)
            if (!cut && writingSince != 0 && Stopwatch.GetElapsedTime(writingSince, now) > MostAge) Cut("stalled");
    }

    public void Execute() => _ = Turn();

    private async Task Turn()
    {
        while (Next() is { } message)
        {
            try
            {
                await Send(message);
            }
            catch (Exception)
            {
                Close("write failed"); // whoever was there comes back and heals by its seq
            }
        }
    }

    private ReadOnlyMemory<byte>? Next()
    {
        lock (gate)
        {
            writingSince = 0;
            running = waiting.TryDequeue(out var message);
            if (!running) return null;
            bytes -= message.Length;
            writingSince = Stopwatch.GetTimestamp();
            return message;
        }
    }

    private async Task Send(ReadOnlyMemory<byte> message)
    {
        using var json = JsonDocument.Parse(message[..^1]);
        var arguments = json.RootElement.GetProperty("arguments").EnumerateArray().Select(one => (object?)new Raw(JsonMarshal.GetRawUtf8Value(one).ToArray())).ToArray();
        await client.SendCoreAsync(json.RootElement.GetProperty("target").GetString()!, arguments);
    }

    private void Cut(string why)
    {
        cut = true;
        waiting.Clear();
        Volatile.Write(ref bytes, 0);
        Telemetry.Cut(why);
        context.Abort();
    }
}
