using System.Text.Json.Nodes;

namespace Workshop.Load;

/// <summary>How a command ended; <c>retry</c> is no end and never gets here.</summary>
/// <param name="Id">The command's.</param>
/// <param name="Seq">On disk, its last event; null when refused.</param>
/// <param name="Refused">The code.</param>
/// <param name="Raw">As it came.</param>
public sealed record Receipt(string Id, long? Seq, string? Refused, JsonObject Raw)
{
    public bool Ok => Seq is not null;

    public static Receipt From(JsonObject raw) => new((string)raw["id"]!, (long?)raw["seq"], (string?)raw["refused"], raw);
}

/// <summary>The server let a call fail instead of answering it; the message is the server's.</summary>
public sealed class CallFailedException(string message) : Exception(message);
