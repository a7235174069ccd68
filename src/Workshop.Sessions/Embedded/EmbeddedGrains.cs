using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Workshop.Sessions.Embedded;

/// <summary>
/// Hosts grains in this process: one activation per key, made at the first call, one turn at a time, let go when idle.
/// Several processes may each have an activation of the same key: the journal's head decides between them, not this.
/// </summary>
public sealed class EmbeddedGrains : IGrainFactory, IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(Type Interface, string Key), Activation> activations = new();
    private readonly ConcurrentDictionary<(Type Interface, string Key), IGrain> references = new();
    private readonly Dictionary<Type, Type> classes;
    private readonly IServiceProvider services;
    private readonly TimeProvider time;
    private readonly ITimer sweep;

    /// <param name="classes">Grain classes; each implements one grain interface.</param>
    public EmbeddedGrains(IServiceProvider services, TimeProvider time, params IEnumerable<Type> classes)
    {
        (this.services, this.time) = (services, time);
        this.classes = classes.ToDictionary(type => type.GetInterfaces().Single(one => one != typeof(IGrainWithStringKey) && typeof(IGrainWithStringKey).IsAssignableFrom(one)));
        sweep = time.CreateTimer(_ => LetIdleOnesGo(), null, Idle / 2, Idle / 2);
    }

    public int Count => activations.Count;

    public TGrain GetGrain<TGrain>(string primaryKey) where TGrain : IGrainWithStringKey =>
        (TGrain)references.GetOrAdd((typeof(TGrain), primaryKey), key => Reference.To(this, key.Interface, key.Key));

    internal Activation ActivationOf(Type grainInterface, string key)
    {
        var id = (grainInterface, key);
        while (true)
        {
            var activation = activations.GetOrAdd(id, _ => new Activation(key, time, () => (Grain)ActivatorUtilities.CreateInstance(services, classes[grainInterface])));
            if (!activation.Retired) return activation;
            activations.TryRemove(KeyValuePair.Create(id, activation));
        }
    }

    private void LetIdleOnesGo()
    {
        foreach (var (id, activation) in activations)
        {
            if (!activation.Retired && activation.IdleFor < Idle) continue;
            activation.Retire();
            if (activations.TryRemove(KeyValuePair.Create(id, activation))) _ = activation.Deactivate("idle");
            references.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync();
        await Task.WhenAll(activations.Values.Select(activation => activation.Deactivate("shutdown")));
    }
}

/// <summary>One live grain. Its scheduler runs one piece of its code at a time; an await gives the turn away and takes it again.</summary>
internal sealed class Activation(string key, TimeProvider time, Func<Grain> make)
{
    private readonly TaskScheduler turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
    private readonly Lock gate = new();
    private Task<Grain>? grain;
    private int underWay;
    private long touched = time.GetTimestamp();

    public string Key { get; } = key;

    public bool Retired { get; private set; }

    public TimeSpan IdleFor => Volatile.Read(ref underWay) > 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref touched));

    public void Retire() => Retired = true;

    /// <summary>Runs a call as turns of the grain. A failed activation fails this call; the next one gets a new activation.</summary>
    public Task<object?> Call(Func<Grain, Task> call, Func<Task, object?> result)
    {
        Interlocked.Increment(ref underWay);
        return Task.Factory.StartNew(
            async () =>
            {
                try
                {
                    var task = call(grain is { IsCompletedSuccessfully: true } ready ? ready.Result : await Activated());
                    await task;
                    return result(task);
                }
                finally
                {
                    Volatile.Write(ref touched, time.GetTimestamp());
                    Interlocked.Decrement(ref underWay);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            turns).Unwrap();
    }

    private Task<Grain> Activated()
    {
        lock (gate) return grain ??= Activate();
    }

    private async Task<Grain> Activate()
    {
        try
        {
            var made = make();
            made.Activation = this;
            await made.OnActivateAsync(CancellationToken.None);
            return made;
        }
        catch
        {
            Retire();
            throw;
        }
    }

    public Task Deactivate(string why)
    {
        Retire();
        return Task.Factory.StartNew(
            async () =>
            {
                if (grain is { IsCompletedSuccessfully: true }) await grain.Result.OnDeactivateAsync(new DeactivationReason(why), CancellationToken.None);
            },
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            turns).Unwrap();
    }
}

/// <summary>What GetGrain gives: calls go to the activation of the moment.</summary>
public class Reference : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, (Func<Grain, object?[], Task> Call, Func<Task, object?> Result, Func<Task<object?>, object> Typed)> Methods = new();
    private EmbeddedGrains grains = null!;
    private Type grainInterface = null!;
    private string key = null!;

    internal static IGrain To(EmbeddedGrains grains, Type grainInterface, string key)
    {
        var reference = (Reference)Create(grainInterface, typeof(Reference));
        (reference.grains, reference.grainInterface, reference.key) = (grains, grainInterface, key);
        return (IGrain)(object)reference;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (call, result, typed) = Methods.GetOrAdd(targetMethod!, Compiled);
        return typed(grains.ActivationOf(grainInterface, key).Call(grain => call(grain, args ?? []), result));
    }

    /// <summary>Grain methods return Task or Task of something.</summary>
    private static (Func<Grain, object?[], Task>, Func<Task, object?>, Func<Task<object?>, object>) Compiled(MethodInfo method)
    {
        var invoker = MethodInvoker.Create(method);
        Task Call(Grain grain, object?[] args) => (Task)invoker.Invoke(grain, args.AsSpan())!;
        if (method.ReturnType == typeof(Task)) return (Call, _ => null, task => task);
        var of = method.ReturnType.GetGenericArguments()[0];
        var typed = typeof(Reference).GetMethod(nameof(As), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(of).CreateDelegate<Func<Task<object?>, object>>();
        var result = typeof(Reference).GetMethod(nameof(ResultOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(of).CreateDelegate<Func<Task, object?>>();
        return (Call, result, typed);
    }

    private static object? ResultOf<T>(Task task) => ((Task<T>)task).Result;

    private static async Task<T> As<T>(Task<object?> task) => (T)(await task)!;
}
