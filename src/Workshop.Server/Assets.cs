// The built user interface, kept in memory with its compressed forms, and the headers every answer carries.
// Hashed files (Vite puts them under /assets) are immutable; pages are asked about every time.
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticFiles;

namespace Workshop.Server;

public sealed class Assets(string? folder)
{
    private const string Missing = "<!doctype html><html lang=sv><meta charset=utf-8><title>Samskapa</title><p>Gränssnittet är inte byggt: kör infra/dev/start.</p></html>";
    private static readonly FileExtensionContentTypeProvider Types = new();
    private readonly ConcurrentDictionary<string, Asset?> known = new();

    private sealed record Asset(string Type, string Tag, byte[] Plain, byte[]? Brotli, byte[]? Gzip);

    /// <summary>wwwroot beside the program when published; ui/dist of the repository while developing; null before the first build.</summary>
    public static string? Find(string contentRoot)
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (File.Exists(Path.Combine(published, "index.html"))) return published;
        foreach (var start in new[] { contentRoot, AppContext.BaseDirectory })
            for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "Workshop.sln"))) return Path.Combine(at.FullName, "ui", "dist");
        return null;
    }

    public Task Serve(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (Load(path) is { } file) return Send(http, file, immutable: path.StartsWith("/assets/", StringComparison.Ordinal));
        if (IsPage(path)) return Load("/index.html") is { } index ? Send(http, index, immutable: false) : http.Response.WriteAsync(Missing, http.RequestAborted);
        // Somebody who typed an address wrong sees the page that says so; a program, and a file that is not there, get the plain answer.
        var typed = HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (!typed || Load("/index.html") is not { } page) return http.Problem(404, "not-found").ExecuteAsync(http);
        http.Response.StatusCode = 404;
        return Send(http, page, immutable: false);
    }

    /// <summary>Paths that the single page knows; everything else is 404, so that a mistyped file is noticed.</summary>
    private static bool IsPage(string path) =>
        path is "/" or "/lead" or "/screen" or "/om" or "/tillganglighet"
        || path.StartsWith("/d/", StringComparison.Ordinal) || path.StartsWith("/r/", StringComparison.Ordinal)
        || path.StartsWith("/f/", StringComparison.Ordinal) || path.StartsWith("/p/", StringComparison.Ordinal)
        || path.StartsWith("/lead/", StringComparison.Ordinal);

    private Asset? Load(string path)
    {
        // One spelling per file: another would be read, compressed and kept once more, for ever.
        if (folder is null || path.EndsWith('/') || path.Contains("..", StringComparison.Ordinal) || path.Contains("//", StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal)) return null;
        if (known.TryGetValue(path, out var asset)) return asset;
        var file = new FileInfo(Path.Combine(folder, path.TrimStart('/')));
        if (!file.Exists) return null; // unknown paths are not remembered: they are unbounded
        return known[path] = Read(file);
    }

    private static Asset Read(FileInfo file)
    {
        var plain = File.ReadAllBytes(file.FullName);
        if (!Types.TryGetContentType(file.Name, out var type)) type = "application/octet-stream";
        if (type is "text/html" or "text/css" or "text/javascript") type += "; charset=utf-8";
        var compressible = type.StartsWith("text/", StringComparison.Ordinal) || type.Contains("json", StringComparison.Ordinal)
            || type.Contains("svg", StringComparison.Ordinal) || type.Contains("manifest", StringComparison.Ordinal);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12))}\"";
        return new Asset(type, tag, plain,
            compressible ? Compress(plain, s => new BrotliStream(s, CompressionLevel.Optimal)) : null,
            compressible ? Compress(plain, s => new GZipStream(s, CompressionLevel.Optimal)) : null);
    }

    internal static byte[] Compress(ReadOnlySpan<byte> plain, Func<Stream, Stream> by)
    {
        using var to = new MemoryStream();
        using (var stream = by(to)) stream.Write(plain);
        return to.ToArray();
    }

    private static Task Send(HttpContext http, Asset asset, bool immutable)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) return http.Problem(405, "not-found").ExecuteAsync(http);
        var headers = http.Response.Headers;
        headers.ETag = asset.Tag;
        headers.Vary = "Accept-Encoding";
        if (headers.CacheControl.Count == 0) headers.CacheControl = immutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (http.Request.Headers.IfNoneMatch == asset.Tag)
        {
            http.Response.StatusCode = 304;
            return Task.CompletedTask;
        }
        http.Response.ContentType = asset.Type;
        return http.SendCompressed(asset.Plain, asset.Brotli, asset.Gzip);
    }
}

public static class Sending
{
    /// <summary>The smallest form that the caller understands.</summary>
    public static Task SendCompressed(this HttpContext http, byte[] plain, byte[]? brotli, byte[]? gzip)
    {
        var accepts = http.Request.Headers.AcceptEncoding.ToString();
        var (body, encoding) = brotli is not null && accepts.Contains("br", StringComparison.OrdinalIgnoreCase) ? (brotli, "br")
            : gzip is not null && accepts.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? (gzip, "gzip") : (plain, null);
        if (encoding is not null) http.Response.Headers.ContentEncoding = encoding;
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>What every answer says to the browser: nothing from elsewhere, no frames, no referrer, nothing of the device.</summary>
    /// <param name="service">Where else the browser may connect to; null: nowhere.</param>
    public static void UseHeaders(this IApplicationBuilder app, Uri? service) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        var host = http.Request.Host.ToUriComponent();
        var hub = host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '[' or ']') && host.Length > 0 ? $" ws://{host} wss://{host}" : "";
        if (service is not null) hub += $" {service.GetLeftPart(UriPartial.Authority)} wss://{service.Authority}";
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            + $"connect-src 'self'{hub}; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        if (IsLink(http.Request.Path))
        {
            headers["X-Robots-Tag"] = "noindex, nofollow";
            headers.CacheControl = "no-store";
            http.Features.Get<IHttpActivityFeature>()?.Activity.SetTag("url.path", "/r/…"); // a trace must not hold what opens the link
        }
        return next(http);
    });

    private static bool IsLink(PathString path) =>
        new[] { "/r", "/f", "/api/r", "/api/f" }.Any(start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
}
