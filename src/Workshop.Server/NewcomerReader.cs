using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Workshop.Server;

/// <summary>
/// Until somebody has asked to enter, a message may be as long as that question and no longer: little is kept for whoever is not in. SignalR reads everything itself;
/// this only looks at how much lies there.
/// </summary>
internal sealed class NewcomerReader(PipeReader input, ConnectionContext connection, IOutbox outbox) : PipeReader
{
    /// <summary>An Enter has a few hundred bytes, the handshake forty.</summary>
    public const int Most = 4 * 1024;

    private bool asked;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        asked || (asked = Visit.Of(connection)?.Asked is true) ? input.ReadAsync(cancellationToken) : Newcomers(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        var there = input.TryRead(out result);
        if (there) Look(result.Buffer);
        return there;
    }

    public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    private async ValueTask<ReadResult> Newcomers(CancellationToken cancellationToken)
    {
        var read = await input.ReadAsync(cancellationToken);
        Look(read.Buffer);
        return read;
    }

    private void Look(ReadOnlySequence<byte> there)
    {
        if (there.Length <= Most || Visit.Of(connection)?.Asked is true) return;
        var first = there.PositionOf(Wire.End) is { } end ? there.Slice(0, end).Length : there.Length;
        if (first > Most) outbox.Close("too long before entering");
    }
}
