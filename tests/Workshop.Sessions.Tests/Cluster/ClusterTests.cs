using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Workshop.Sessions.Tests;

/// <summary>What a cluster of silos adds to the turn: one activation, wherever one calls; and the others go on when one is gone.</summary>
public sealed class ClusterTests(Servers servers) : OnServers(servers)
{
    [Fact(DisplayName = "SE90 In a cluster of two silos a dialogue has one activation, whichever is asked")]
    public async Task A_dialogue_has_one_activation_in_the_cluster()
    {
        await Opened(3, "pAnn");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Servers.At(0, i % 2, Dialogue).One(Calling.Person("pAnn"), Ask.Add(Guid.NewGuid()))));
        Script.LostRaces.Should().Be(0, "nobody else wrote");
        Script.MostUnderWay.Should().Be(1);
        Heard.Seqs(Dialogue).Should().BeInAscendingOrder().And.HaveCount((int)await HeadOnDisk());
    }

    [Fact(DisplayName = "SE92 A server's own grain of a dialogue is its own: each server that is asked to decide alone does, and the journal keeps them apart")]
    public async Task A_servers_own_grain_is_its_own()
    {
        await Opened(3, "pAnn");
        for (var i = 0; i < 10; i++)
        {
            var own = Servers.Silo(0, i % 2).Services.GetRequiredService<IGrainFactory>().Here(Dialogue)!;
            var lines = await own([new Call(Calling.Person("pAnn"), new Line(Encoding.UTF8.GetBytes($"[{Ask.Add(Guid.NewGuid())}]")))]);
            Got.Read(lines.Single()).Single().Seq.Should().NotBeNull();
        }
        Script.LostRaces.Should().BeGreaterThan(5, "each of the two found that the other had written");
        (await Servers.At(0, 0, Dialogue).One(Calling.Person("pAnn"), Ask.Add(Guid.NewGuid()))).Seq.Should().Be(await HeadOnDisk());
        Heard.Seqs(Dialogue).Distinct().Should().HaveCount((int)await HeadOnDisk());
    }

    [Theory(DisplayName = "SE91 When a silo stops, or is gone at once, its dialogues go on at the other, and nothing is lost or done twice")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_a_silo_is_gone_its_dialogues_go_on(bool gracefully)
    {
        var silos = await Servers.Cluster(2, new Heard());
        IDialogueGrain At(int silo, string dialogue) => silos[silo].Services.GetRequiredService<IGrainFactory>().GetGrain<IDialogueGrain>(dialogue);
        var dialogues = Enumerable.Range(0, 10).Select(i => $"{Dialogue}-{i}").ToArray();
        foreach (var (dialogue, i) in dialogues.Select((dialogue, i) => (dialogue, i)))
            (await At(i % 2, dialogue).All(Calling.Server, Ask.Open(dialogue))).Should().OnlyContain(got => got.Seq == 1);
        var acknowledged = new ConcurrentQueue<(string Dialogue, Guid Command)>();
        var failures = 0;
        using var enough = new CancellationTokenSource();
        var writing = dialogues.Select(async dialogue =>
        {
            while (!enough.IsCancellationRequested)
            {
                var id = Guid.NewGuid();
                var command = Ask.Of("editDialogue", id, $$"""
                    "patch":{"title":"{{id}}"}
                    """);
                while (true)
                {
                    try
                    {
                        if ((await At(0, dialogue).One(Calling.Facilitator, command)).Seq is not null) break;
                    }
                    catch (Exception e) when (e is TimeoutException or OrleansException)
                    {
                        Interlocked.Increment(ref failures); // what the hub answers with retry
                    }
                }
                acknowledged.Enqueue((dialogue, id));
            }
        }).ToArray();

        async Task Grow(int by)
        {
            var until = acknowledged.GroupBy(one => one.Dialogue).ToDictionary(group => group.Key, group => group.Count() + by);
            while (!Array.TrueForAll(dialogues, dialogue => acknowledged.Count(one => one.Dialogue == dialogue) >= until.GetValueOrDefault(dialogue, by))) await Task.Delay(20);
        }

        await Grow(5);
        await silos[1].StopAsync(new CancellationToken(canceled: !gracefully));
        await Grow(5).WaitAsync(TimeSpan.FromSeconds(60));
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        foreach (var group in acknowledged.GroupBy(one => one.Dialogue))
        {
            var disk = (await Servers.Journal.Inner.Read(group.Key, 0)).ToList();
            disk.Select(stored => stored.Seq).Should().Equal(Enumerable.Range(1, disk.Count).Select(seq => (long)seq));
            disk.Skip(1).Select(stored => stored.Command!.Value).Should().Equal(group.Select(one => one.Command));
        }
        await silos[0].StopAsync();
        foreach (var silo in silos) silo.Dispose();
    }
}
