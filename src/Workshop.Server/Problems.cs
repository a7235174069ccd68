// RFC 9457 problem details with a stable code and a sentence in the user's language. Exceptions never get out: they become `internal`.
using System.Text.Json;
using Workshop.Server.Words;

namespace Workshop.Server;

public static class Problems
{
    public static IResult Problem(this HttpContext http, int status, string code, JsonElement? args = null, string? language = null) =>
        new ProblemResult(status, code, Sentences.Of(code, language ?? http.Language(), args));

    public static string Language(this HttpContext http, string? otherwise = null) =>
        Sentences.Choose(http.Request.Query["lang"]) ?? Sentences.Choose(http.Request.Headers.AcceptLanguage) ?? otherwise ?? "sv";

    /// <summary>Nothing else than problems leaves when something breaks, also for paths nobody serves.</summary>
    public static void UseProblems(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } bare)
                await http.Problem(bare.StatusCode, CodeOf(bare.StatusCode)).ExecuteAsync(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await http.Problem(e.StatusCode, CodeOf(e.StatusCode)).ExecuteAsync(http);
        }
        catch (JsonException) when (!http.Response.HasStarted)
        {
            await http.Problem(400, "malformed").ExecuteAsync(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && Store.Lost(e))
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Samskapa").StoreLost(Journal.Ailment.Of(e), http.GetEndpoint()?.DisplayName);
            await http.Problem(503, "unavailable").ExecuteAsync(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && e is not OperationCanceledException)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Samskapa").Failed(e, http.GetEndpoint()?.DisplayName);
            await http.Problem(500, "internal").ExecuteAsync(http);
        }
    });

    /// <summary>For what the framework refused before a page could.</summary>
    private static string CodeOf(int status) => status switch { 413 => "too-large", 415 => "unsupported-type", 404 or 405 => "not-found", >= 500 => "internal", _ => "malformed" };

    private sealed class ProblemResult(int status, string code, string sentence) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.StatusCode = status;
            http.Response.Headers.CacheControl = "no-store";
            if (status is 429 or 503 && http.Response.Headers.RetryAfter.Count == 0) http.Response.Headers.RetryAfter = status == 429 ? "60" : "1";
            return http.Response.WriteAsJsonAsync(new { type = $"urn:samskapa:problem:{code}", title = sentence, status, code, detail = sentence },
                options: null, contentType: "application/problem+json", http.RequestAborted);
        }
    }
}

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A call failed: {Endpoint}")]
    public static partial void Failed(this ILogger log, Exception e, string? endpoint);

    [LoggerMessage(4, LogLevel.Warning, "The journal did not answer: {Kind}, {Endpoint}")]
    public static partial void StoreLost(this ILogger log, string kind, string? endpoint);

    [LoggerMessage(9, LogLevel.Warning, "The journal is large: quick_check did not come to its end in its time at the start; a backup reads all of it")]
    public static partial void LargeStore(this ILogger log);

    [LoggerMessage(2, LogLevel.Error, "A room's turn failed: {Dialogue}")]
    public static partial void TurnFailed(this ILogger log, Exception e, string dialogue);

    [LoggerMessage(3, LogLevel.Warning, "Heads could not be read: {Reason}")]
    public static partial void HeadsFailed(this ILogger log, string reason);

    [LoggerMessage(31, LogLevel.Error, "The list of what was taken back could not be written: {Reason}; the next backup writes it from the store")]
    public static partial void NotListed(this ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Redis does not answer at {Address}; the server is not ready, and goes on trying")]
    public static partial void RedisAway(this ILogger log, string address);

    [LoggerMessage(5, LogLevel.Warning, "Redis does not answer; what is written on other servers comes within two seconds, and who is there is known of this server only")]
    public static partial void RedisLost(this ILogger log);

    [LoggerMessage(6, LogLevel.Warning, "Redis answers again")]
    public static partial void RedisBack(this ILogger log);

    [LoggerMessage(7, LogLevel.Warning, "A message of another server was not understood: {Reason}")]
    public static partial void NotUnderstood(this ILogger log, string reason);

    [LoggerMessage(8, LogLevel.Error, "A play with simulated people ended: {Dialogue}")]
    public static partial void PlayFailed(this ILogger log, Exception e, string dialogue);

    [LoggerMessage(40, LogLevel.Warning, "What follows from an end or a dropped device was not done in {Dialogue} ({Kind}); codes and links that should be gone are refused all the same")]
    public static partial void NotFollowed(this ILogger log, string kind, string dialogue);

    [LoggerMessage(41, LogLevel.Information, "Link {Link} ({Kind}) of {Dialogue} was {Deed} by {Device}")]
    public static partial void LinkAudited(this ILogger log, string deed, string link, string kind, string dialogue, string device);

    [LoggerMessage(42, LogLevel.Warning, "A forwarded header came from {Address}, which Workshop__TrustedProxies does not name: it is not believed, and so everybody behind it is one address. Said once.")]
    public static partial void ForwardedNotTrusted(this ILogger log, string address);
}
