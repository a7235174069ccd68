// What the operator hears at night: a store that fails is named with its own code, nothing is acknowledged that is not kept, and it goes on by itself when it can.
using System.Diagnostics;
using Workshop.Load.Chaos;
using Workshop.Neighbours;

namespace Workshop.Tests;

public sealed class NightTests
{
    [Fact]
    public async Task SV300_a_full_disk_is_not_ready_and_named_commands_are_told_to_try_again_and_with_room_each_is_done_once()
    {
        if (await Tmpfs.TryMount(16) is not { } disk) return; // only who may mount can make a disk that is full
        await using var mounted = disk;
        await using var server = await ServerProcess.Start(folder: Path.Combine(disk.Folder, "data"));
        await using var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
        var dialogue = await lead.Open();
        await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("valueVision"));
        var before = (long)(await Snapshot())["seq"]!;
        disk.Fill();
        var waiting = new List<JsonNode>();
        JsonNode? refused = null;
        for (var i = 0; i < 400 && refused is null; i++)
        {
            var note = Asks.AddNote("valueVision", new string('x', 1_900));
            var answer = await lead.Device.Post($"/api/dialogues/{dialogue.Id}/commands", note.DeepClone());
            if (answer.Status == 200 && answer.Body!["seq"] is not null) before = (long)answer.Body["seq"]!; // what the log had room for
            else refused = answer.Body ?? answer.Status;
            if (refused is not null) waiting.Add(note);
        }
        refused.Should().NotBeNull("the disk is full");
        (refused!["retry"] is not null || (string?)refused["code"] == "unavailable").Should().BeTrue("{0}", refused.ToJsonString());
        var ready = await lead.Device.Get("/health/ready");
        ready.Status.Should().Be(503);
        System.Text.Encoding.UTF8.GetString(ready.Bytes).Should().Contain("SQLite 13").And.Contain("full");
        (await lead.Device.Get("/health/live")).Status.Should().Be(200);
        server.Log.Should().Contain("SQLite 13").And.NotContain("xxxx");
        ((long)(await Snapshot())["seq"]!).Should().Be(before, "nobody is shown what is not kept");

        disk.Free();
        await Until(async () => (await lead.Device.Get("/health/ready")).Status == 200);
        foreach (var note in waiting)
        {
            JsonNode? seq = null;
            await Until(async () => (seq = (await lead.Device.Post($"/api/dialogues/{dialogue.Id}/commands", note.DeepClone())).Body?["seq"]) is not null);
            ((long)(await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", note.DeepClone()))!["seq"]!).Should().Be((long)seq!);
        }
        await server.Kill();
        await server.Restart();
        ((long)(await Snapshot())["seq"]!).Should().Be(before + waiting.Count, "what was acknowledged is there, and nothing twice");

        async Task<JsonObject> Snapshot() => (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!.AsObject();
    }

    [Fact]
    public async Task SV301_a_damaged_store_ends_the_start_with_one_sentence_and_few_open_files_do_too()
    {
        var folder = Directory.CreateTempSubdirectory("samskapa-damaged-").FullName;
        await using (var server = await ServerProcess.Start(folder: folder))
        {
            await using var lead = await Facilitator.SignIn(server.Address, ServerProcess.Key);
            await lead.Open();
            await server.Stop();
        }
        await using (var file = new FileStream(Path.Combine(folder, "journal.db"), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, 100).ToArray());
        }
        (await Start($"exec dotnet '{ServerProcess.FindServer()}'", folder)).Should().Match<(int Code, string[] Said)>(end => end.Code == 2 && end.Said.Length == 1 && end.Said[0].Contains("damaged"));
        var few = await Start($"ulimit -n 256; exec dotnet '{ServerProcess.FindServer()}'", Path.Combine(folder, "other"));
        few.Code.Should().Be(2);
        few.Said.Should().ContainSingle().Which.Should().Contain("256").And.Contain("LimitNOFILE");
        Directory.Delete(folder, recursive: true);

        static async Task<(int Code, string[] Said)> Start(string command, string folder)
        {
            var start = new ProcessStartInfo("bash", ["-c", command]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            start.Environment["Workshop__DataFolder"] = folder;
            start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
            using var server = Process.Start(start)!;
            var said = await server.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
            await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return (server.ExitCode, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Theory]
    [InlineData("ALTER DATABASE {0} SET default_transaction_read_only = on", "ALTER DATABASE {0} RESET default_transaction_read_only", "PostgreSQL 25006")]
    [InlineData("REVOKE INSERT ON samskapa.event FROM samskapa", "GRANT INSERT ON samskapa.event TO samskapa", "PostgreSQL 42501")]
    public async Task SV302_a_PostgreSQL_that_cannot_be_written_is_not_ready_and_named_and_the_same_command_is_done_once_when_it_can(string harm, string heal, string code)
    {
        var postgres = await PostgresServer.Shared();
        var connection = await postgres.NewDatabase();
        var name = connection.Split("Database=")[1].Split(';')[0];
        await using var house = await House.At(new Dictionary<string, string> { ["Workshop__Journal"] = "postgres", ["ConnectionStrings__Postgres"] = connection });
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("valueVision"));
        await Sql(harm);
        var note = Asks.AddNote("valueVision", "skriven i natten");
        var answer = await lead.Device.Post($"/api/dialogues/{dialogue.Id}/commands", note.DeepClone());
        (answer.Body?["retry"] is not null || answer.Code == "unavailable").Should().BeTrue("{0} {1}", answer.Status, answer.Body?.ToJsonString());
        Answer ready = null!;
        await Until(async () => (ready = await lead.Device.Get("/health/ready")).Status == 503 && System.Text.Encoding.UTF8.GetString(ready.Bytes).Contains(code, StringComparison.Ordinal));
        System.Text.Encoding.UTF8.GetString(ready.Bytes).Should().NotContain(PostgresServer.Password);
        (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}"))!.ToJsonString().Should().NotContain("skriven i natten");

        await Sql(heal);
        await Until(async () => (await lead.Device.Get("/health/ready")).Status == 200);
        JsonNode? seq = null;
        await Until(async () => (seq = (await lead.Device.Post($"/api/dialogues/{dialogue.Id}/commands", note.DeepClone())).Body?["seq"]) is not null);
        (await lead.Device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}/events?after=0"))!.ToJsonString().Split("skriven i natten").Should().HaveCount(2, "it is there once");

        async Task Sql(string sql)
        {
            await postgres.Sql(sql.StartsWith("ALTER", StringComparison.Ordinal) ? "postgres" : name, string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, name));
            await postgres.Sql("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"); // a database's settings are those of new sessions
        }
    }

    private static async Task Until(Func<Task<bool>> reached)
    {
        for (var until = DateTime.UtcNow.AddSeconds(30); !await reached();) DateTime.UtcNow.Should().BeBefore(until, "it comes back by itself");
    }
}
