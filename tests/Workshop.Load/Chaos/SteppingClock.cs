// A clock that can be set while a server runs: the server's TimeProvider is another one, brought in by the runtime's own doors for that
// (a startup hook and a hosting startup), so that the server is the built one. Rejected: libfaketime, under which PostgreSQL's answers time out.
using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Workshop.Load.Chaos.SteppingClock))]

namespace Workshop.Load.Chaos;

/// <summary>On this side: what the clock of one server says. In the server: the same class, told by the environment which file to follow.</summary>
public sealed class SteppingClock : IHostingStartup, IAsyncDisposable
{
    private const string Followed = "CHAOS_CLOCK";
    private readonly string file = Path.Combine(Path.GetTempPath(), $"samskapa-clock-{Guid.NewGuid():n}");

    /// <summary>Environment of the server.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Followed] = file,
        ["DOTNET_STARTUP_HOOKS"] = typeof(SteppingClock).Assembly.Location,
        ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(SteppingClock).Assembly.GetName().Name!,
    };

    /// <summary>How far from the true time it is from now on (within a tenth of a second).</summary>
    public void Step(TimeSpan away)
    {
        File.WriteAllText(file + ".new", away.Ticks.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".new", file, overwrite: true);
    }

    public void Configure(IWebHostBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(Followed) is { Length: > 0 } followed) builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new Following(followed)));
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(file);
        return ValueTask.CompletedTask;
    }

    /// <summary>Timers and time stamps go on as they are, as they do when somebody sets a machine's time.</summary>
    private sealed class Following : TimeProvider
    {
        private readonly Timer look;
        private long away;

        public Following(string file) => look = new Timer(_ =>
        {
            if (File.Exists(file) && long.TryParse(File.ReadAllText(file), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks)) Volatile.Write(ref away, ticks);
        }, null, 0, 100);

        public override DateTimeOffset GetUtcNow()
        {
            GC.KeepAlive(look);
            return base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref away));
        }
    }
}
