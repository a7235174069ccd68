// For tests that are no .NET: `postgres` starts one and a Redis, prints how to connect to a new database and to the Redis (with a tab between), another database for each line
// on stdin, and ends with stdin.
using Workshop.Neighbours;

if (args is not ["postgres"])
{
    await Console.Error.WriteLineAsync("postgres");
    return 2;
}

await using var server = await PostgresServer.Start();
await using var redis = await RedisServer.Start(password: "ett-prov-losenord");
do Console.WriteLine($"{await server.NewDatabase()}\t{redis.Setting}");
while (await Console.In.ReadLineAsync() is not null);
return 0;
