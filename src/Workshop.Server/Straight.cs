using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Workshop.Server;

/// <summary>
/// An upgraded connection: read from what Kestrel reads the socket into, past its request body, and written to the socket itself, without Kestrel's pipe and its
/// copy of every frame. One write, one whole frame: a pong or a goodbye goes before or behind what an outbox sends, never into it.
/// Invariant: what Kestrel was given to write is on its way before anything is written beside it. So not before the other side has answered the upgrade, not at
/// all once Kestrel has written something after it, and not where something stands between Kestrel and the socket (TLS) or shares it (HTTP/2).
/// </summary>
public sealed class Straight(Stream kestrel, PipeReader? input, Socket? socket) : Stream
{
    private readonly SemaphoreSlim gate = new(1);
    private volatile bool heard;
    private bool byKestrel = socket is null;

    /// <summary>A connection's transport, before Kestrel puts anything on it.</summary>
    private sealed record Transport(PipeReader Input);

    /// <summary>Of all that listens.</summary>
    public static void Keep(ListenOptions listens) => listens.Use(next => connection =>
    {
        connection.Features.Set(new Transport(connection.Transport.Input));
        return next(connection);
    });

    /// <summary>From now on a request's upgrade leads to one of these.</summary>
    public static Upgrade Of(HttpContext http)
    {
        var plain = http.Request.Protocol == HttpProtocol.Http11 && http.Features.Get<ITlsHandshakeFeature>() is null;
        var (input, socket) = plain ? (http.Features.Get<Transport>()?.Input, http.Features.Get<IConnectionSocketFeature>()?.Socket) : default;
        var upgrade = new Upgrade(http.Features.Get<IHttpUpgradeFeature>(), http.Features.Get<IHttpExtendedConnectFeature>(), input, socket);
        http.Features.Set<IHttpUpgradeFeature>(upgrade);
        http.Features.Set<IHttpExtendedConnectFeature>(upgrade);
        return upgrade;
    }

    /// <summary>Kestrel's own upgrade, its stream kept.</summary>
    public sealed class Upgrade(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, PipeReader? input, Socket? socket) : IHttpUpgradeFeature, IHttpExtendedConnectFeature
    {
        public Straight? Stream { get; private set; }

        public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest is true;

        public bool IsExtendedConnect => connect?.IsExtendedConnect is true;

        public string? Protocol => connect?.Protocol;

        public async Task<Stream> UpgradeAsync() => Stream = new Straight(await upgrade!.UpgradeAsync(), input, socket);

        public async ValueTask<Stream> AcceptAsync() => Stream = new Straight(await connect!.AcceptAsync(), null, null);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (input is null || buffer.IsEmpty) return kestrel.ReadAsync(buffer, cancellationToken);
        return input.TryRead(out var there) ? new(Taken(there, buffer)) : Later(buffer, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default)
    {
        if (!gate.Wait(0, CancellationToken.None)) return InTurn(frame, cancellationToken);
        var goesOn = false;
        try
        {
            var writing = Write(frame, cancellationToken);
            goesOn = !writing.IsCompletedSuccessfully;
            if (goesOn) return Rest(writing);
            writing.GetAwaiter().GetResult();
            return default;
        }
        finally
        {
            if (!goesOn) gate.Release(); // also when it threw: a socket that is gone says so at once
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => byKestrel ? kestrel.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input?.CancelPendingRead(); // who answers no ping is given up by the framework, whose read waits here
            kestrel.Dispose();
        }
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> Later(Memory<byte> buffer, CancellationToken cancellationToken) => Taken(await input!.ReadAsync(cancellationToken), buffer);

    /// <summary>0: the other side has ended.</summary>
    private int Taken(ReadResult read, Memory<byte> buffer)
    {
        if (read.IsCanceled) throw new IOException("The connection was given up.");
        var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
        taken.CopyTo(buffer.Span);
        input!.AdvanceTo(taken.End);
        if (!taken.IsEmpty) heard = true;
        return (int)taken.Length;
    }

    /// <remarks>All of it, or it throws: as of Kestrel's own sending, the framework's socket goes on until the last byte is in.</remarks>
    private ValueTask Write(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        byKestrel |= !heard;
        if (byKestrel) return kestrel.WriteAsync(frame, cancellationToken);
        var sending = socket!.SendAsync(frame, SocketFlags.None, cancellationToken);
        if (!sending.IsCompletedSuccessfully) return Sent(sending);
        sending.GetAwaiter().GetResult();
        return default;
    }

    private static async ValueTask Sent(ValueTask<int> sending)
    {
        try
        {
            await sending;
        }
        catch (SocketException gone)
        {
            throw new IOException("The connection is gone.", gone);
        }
    }

    private async ValueTask InTurn(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await Write(frame, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask Rest(ValueTask writing)
    {
        try
        {
            await writing;
        }
        finally
        {
            gate.Release();
        }
    }
}
