using System.Net;

namespace Workshop.Sessions;

/// <summary>How the silos of several servers find each other; the embedded host has no use for it, since the journal's head is all that its servers share.</summary>
/// <param name="Address">This server's own, at which the others reach it; null: the first that is no loopback.</param>
/// <param name="Redis">Where membership is kept (StackExchange.Redis' options); or else in <paramref name="Postgres"/>.</param>
public sealed record Cluster(IPAddress? Address, int Port, object? Redis, string? Postgres);
