namespace Workshop.Rules;

/// <summary>Bounds of protocol.md. Those that a load run may raise are properties; the others are what the wire promises.</summary>
/// <param name="Items">Live items in a dialogue.</param>
/// <param name="People">Participants in a dialogue.</param>
public sealed record Limits(int Items = 5000, int People = 300)
{
    /// <summary>UTF-16 code units, as a browser counts them.</summary>
    public const int Text = 2000;
    public const int Title = 200;
    public const int Name = 80;

    /// <summary>Bytes of one command.</summary>
    public const int Command = 16 * 1024;

    /// <summary>Ids in one list of references, items in one command.</summary>
    public const int References = 500;
}
