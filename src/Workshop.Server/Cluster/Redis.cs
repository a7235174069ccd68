// One Redis between the servers. Nothing rests on it: what it carries is only quicker than the journal, so it may lose, repeat and be away.
// Nothing lies in it either: messages pass through, what people write is never kept there.
using System.Net.Sockets;
using System.Threading.Channels;
using StackExchange.Redis;

namespace Workshop.Server;

public sealed class Redis(Settings settings, TimeProvider clock, ILogger<Redis> log) : IAsyncDisposable
{
    /// <summary>Messages that may wait to be sent; the oldest give way, and whoever misses them reads the journal.</summary>
    private const int MostWaiting = 4_096;

    /// <summary>Messages heard of one channel that may wait to be read, likewise.</summary>
    public const int MostUnread = 1_024;
    private const int MostUnderWay = 64;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);

    private readonly Channel<(string Channel, byte[] Message)> waiting = Channel.CreateBounded<(string, byte[])>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Telemetry.Unsaid(1));
    private ConnectionMultiplexer? connection;
    private Task sending = Task.CompletedTask;
    private long answered = -1;

    /// <summary>It has answered once: the setting is right.</summary>
    public bool Known => Volatile.Read(ref answered) >= 0;

    /// <summary>It answers, and what others say is heard.</summary>
    public bool Answers => Known && clock.GetElapsedTime(Volatile.Read(ref answered)) < Silence;

    public static ConfigurationOptions Options(string setting)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(setting);
        }
        catch (ArgumentException)
        {
            throw Wrong("cannot be read; it must be like 'redis.example.se:6380,ssl=true,password=…'"); // without what it holds: a password
        }
        if (options.EndPoints.Count == 0) throw Wrong("names no address; it must be like 'redis.example.se:6380,ssl=true,password=…'");
        (options.ClientName, options.AbortOnConnectFail, options.ConnectTimeout) = ("samskapa", false, 3_000);
        (options.SyncTimeout, options.AsyncTimeout, options.KeepAlive) = (2_000, 2_000, 2);
        options.ReconnectRetryPolicy = new LinearRetry(1_000); // the default waits longer each time, and people wait with it
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return options;
    }

    /// <summary>A wrong password or certificate is said and ends the start; where nobody answers yet, the server is not ready and goes on trying.</summary>
    /// <param name="needed">Nothing works without it: then it must answer now.</param>
    public async Task Open(bool needed)
    {
        var options = Options(settings.Redis!);
        options.AbortOnConnectFail = true;
        try
        {
            connection = await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisException e) when (Refused(e) is { } why)
        {
            throw Wrong(why);
        }
        catch (Exception e) when (Away(e))
        {
            var where = string.Join(", ", options.EndPoints.Select(one => one.ToString()!.Split("/")[^1]));
            if (needed) throw Wrong($"nobody answers at {where}, and this build's servers find each other there");
            log.RedisAway(where);
            options = Options(settings.Redis!);
            connection = await ConnectionMultiplexer.ConnectAsync(options);
        }
        await Ping();
        sending = Send(connection.GetSubscriber());
    }

    /// <summary>Taken and sent later, or not at all: nobody waits for Redis.</summary>
    public void Say(string channel, byte[] message) => waiting.Writer.TryWrite((channel, message));

    /// <summary>What is said there from now on, one message after the other. Ends when the others can be heard; when Redis comes back, it goes on by itself.</summary>
    public async Task Hear(string channel, Action<ReadOnlyMemory<byte>, bool> heard)
    {
        ChannelMessageQueue queue;
        try
        {
            queue = await connection!.GetSubscriber().SubscribeAsync(new RedisChannel(channel, RedisChannel.PatternMode.Literal));
        }
        catch
        {
            await Leave(channel, CommandFlags.FireAndForget); // or the library would fill a queue that nobody reads
            throw;
        }
        queue.OnMessage(said => heard((byte[])said.Message!, queue.TryGetCount(out var unread) && unread > MostUnread));
    }

    public Task Leave(string channel, CommandFlags how = CommandFlags.None) =>
        connection!.GetSubscriber().UnsubscribeAsync(new RedisChannel(channel, RedisChannel.PatternMode.Literal), null, how);

    /// <summary>Asks both of its connections.</summary>
    public async Task Ping()
    {
        try
        {
            await connection!.GetSubscriber().PingAsync();
            await connection.GetDatabase().PingAsync();
            Volatile.Write(ref answered, clock.GetTimestamp());
        }
        catch (Exception e) when (Away(e))
        {
            // Told by Answers, once it has lasted.
        }
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await sending;
        if (connection is not null) await connection.DisposeAsync();
    }

    private async Task Send(ISubscriber to)
    {
        var underWay = new List<Task>(MostUnderWay);
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (underWay.Count < MostUnderWay && waiting.Reader.TryRead(out var next))
                underWay.Add(to.PublishAsync(new RedisChannel(next.Channel, RedisChannel.PatternMode.Literal), next.Message));
            try
            {
                await Task.WhenAll(underWay);
            }
            catch (Exception e) when (Away(e))
            {
                Telemetry.Unsaid(underWay.Count(one => !one.IsCompletedSuccessfully));
            }
            underWay.Clear();
        }
    }

    /// <summary>It did not do what was asked. The library cancels what waits on a connection that is lost, which looks as if somebody had wished it, or hands on what the socket said.</summary>
    public static bool Away(Exception e) => e is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException or IOException or SocketException;

    private static string? Refused(RedisException e)
    {
        for (Exception? at = e; at is not null; at = at.InnerException)
        {
            if (at.Message.Contains("WRONGPASS", StringComparison.Ordinal) || at.Message.Contains("NOAUTH", StringComparison.Ordinal) || at.Message.Contains("invalid password", StringComparison.Ordinal))
                return "Redis refuses the password (or the user); set the right one with password=… (and user=…)";
            if (at is System.Security.Authentication.AuthenticationException)
                return "the TLS certificate of Redis is not trusted, or not made for that name; name the authority's file in SSL_CERT_FILE, or the name with sslHost=…";
        }
        return null;
    }

    private static WrongSetting Wrong(string what) => new($"ConnectionStrings__Redis: {what}.");
}
