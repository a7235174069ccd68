// A receipt of a command that the server itself sent, as the answer to the HTTP call that asked for it.
using System.Text.Json;

namespace Workshop.Server.Pages;

public static class Receipts
{
    /// <summary>Null: it is on disk. Otherwise the problem to answer with.</summary>
    public static IResult? Refused(this JsonElement receipt, HttpContext http, string language)
    {
        if (receipt.TryGetProperty("refused", out var refused))
        {
            var code = refused.GetString()!;
            JsonElement? args = receipt.TryGetProperty("args", out var given) ? given : null;
            return http.Problem(code == "internal" ? 500 : 422, code, args, http.Language(language));
        }
        if (!receipt.TryGetProperty("retry", out _)) return null;
        http.Response.Headers.RetryAfter = "1";
        return http.Problem(503, "internal");
    }
}
