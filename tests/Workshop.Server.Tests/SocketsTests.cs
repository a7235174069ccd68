// The two ways a WebSocket comes to the hub: not negotiated, which is this server's own (Sockets.cs), and by an id that was given out, which is SignalR's.
using System.Diagnostics;
using System.Net.WebSockets;

namespace Workshop.Tests;

public sealed class SocketsTests(Gathered room) : IClassFixture<Gathered>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SV93_a_socket_speaks_alike_whether_it_was_negotiated_or_not(bool negotiated)
    {
        var (anna, entered) = await Wired.Enter(room.Anna, room.Dialogue.Id, negotiated: negotiated);
        await using var _ = anna;
        var (bo, __) = await Wired.Enter(room.Bo, room.Dialogue.Id, negotiated: !negotiated);
        await using var ___ = bo;
        entered["seq"]!.GetValue<long>().Should().BePositive();
        var note = Asks.AddNote("valueVision", $"heard {negotiated}");
        var seq = (await anna.Call("Do", note))["seq"]!.GetValue<long>();
        (await bo.Told("Happened", told => told["to"]!.GetValue<long>() >= seq)).ToJsonString().Should().Contain($"heard {negotiated}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(30_000)]
    public async Task SV93_a_message_is_read_whole_however_it_is_cut_into_frames(int frame)
    {
        using var socket = await Connected();
        var note = Asks.AddNote("valueVision", new string('å', 1_900));
        byte[] both = [.. HubSocket.Invocation("a", "Do", note), .. HubSocket.Invocation("b", "Do", Asks.AddNote("valueVision", "efter"))];
        for (var at = 0; at < both.Length; at += frame) await socket.SendAsync(both.AsMemory(at, Math.Min(frame, both.Length - at)), WebSocketMessageType.Text, at + frame >= both.Length, default);
        var heard = await HeardUntil(socket, "\"invocationId\":\"a\"", "\"invocationId\":\"b\"");
        var seqs = heard.Split('\u001e').Where(message => message.Contains("\"invocationId\":", StringComparison.Ordinal)).Select(message => JsonNode.Parse(message)!)
            .ToDictionary(answer => (string)answer["invocationId"]!, answer => (long)answer["result"]!["seq"]!);
        seqs.Should().HaveCount(2);
        seqs["a"].Should().BeLessThan(seqs["b"]);
    }

    [Fact]
    public async Task SV93_who_says_goodbye_is_answered_at_once()
    {
        using var socket = await Connected();
        var since = Stopwatch.StartNew();
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        socket.CloseStatus.Should().Be(WebSocketCloseStatus.NormalClosure);
        since.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task SV94_pings_come_by_themselves_and_who_says_nothing_for_12_s_is_cut()
    {
        using var socket = await Connected(enter: false);
        await socket.SendAsync("{\"type\":6}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, default);
        var since = Stopwatch.StartNew();
        (await HeardUntil(socket)).Should().Contain("{\"type\":6}");
        since.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(10)).And.BeLessThan(TimeSpan.FromSeconds(16));
    }

    /// <summary>Of Anna; shaken hands, and entered.</summary>
    private async Task<ClientWebSocket> Connected(bool enter = true)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", room.Anna.Origin);
        await socket.ConnectAsync(new UriBuilder(new Uri(room.Anna.Server, "/hub/dialogue")) { Scheme = "ws" }.Uri, room.Anna.Invoker, default);
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, default);
        if (!enter) return socket;
        await socket.SendAsync(HubSocket.Invocation("e", "Enter", new JsonObject { ["dialogueId"] = room.Dialogue.Id, ["after"] = 0 }), WebSocketMessageType.Text, true, default);
        await HeardUntil(socket, "\"invocationId\":\"e\"");
        return socket;
    }

    /// <summary>All that comes until these words have; without any: until it is over.</summary>
    private static async Task<string> HeardUntil(ClientWebSocket socket, params string[] words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (heard, buffer) = ("", new byte[64 * 1024]);
        while (words.Length == 0 || !Array.TrueForAll(words, word => heard.Contains(word, StringComparison.Ordinal)))
        {
            try
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
                if (part.MessageType == WebSocketMessageType.Close) return heard;
                heard += System.Text.Encoding.UTF8.GetString(buffer.AsSpan(0, part.Count));
            }
            catch (WebSocketException) when (words.Length == 0)
            {
                return heard;
            }
        }
        return heard;
    }
}
