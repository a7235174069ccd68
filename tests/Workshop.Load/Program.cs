// The commands: see README.md. Each is also a library call that the test projects make with smaller numbers.
using Workshop.Load;

return args switch
{
    ["relay", ..] => await Relay.Run(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/Workshop.Load -- relay --urls http://127.0.0.1:5009");
    return 2;
}
