// The server when its PostgreSQL goes away and comes back: it lives, says that it is not ready, and loses nothing.
using Workshop.Neighbours;

namespace Workshop.Tests;

public sealed class PostgresLostTests
{
    [Fact]
    public async Task JO50_with_PostgreSQL_lost_the_server_is_not_ready_says_retry_and_comes_back_by_itself()
    {
        await using var postgres = await PostgresServer.Start();
        await using var house = await House.At(new Dictionary<string, string>
        {
            ["Workshop__Journal"] = "postgres", ["ConnectionStrings__Postgres"] = await postgres.NewDatabase() + ";Timeout=2;Command Timeout=2",
        });
        await using var lead = await house.Lead();
        var dialogue = await lead.Open();
        var device = house.Stranger();
        await device.Join(dialogue.JoinCode, "Anna", "Regionen");
        await lead.Device.Must(HttpMethod.Post, $"/api/dialogues/{dialogue.Id}/commands", Asks.EnterPhase("valueVision"));
        var (wired, _) = await Wired.Enter(device, dialogue.Id);
        await using var __ = wired;
        (await device.Get("/health/ready")).Status.Should().Be(200);

        await postgres.Stop();
        (await device.Get("/health/ready")).Status.Should().Be(503);
        (await device.Get("/health/live")).Status.Should().Be(200);
        var note = Asks.AddNote("valueVision", "skriven medan databasen var borta");
        (await wired.Call("Do", note.DeepClone()))["retry"].Should().NotBeNull("nobody can know");
        ((string?)(await wired.Answer("Enter", new JsonObject { ["dialogueId"] = dialogue.Id, ["after"] = 0 }))["error"]).Should().Contain("unavailable: ");
        var http = await device.Post($"/api/dialogues/{dialogue.Id}/commands", note.DeepClone());
        (http.Status is 503 || http.Body!["retry"] is not null).Should().BeTrue("{0} {1}", http.Status, http.Body?.ToJsonString());

        await postgres.Restart();
        var until = DateTime.UtcNow.AddSeconds(30);
        while ((await device.Get("/health/ready")).Status != 200) DateTime.UtcNow.Should().BeBefore(until, "it comes back by itself");
        await wired.Call("Enter", new JsonObject { ["dialogueId"] = dialogue.Id, ["after"] = 0 });
        JsonObject receipt;
        while ((receipt = await wired.Call("Do", note.DeepClone()))["retry"] is not null) DateTime.UtcNow.Should().BeBefore(until);
        receipt["seq"].Should().NotBeNull("{0}", receipt.ToJsonString());
        (await wired.Call("Do", note.DeepClone()))["seq"]!.GetValue<long>().Should().Be(receipt["seq"]!.GetValue<long>());
        var events = (await device.Must(HttpMethod.Get, $"/api/dialogues/{dialogue.Id}/events?after=0"))!.ToJsonString();
        events.Split("skriven medan databasen var borta").Should().HaveCount(2, "it is there once");
        await wired.Told("Happened", told => told.ToJsonString().Contains("skriven medan databasen var borta", StringComparison.Ordinal));
    }

    [Fact]
    public async Task JO51_with_PostgreSQL_lost_between_listening_and_the_link_to_sign_in_with_the_server_lives_and_says_so()
    {
        await using var postgres = await PostgresServer.Start();
        await using var house = await House.At(new Dictionary<string, string>
        {
            ["Workshop__Journal"] = "postgres", ["ConnectionStrings__Postgres"] = await postgres.NewDatabase() + ";Timeout=2;Command Timeout=2",
        });
        await postgres.Stop();
        var (errors, heard) = (Console.Error, new StringWriter());
        Console.SetError(TextWriter.Synchronized(heard));
        try
        {
            await house.SayWhereToStart().WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            Console.SetError(errors);
        }

        heard.ToString().Should().Contain("no link to sign in with was made");
        var device = house.Stranger();
        (await device.Get("/health/live")).Status.Should().Be(200);
        await postgres.Restart();
        var until = DateTime.UtcNow.AddSeconds(30);
        while ((await device.Get("/health/ready")).Status != 200) DateTime.UtcNow.Should().BeBefore(until, "it comes back by itself");
        await (await house.Lead()).DisposeAsync();
    }
}
