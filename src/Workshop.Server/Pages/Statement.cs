// The accessibility statement of whoever runs this installation: a plain text file of theirs. What the product says of itself, and what is
// shown where there is no such file, lies in the client's words.
using System.Text;

namespace Workshop.Server.Pages;

public static class Statement
{
    private const int Most = 64 * 1024;

    /// <summary>Read at each call: who edits it sees it at once, and it is asked for seldom.</summary>
    public static void Map(RouteGroupBuilder api) => api.MapGet("/statement", async (HttpContext http, Settings settings, ILogger<Settings> log) =>
    {
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Ok(new { text = await Read(settings.Statement, log, http.RequestAborted) });
    }).Anybody("what the operator says to all");

    private static async Task<string?> Read(string? path, ILogger log, CancellationToken gone)
    {
        var file = path is null ? null : new FileInfo(path);
        if (file is not { Exists: true }) return null;
        if (file.Length > Most)
        {
            log.LogWarning("{File} is over 64 KB and is not shown.", file.Name);
            return null;
        }
        return await File.ReadAllTextAsync(file.FullName, Encoding.UTF8, gone);
    }
}
