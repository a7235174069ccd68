using System.Text;
using System.Text.Json.Nodes;

namespace Workshop.Journal.Tests;

/// <summary>Old events are raised when they are read.</summary>
public sealed class EventCodecTests
{
    private static readonly Upcaster First = new("itemAdded", 1, body =>
    {
        body["text"] = body["words"]!.GetValue<string>();
        body.Remove("words");
        return body;
    });

    private static readonly Upcaster Second = new("itemAdded", 2, body => new JsonObject { ["type"] = "itemAdded", ["item"] = new JsonObject { ["text"] = body["text"]!.DeepClone() } });

    [Fact(DisplayName = "JO30 Events are raised through every version, 1 to 2 to 3")]
    public void JO30_Chain()
    {
        var codec = new EventCodec([First, new Upcaster("timerSet", 1, b => b), Second]);
        codec.Current("itemAdded").Should().Be(3);
        codec.Current("timerSet").Should().Be(2);
        codec.Current("handRaised").Should().Be(1);
        Raised(1, """{"type":"itemAdded","words":"Hon väntade 🙂"}""").Should().Be("Hon väntade 🙂");
        Raised(2, """{"type":"itemAdded","text":"två"}""").Should().Be("två");
        Raised(3, """{"type":"itemAdded","item":{"text":"tre"}}""").Should().Be("tre");

        string Raised(int version, string body) =>
            JsonNode.Parse(codec.Newest("itemAdded", version, Encoding.UTF8.GetBytes(body)))!["item"]!["text"]!.GetValue<string>();
    }

    [Fact(DisplayName = "JO31 A body that is newest already is handed back untouched")]
    public void JO31_Untouched()
    {
        byte[] body = [1, 2, 3];
        EventCodec.Default.Newest("itemAdded", 1, body).Should().BeSameAs(body);
        new EventCodec([First, Second]).Newest("itemAdded", 3, body).Should().BeSameAs(body);
    }

    [Theory(DisplayName = "JO32 An event of a version nobody here knows is refused with a sentence")]
    [InlineData("itemAdded", 4)]
    [InlineData("itemAdded", 0)]
    [InlineData("handRaised", 2)]
    public void JO32_Unknown(string type, int version)
    {
        var newest = () => new EventCodec([First, Second]).Newest(type, version, "{}"u8.ToArray());
        newest.Should().Throw<NotSupportedException>().WithMessage($"The journal has {type} in version {version}*");
    }

    [Fact(DisplayName = "JO33 A list of changes with a hole or a double in it is not taken")]
    public void JO33_Holes()
    {
        var hole = () => new EventCodec([Second]);
        var twice = () => new EventCodec([First, First]);
        hole.Should().Throw<ArgumentException>().WithMessage("*itemAdded*starts from 2*");
        twice.Should().Throw<ArgumentException>();
    }
}
