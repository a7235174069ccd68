// What one connection of a load run says, as bytes made beforehand.
using System.Text;

namespace Workshop.Load.Generating;

/// <summary>One connection: where to, how it introduces itself, and the one operation that it repeats.</summary>
/// <param name="Board">Connections of the same board hear each other.</param>
/// <param name="Headers">Header lines, each ended by CRLF.</param>
/// <param name="Steps">After the upgrade: send, then wait until a message contains.</param>
/// <param name="Op">Holds <see cref="Placeholder"/> where the operation's number goes, at least once behind <c>#M</c>.</param>
/// <param name="Stalled">Stops reading once it is ready, and neither sends nor counts.</param>
public sealed record Plan(int Board, string Path, string Headers, IReadOnlyList<(byte[] Send, byte[] Until)> Steps, byte[] Op, bool Stalled = false)
{
    public const string Placeholder = "@@IDX@@@";

    /// <summary>The note everybody writes; receivers find <c>#M</c> and the number in the bytes and parse nothing else.</summary>
    public const string Text = "#M" + Placeholder + " Retro: the deploy pipeline was slow again on Thursday; let us split the integration suite in two lanes. ok!!";

    public static readonly (byte[] Send, byte[] Until) Handshake = (Frame("{\"protocol\":\"json\",\"version\":1}\u001e"), Encoding.UTF8.GetBytes("{}\u001e"));

    public static byte[] Invocation(string id, string target, string arguments) =>
        Frame($"{{\"type\":1,\"invocationId\":\"{id}\",\"target\":\"{target}\",\"arguments\":[{arguments}]}}\u001e");

    /// <summary>A whole WebSocket text frame. The mask key is zero: legal, and the payload stays as it is.</summary>
    public static byte[] Frame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        byte[] head = payload.Length < 126
            ? [0x81, (byte)(0x80 | payload.Length), 0, 0, 0, 0]
            : [0x81, 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length, 0, 0, 0, 0];
        return [.. head, .. payload];
    }
}
