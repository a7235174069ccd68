// Backups, restoring, moving: the server's own commands, as processes, on real stores.
using System.Diagnostics;
using System.IO.Compression;
using Npgsql;
using Workshop.Neighbours;

namespace Workshop.Tests;

public sealed class ArchivingTests : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("samskapa-archive-").FullName;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Fact]
    public async Task JO60_moving_twenty_dialogues_to_PostgreSQL_and_back_gives_the_same_outcomes()
    {
        var postgres = Postgres(await (await PostgresServer.Shared()).NewDatabase());
        var (first, last) = (Sqlite("first"), Sqlite("last"));
        var anna = new Anna();
        IReadOnlyList<string> before;
        await using (var house = await House.At(first)) before = await Live(house, 20, anna);

        var (exit, said, errors) = await Run(Both(first, postgres), "move", "to-postgres");
        exit.Should().Be(0, errors);
        said.Should().Contain("20 dialogues").And.NotContain("DIFFERS");
        await using (var house = await House.At(postgres)) (await Seen(house, anna)).Should().Equal(before);

        (exit, _, errors) = await Run(Both(last, postgres), "move", "to-sqlite");
        exit.Should().Be(0, errors);
        await using (var house = await House.At(last))
        {
            (await Seen(house, anna)).Should().Equal(before);
            await Write(house, anna, "skrivet efter flytten");
            (await Seen(house, anna)).Should().NotEqual(before, "or this test compares nothing");
        }

        await using var untouched = await House.At(first);
        (await Seen(untouched, anna)).Should().Equal(before, "a move leaves the source as it was");
    }

    [Theory]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    public async Task JO61_a_backup_is_taken_while_the_server_runs_and_restores_to_either_store_with_new_histories(string from, string to)
    {
        var (source, target, file) = (await StoreOf(from), await StoreOf(to), Path.Combine(scratch, "kopia.gz"));
        var anna = new Anna();
        IReadOnlyList<string> before;
        string history;
        await using (var house = await House.At(source))
        {
            before = await Live(house, 3, anna);
            history = await History(house, anna);
            (await Run(source, "backup", file)).Should().Match<(int Exit, string, string Errors)>(run => run.Exit == 0, "it is taken beside the server");
            await Write(house, anna, "efter kopian");
        }

        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Run(source, "backup", file)).Exit.Should().Be(2, "a backup replaces none");
        var (exit, said, errors) = await Run(target, "restore", file);
        exit.Should().Be(0, errors);
        said.Should().Contain("3 dialogues").And.NotContain("DIFFERS");
        await using (var house = await House.At(target))
        {
            (await Seen(house, anna)).Should().Equal(before, "what came after the backup is lost, and nothing else");
            (await History(house, anna)).Should().NotBe(history, "clients must not go on from a seq that is used again");
        }

        (exit, _, errors) = await Run(target, "restore", file);
        exit.Should().Be(2);
        errors.Should().Contain("is not empty").And.NotContain(PostgresServer.Password);
    }

    [Fact]
    public async Task JO62_a_store_that_a_server_uses_is_not_moved_away_from_it()
    {
        var (sqlite, postgres) = (Sqlite("a"), Postgres(await (await PostgresServer.Shared()).NewDatabase()));
        await using (await House.At(sqlite))
        {
            var (exit, _, errors) = await Run(Both(sqlite, postgres), "move", "to-postgres");
            exit.Should().Be(2);
            errors.Should().Contain("in use by another process");
        }

        await using (await House.At(postgres))
        {
            var (exit, _, errors) = await Run(Both(Sqlite("b"), postgres), "move", "to-sqlite");
            exit.Should().Be(2);
            errors.Should().Contain("is in use").And.Contain("stop the servers first");
        }
    }

    [Theory]
    [InlineData("short", "was cut short", 1)]
    [InlineData("damaged", "damaged", 1)]
    [InlineData("foreign", "no backup of Samskapa's", 1)]
    [InlineData("newer", "has format 9", 1)]
    [InlineData("missing", "There is no", 2)]
    public async Task JO63_a_file_that_is_no_whole_backup_is_refused_before_anything_is_written(string what, string sentence, int exit)
    {
        var (source, target, file) = (Sqlite("from"), Sqlite("to"), Path.Combine(scratch, "kopia.gz"));
        var anna = new Anna();
        await using (var house = await House.At(source)) await Live(house, 1, anna);
        (await Run(source, "backup", file)).Exit.Should().Be(0);
        var lines = (await Unzipped(file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        switch (what)
        {
            case "short": await Zip(file, string.Join('\n', lines[..^1])); break;
            case "damaged":
                var bytes = await File.ReadAllBytesAsync(file);
                await File.WriteAllBytesAsync(file, [.. bytes[..(bytes.Length / 2)], .. "xxxxxxxx"u8, .. bytes[(bytes.Length / 2 + 8)..]]);
                break;
            case "foreign": await Zip(file, "{\"a\":1}\n"); break;
            case "newer": await Zip(file, string.Join('\n', [lines[0].Replace("\"samskapa\":1", "\"samskapa\":9", StringComparison.Ordinal), .. lines[1..]])); break;
            case "missing": File.Delete(file); break;
        }

        var run = await Run(target, "restore", file);
        run.Exit.Should().Be(exit);
        run.Errors.Trim().Should().Contain(sentence).And.NotContain("\n");
        await using var untouched = await House.At(target);
        using var lead = await Signed(untouched);
        (await lead.Must(HttpMethod.Get, "/api/dialogues"))!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task JO64_a_store_that_changes_what_is_written_is_found_out_and_no_server_starts_on_it()
    {
        var server = await PostgresServer.Shared();
        var (source, database, file) = (Sqlite("from"), await server.NewDatabase(), Path.Combine(scratch, "kopia.gz"));
        var anna = new Anna();
        await using (var house = await House.At(source)) await Live(house, 2, anna);
        (await Run(source, "backup", file)).Exit.Should().Be(0);
        await new Journal.PostgresJournal(database).DisposeAsync();
        await server.Sql(new NpgsqlConnectionStringBuilder(database).Database!, """
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := NEW.at + 1; RETURN NEW; END $$
            """, "CREATE TRIGGER spoil BEFORE INSERT ON samskapa.event FOR EACH ROW WHEN (NEW.seq = 2) EXECUTE FUNCTION spoil()");

        var (exit, said, errors) = await Run(Postgres(database), "restore", file);
        exit.Should().Be(1);
        said.Should().Contain("DIFFERS");
        errors.Should().Contain("2 dialogues differ");
        (exit, _, errors) = await Run(Postgres(database));
        exit.Should().Be(2);
        errors.Should().Contain("half filled");
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("move")]
    [InlineData("move to-oracle")]
    public async Task JO65_a_command_that_is_none_says_how(string command)
    {
        var (exit, _, errors) = await Run(Sqlite("a"), command.Split(' '));
        exit.Should().Be(2);
        errors.Should().Contain("backup FILE | restore FILE");
    }

    /// <summary>Dialogues with people, visions, steps and stances; what can be seen of them.</summary>
    private static async Task<IReadOnlyList<string>> Live(House house, int dialogues, Anna anna)
    {
        using var lead = await Signed(house);
        for (var i = 0; i < dialogues; i++)
        {
            using var device = anna.At(house);
            var made = (await lead.Must(HttpMethod.Post, "/api/dialogues", new JsonObject
            {
                ["templateId"] = "samskapande-dialog", ["title"] = $"Väg {i}", ["targetGroup"] = "MS",
                ["organisations"] = new JsonArray(new JsonObject { ["name"] = "Neurologen", ["kind"] = "region" }),
            }))!;
            var id = (string)made["id"]!;
            await device.Join((string)made["joinCode"]!, "Anna", "Neurologen");
            anna.Take(device, id);
            var organisation = (string)(await device.Must(HttpMethod.Get, $"/api/dialogues/{id}"))!["dialogue"]!["organisations"]![0]!["id"]!;
            foreach (var phase in new[] { "valueVision", "nextSteps" })
            {
                await Do(lead, id, Asks.EnterPhase(phase));
                for (var n = 0; n <= i % 4; n++)
                {
                    var item = Asks.NewId();
                    await Do(device, id, phase == "valueVision"
                        ? Asks.AddItem("visionSentence", phase, new JsonObject { ["text"] = $"Vi väntar inte {n} 🙂" }, item)
                        : Asks.AddItem("nextStep", phase, new JsonObject { ["what"] = $"Ring {n}", ["organisation"] = organisation, ["role"] = "chef", ["due"] = "2026-12-24" }, item));
                    if (phase == "valueVision") await Do(device, id, Asks.Stand(item, "standsBehind"));
                }
            }
        }

        return await Seen(house, anna);
    }

    private static async Task<IReadOnlyList<string>> Seen(House house, Anna anna)
    {
        using var lead = await Signed(house);
        using var device = anna.At(house);
        var seen = new List<string> { (await device.Must(HttpMethod.Get, "/api/me"))!["participants"]!.AsArray().Count.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        seen.Add((await lead.Must(HttpMethod.Get, "/api/dialogues"))!.ToJsonString());
        foreach (var id in anna.Dialogues.Order(StringComparer.Ordinal))
        {
            seen.Add((await lead.Must(HttpMethod.Get, $"/api/dialogues/{id}/outcome"))!.ToJsonString());
            var snapshot = (await device.Must(HttpMethod.Get, $"/api/dialogues/{id}"))!.AsObject();
            seen.Add((snapshot["dialogue"] ?? snapshot).ToJsonString());
        }

        return seen;
    }

    private static async Task Write(House house, Anna anna, string text)
    {
        using var device = anna.At(house);
        await Do(device, anna.Dialogues[0], Asks.AddNote("nextSteps", text));
    }

    private static async Task<string> History(House house, Anna anna)
    {
        var store = (Store)house.Services.GetService(typeof(Store))!;
        return (await store.Heads([anna.Dialogues[0]]))[anna.Dialogues[0]].History;
    }

    private static async Task Do(Device who, string dialogue, JsonNode command)
    {
        var receipt = (await who.Must(HttpMethod.Post, $"/api/dialogues/{dialogue}/commands", command))!;
        receipt["seq"].Should().NotBeNull("{0}", receipt.ToJsonString());
    }

    private static async Task<Device> Signed(House house)
    {
        var device = house.Stranger();
        await device.Must(HttpMethod.Post, "/api/sign-in", new JsonObject { ["key"] = House.Key });
        return device;
    }

    private Dictionary<string, string> Sqlite(string name) => new() { ["Workshop__Journal"] = "sqlite", ["Workshop__DataFolder"] = Path.Combine(scratch, name) };

    internal static Dictionary<string, string> Postgres(string database) => new() { ["Workshop__Journal"] = "postgres", ["ConnectionStrings__Postgres"] = database, ["Workshop__LinkKeys"] = ServerProcess.LinkKeys };

    private async Task<Dictionary<string, string>> StoreOf(string kind) => kind == "sqlite" ? Sqlite(kind) : Postgres(await (await PostgresServer.Shared()).NewDatabase());

    private static Dictionary<string, string> Both(Dictionary<string, string> sqlite, Dictionary<string, string> postgres) =>
        new(sqlite) { ["ConnectionStrings__Postgres"] = postgres["ConnectionStrings__Postgres"] };

    internal static async Task<(int Exit, string Said, string Errors)> Run(Dictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [ServerProcess.FindServer(), .. command]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        using var process = Process.Start(start)!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await said, await errors);
    }

    internal static async Task<string> Unzipped(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return await reader.ReadToEndAsync();
    }

    private static async Task Zip(string file, string text)
    {
        await using var writer = new StreamWriter(new GZipStream(File.Create(file), CompressionLevel.Fastest));
        await writer.WriteAsync(text);
    }

    /// <summary>A person with one device, in several houses one after the other.</summary>
    private sealed class Anna
    {
        private System.Net.CookieCollection cookies = [];

        public List<string> Dialogues { get; } = [];

        public Device At(House house)
        {
            var device = house.Stranger();
            device.Cookies.Add(cookies);
            return device;
        }

        public void Take(Device device, string dialogue)
        {
            cookies = device.Cookies.GetAllCookies();
            Dialogues.Add(dialogue);
        }
    }
}
