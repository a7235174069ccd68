// What became of things: the removed ones for facilitators, one item's story for those who may see it.
namespace Workshop.Tests;

public sealed class TracesTests(Gathered room) : IClassFixture<Gathered>
{
    private string Path => $"/api/dialogues/{room.Dialogue.Id}";

    [Fact]
    public async Task SV70_facilitators_are_told_what_was_removed_by_whom_and_when_and_nobody_else_is()
    {
        var (kept, gone, nameless) = (await room.Note(room.Anna, "Kvar"), await room.Note(room.Anna, "Borta"), await HiddenNote("Namnlös"));
        await room.Did(room.Anna, Asks.Remove(gone));
        await room.Did(room.Anna, Asks.Remove(nameless));
        var told = (await room.Lead.Device.Must(HttpMethod.Get, $"{Path}/removed?participantId="))!;
        told["items"]!.AsArray().Select(item => (string)item!["id"]!).Should().Contain([gone, nameless]).And.NotContain(kept);
        var removal = told["removals"]!.AsArray().Single(one => (string)one!["itemId"]! == gone)!.AsObject();
        ((string)removal["by"]!).Should().Be(room.AnnaId);
        ((string)removal["at"]!).Should().EndWith("Z");
        told["removals"]!.AsArray().Single(one => (string)one!["itemId"]! == nameless)!.AsObject().Should().NotContainKey("by");
        told["items"]!.AsArray().Single(one => (string)one!["id"]! == nameless)!.AsObject().Should().NotContainKey("by");
        (await room.Anna.Get($"{Path}/removed")).Code.Should().Be("facilitator-only");
        (await room.House.Stranger().Get($"{Path}/removed")).Status.Should().Be(401);
    }

    [Fact]
    public async Task SV71_what_happened_to_one_item_is_told_as_the_caller_may_see_it()
    {
        var note = await room.Note(room.Anna, "Först så");
        await room.Did(room.Anna, Asks.ChangeItem(note, new JsonObject { ["text"] = "Sedan så" }, await room.Did(room.Anna, Asks.Ready(true))));
        await room.Note(room.Bo, "En annans");
        (await Story(room.Lead.Device, note)).Should().Contain("Först så").And.Contain("Sedan så").And.NotContain("En annans");
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "private" }));
        var hidden = await room.Note(room.Anna, "Bara min");
        (await Story(room.Anna, hidden)).Should().Contain("Bara min");
        foreach (var other in new[] { room.Bo, room.Lead.Device }) (await other.Get($"{Path}/items/{hidden}/events?participantId={(other == room.Bo ? room.BoId : "")}")).Code.Should().Be("unknown-item");
        await room.Did(room.Anna, Asks.ChangeItem(hidden, new JsonObject { ["text"] = "Nu för alla" }, await room.Did(room.Anna, Asks.Ready(false))));
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["writing"] = "open" }));
        (await Story(room.Bo, hidden)).Should().NotContain("Bara min", "it was hidden when it was written");
        await room.Did(room.Anna, new JsonObject { ["id"] = Asks.NewId(), ["type"] = "eraseContent", ["itemId"] = note });
        (await Story(room.Anna, note)).Should().NotContain("Först så").And.NotContain("Sedan så");
        (await room.Anna.Get($"{Path}/items/nonsense/events")).Code.Should().Be("unknown-item");
    }

    [Fact]
    public async Task SV303_asking_for_an_items_story_reads_its_own_rows_however_many_others_there_are_and_whoever_asks()
    {
        var note = await room.Note(room.Anna, "Den ena");
        for (var i = 0; i < 300; i++) await room.Note(room.Bo, $"En av många {i}");
        await Story(room.Anna, note); // the first who asks in a room's life reads all of it
        var journal = (Store)room.House.Services.GetService(typeof(Store))!;
        long read = 0;
        using var meter = new System.Diagnostics.Metrics.MeterListener { InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "samskapa.journal.read" && ReferenceEquals(instrument.Meter.Scope, journal)) self.EnableMeasurementEvents(instrument);
        } };
        meter.SetMeasurementEventCallback<long>((_, rows, _, _) => Interlocked.Add(ref read, rows));
        meter.Start();
        await room.Did(room.Anna, Asks.ChangeItem(note, new JsonObject { ["text"] = "Den andra" }, await room.Did(room.Anna, Asks.Ready(true))));
        var told = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Story(room.Anna, note)));
        told.Should().OnlyContain(one => one.Contains("Den ena") && one.Contains("Den andra"));
        read.Should().Be(32, "two rows for each of sixteen");
        await room.Did(room.Anna, Asks.Remove(note));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => room.Lead.Device.Must(HttpMethod.Get, $"{Path}/removed?participantId=")));
        read.Should().Be(32, "what was removed is known");
        await room.House.Restart();
        (await Story(room.Lead.Device, await room.Note(room.Anna, "Efter omstarten"))).Should().Contain("Efter omstarten").And.NotContain("Den andra");
        (await room.Lead.Device.Must(HttpMethod.Get, $"{Path}/removed?participantId="))!.ToJsonString().Should().Contain(note);
    }

    private async Task<string> HiddenNote(string text)
    {
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["names"] = "hidden" }));
        var note = await room.Note(room.Anna, text);
        await room.Did(room.Lead.Device, Asks.SetConduct("valueVision", new JsonObject { ["names"] = "shown" }));
        return note;
    }

    private async Task<string> Story(Device who, string item) => (await who.Must(HttpMethod.Get, $"{Path}/items/{item}/events"))!.ToJsonString(Readable);

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
