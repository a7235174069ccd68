using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Workshop.Sessions.Tests;

/// <summary>Who is asked to decide, and in which order, when the grain in the cluster answers, is silent, or comes back.</summary>
public sealed class DeciderTests
{
    private readonly FakeTime time = new();
    private readonly Asked cluster = new();
    private readonly Asked here = new();
    private readonly Decider decider;

    public DeciderTests() => decider = new Decider("d1", cluster.Each, here.Each, time, NullLogger<Decider>.Instance);

    [Fact(DisplayName = "SE93 While the grain in the cluster is silent, what it did not answer is asked here first, in order, and what comes later after it")]
    public async Task What_was_not_answered_is_asked_here_first()
    {
        var first = decider.Each([A("a"), A("b")]);
        var second = decider.Each([A("c")]);
        await cluster.Next("a b");
        await cluster.Next("c");
        time.Advance(Decider.Patience);
        await cluster.Next("");
        await time.UntilTimers(2);
        time.Advance(Decider.Patience);
        var once = await here.Next("a b c");
        var third = decider.Each([A("d")]);
        var later = await here.Next("d");
        once.Answer();
        later.Answer();
        Said(await first).Should().Be("a b");
        Said(await second).Should().Be("c");
        Said(await third).Should().Be("d");
        cluster.Waiting.Should().BeLessThanOrEqualTo(1, "at most the other call's question whether anybody lives");
    }

    [Fact(DisplayName = "SE94 A grain that lives is waited for, however long its disk takes; one that cannot be reached is not")]
    public async Task A_grain_that_lives_is_waited_for()
    {
        var slow = decider.Each([A("a")]);
        var asked = await cluster.Next("a");
        for (var i = 0; i < 20; i++)
        {
            time.Advance(Decider.Patience);
            (await cluster.Next("")).Answer();
            await time.UntilTimers(1);
        }
        here.Waiting.Should().Be(0);
        asked.Answer();
        Said(await slow).Should().Be("a");

        var late = decider.Each([A("b")]);
        (await cluster.Next("b")).Fail(new TimeoutException());
        await late.Invoking(it => it).Should().ThrowAsync<TimeoutException>("its disk would be as slow here");
        var unreachable = decider.Each([A("c")]);
        (await cluster.Next("c")).Fail(new InvalidOperationException("no such silo"));
        (await here.Next("c")).Answer();
        Said(await unreachable).Should().Be("c");
    }

    [Fact(DisplayName = "SE95 The cluster is asked again when somebody lives there, and not before all that was asked here is answered")]
    public async Task The_cluster_is_asked_again()
    {
        _ = decider.Each([A("a")]);
        (await cluster.Next("a")).Fail(new InvalidOperationException("no such silo"));
        (await here.Next("a")).Answer();
        time.Advance(Decider.Looks);
        var under = decider.Each([A("b")]);
        var asked = await here.Next("b");
        var looking = await cluster.Next("");
        looking.Fail(new InvalidOperationException("no such silo"));
        time.Advance(Decider.Looks);
        await looking.Ended;
        var after = decider.Each([A("c")]);
        var more = await here.Next("c");
        (await cluster.Next("")).Answer();
        var held = decider.Each([A("d")]);
        for (; here.Waiting > 0; held = decider.Each([A("d")])) (await here.Next("d")).Answer(); // the answer has not come to it yet
        asked.Answer();
        Said(await under).Should().Be("b");
        (here.Waiting, cluster.Waiting).Should().Be((0, 0), "c is not answered yet");
        more.Answer();
        Said(await after).Should().Be("c");
        (await cluster.Next("d")).Answer();
        Said(await held).Should().Be("d");
    }

    [Fact(DisplayName = "SE96 Where every grain is of this server, it is asked, whatever happens")]
    public async Task Without_a_cluster_nothing_is_doubted()
    {
        var only = new Decider("d1", cluster.Each, null, time, NullLogger<Decider>.Instance);
        var failed = only.Each([A("a")]);
        (await cluster.Next("a")).Fail(new InvalidOperationException("closed"));
        await failed.Invoking(it => it).Should().ThrowAsync<InvalidOperationException>();
    }

    private static Call A(string command) => new(Calling.Server, new Line(Encoding.UTF8.GetBytes(command)));

    private static string Said(Line[] lines) => string.Join(' ', lines.Select(line => Encoding.UTF8.GetString(line.Utf8)));

    /// <summary>A grain of the test: it answers when the test says so, with what it was asked.</summary>
    private sealed class Asked
    {
        private readonly Channel<One> asked = Channel.CreateUnbounded<One>();

        public int Waiting => asked.Reader.Count;

        public Task<Line[]> Each(Call[] calls)
        {
            var one = new One([.. calls.Select(call => call.Commands)]);
            asked.Writer.TryWrite(one);
            return one.Task;
        }

        public async Task<One> Next(string commands)
        {
            var one = await asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            Said(one.Commands).Should().Be(commands);
            return one;
        }
    }

    private sealed class One(Line[] commands)
    {
        private readonly TaskCompletionSource<Line[]> answer = new();

        public Line[] Commands => commands;

        public Task<Line[]> Task => answer.Task;

        /// <summary>Whoever asked has been told.</summary>
        public Task Ended => answer.Task.ContinueWith(_ => { }, TaskScheduler.Default);

        public void Answer() => answer.SetResult(commands);

        public void Fail(Exception how) => answer.SetException(how);
    }
}
