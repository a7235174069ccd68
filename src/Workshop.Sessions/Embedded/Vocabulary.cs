// The part of Orleans' programming model that grain code here uses, under the same names, so that the same files compile against either.
// Only that: no timers, reminders, observers, streams or grain state.
namespace Workshop.Sessions.Embedded;

public interface IGrain;

public interface IGrainWithStringKey : IGrain;

public interface IGrainFactory
{
    /// <summary>A reference; the grain is made when it is first called.</summary>
    TGrain GetGrain<TGrain>(string primaryKey) where TGrain : IGrainWithStringKey;
}

/// <summary>Runs one turn at a time; between turns, at an await, another call may come in where the class is <see cref="ReentrantAttribute"/>.</summary>
public abstract class Grain
{
    internal Activation? Activation { get; set; }

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Calls from now on get a new activation; those under way end in this one.</summary>
    protected void DeactivateOnIdle() => Activation?.Retire("asked to");
}

public static class GrainKeys
{
    public static string GetPrimaryKeyString(this Grain grain) => grain.Activation?.Key ?? throw new InvalidOperationException("The grain is not activated.");
}

public readonly record struct DeactivationReason(string Description);

/// <summary>Every grain here is: a turn never spans an await, so two calls may be under way.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

[AttributeUsage(AttributeTargets.Class)]
public sealed class PreferLocalPlacementAttribute : Attribute;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ImmutableAttribute : Attribute;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IdAttribute(uint id) : Attribute
{
    public uint Id { get; } = id;
}

[AttributeUsage(AttributeTargets.All)]
public sealed class AliasAttribute(string alias) : Attribute
{
    public string Alias { get; } = alias;
}
