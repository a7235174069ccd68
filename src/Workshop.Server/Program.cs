// The server, as a table of contents; what it serves is in protocol.md. With a command (Archiving.cs) it does that instead and ends.
using Workshop.Journal;
using Workshop.Server;

try
{
    if (Archiving.Asked(args)) return await Archiving.Run(args);
    await using var app = Hosting.Build(args);
    if (!await app.Services.GetRequiredService<Store>().IsFinished()) throw new WrongSetting("The journal is half filled by a restore or move that did not end well: empty it and do it again.");
    await app.StartAsync();
    await app.SayWhereToStart();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (OperationCanceledException e)
{
    await Console.Error.WriteLineAsync($"Stopped before it had started: {e.Message}");
    return 3;
}
catch (Exception e) when (e is WrongSetting or JournalUnusableException || e is IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException })
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
