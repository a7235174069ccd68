using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Workshop.Sessions.Tests;

/// <summary>The in-process host itself: what Orleans gives in the other build, and grain code relies on.</summary>
public sealed class EmbeddedGrainsTests : IAsyncLifetime
{
    private readonly FakeTime time = new();
    private readonly Seen seen = new();
    private EmbeddedGrains grains = null!;

    public Task InitializeAsync()
    {
        grains = new EmbeddedGrains(new ServiceCollection().AddSingleton(seen).BuildServiceProvider(), time, typeof(Probe));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await grains.DisposeAsync();

    [Fact(DisplayName = "SE70 One piece of a grain's code runs at a time, whoever calls from wherever")]
    public async Task One_piece_runs_at_a_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => grains.GetGrain<IProbe>("a").Count(5))));
        (await grains.GetGrain<IProbe>("a").Count(0)).Should().Be(1_000, "counting without a lock loses nothing");
        seen.Overlaps.Should().Be(0);
        seen.Made.Should().Be(1);
    }

    [Fact(DisplayName = "SE71 At an await another call may come in, and the code after it is again alone")]
    public async Task At_an_await_another_call_may_come_in()
    {
        var grain = grains.GetGrain<IProbe>("a");
        var first = grain.Hold("first");
        await seen.At("first");
        (await grain.Count(1)).Should().Be(1, "the grain is reentrant");
        first.IsCompleted.Should().BeFalse();
        var second = grain.Hold("second");
        await seen.At("second");
        seen.Release("second");
        seen.Release("first");
        await Task.WhenAll(first, second);

        seen.Overlaps.Should().Be(0);
    }

    [Fact(DisplayName = "SE72 Calls are taken in the order they were made")]
    public async Task Calls_are_taken_in_order()
    {
        var grain = grains.GetGrain<IProbe>("a");
        var calls = Enumerable.Range(1, 100).Select(_ => grain.Count(1)).ToArray();
        (await Task.WhenAll(calls)).Should().Equal(Enumerable.Range(1, 100));
    }

    [Fact(DisplayName = "SE73 An activation that fails fails its calls; the next call gets a new one")]
    public async Task An_activation_that_fails_fails_its_calls()
    {
        seen.FailActivation = true;
        var grain = grains.GetGrain<IProbe>("a");
        var failing = Enumerable.Range(0, 3).Select(_ => grain.Count(1)).ToArray();
        foreach (var call in failing) await call.Invoking(it => it).Should().ThrowAsync<InvalidOperationException>().WithMessage("Not today.");
        seen.FailActivation = false;

        (await grain.Count(1)).Should().Be(1);
        seen.Deactivated.Should().BeEmpty("what never was activated is not deactivated");
    }

    [Fact(DisplayName = "SE74 A grain that is idle is deactivated, once; a call under way keeps it")]
    public async Task An_idle_grain_is_deactivated()
    {
        var holding = grains.GetGrain<IProbe>("busy").Hold("busy");
        await seen.At("busy");
        await grains.GetGrain<IProbe>("idle").Count(1);
        time.Advance(EmbeddedGrains.Idle / 2);
        grains.Count.Should().Be(2);
        time.Advance(EmbeddedGrains.Idle);
        await seen.Gone("idle");
        grains.Count.Should().Be(1);
        seen.Deactivated.Should().Equal("idle: idle");
        seen.Release("busy");
        await holding;

        (await grains.GetGrain<IProbe>("idle").Count(1)).Should().Be(1, "it is a new one");
        seen.Made.Should().Be(3);
    }

    [Fact(DisplayName = "SE75 A grain that asks to be let go ends the calls under way, takes no new ones, and is then deactivated")]
    public async Task A_grain_that_asks_to_be_let_go()
    {
        var grain = grains.GetGrain<IProbe>("a");
        var holding = grain.Hold("a");
        await seen.At("a");
        await grain.LetMeGo();
        (await grain.Count(1)).Should().Be(1);
        seen.Made.Should().Be(2);
        seen.Deactivated.Should().BeEmpty();
        seen.Release("a");
        await holding;
        await seen.Gone("a");
        seen.Deactivated.Should().Equal("a: asked to");
    }

    [Fact(DisplayName = "SE76 At shutdown the calls under way end first; later ones fail in their task")]
    public async Task At_shutdown_the_calls_under_way_end_first()
    {
        var grain = grains.GetGrain<IProbe>("a");
        var holding = grain.Hold("a");
        await seen.At("a");
        var closing = grains.DisposeAsync().AsTask();
        var late = grain.Count(1);
        await late.Invoking(it => it).Should().ThrowAsync<ObjectDisposedException>();
        closing.IsCompleted.Should().BeFalse();
        seen.Release("a");
        await holding;
        await closing;

        seen.Deactivated.Should().Equal("a: shutdown");
        grains.Count.Should().Be(0);
    }

    [Fact(DisplayName = "SE77 References of one key lead to one grain, other keys to others; exceptions and results come through")]
    public async Task References_lead_to_their_grain()
    {
        await grains.GetGrain<IProbe>("a").Count(2);
        (await grains.GetGrain<IProbe>("a").Count(0)).Should().Be(2);
        (await grains.GetGrain<IProbe>("b").Count(0)).Should().Be(0);
        (await grains.GetGrain<IProbe>("å/ä").Key()).Should().Be("å/ä");
        await grains.GetGrain<IProbe>("a").Invoking(it => it.Fail()).Should().ThrowAsync<NotSupportedException>();
        (await grains.GetGrain<IProbe>("a").Count(0)).Should().Be(2, "a call that fails leaves the grain alone");
    }

    [Fact(DisplayName = "SE78 A grain class that is not reentrant is turned away")]
    public void A_class_that_is_not_reentrant_is_turned_away()
    {
        var making = () => new EmbeddedGrains(new ServiceCollection().BuildServiceProvider(), time, typeof(Queued));
        making.Should().Throw<ArgumentException>().WithMessage("*Queued*");
    }

    public interface IProbe : IGrainWithStringKey
    {
        Task<int> Count(int times);

        Task Hold(string name);

        Task LetMeGo();

        Task<string> Key();

        Task Fail();
    }

    /// <summary>What the probes did, seen from outside.</summary>
    public sealed class Seen
    {
        private readonly ConcurrentDictionary<string, Barrier> barriers = new();
        private readonly ConcurrentDictionary<string, TaskCompletionSource> gone = new();

        public int Made;
        public int Inside;
        public int Overlaps;

        public bool FailActivation { get; set; }

        public ConcurrentQueue<string> Deactivated { get; } = new();

        public Barrier Of(string name) => barriers.GetOrAdd(name, _ => new Barrier());

        public Task At(string name) => Of(name).Arrived;

        public void Release(string name) => Of(name).Open();

        public Task Gone(string key) => Going(key).Task.WaitAsync(TimeSpan.FromSeconds(60));

        public TaskCompletionSource Going(string key) => gone.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        /// <summary>Code between two awaits, with a look at who else is in there.</summary>
        public void Alone(Action act)
        {
            if (Interlocked.Increment(ref Inside) > 1) Interlocked.Increment(ref Overlaps);
            act();
            Thread.SpinWait(50);
            Interlocked.Decrement(ref Inside);
        }
    }

    [Reentrant]
    public sealed class Probe(Seen seen) : Grain, IProbe
    {
        private int count;

        public override async Task OnActivateAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref seen.Made);
            await Task.Yield();
            if (seen.FailActivation) throw new InvalidOperationException("Not today.");
        }

        public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
        {
            seen.Deactivated.Enqueue($"{this.GetPrimaryKeyString()}: {reason.Description}");
            seen.Going(this.GetPrimaryKeyString()).TrySetResult();
            return Task.CompletedTask;
        }

        public async Task<int> Count(int times)
        {
            for (var i = 0; i < times; i++)
            {
                seen.Alone(() => count++);
                if (i % 2 == 1) await Task.Yield();
            }
            return count;
        }

        public async Task Hold(string name)
        {
            await seen.Of(name).Stop();
            seen.Alone(() => { });
        }

        public Task LetMeGo()
        {
            DeactivateOnIdle();
            return Task.CompletedTask;
        }

        public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

        public async Task Fail()
        {
            await Task.Yield();
            throw new NotSupportedException();
        }
    }

    public sealed class Queued : Grain, IProbe
    {
        public Task<int> Count(int times) => Task.FromResult(0);

        public Task Hold(string name) => Task.CompletedTask;

        public Task LetMeGo() => Task.CompletedTask;

        public Task<string> Key() => Task.FromResult("");

        public Task Fail() => Task.CompletedTask;
    }
}
