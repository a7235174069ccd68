using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Workshop.Sessions.Embedded;

/// <summary>
/// Hosts grains in this process: one activation per key, made at the first call, one turn at a time, let go when idle.
/// Several processes may each have an activation of the same key: the journal's head decides between them, not this.
/// </summary>
public sealed class EmbeddedGrains : IGrainFactory, IAsyncDisposable
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(Type Interface, string Key), Activation> activations = new();
    private readonly Dictionary<Type, Type> classes;
    private readonly IServiceProvider services;
    private readonly TimeProvider time;
    private readonly ITimer sweep;
    private readonly Meter meter = new("Samskapa.Sessions");
    private volatile bool closed;

    /// <param name="classes">Grain classes; each implements one grain interface and is reentrant.</param>
    public EmbeddedGrains(IServiceProvider services, TimeProvider time, params IEnumerable<Type> classes)
    {
        (this.services, this.time) = (services, time);
        this.classes = classes.ToDictionary(type => type.GetInterfaces().Single(one => one != typeof(IGrainWithStringKey) && typeof(IGrainWithStringKey).IsAssignableFrom(one)));
        if (this.classes.Values.FirstOrDefault(type => !type.IsDefined(typeof(ReentrantAttribute))) is { } queued)
            throw new ArgumentException($"{queued.Name} is not reentrant; this host knows no other kind of grain.", nameof(classes));
        meter.CreateObservableGauge("samskapa.activations", () => Count, description: "Dialogues whose grain is alive here");
        sweep = time.CreateTimer(_ => LetIdleOnesGo(), null, Idle / 2, Idle / 2);
    }

    public int Count => activations.Count;

    public TGrain GetGrain<TGrain>(string primaryKey) where TGrain : IGrainWithStringKey => Reference.To<TGrain>(this, primaryKey);

    /// <summary>A call on the activation of the moment. Like a call over a network it never throws at once: what goes wrong is in the task.</summary>
    internal async Task<T> Call<T>(Type grainInterface, string key, Func<Grain, Task<T>> call)
    {
        var id = (grainInterface, key);
        while (true)
        {
            var activation = activations.TryGetValue(id, out var there) ? there : activations.GetOrAdd(id, Made(id));
            ObjectDisposedException.ThrowIf(closed, this); // after it is in the list, or the end could miss it
            if (!activation.TryEnter())
            {
                activations.TryRemove(KeyValuePair.Create(id, activation));
                continue;
            }
            try
            {
                return await activation.Call(call);
            }
            finally
            {
                activation.Leave();
            }
        }
    }

    private Activation Made((Type Interface, string Key) id) => new(id.Key, time, () => (Grain)ActivatorUtilities.CreateInstance(services, classes[id.Interface]));

    private void LetIdleOnesGo()
    {
        foreach (var (id, activation) in activations)
            if (activation.Retire("idle", Idle)) activations.TryRemove(KeyValuePair.Create(id, activation));
    }

    /// <summary>Calls under way end first, and with them what they write.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        meter.Dispose();
        await sweep.DisposeAsync();
        while (!activations.IsEmpty)
        {
            foreach (var (id, activation) in activations)
            {
                activation.Retire("shutdown");
                await activation.Gone;
                activations.TryRemove(KeyValuePair.Create(id, activation));
            }
        }
    }
}

/// <summary>What GetGrain gives: calls go to the activation of the moment.</summary>
public class Reference : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, Func<Reference, object?[], Task>> Methods = new();
    private EmbeddedGrains grains = null!;
    private Type grainInterface = null!;
    private string key = null!;

    internal static TGrain To<TGrain>(EmbeddedGrains grains, string key)
    {
        var proxy = Create<TGrain, Reference>()!;
        var reference = (Reference)(object)proxy;
        (reference.grains, reference.grainInterface, reference.key) = (grains, typeof(TGrain), key);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Methods.GetOrAdd(targetMethod!, Compiled)(this, args ?? []);

    /// <summary>Grain methods return Task or Task of something.</summary>
    private static Func<Reference, object?[], Task> Compiled(MethodInfo method)
    {
        var invoker = MethodInvoker.Create(method);
        if (method.ReturnType != typeof(Task))
            return typeof(Reference).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(method.ReturnType.GetGenericArguments()[0])
                .CreateDelegate<Func<MethodInvoker, Func<Reference, object?[], Task>>>()(invoker);
        return (to, args) => to.grains.Call(to.grainInterface, to.key, async grain =>
        {
            await (Task)invoker.Invoke(grain, args.AsSpan())!;
            return true;
        });
    }

    private static Func<Reference, object?[], Task> Typed<T>(MethodInvoker invoker) =>
        (to, args) => to.grains.Call(to.grainInterface, to.key, grain => (Task<T>)invoker.Invoke(grain, args.AsSpan())!);
}
