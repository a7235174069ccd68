// A backup does not bring back what was taken back after it: words, links, dialogues; on both stores, and through a move.
using Workshop.Neighbours;

namespace Workshop.Tests;

public sealed class TakenBackTests : IDisposable
{
    private const string Secret = "Grannen heter Gunhild";
    private readonly string scratch = Directory.CreateTempSubdirectory("samskapa-taken-").FullName;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    private string File(string name) => Path.Combine(scratch, name);

    [Theory]
    [InlineData("sqlite", "sqlite")]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    public async Task JO80_a_restore_takes_back_again_what_was_taken_back_after_the_backup(string from, string to)
    {
        var (source, target) = (await Store(from, "from"), await Store(to, "to"));
        var told = await Lived(source, File("kopia.gz"));
        (await ArchivingTests.Run(source, "backup", File("senare.gz"))).Exit.Should().Be(0);
        var list = await System.IO.File.ReadAllTextAsync(File("taken-back.jsonl"));
        list.Should().NotContain("Gunhild").And.NotContain("Skrivet").And.NotContain(told.Link[3..], "it holds ids and times, no word and no secret");
        if (!OperatingSystem.IsWindows()) System.IO.File.GetUnixFileMode(File("taken-back.jsonl")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var (exit, said, errors) = await ArchivingTests.Run(target, "restore", File("kopia.gz"));
        exit.Should().Be(0, errors);
        said.Should().Contain("erasures and revocations from after the backup were done again");
        await Restored(target, told, told.Kept);
        (await ArchivingTests.Run(target, "backup", File("efter.gz"))).Exit.Should().Be(0);
        var after = await ArchivingTests.Unzipped(File("efter.gz"));
        after.Should().NotContain("Gunhild").And.Contain("Skrivet och kvar");
        (await ArchivingTests.Unzipped(File("kopia.gz"))).Should().Contain("Gunhild", "or this test shows nothing");
    }

    [Fact]
    public async Task JO81_without_the_list_a_restore_is_refused_unless_it_is_said_that_words_may_come_back()
    {
        var (source, target) = (await Store("sqlite", "from"), await Store("sqlite", "to"));
        var told = await Lived(source, File("kopia.gz"));
        System.IO.File.Delete(File("taken-back.jsonl"));
        var (exit, _, errors) = await ArchivingTests.Run(target, "restore", File("kopia.gz"));
        exit.Should().Be(2);
        errors.Should().Contain("no list of what was taken back").And.Contain("--without-erasures");

        // The server's own list is as good: it is written as words are taken back, also without a backup.
        Directory.CreateDirectory(target["Workshop__DataFolder"]);
        System.IO.File.Copy(Path.Combine(source["Workshop__DataFolder"], "taken-back.jsonl"), Path.Combine(target["Workshop__DataFolder"], "taken-back.jsonl"));
        (exit, _, errors) = await ArchivingTests.Run(target, "restore", File("kopia.gz"));
        exit.Should().Be(0, errors);
        await Restored(target, told, told.Kept);

        var bare = await Store("sqlite", "bare");
        (exit, var said, errors) = await ArchivingTests.Run(bare, "restore", File("kopia.gz"), "--without-erasures");
        exit.Should().Be(0, errors);
        said.Should().Contain("Nothing that was taken back");
        await using var house = await House.At(bare);
        using var lead = await Signed(house);
        (await lead.Must(HttpMethod.Get, $"/api/dialogues/{told.Kept}"))!.ToJsonString().Should().Contain("Gunhild");
    }

    [Fact]
    public async Task JO82_what_was_taken_back_is_known_after_a_move_too()
    {
        var (source, moved, target) = (await Store("sqlite", "from"), await Store("postgres", ""), await Store("sqlite", "to"));
        var told = await Lived(source, File("kopia.gz"));
        System.IO.File.Delete(File("taken-back.jsonl"));
        var both = new Dictionary<string, string>(source) { ["ConnectionStrings__Postgres"] = moved["ConnectionStrings__Postgres"] };
        (await ArchivingTests.Run(both, "move", "to-postgres")).Exit.Should().Be(0);
        (await ArchivingTests.Run(moved, "backup", File("flyttad.gz"))).Exit.Should().Be(0);
        var (exit, _, errors) = await ArchivingTests.Run(target, "restore", File("kopia.gz"));
        exit.Should().Be(0, errors);
        await Restored(target, told, told.Kept);
    }

    private sealed record Told(string Kept, string Deleted, string Link, string Note);

    /// <summary>A backup, and after it words taken back, a link ended, a dialogue deleted.</summary>
    private static async Task<Told> Lived(Dictionary<string, string> store, string backup)
    {
        await using var house = await House.At(store);
        using var lead = await Signed(house);
        using var anna = house.Stranger();
        var (kept, code) = await Opened(lead, "Dialog om Gunhild");
        var (deleted, _) = await Opened(lead, "Bort");
        var person = (await anna.Join(code, "Gunhild Anna", "Neurologen")).ParticipantId;
        await Do(lead, kept, Asks.EnterPhase("valueVision"));
        var (note, other) = (Asks.NewId(), Asks.NewId());
        await Do(anna, kept, Asks.AddNote("valueVision", Secret, note));
        await Do(anna, kept, Asks.AddNote("valueVision", "Skrivet och kvar", other));
        var link = (string)(await lead.Must(HttpMethod.Post, $"/api/dialogues/{kept}/links", new JsonObject { ["kind"] = "outcome" }))!["link"]!;
        await lead.Must(HttpMethod.Get, "/api/dialogues");
        (await ArchivingTests.Run(store, "backup", backup)).Exit.Should().Be(0);

        await Do(anna, kept, Erase("itemId", note));
        await Do(anna, kept, Erase("participantId", person));
        await Do(lead, kept, Erase("field", "title"));
        await lead.Must(HttpMethod.Delete, $"/api/dialogues/{kept}/links");
        (await lead.Send(HttpMethod.Delete, $"/api/dialogues/{deleted}", System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["title"] = "Bort" }.ToJsonString()))).Ok.Should().BeTrue();
        return new Told(kept, deleted, link, note);
    }

    private static async Task Restored(Dictionary<string, string> store, Told told, string dialogue)
    {
        await using var house = await House.At(store);
        using var lead = await Signed(house);
        var snapshot = (await lead.Must(HttpMethod.Get, $"/api/dialogues/{dialogue}"))!;
        snapshot.ToJsonString().Should().NotContain("Gunhild").And.Contain("Skrivet och kvar");
        ((string?)snapshot["dialogue"]!["items"]!.AsArray().Single(item => (string?)item!["id"] == told.Note)!["text"]).Should().BeEmpty();
        (await house.Stranger().Get("/api" + told.Link)).Status.Should().Be(404, "the link was ended");
        (await lead.Must(HttpMethod.Get, "/api/dialogues"))!.AsArray().Select(one => (string)one!["id"]!).Should().Equal(told.Kept);
        (await lead.Get($"/api/dialogues/{told.Deleted}")).Ok.Should().BeFalse("it was deleted");
    }

    private static JsonObject Erase(string what, string which) => new() { ["id"] = Asks.NewId(), ["type"] = "eraseContent", [what] = which };

    private static async Task<(string Id, string Code)> Opened(Device lead, string title)
    {
        var made = (await lead.Must(HttpMethod.Post, "/api/dialogues", new JsonObject { ["templateId"] = "samskapande-dialog", ["title"] = title, ["targetGroup"] = "MS" }))!;
        return ((string)made["id"]!, (string)made["joinCode"]!);
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

    private async Task<Dictionary<string, string>> Store(string kind, string name) => kind == "sqlite"
        ? new() { ["Workshop__Journal"] = "sqlite", ["Workshop__DataFolder"] = File(name) }
        : ArchivingTests.Postgres(await (await PostgresServer.Shared()).NewDatabase());
}
