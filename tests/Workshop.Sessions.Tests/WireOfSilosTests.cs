using System.Reflection;
using Workshop.Sessions;

namespace Workshop.Tests;

/// <summary>Two versions run side by side during an upgrade: what goes between silos keeps its names and numbers for ever, and may only grow.</summary>
public sealed class WireOfSilosTests
{
    [Fact(DisplayName = "SE62 Aliases and field ids of what goes between silos are these; a new field takes the next number, a new method a new name")]
    public void Aliases_and_ids_stay()
    {
        // A server's own grain is asked by nobody else.
        var types = typeof(DialogueGrain).Assembly.GetTypes().Where(type => type.Namespace == "Workshop.Sessions" && type.IsDefined(typeof(AliasAttribute), inherit: false));
        var lines = types.SelectMany(type => Members(type).Prepend(Of(type))).Order(StringComparer.Ordinal);
        string.Join('\n', lines.Where(line => !line.StartsWith("samskapa.dialogue-here", StringComparison.Ordinal))).Should().Be("""
            samskapa.call
            samskapa.call 0 Caller Caller
            samskapa.call 1 Line Commands
            samskapa.caller
            samskapa.caller 0 String ParticipantId
            samskapa.caller 1 Standing Standing
            samskapa.caller 2 String[] Voices
            samskapa.caller 3 String Device
            samskapa.dialogue
            samskapa.dialogue do(Caller, Line)
            samskapa.dialogue each(Call[])
            samskapa.line
            samskapa.line 0 Byte[] Utf8
            """);
    }

    private static IEnumerable<string> Members(Type type) => type.IsInterface
        ? type.GetMethods().Select(method => $"{Of(type)} {Of(method)}({string.Join(", ", method.GetParameters().Select(one => one.ParameterType.Name))})")
        : type.GetProperties().Where(one => one.IsDefined(typeof(IdAttribute))).Select(one => $"{Of(type)} {one.GetCustomAttribute<IdAttribute>()!.Id} {one.PropertyType.Name} {one.Name}");

    private static string Of(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()!.Alias;
}
