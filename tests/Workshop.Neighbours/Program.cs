// For tests that are no .NET: `postgres` starts one, prints how to connect to a new database, another one for each line on stdin, and ends with stdin.
using Workshop.Neighbours;

if (args is not ["postgres"])
{
    await Console.Error.WriteLineAsync("postgres");
    return 2;
}

await using var server = await PostgresServer.Start();
do Console.WriteLine(await server.NewDatabase());
while (await Console.In.ReadLineAsync() is not null);
return 0;
