// How many connections there may be, and what becomes of those that never come in.
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Workshop.Server;
using Device = Workshop.Load.Device;

namespace Workshop.Tests;

public sealed class ConnectionLimitsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("samskapa=nobody-knows-this-one-here")]
    public async Task SV201_whoever_has_no_device_that_is_known_is_told_so_before_a_connection_is_made(string? cookie)
    {
        await using var house = await House.Open();
        using var stranger = house.Stranger();
        if (cookie is not null) stranger.Cookies.SetCookies(house.Address, cookie);
        var refused = await stranger.Post("/hub/dialogue/negotiate?negotiateVersion=1", null);
        (refused.Status, refused.Code).Should().Be((401, "not-signed-in"));
        ((string)refused.Body!["detail"]!).Should().StartWith("Du behöver");
        (await FluentActions.Awaiting(() => HubSocket.Open(stranger, null)).Should().ThrowAsync<CallFailedException>()).WithMessage("not-signed-in");
        (await stranger.Post("/hub/dialogue?id=guessed", null)).Status.Should().Be(404, "an id that nobody was given leads nowhere");
        house.Services.GetRequiredService<Outboxes>().Count.Should().Be(0);
    }

    [Fact]
    public async Task SV202_of_one_device_there_are_thirty_at_most_and_others_are_let_in_beside_it()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open("Trettio");
        var open = new List<Wired>();
        for (var n = 0; n < ConnectionLimits.OfDevice; n++) open.Add((await Wired.Enter(lead.Device, dialogue.Id)).Item1);
        (await FluentActions.Awaiting(() => HubSocket.Open(lead.Device, null)).Should().ThrowAsync<CallFailedException>()).WithMessage("too-many-connections");
        using var other = house.Stranger();
        await other.Join(dialogue.JoinCode, "Anna", "Neurologen");
        await (await Wired.Enter(other, dialogue.Id)).Item1.DisposeAsync();
        await open[0].DisposeAsync();
        await Comes(async () => await Opens(lead.Device)); // the server hears of the end when it hears of it
        foreach (var one in open) await one.DisposeAsync();
    }

    [Fact]
    public async Task SV203_of_one_address_there_are_as_many_as_is_set_and_other_addresses_are_let_in_beside_it()
    {
        await using var house = await House.Open("--Workshop:Limits:ConnectionsPerAddress", "3");
        var silent = new List<TcpClient>();
        // Who says nothing at all is counted below HTTP, twice as many: a page has connections beside its socket.
        for (var n = 0; n < 6; n++) silent.Add(await From("127.0.0.2", house.Address));
        using var seventh = await From("127.0.0.2", house.Address);
        (await Ended(seventh)).Should().BeTrue("it is one too many");
        using var elsewhere = await From("127.0.0.3", house.Address);
        await elsewhere.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: {house.Address.Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(elsewhere.GetStream());
        (await reader.ReadLineAsync()).Should().StartWith("HTTP/1.1 200");
        foreach (var one in silent) one.Dispose();
    }

    [Fact]
    public async Task SV203_a_full_server_says_503_so_that_a_proxy_takes_them_to_the_next_and_a_reader_over_HTTP_is_let_in()
    {
        await using var house = await House.Open("--Workshop:Limits:Connections", "2");
        await using var lead = await house.Lead();
        var dialogue = await lead.Open("Två");
        await using var first = (await Wired.Enter(lead.Device, dialogue.Id)).Item1;
        await using var second = (await Wired.Enter(lead.Device, dialogue.Id)).Item1;
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", lead.Device.Origin);
        await FluentActions.Awaiting(() => socket.ConnectAsync(new UriBuilder(new Uri(house.Address, "/hub/dialogue")) { Scheme = "ws" }.Uri, lead.Device.Invoker, default)).Should().ThrowAsync<WebSocketException>();
        socket.HttpStatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await lead.Device.Get($"/api/dialogues/{dialogue.Id}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task SV204_who_has_not_entered_after_fifteen_seconds_is_cut_who_has_is_not()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open("Kommer aldrig in");
        await using var inside = (await Wired.Enter(lead.Device, dialogue.Id)).Item1;
        await using var waits = await Wired.Open(lead.Device, dialogue.Id); // shakes hands, and pings
        var outboxes = house.Services.GetRequiredService<Outboxes>();
        await Comes(() => Task.FromResult(outboxes.Newcomers == 1));
        await waits.Closed.WaitAsync(Outboxes.ToEnter + TimeSpan.FromSeconds(10));
        inside.Closed.IsCompleted.Should().BeFalse();
        (await inside.Call("Do", Asks.EnterPhase("valueVision")))["seq"]!.GetValue<long>().Should().BePositive();
    }

    [Fact]
    public async Task SV206_before_one_has_asked_to_enter_a_message_over_four_kilobytes_ends_the_connection()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        await using var half = await HubSocket.Open(lead.Device, null);
        var ended = half.Run(_ => { });
        await half.Send(Encoding.ASCII.GetBytes("{\"type\":1,\"invocationId\":\"e\",\"target\":\"Enter\",\"arguments\":[\"" + new string('x', 5_000)), last: false);
        await ended.WaitAsync(TimeSpan.FromSeconds(10));
        var dialogue = await lead.Open("Lång");
        await using var inside = (await Wired.Enter(lead.Device, dialogue.Id)).Item1;
        await inside.Call("Do", Asks.EnterPhase("valueVision"));
        (await inside.Answer("Do", Asks.AddNote("valueVision", new string('x', 1_999) + new string(' ', 8_000))))["error"].Should().BeNull("who is in may write at length");
    }

    [Fact]
    public void SV205_over_five_hundred_that_have_not_entered_the_newest_takes_the_place_of_the_one_that_has_waited_longest()
    {
        using var outboxes = new Outboxes();
        var all = Enumerable.Range(0, Outboxes.MostWaiting + 3).Select(_ => new Closing()).ToList();
        for (var n = 0; n < all.Count; n++) outboxes.Add($"{n}", new Dictionary<object, object?>(), all[n]);
        all.Select(one => one.Why).Should().Equal(all.Select((_, n) => n < 3 ? "never entered" : null));
        outboxes.Remove("5");
        outboxes.Add("one more", new Dictionary<object, object?>(), new Closing());
        all.Count(one => one.Why is not null).Should().Be(3, "one had gone by itself");
        outboxes.Newcomers.Should().Be(Outboxes.MostWaiting);
    }

    [Theory]
    [InlineData(IdleKind.Silent)]
    [InlineData(IdleKind.Unknown)]
    [InlineData(IdleKind.OfManyDevices)]
    public async Task LO21_sockets_that_never_enter_cost_little_and_health_answers_meanwhile(IdleKind kind)
    {
        await using var server = await ServerProcess.Start();
        var result = await Idle.Run(server, kind, 400);
        result.Held.Should().BeTrue("{0}", result);
        result.HealthAsked.Should().BeGreaterThan(20);
        if (kind == IdleKind.Unknown) result.Open.Should().Be(0);
        if (kind == IdleKind.OfManyDevices) result.Open.Should().BeGreaterThanOrEqualTo(200);
        if (kind != IdleKind.Silent) result.After.Should().Be(0);
    }

    [Fact]
    public async Task LO20_who_goes_on_sending_and_so_never_pings_stays_connected()
    {
        await using var house = await House.Open();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open("Bara klick");
        await using var anna = await Client.Join(house.Address, dialogue.JoinCode, "Anna", "Neurologen");
        await anna.Enter();
        // The server's time-out is 12 s: what is tested is time.
        for (var n = 0; n < 8; n++)
        {
            (await anna.Do(Asks.RaiseHand(n % 2 == 0))).Ok.Should().BeTrue();
            await Task.Delay(2_000);
        }
        anna.Counts.Connections.Should().Be(1);
        anna.Live.Should().BeTrue();
    }

    private static async Task Comes(Func<Task<bool>> holds)
    {
        for (var until = DateTime.UtcNow + TimeSpan.FromSeconds(15); !await holds(); await Task.Delay(50))
            (DateTime.UtcNow < until).Should().BeTrue("it comes within 15 s"); // the other side of a socket has no event to wait on
    }

    private static async Task<bool> Opens(Device device)
    {
        try
        {
            await (await HubSocket.Open(device, null)).DisposeAsync();
            return true;
        }
        catch (CallFailedException)
        {
            return false;
        }
    }

    private static async Task<TcpClient> From(string address, Uri server)
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(address), 0));
        await client.ConnectAsync(server.Host, server.Port);
        return client;
    }

    private static async Task<bool> Ended(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private sealed class Closing : IOutbox
    {
        public string? Why { get; private set; }

        public bool Gone => Why is not null;

        public long Waiting => 0;

        public void Post(ReadOnlyMemory<byte> message)
        {
        }

        public void Post(params ReadOnlySpan<ReadOnlyMemory<byte>> pieces)
        {
        }

        public void Close(string why) => Why = why;

        public void Look(long now)
        {
        }
    }
}
