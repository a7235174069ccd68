using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Workshop.Server.Tests;

/// <summary>What goes to one connection, on a pipe instead of a socket: what leaves, in which order, and where it ends.</summary>
public sealed class OutboxTests
{
    private const char End = '\u001e';
    private readonly Pipe transport = new(new PipeOptions(pauseWriterThreshold: 1_000, resumeWriterThreshold: 500));
    private readonly Outbox outbox;

    public OutboxTests() => outbox = new Outbox(new DefaultConnectionContext(), transport.Writer);

    [Fact]
    public async Task SV90_what_was_posted_leaves_in_order_and_in_one_piece_SignalRs_own_messages_too()
    {
        outbox.Post(Bytes("happened 1"));
        await outbox.WriteAsync(Bytes("receipt 1"));
        outbox.Post(Bytes($"happened 2{End}happen").AsMemory()[..^1], Bytes("ed 3"));
        Encoding.ASCII.GetBytes("receipt 2\u001e").CopyTo(outbox.GetSpan(20));
        outbox.Advance(10);
        await outbox.FlushAsync();
        var read = "";
        while (read.Count(c => c == End) < 5)
        {
            var result = await transport.Reader.ReadAsync();
            result.Buffer.IsSingleSegment.Should().BeTrue("the transport makes a frame of each segment");
            var text = Encoding.ASCII.GetString(result.Buffer.ToArray());
            text[^1].Should().Be(End, "a frame holds whole messages");
            transport.Reader.AdvanceTo(result.Buffer.End);
            read += text;
        }
        read.Split(End).Should().Equal("happened 1", "receipt 1", "happened 2", "happened 3", "receipt 2", "");
    }

    [Fact]
    public async Task SV91_a_reader_that_does_not_read_holds_nobody_who_posts_and_is_cut_over_the_bytes()
    {
        var large = Bytes(new string('x', 100_000));
        for (var i = 0; i < (Outbox.MostBytes / large.Length) - 1; i++) outbox.Post(large);
        outbox.Gone.Should().BeFalse();
        (await outbox.WriteAsync(large).AsTask().WaitAsync(TimeSpan.FromSeconds(5))).IsCompleted.Should().BeFalse("SignalR does not wait either");
        for (var i = 0; i < 5 && !outbox.Gone; i++) outbox.Post(large);
        outbox.Gone.Should().BeTrue();
        outbox.Waiting.Should().Be(0, "what it held is free at once");
    }

    [Fact]
    public async Task SV92_the_last_word_goes_out_before_the_end()
    {
        await outbox.WriteAsync(Bytes("why"));
        await outbox.CompleteAsync();
        var read = "";
        while (await transport.Reader.ReadAsync() is var result && !(result.IsCompleted && result.Buffer.IsEmpty))
        {
            read += Encoding.ASCII.GetString(result.Buffer.ToArray());
            transport.Reader.AdvanceTo(result.Buffer.End);
        }
        read.Should().Be("why" + End);
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text + End);
}
