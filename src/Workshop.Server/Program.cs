// The server, as a table of contents. One process, one data folder; what it serves is in protocol.md.
using Workshop.Journal;
using Workshop.Server;

try
{
    await using var app = Hosting.Build(args);
    await app.StartAsync();
    await app.SayWhereToStart();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is WrongSetting or JournalUnusableException || e is IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException })
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
