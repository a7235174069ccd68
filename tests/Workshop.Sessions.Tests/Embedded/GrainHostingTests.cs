using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workshop.Journal;
using Workshop.Rules;

namespace Workshop.Sessions.Tests;

/// <summary>The grains in a server's own host, as Program.cs puts them there.</summary>
public sealed class GrainHostingTests
{
    [Fact(DisplayName = "SE79 A server that is stopped while people write ends what is under way on disk, then closes the journal")]
    public async Task A_server_that_is_stopped_ends_what_is_under_way()
    {
        var folder = Path.Combine(Path.GetTempPath(), "samskapa-sessions-" + Guid.NewGuid().ToString("N"));
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Store>(_ => new FaultyJournal(new SqliteJournal(folder))).AddSingleton<IListener, Heard>().AddSingleton(TimeProvider.System)
            .AddSingleton(new Limits());
        builder.AddGrains();
        var host = builder.Build();
        await host.StartAsync();
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IDialogueGrain>("d1");
        (await grain.One(Calling.Server, Ask.Open("d1"))).Seq.Should().Be(1);
        var barrier = Barrier.HoldNext(((FaultyJournal)host.Services.GetRequiredService<Store>()).Of("d1"));
        var asked = grain.One(Calling.Facilitator, Ask.Enter());
        await barrier.Arrived;
        await host.StopAsync();
        var disposing = ((IAsyncDisposable)host).DisposeAsync().AsTask();
        disposing.IsCompleted.Should().BeFalse("a write is under way");
        barrier.Open();

        (await asked).Seq.Should().Be(2);
        await disposing;
        await using (var again = new SqliteJournal(folder))
            (await again.Heads(["d1"]))["d1"].Seq.Should().Be(2);
        Directory.Delete(folder, recursive: true);
    }
}
