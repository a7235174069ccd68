// The two ways a WebSocket comes to the hub: not negotiated, and by an id that was given out. Both are SignalR's own.
using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

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

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task SV96_where_the_server_speaks_TLS_itself_a_socket_does_too_also_as_one_of_many_streams(string version)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "prov"));
        await using var house = await House.Open("--urls", "https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path", file, "--Kestrel:Certificates:Default:Password", "prov");
        File.Delete(file);
        house.Address.Scheme.Should().Be("https");
        var lead = await house.Lead();
        var dialogue = await lead.Open("Krypterat");
        using var socket = await Connected(lead.Device, dialogue.Id, new Version(version));
        for (var n = 0; n < 3; n++)
        {
            await socket.SendAsync(HubSocket.Invocation($"n{n}", "Do", Asks.AddNote("valueVision", $"heard {n} " + new string('x', 900 * n))), WebSocketMessageType.Text, true, default);
            (await HeardUntil(socket, $"\"invocationId\":\"n{n}\"", $"heard {n}")).Should().NotContain("refused");
        }
    }

    private Task<ClientWebSocket> Connected(bool enter = true) => Connected(room.Anna, enter ? room.Dialogue.Id : null);

    /// <summary>Shaken hands, and entered.</summary>
    private static async Task<ClientWebSocket> Connected(Device device, string? dialogueId, Version? version = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", device.Origin);
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (version ?? HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
        await socket.ConnectAsync(new UriBuilder(new Uri(device.Server, "/hub/dialogue")) { Scheme = device.Server.Scheme == "https" ? "wss" : "ws" }.Uri, device.Invoker, default);
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, default);
        if (dialogueId is null) return socket;
        await socket.SendAsync(HubSocket.Invocation("e", "Enter", new JsonObject { ["dialogueId"] = dialogueId, ["after"] = 0 }), WebSocketMessageType.Text, true, default);
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
                heard += Encoding.UTF8.GetString(buffer.AsSpan(0, part.Count));
            }
            catch (WebSocketException) when (words.Length == 0)
            {
                return heard;
            }
        }
        return heard;
    }
}
