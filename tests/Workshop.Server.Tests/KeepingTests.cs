// What outlives a restart, what a wrong setting says, what time does to counters.
using Microsoft.Extensions.Configuration;

namespace Workshop.Tests;

public sealed class KeepingTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task SV60_after_a_restart_everything_is_there_and_everybody_is_still_who_they_were(string store)
    {
        await using var house = store == "sqlite" ? await House.Open() : await House.OnPostgres();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open("Efter natten");
        var device = house.Stranger();
        var joined = await device.Join(dialogue.JoinCode, "Anna", "Regionen");
        await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("valueVision"));
        var note = Asks.AddNote("valueVision", "finns kvar");
        var receipt = (await device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", note))!.ToJsonString();
        var stance = Asks.Stand((string)note["item"]!["id"]!, "standsBehind");
        var before = (await device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!.ToJsonString();

        await house.Restart();

        (await device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!.ToJsonString().Should().Be(before);
        (await device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", note.DeepClone()))!.ToJsonString().Should().Be(receipt, "the same command gets the same receipt");
        (await device.Must(HttpMethod.Get, "/api/me"))!.ToJsonString().Should().Contain(joined.ParticipantId);
        (await lead.Device.Must(HttpMethod.Get, "/api/me"))!["facilitator"]!.GetValue<bool>().Should().BeTrue();
        (await lead.Device.Must(HttpMethod.Get, "/api/dialogues"))!.AsArray().Single()!["title"]!.GetValue<string>().Should().Be("Efter natten");
        (await house.Stranger().Join(dialogue.JoinCode, "Bo", "Regionen")).DialogueId.Should().Be(dialogue.Id);
        (await device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", stance))!["retry"].Should().BeNull();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task SV61_an_erased_text_is_gone_from_what_is_told_again_too(string store)
    {
        await using var house = store == "sqlite" ? await House.Open() : await House.OnPostgres();
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var device = house.Stranger();
        await device.Join(dialogue.JoinCode, "Anna", "Regionen");
        await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("valueVision"));
        var note = Asks.AddNote("valueVision", "19121212-1212");
        await device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", note);
        (await device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}/events?after=0"))!.ToJsonString().Should().Contain("19121212");
        var erased = (await device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands",
            new JsonObject { ["id"] = Asks.NewId(), ["type"] = "eraseContent", ["itemId"] = (string)note["item"]!["id"]! }))!;
        erased["seq"].Should().NotBeNull("{0}", erased.ToJsonString());
        (await device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}/events?after=0"))!.ToJsonString().Should().NotContain("19121212");
        (await device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!.ToJsonString().Should().NotContain("19121212");
    }

    [Theory]
    [InlineData("Workshop:Journal", "mysql", "Workshop__Journal")]
    [InlineData("Workshop:Journal", "postgres", "ConnectionStrings__Postgres")]
    [InlineData("Workshop:PublicUrl", "dialog.example.se", "Workshop__PublicUrl")]
    [InlineData("Workshop:PublicUrl", "https://example.se/path", "Workshop__PublicUrl")]
    [InlineData("Workshop:TrustedProxies", "everybody", "Workshop__TrustedProxies")]
    [InlineData("Workshop:Limits:Items", "many", "Workshop__Limits__Items")]
    [InlineData("Workshop:Limits:Burst", "0", "Workshop__Limits__Burst")]
    [InlineData("Workshop:DataFolder", "/proc/none", "Workshop__DataFolder")]
    [InlineData("Workshop:Statement", "/nowhere/statement.txt", "Workshop__Statement")]
    [InlineData("ConnectionStrings:Redis", "localhost", "ConnectionStrings__Redis")]
    public void SV62_a_wrong_setting_is_one_sentence_that_names_it(string key, string value, string named)
    {
        var folder = Path.Combine(Path.GetTempPath(), "samskapa-settings");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Workshop:DataFolder"] = folder, [key] = value }).Build();
        var wrong = FluentActions.Invoking(() => Server.Settings.Read(configuration)).Should().Throw<Server.WrongSetting>().Which.Message;
        wrong.Should().Contain(named).And.EndWith(".").And.NotContain("\n");
    }

    [Fact]
    public async Task SV62_the_process_says_it_on_stderr_and_ends()
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [ServerProcess.FindServer(), "--Workshop:Journal", "mysql"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        using var server = System.Diagnostics.Process.Start(start)!;
        var said = await server.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        server.ExitCode.Should().Be(2);
        said.Trim().Split('\n').Should().ContainSingle().Which.Should().Contain("Workshop__Journal");
    }

    [Fact]
    public async Task SV63_a_second_process_in_the_same_folder_is_told_so()
    {
        await using var first = await ServerProcess.Start();
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [ServerProcess.FindServer()]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["Workshop__DataFolder"] = first.Folder;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        using var second = System.Diagnostics.Process.Start(start)!;
        var said = await second.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await second.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        second.ExitCode.Should().Be(2);
        said.Trim().Split('\n').Should().ContainSingle();
        first.Log.Should().Contain("Samskapa: http", "it says where to start");
    }

    [Fact]
    public void SV64_tokens_come_back_with_time_and_no_faster()
    {
        var clock = new SetClock();
        var bucket = new Server.Bucket(10, 50, clock);
        bucket.Take(50).Should().Be((50, 0));
        var (got, retry) = bucket.Take(1);
        got.Should().Be(0);
        retry.Should().BeInRange(1, 100);
        clock.Pass(TimeSpan.FromMilliseconds(100));
        bucket.Take(2).Got.Should().Be(1);
        clock.Pass(TimeSpan.FromHours(1));
        bucket.Take(100).Got.Should().Be(50);
    }

    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset now = new(2026, 10, 3, 9, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => now;

        public override long GetTimestamp() => now.UtcTicks;

        public void Pass(TimeSpan time) => now += time;
    }
}
