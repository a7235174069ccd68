// A message in one piece. The pipe between SignalR and the socket hands out 4 KB at a time, and every piece of a message becomes a WebSocket
// frame of its own with its own writes and flushes; a turn's message of fifty facts was five frames. Asking for the whole length makes it one.
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Workshop.Server;

public static class Wide
{
    public static IConnectionBuilder UseWholeMessages(this IConnectionBuilder connections) => connections.Use(next => connection =>
    {
        connection.Transport = new Pipe(connection.Transport.Input, new Writer(connection.Transport.Output));
        return next(connection);
    });

    private sealed record Pipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Writer(PipeWriter inner) : PipeWriter
    {
        private const int Piece = 4_096;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            if (source.Length <= Piece) return inner.WriteAsync(source, cancellationToken);
            source.Span.CopyTo(inner.GetSpan(source.Length));
            inner.Advance(source.Length);
            return inner.FlushAsync(cancellationToken);
        }

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }
}
