// All that comes from one connection. A command that is shaped as it should be goes straight to its dialogue, since SignalR's dispatcher costs as much as all
// else on a command's way; everything else (Enter, DoAll, Point, pings, whatever is odd) SignalR reads as ever, and it says what is wrong with it.
using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Workshop.Rules;

namespace Workshop.Server;

/// <summary>
/// Stands between the transport and SignalR. Invariant: what one client sends is begun in the order it was sent. SignalR has begun all that it was given when it
/// asks for more, but for commands that wait for an Enter: while there are any, all goes to SignalR.
/// </summary>
public sealed class Inbox(ConnectionContext connection, PipeReader transport, Outbox outbox, Turnstile turnstile) : PipeReader
{
    private Visit? visit;

    /// <summary>SignalR counts the seconds since it last heard something: so often it is told also when all of it was taken.</summary>
    private const int TellMs = 1_000;

    private long told = Environment.TickCount64;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = Rest(await transport.ReadAsync(cancellationToken));
            var now = Environment.TickCount64;
            if (!read.Buffer.IsEmpty || read.IsCompleted || read.IsCanceled || now - told >= TellMs)
            {
                told = now;
                return read;
            }
            transport.AdvanceTo(read.Buffer.End);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!transport.TryRead(out var read))
        {
            result = default;
            return false;
        }
        result = Rest(read);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => transport.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => transport.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => transport.CancelPendingRead();

    public override void Complete(Exception? exception = null) => transport.Complete(exception);

    private ReadResult Rest(ReadResult read)
    {
        var rest = read.Buffer;
        if (rest.IsEmpty || read.IsCanceled || (visit ??= Visit.Of(connection)) is not { Entering.IsCompleted: true, Behind: 0, Member: { } member, Room: { } room }) return read;
        while (rest.FirstSpan.IndexOf(Wire.End) is >= 0 and var end && Taken(rest.FirstSpan[..end], room, member)) rest = rest.Slice(end + 1);
        return new ReadResult(rest, read.IsCanceled, read.IsCompleted);
    }

    private bool Taken(ReadOnlySpan<byte> message, Room room, Member member)
    {
        if (message.Length > Limits.Command || !Asked.Readable(message) || CallOfDo(message) is not { } call) return false;
        turnstile.Post(room, member, visit!.Language, outbox, message[call.Id].ToArray(), message[call.Command]);
        return true;
    }

    /// <summary>Where in a message of SignalR's JSON protocol the id of a call of <c>Do</c> is, with its quotes, and its only argument. Null: something else, or not quite that.</summary>
    private static (Range Id, Range Command)? CallOfDo(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        Range? id = null, command = null;
        var (call, toDo) = (false, false);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("type"u8)) call = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var type) && type == 1;
                else if (reader.ValueTextEquals("target"u8)) toDo = reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Do"u8);
                else if (reader.ValueTextEquals("invocationId"u8) && reader.Read() && reader.TokenType == JsonTokenType.String) id = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
                else if (reader.ValueTextEquals("arguments"u8) && reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    var from = (int)reader.TokenStartIndex;
                    reader.Skip();
                    command = from..(int)reader.BytesConsumed;
                    if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) return null;
                }
                else return null;
            }
            return call && toDo && id is { } named && command is { } asked && reader.TokenType == JsonTokenType.EndObject && !reader.Read() ? (named, asked) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
