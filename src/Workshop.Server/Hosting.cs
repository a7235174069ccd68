// What the process is made of, in the order a call passes it. Also what the tests start, on a loopback port.
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Workshop.Journal;
using Workshop.Rules;
using Workshop.Server.Demo;
using Workshop.Server.Pages;
using Workshop.Sessions;

namespace Workshop.Server;

public static class Hosting
{
    private const int MostBody = 64 * 1024;
    internal const int MostMessage = 32 * 1024;

    /// <summary>
    /// A reader that answers no ping is cut, also one that goes on sending, in a room too quiet to fill its buffers. The ping goes out after 3 s without a frame,
    /// because every frame puts it off and clients send one each 5 s. (Not among the services, where SignalR turns it off.)
    /// </summary>
    internal static WebSocketOptions Pings { get; } = new() { KeepAliveInterval = TimeSpan.FromSeconds(3), KeepAliveTimeout = TimeSpan.FromSeconds(9) };

    public static WebApplication Build(string[] args)
    {
        var demo = DemoAsked.In(ref args);
        // No watching of settings files: the watcher is woken by every write to a data folder beneath the current folder.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args] });
        if (string.IsNullOrEmpty(builder.Configuration["URLS"])) builder.WebHost.UseUrls("http://127.0.0.1:5080");
        OpenFiles.Demand();
        var settings = Settings.Read(builder.Configuration);

        builder.AddLogs();
        builder.AddTelemetry();
        builder.AddListening(settings);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(new Limits(settings.Items, settings.People));
        builder.Services.TryAddSingleton(TimeProvider.System); // another one that is there already is a test's clock
        builder.Services.AddSingleton<Store>(services =>
        {
            var journal = settings.OpenJournal();
            journal.Forgot = services.GetRequiredService<TakenBack>().Listening(journal, services.GetRequiredService<TimeProvider>());
            return journal;
        });
        builder.Services.AddSingleton(_ => new TakenBack(settings.TakenBack));
        builder.AddNeighbours(settings);
        builder.AddGrains(settings.Cluster);
        builder.Services.AddSingleton<Rooms>().AddSingleton<IListener>(services => services.GetRequiredService<Rooms>());
        builder.Services.AddSingleton<Devices>().AddSingleton<Keys>().AddSingleton(LinkKeys.Of(settings)).AddSingleton<AccessLinks>().AddSingleton<JoinCodes>().AddSingleton<Rates>().AddSingleton(new Arrivals()).AddSingleton(new Tries(30, TimeSpan.FromSeconds(2), TimeProvider.System, secret: 22)).AddSingleton<Turnstile>().AddSingleton<Unbroken>();
        builder.Services.AddAccess();
        builder.Services.AddSingleton<ConnectionLimits>();
        builder.Services.AddReads(settings);
        builder.Services.AddSingleton<Troupe>().AddHostedService(services => services.GetRequiredService<Troupe>()).AddSingleton<Deletion>();
        if (demo is not null) builder.Services.AddSingleton(demo);
        builder.Services.AddSingleton(new Assets(Assets.Find(builder.Environment.ContentRootPath)));

        var app = builder.Build();
        app.Services.GetRequiredService<Store>(); // opened now: a folder in use is said before anything listens; made first, so closed last
        if (app.Services.GetRequiredService<Store>() is SqliteJournal { CheckedAll: false }) app.Logger.LargeStore();
        app.WarnOfForwarded(settings);
        if (settings.TrustedProxies.Count > 0) app.UseForwardedHeaders();
        app.UseHeaders(Connections.Service(settings));
        app.UseProblems();
        app.PinHost(settings);
        app.Use(async (http, next) =>
        {
            if (Origin.Matters(http.Request) && !Origin.Allowed(http.Request, settings.PublicUrl)) await http.Problem(403, "bad-origin").ExecuteAsync(http);
            else await next(http);
        });
        // Who is let in while the server stops would hold it until its time is up, and be served by nobody: the proxy takes them to the next one.
        app.Use(async (http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/hub", StringComparison.Ordinal) && app.Lifetime.ApplicationStopping.IsCancellationRequested) await http.Problem(503, "unavailable").ExecuteAsync(http);
            else await next(http);
        });
        app.Use(async (http, next) =>
        {
            await app.Services.GetRequiredService<Devices>().TakeOver(http);
            await next(http);
        });
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/hub", StringComparison.OrdinalIgnoreCase), hub => hub.Use(app.Services.GetRequiredService<ConnectionLimits>().Hub));
        app.UseRateLimiter();
        app.UseOnlyJson();
        app.UseWebSockets(Pings); // before the hub, whose own middleware would not ask for pongs
        app.UseRouting();
        app.UseAuthorization();
        Map(app);
        ((IEndpointRouteBuilder)app).MustDeclareAccess();
        var (codes, links) = (app.Services.GetRequiredService<JoinCodes>(), app.Services.GetRequiredService<AccessLinks>());
        app.Services.GetRequiredService<Rooms>().Followed = (id, facts, after) => codes.Follow(id, facts, after, links);
        app.StartTelemetry();
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<Troupe>().Listening(app.Urls));
        Telemetry.Watch(app.Services.GetRequiredService<Outboxes>(), app.Services.GetRequiredService<Rooms>());
        return app;
    }

    /// <summary>One slice, one file in Pages/.</summary>
    private static void Map(WebApplication app)
    {
        Health.Map(app);
        var api = app.MapGroup("/api");
        SignIn.Map(api);
        Dialogues.Map(api);
        Join.Map(api);
        Looking.Map(api);
        Traces.Map(api);
        OwnData.Map(api);
        Commands.Map(api);
        Outcomes.Map(api);
        Links.Map(api);
        Rehearsals.Map(api);
        Codes.Map(api);
        Statement.Map(api);
        app.MapHub("/hub/dialogue");
        app.Map("/api/{**rest}", (HttpContext http) => http.Problem(404, "not-found")).Anybody("there is nothing");
        app.MapFallback("{**path}", (HttpContext http, Assets assets) => assets.Serve(http)).Anybody("the pages themselves");
    }

    /// <summary>Before the grains: who must find the others by Redis is told first when it is not there.</summary>
    private static void AddNeighbours(this WebApplicationBuilder builder, Settings settings)
    {
        if (settings.Redis is null) return;
        builder.Services.AddSingleton<Redis>();
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<Neighbours>(services, GrainHosting.Clustered && settings.Cluster?.Redis is not null));
        builder.Services.AddHostedService(services => services.GetRequiredService<Neighbours>());
    }

    private static void AddListening(this WebApplicationBuilder builder, Settings settings)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBody;
            ConnectionLimits.Listen(kestrel, settings);
        });
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that what cannot be read becomes a problem, too
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in settings.TrustedProxies) forwarded.KnownIPNetworks.Add(network);
        });
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = Wire.Writing.Encoder);
        builder.Services.AddSignalR(hub =>
        {
            hub.MaximumParallelInvocationsPerClient = 4; // at 1 a Point waits for the disk
            hub.MaximumReceiveMessageSize = MostMessage;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(12);
            hub.HandshakeTimeout = TimeSpan.FromSeconds(10);
            hub.AddFilter<Unbroken>();
        }).AddConnections(settings);
    }

    /// <summary>Ids, codes and durations; never texts, names, secrets. The framework's own request lines hold addresses with secrets: off.</summary>
    private static void AddLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        if (builder.Configuration["Logging:Console:FormatterName"] == "json") builder.Logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        else builder.Logging.AddSimpleConsole(line => (line.SingleLine, line.TimestampFormat, line.UseUtcTimestamp) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", true));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.None); // a refused call is no error; Unbroken logs those that are
    }

    /// <summary>
    /// A link that signs in once, made anew at each start: whoever can read it may lead. To a terminal, or where it was asked for: output that is collected is read by many, for long.
    /// </summary>
    public static async Task SayWhereToStart(this WebApplication app, bool? terminal = null)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        var address = settings.PublicUrl?.GetLeftPart(UriPartial.Authority)
            ?? app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal).TrimEnd('/');
        Console.WriteLine($"Samskapa: {address}");
        var secrets = settings.PrintSignInLink || (terminal ?? !Console.IsOutputRedirected);
        if (!secrets)
            Console.WriteLine(settings.FacilitatorKey is null
                ? "Nobody can sign in: set Workshop__FacilitatorKey, or Workshop__PrintSignInLink=true to have a link printed here."
                : "Facilitators sign in with the key. A link for it is printed to a terminal, or with Workshop__PrintSignInLink=true.");
        else if (!await app.SaySignIn(address)) return;
        if (app.Services.GetService<DemoAsked>() is not { } asked) return;
        var (staged, lead, screen, outcome) = await app.Services.GetRequiredService<Troupe>().Demo(asked);
        Console.WriteLine($"""

            Demo: {staged.Cast.Count} påhittade personer samskapar kring Kim.{(asked.Speed switch { 0 => "", < 1 => " Det tar ungefär två minuter.", _ => " Det tar ungefär en kvart." })}
              Var med:   {address}/#{staged.JoinCode}   kod {staged.JoinCode}, vilket namn som helst. Skriv, rösta, svara.
            """);
        if (secrets)
            Console.WriteLine($"""
                  Led:       {lead}   När du går vidare följer alla med dig, och den påhittade processledaren slutar leda.
                  Storbild:  {screen}
                  Resultat:  {address}{outcome}   utan inloggning, när som helst.
                """);
    }

    private static async Task<bool> SaySignIn(this WebApplication app, string address)
    {
        try
        {
            Console.WriteLine($"Processledare, logga in (en gång, inom ett dygn): {address}/lead#key={await app.Services.GetRequiredService<Keys>().MakeSignIn()}");
            return true;
        }
        catch (Exception e) when (Store.Lost(e))
        {
            // It listens already, and is not ready until the journal is back: no reason to end.
            await Console.Error.WriteLineAsync("The journal does not answer: no link to sign in with was made. Sign in with the key, or start again.");
            return false;
        }
    }
}
