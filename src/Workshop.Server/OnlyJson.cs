// What comes to /api in a body is JSON in UTF-8. Anything else is 415 here, for every route at once: routing would say 404, and an encoding that .NET does not know would break the reading.
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Workshop.Server;

public static class OnlyJson
{
    public static void UseOnlyJson(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || !HasBody(http)) return next(http);
        if (!IsJson(http.Request.ContentType)) return http.Problem(415, "unsupported-type").ExecuteAsync(http);
        http.Request.ContentType = "application/json"; // said in one way, since the framework breaks on a charset in quotes
        return next(http);
    });

    private static bool HasBody(HttpContext http) => http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    private static bool IsJson(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
