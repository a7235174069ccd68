using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Workshop.Sessions.Tests;

/// <summary>What must not be in the compiled code of Sessions.</summary>
public sealed class SourceTests
{
    [Fact(DisplayName = "SE60 Nothing in Sessions leaves the turn by ConfigureAwait")]
    public void Nothing_in_Sessions_leaves_the_turn()
    {
        using var file = File.OpenRead(typeof(DialogueGrain).Assembly.Location);
        using var pe = new PEReader(file);
        var metadata = pe.GetMetadataReader();
        var called = metadata.MemberReferences.Select(handle => metadata.GetString(metadata.GetMemberReference(handle).Name)).ToHashSet();

        called.Should().Contain("GetAwaiter", "or this test no longer sees what is called").And.NotContain("ConfigureAwait");
    }
}
