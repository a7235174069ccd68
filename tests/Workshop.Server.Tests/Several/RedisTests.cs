// How a server meets its Redis: by TLS and a password, or with a sentence when it cannot.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using Workshop.Neighbours;
using Workshop.Server;

namespace Workshop.Tests;

public sealed class RedisTests
{
    private static async Task<Dictionary<string, string>> Settings(string redis) => new(ServerProcess.Raised, StringComparer.Ordinal)
    {
        ["Workshop__Journal"] = "postgres",
        ["Workshop__LinkKeys"] = ServerProcess.LinkKeys,
        ["ConnectionStrings__Postgres"] = await (await PostgresServer.Shared()).NewDatabase(),
        ["ConnectionStrings__Redis"] = redis,
        ["Workshop__Silo__Address"] = "127.0.0.1",
        ["Workshop__Silo__Port"] = $"{Loopback.FreePort()}",
        ["Workshop__Silo__Membership"] = "postgres",
    };

    [Fact]
    public async Task CL24_by_TLS_and_with_a_password_what_one_server_is_told_the_other_hears_at_once()
    {
        await using var redis = await RedisServer.Start(password: "ett-prov-losenord", tls: true);
        var settings = await Settings(redis.Setting);
        settings["SSL_CERT_FILE"] = redis.Authority;
        await using var one = await ServerProcess.Start(settings, Region.Dll, patience: TimeSpan.FromSeconds(90));
        settings["Workshop__Silo__Port"] = $"{Loopback.FreePort()}";
        await using var other = await ServerProcess.Start(settings, Region.Dll, patience: TimeSpan.FromSeconds(90));
        await using var lead = await Facilitator.SignIn(one.Address, ServerProcess.Key);
        var dialogue = await lead.Open("Krypterat", "MS", "Neurologen");
        await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("valueVision"));
        var (writes, hears) = (await Client.Join(one.Address, dialogue.JoinCode, "A", "Neurologen"), await Client.Join(other.Address, dialogue.JoinCode, "B", "Neurologen"));
        await writes.Enter();
        await hears.Enter();
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var clock = Stopwatch.StartNew();
            await hears.UntilSeq((await writes.Do(Asks.AddNote("valueVision", $"lapp {i}"))).Seq!.Value);
            quickest = clock.Elapsed < quickest ? clock.Elapsed : quickest;
        }
        quickest.Should().BeLessThan(TimeSpan.FromMilliseconds(500), "polling takes up to two seconds");
        await writes.DisposeAsync();
        await hears.DisposeAsync();
    }

    [Fact]
    public void CL27_whatever_the_library_throws_of_a_lost_connection_is_Redis_away_and_what_is_a_mistake_of_ours_is_not()
    {
        foreach (var lost in (Exception[])[new RedisConnectionException(ConnectionFailureType.SocketClosed, "x"), new RedisTimeoutException("x", CommandStatus.Unknown), new TaskCanceledException(), new ObjectDisposedException("x"), new IOException("Connection reset by peer"), new SocketException(104)])
            Redis.Away(lost).Should().BeTrue(lost.GetType().Name);
        Redis.Away(new InvalidOperationException()).Should().BeFalse();
    }

    [Theory]
    [InlineData("password", "ConnectionStrings__Redis")]
    [InlineData("certificate", "ConnectionStrings__Redis")]
    [InlineData("unreadable", "ConnectionStrings__Redis: cannot be read")]
    [InlineData("sqlite", "several servers need Workshop__Journal=postgres")]
    public async Task CL25_a_wrong_setting_is_a_sentence_and_ends_the_start(string what, string said)
    {
        await using var redis = await RedisServer.Start(password: "ett-prov-losenord", tls: what == "certificate");
        var settings = await Settings(what switch { "password" => redis.Setting + "x", "unreadable" => "ssl=kanske", _ => redis.Setting });
        if (what == "sqlite") settings["Workshop__Journal"] = "sqlite";
        var start = new ProcessStartInfo("dotnet", [Region.Dll]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        var folder = Directory.CreateTempSubdirectory("samskapa-redis-").FullName;
        foreach (var (name, value) in settings) start.Environment[name] = value;
        (start.Environment["Workshop__DataFolder"], start.Environment["ASPNETCORE_URLS"]) = (folder, "http://127.0.0.1:0");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        process.ExitCode.Should().Be(2);
        (await errors).Should().Contain(said).And.NotContain("ett-prov-losenord").And.NotContain("   at ", "a sentence, not a stack");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task CL26_while_nobody_has_ever_answered_the_server_is_not_ready_and_becomes_so_by_itself()
    {
        var port = Loopback.FreePort();
        var settings = await Settings($"127.0.0.1:{port}");
        settings["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Loopback.FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Region.Dll]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(settings["ASPNETCORE_URLS"]) };
            (await Answers(http, status => status is not null)).Should().Be(HttpStatusCode.ServiceUnavailable);
            await using var redis = await RedisServer.Start(port: port);
            (await Answers(http, status => status is HttpStatusCode.OK)).Should().Be(HttpStatusCode.OK);
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<HttpStatusCode?> Answers(HttpClient http, Func<HttpStatusCode?, bool> wanted)
    {
        HttpStatusCode? status = null;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60) && !wanted(status); status = await Status(http)) await Task.Delay(50); // there is nothing to wait on but its answer
        return status;
    }

    private static async Task<HttpStatusCode?> Status(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready");
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
