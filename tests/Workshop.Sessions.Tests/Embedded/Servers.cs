using Microsoft.Extensions.DependencyInjection;
using Workshop.Rules;

namespace Workshop.Sessions.Tests;

public sealed partial class Servers
{
    private readonly List<(EmbeddedGrains Host, FakeTime Time)> hosts = [];

    public IDialogueGrain Grain(int server, string dialogue) => hosts[server].Host.GetGrain<IDialogueGrain>(dialogue);

    /// <summary>Calls are taken in the order they were made (SE72).</summary>
    public Task AllArrived(string dialogue) => Task.CompletedTask;

    /// <summary>Every activation that no call is under way in is let go; the next call makes a new one.</summary>
    public Task LetGo()
    {
        foreach (var (_, time) in hosts) time.Advance(EmbeddedGrains.Idle * 2);
        return Task.CompletedTask;
    }

    private Task Start()
    {
        foreach (var heard in Heard)
        {
            var services = new ServiceCollection().AddLogging().AddSingleton<Store>(Journal).AddSingleton<IListener>(heard).AddSingleton<TimeProvider>(Clock)
                .AddSingleton(new Limits()).BuildServiceProvider();
            var time = new FakeTime();
            hosts.Add((new EmbeddedGrains(services, time, typeof(DialogueGrain)), time));
        }
        return Task.CompletedTask;
    }

    private async Task Stop()
    {
        foreach (var (host, _) in hosts) await host.DisposeAsync();
    }
}
